//! Letters: a notice as a mail, and the way to the mail server.
//!
//! `gather` reads what a notice is about and whether there is anybody to write to; `letter` makes the text (plain, no
//! tracking, no secret in its one address); `post` brings it to the server of `[mail]`. Who is written to when stands in
//! `jobs::mail`.

mod error;
mod gather;
mod letter;
mod post;

pub use error::{MailError, Stage};
pub use gather::gather;
pub use letter::{Letter, compose};
pub use post::Post;
