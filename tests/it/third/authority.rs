//! A throw-away certificate authority, made with openssl, and one server certificate for every name of loopback.

use std::path::PathBuf;
use std::process::Command;

/// Files in a directory of their own.
pub struct Authority(tempfile::TempDir);

impl Authority {
    /// Makes both keys and signs both certificates, good for a day.
    pub fn new() -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch -days 1";
        made.openssl(&format!(
            "req -x509 {key} -subj /CN=throw-away -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.pem"
        ));
        made.openssl(&format!(
            "req -x509 {key} -subj /CN=localhost -CA ca.pem -CAkey ca.key -keyout server.key -out server.crt \
             -addext subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2 -addext basicConstraints=critical,CA:FALSE \
             -addext extendedKeyUsage=serverAuth"
        ));
        let read = |name: &str| std::fs::read_to_string(made.path(name)).unwrap();
        std::fs::write(made.path("server.pem"), format!("{}{}", read("server.crt"), read("server.key"))).unwrap();
        made
    }

    fn openssl(&self, line: &str) {
        let done = Command::new("openssl").args(line.split_whitespace()).current_dir(&self.0).output();
        let done = done.expect("openssl is installed by tests/run.sh");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The certificate to trust.
    pub fn ca(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// The same, read.
    pub fn pem(&self) -> Vec<u8> {
        std::fs::read(self.ca()).unwrap()
    }

    /// The server's certificate and key in one file, as haproxy wants them.
    pub fn server(&self) -> PathBuf {
        self.path("server.pem")
    }
}
