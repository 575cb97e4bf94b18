//! The door of a simulator: plain HTTP passes; whoever speaks TLS at the same port meets a certificate that ran out.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

/// First byte of a TLS record that begins a handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;

/// A listener for axum that sorts connections by their first byte.
#[derive(Debug)]
pub(super) struct Front {
    address: SocketAddr,
    plain: mpsc::Receiver<(TcpStream, SocketAddr)>,
}

impl Front {
    /// Takes over a listener; ends when this is dropped.
    pub(super) fn open(listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (door, plain) = mpsc::channel(64);
        tokio::spawn(async move {
            while !door.is_closed() {
                tokio::select! {
                    () = door.closed() => {}
                    Ok((stream, peer)) = listener.accept() => drop(tokio::spawn(sort(stream, peer, door.clone()))),
                }
            }
        });
        Ok(Self { address, plain })
    }
}

async fn sort(stream: TcpStream, peer: SocketAddr, door: mpsc::Sender<(TcpStream, SocketAddr)>) {
    let mut first = [0];
    match stream.peek(&mut first).await {
        Ok(1) if first == [HANDSHAKE] => meet_expired_certificate(stream).await,
        Ok(1) => drop(door.send((stream, peer)).await),
        _ => {}
    }
}

async fn meet_expired_certificate(stream: TcpStream) {
    let Ok(config) = expired() else { return };
    // Whoever accepts the certificate all the same is let go: there is nothing behind it.
    drop(TlsAcceptor::from(Arc::new(config)).accept(stream).await);
}

fn expired() -> Result<ServerConfig, rustls::Error> {
    let certificate = CertificateDer::from_slice(include_bytes!("expired/certificate.der"));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(include_bytes!("expired/key.der").as_slice()));
    let cryptography = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ServerConfig::builder_with_provider(cryptography)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
}

impl axum::serve::Listener for Front {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        match self.plain.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
