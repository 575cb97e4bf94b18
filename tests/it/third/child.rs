//! A foreign server that ends with the test, and a port for it.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// How long a server may take to listen or to end, in seconds.
const PATIENCE: u64 = 20;

/// A port nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A process that is asked to end, and then made to, when it is dropped.
pub struct Running(pub Child);

impl Running {
    /// Starts `command` and waits until somebody listens on `port`.
    pub fn start(mut command: Command, port: u16) -> Self {
        let name = format!("{command:?}");
        let child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}; hint: tests/run.sh installs it"));
        let mut running = Self(child);
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(running.0.try_wait().unwrap().is_none(), "{name} has ended");
            assert!(since.elapsed() < Duration::from_secs(PATIENCE), "{name} does not listen on port {port}");
            std::thread::sleep(Duration::from_millis(25));
        }
        running
    }

    /// Sends it a signal, such as `-USR2`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Running {
    /// Asks first: a server that is killed leaves its workers behind.
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let since = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) && since.elapsed() < Duration::from_secs(PATIENCE) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
