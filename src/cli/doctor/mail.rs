//! The mail server, as far as one comes without writing a letter.

use super::Finding;
use crate::ground::Ground;
use crate::mail::{MailError, Post, Stage};

/// Connects, greets and signs in; nothing where there is no `[mail]`.
pub async fn look(ground: &Ground) -> Option<Finding> {
    let mail = ground.config.mail.as_ref()?;
    let (check, at) = ("mail server", format!("{}:{}", mail.host, mail.port));
    let met = match Post::open(&ground.config) {
        Ok(post) => post.greet().await,
        Err(error) => Err(error),
    };
    Some(match met {
        Ok(()) => Finding::well(check, format!("{at} takes mail from us")),
        Err(error) => Finding::failing(check, format!("{at}: {error}"), hint(&error)),
    })
}

fn hint(error: &MailError) -> &'static str {
    match error {
        MailError::Failed { stage: Stage::SignIn, .. } => {
            "are user and password in mail.smtp_url right (other signs than letters and digits as %XX)?"
        }
        MailError::TooLate => "is the port open from here, and is it the right one for smtp:// or smtps://?",
        MailError::Setup(_) => "look at [mail] and outgoing.extra_ca_file",
        _ => {
            "are host and port right, and does it speak TLS (smtps://) or STARTTLS (smtp://)? A certificate of your own \
             goes into outgoing.extra_ca_file"
        }
    }
}
