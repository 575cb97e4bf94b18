//! The mail server, as far as one comes without writing a letter; whom letters go to, and which were refused.

use super::Finding;
use crate::ground::Ground;
use crate::mail::{MailError, Post, Stage};
use crate::storage::school_refreshes::{self, Untold};
use crate::storage::{StorageError, holds};

/// Schools that are named; the rest is counted.
const NAMED: usize = 5;

/// Connects, greets and signs in.
pub async fn look(ground: &Ground) -> Finding {
    let Some(mail) = ground.config.mail.as_ref() else {
        let seen = "there is no [mail]: nobody is told of held updates, of links and of new passwords";
        return Finding::warning("mail server", seen, "set mail.smtp_url and mail.from (docs/operators.md, Mail)");
    };
    let (check, at) = ("mail server", format!("{}:{}", mail.host, mail.port));
    let met = match Post::open(&ground.config) {
        Ok(post) => post.greet().await,
        Err(error) => Err(error),
    };
    match met {
        Ok(()) => Finding::well(check, format!("{at} takes mail from us")),
        Err(error) => Finding::failing(check, format!("{at}: {error}"), hint(&error)),
    }
}

/// Schools whose held updates nobody would hear of, and holds whose letter nobody took.
pub async fn contacts(ground: &Ground) -> Vec<Finding> {
    let read = |tx| async move {
        Ok::<_, StorageError>((school_refreshes::list_untold(&tx).await?, holds::count_refused(&tx).await?))
    };
    match ground.db.read(read).await {
        Ok((schools, refused)) => untold(&schools).into_iter().chain(letters(refused)).collect(),
        Err(error) => vec![Finding::failing("contacts", error.to_string(), "look at the database first")],
    }
}

fn untold(schools: &[Untold]) -> Option<Finding> {
    let first = schools.first()?;
    let named = schools.iter().take(NAMED).map(|one| format!("{} at {}", one.school_id, one.platform_id));
    let named = named.collect::<Vec<_>>().join(", ");
    let rest = schools.len().saturating_sub(NAMED);
    let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let hint = format!(
        "`koppel school change --id {} --platform {} --hold-contact …` names one",
        first.school_id, first.platform_id
    );
    Some(Finding::warning("contacts", format!("nobody is told of held updates of {named}{rest}"), hint))
}

fn letters(refused: i64) -> Option<Finding> {
    let hint = "`koppel hold list --platform …` shows them as failed; `koppel school change --hold-contact` with an address \
                that takes mail sends them again";
    let seen = format!("letters about {refused} open holds were refused or given up");
    (refused > 0).then(|| Finding::failing("letters", seen, hint))
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
