//! The gallery on a real port.

use std::net::SocketAddr;
use std::sync::Arc;

use koppel::ground::Ground;
use tokio::net::TcpListener;

use crate::support::TestGround;
use crate::web::gallery::gallery;

/// A gallery that is being served until it is dropped.
pub struct Site {
    address: SocketAddr,
    serving: tokio::task::JoinHandle<()>,
    _ground: TestGround,
}

impl Site {
    /// Starts serving.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let test = TestGround::sqlite().await;
        let mut config = (*test.config).clone();
        config.server.public_url = format!("http://{address}").parse().unwrap();
        let ground = Ground { config: Arc::new(config), ..test.ground() };
        let app = gallery(&ground).into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, serving, _ground: test }
    }

    /// Address of a page.
    pub fn page(&self, name: &str) -> String {
        format!("http://{}/gallery/{name}", self.address)
    }

    /// Address of a page that breaks every rule.
    pub fn bad_page(&self) -> String {
        format!("http://{}/bad", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
