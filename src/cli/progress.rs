//! A progress bar for long work, on a terminal only.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over the bytes of a file that also counts rows.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar, or a spinner when nobody knows how much there is. Hidden where stderr is no terminal.
    pub fn over(bytes: Option<u64>) -> Self {
        let bar = bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let style = ProgressStyle::with_template("{wide_bar} {percent} %  {msg}");
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    /// A bar over so many things. Hidden where stderr is no terminal.
    pub fn of() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{wide_bar} {pos} of {len}  {msg}");
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    /// So many of so many are done; the words follow the numbers.
    pub fn done(&self, done: u64, of: u64, doing: impl Into<Cow<'static, str>>) {
        self.0.set_length(of);
        self.0.set_position(done);
        self.0.set_message(doing);
    }

    /// How far it is.
    pub fn at(&self, bytes: u64, rows: u64) {
        self.0.set_position(bytes);
        self.0.set_message(format!("{rows} rows"));
    }

    /// Takes it away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
