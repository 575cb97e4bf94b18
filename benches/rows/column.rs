//! Who is measured: our broker on one of its stores, or one of the peers.

use std::process::Command;

use super::broker::{self, Broker, FEDERATED};
use super::process::{Process, cpu, free_port};
use crate::load::{CLIENT, Desk, Person, Upstream, asks};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const SECRET: &str = "secret-of-the-platform-0123456789abcdef0123";

/// npm oidc-provider.
pub struct Peer {
    pub process: Process,
    pub host: String,
}

impl Peer {
    /// As an issuer.
    pub async fn issuer() -> Self {
        Self::start("issuer.mjs", &[]).await
    }

    /// With openid-client as a broker.
    pub async fn broker(upstream: &Upstream) -> Self {
        Self::start("broker.mjs", &[&upstream.issuer, CLIENT, "secret-of-the-upstream"]).await
    }

    async fn start(script: &str, arguments: &[&str]) -> Self {
        let port = free_port();
        let host = format!("127.0.0.1:{port}");
        let mut command = Command::new(format!("{ROOT}/tests/node_modules/.bin/node"));
        command.arg(format!("{ROOT}/benches/peers/{script}")).arg(port.to_string()).args(arguments);
        command.env("NODE_ENV", "production");
        let process = Process::start(&command, &host, "/.well-known/openid-configuration").await;
        Self { process, host }
    }

    fn desk(&self, alg: &str) -> Desk {
        Desk { host: self.host.clone(), client: if alg == "RS256" { "web-rs" } else { "web" }, secret: SECRET }
    }
}

/// The least that axum can be: this program again, answering with a constant text.
pub struct Bare {
    pub process: Process,
    pub host: String,
}

impl Bare {
    /// Starts it.
    pub async fn start() -> Self {
        let host = format!("127.0.0.1:{}", free_port());
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--bare-axum", &host]);
        Self { process: Process::start(&command, &host, "/.well-known/openid-configuration").await, host }
    }
}

/// See the module.
pub enum Column<'a> {
    Koppel(&'a Broker),
    Peer(&'a Peer),
    Bare(&'a Bare),
}

impl Column<'_> {
    /// The server as a client knows it.
    pub fn desk(&self, alg: &str) -> Desk {
        match self {
            Self::Koppel(broker) => broker.desk(alg),
            Self::Peer(peer) => peer.desk(alg),
            Self::Bare(bare) => Desk { host: bare.host.clone(), client: "", secret: "" },
        }
    }

    /// CPU so far, in seconds: the server's and its store's.
    pub fn meter(&self) -> (f64, f64) {
        match self {
            Self::Koppel(broker) => broker.meter(),
            Self::Peer(peer) => (cpu(peer.process.id(), false), 0.0),
            Self::Bare(bare) => (cpu(bare.process.id(), false), 0.0),
        }
    }

    /// Gives the browser a session.
    pub async fn sign_in(&self, person: &mut Person, n: usize) {
        match self {
            Self::Koppel(_) => broker::sign_in(person, &format!("p{n}")).await,
            Self::Peer(_) => {
                let code = person.press("openid profile", &format!("&login_hint=p{n}")).await;
                drop(code.unwrap_or_else(|(url, answer)| asks(&url, &answer)));
            }
            Self::Bare(_) => {}
        }
    }

    /// Lets somebody be known who comes from the upstream for the first time.
    pub async fn introduce(&self, person: &mut Person) {
        if let Self::Koppel(_) = self {
            broker::first_time(person).await;
        }
    }

    /// What sends people on to the upstream.
    pub fn federated(&self) -> &'static str {
        if let Self::Koppel(_) = self { FEDERATED } else { "" }
    }
}
