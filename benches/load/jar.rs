//! The cookies of one browser: by host and port, without paths and dates; an empty value or a date in 1970 ends one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Jar(BTreeMap<(String, String), String>);

impl Jar {
    /// Keeps what a `Set-Cookie` header of the server at `host` says.
    pub fn take(&mut self, host: &str, line: &str) {
        let (pair, rest) = line.split_once(';').unwrap_or((line, ""));
        let Some((name, value)) = pair.split_once('=') else { return };
        let key = (host.to_owned(), name.trim().to_owned());
        let over = value.is_empty() || rest.contains("Max-Age=0") || rest.contains("1970");
        if over {
            self.0.remove(&key)
        } else {
            self.0.insert(key, value.to_owned())
        };
    }

    /// A cookie of our own making.
    pub fn put(&mut self, host: &str, name: &str, value: &str) {
        self.0.insert((host.to_owned(), name.to_owned()), value.to_owned());
    }

    /// The `cookie` line for the server at `host`, with its line end; empty when there is none.
    pub fn line(&self, host: &str) -> String {
        let mut line = String::new();
        for ((_, name), value) in self.0.iter().filter(|((at, _), _)| at == host) {
            let start = if line.is_empty() { "cookie: " } else { "; " };
            let _ = write!(line, "{start}{name}={value}");
        }
        if line.is_empty() { line } else { line + "\r\n" }
    }
}
