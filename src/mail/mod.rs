//! Letters: a notice as a mail, and the way to the mail server.
//!
//! `gather` reads what a notice is about and whether there is anybody to write to; `letter` makes the text (plain, no
//! tracking, no secret in its one address); `hold` does both for a refresh that a school has to decide about, `ending`
//! for journals that end by themselves; `post` brings a letter to the server of `[mail]`. Who is written to when stands in `jobs::letters`.

mod ending;
mod error;
mod gather;
mod hold;
mod letter;
mod post;

pub use ending::{EndLetter, compose_end, gather_end};
pub use error::{MailError, Stage};
pub use gather::gather;
pub use hold::{Doubtful, HoldLetter, compose_hold, end_of, gather_hold};
pub use letter::{Letter, compose};
pub use post::Post;
