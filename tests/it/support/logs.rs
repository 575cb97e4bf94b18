//! Log lines of one test.

use std::sync::{Arc, Mutex};

/// Collects the log lines of the thread that listens.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens at every level until the answer is dropped.
    pub fn listen(&self) -> impl Drop {
        let writer = self.clone();
        let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        let lines = lines.with_writer(move || writer.clone());
        // With a single dispatcher in the process, a callsite first met on another test's thread would stay silent.
        let second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
        Listening { _guard: tracing::subscriber::set_default(lines.finish()), _second: second }
    }

    /// What was written so far.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

struct Listening {
    _guard: tracing::subscriber::DefaultGuard,
    _second: tracing::Dispatch,
}

impl Drop for Listening {
    fn drop(&mut self) {}
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
