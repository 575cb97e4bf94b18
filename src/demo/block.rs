//! The addresses of the demo: one loopback address for each host, because cookies ignore ports, and one port for all.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

/// Addresses of one running demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The one port.
    pub port: u16,
}

/// Last number of the loopback addresses: broker, eKool, Stuudium, HarID, the two platforms.
const HOSTS: [u8; 6] = [1, 2, 3, 4, 5, 6];

impl Block {
    /// The broker.
    #[must_use]
    pub fn broker(self) -> SocketAddr {
        self.host(1)
    }

    /// The eKool simulator.
    #[must_use]
    pub fn ekool(self) -> SocketAddr {
        self.host(2)
    }

    /// The Stuudium simulator.
    #[must_use]
    pub fn stuudium(self) -> SocketAddr {
        self.host(3)
    }

    /// The HarID simulator.
    #[must_use]
    pub fn harid(self) -> SocketAddr {
        self.host(4)
    }

    /// The sample platform.
    #[must_use]
    pub fn platform(self) -> SocketAddr {
        self.host(5)
    }

    /// The sample platform that keeps its own passwords.
    #[must_use]
    pub fn library(self) -> SocketAddr {
        self.host(6)
    }

    fn host(self, last: u8) -> SocketAddr {
        (Ipv4Addr::new(127, 0, 0, last), self.port).into()
    }

    /// A block whose port nobody uses at any of its addresses; for tests, where many demos run at once.
    ///
    /// # Errors
    /// The system has no port left.
    pub async fn free() -> io::Result<Self> {
        for _ in 0..50 {
            let probe = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let block = Self { port: probe.local_addr()?.port() };
            let mut others = Vec::new();
            for last in HOSTS.into_iter().skip(1) {
                others.push(TcpListener::bind(block.host(last)).await);
            }
            if others.iter().all(Result::is_ok) {
                return Ok(block);
            }
        }
        Err(io::ErrorKind::AddrInUse.into())
    }
}
