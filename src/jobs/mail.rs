//! Brings queued notices to verified addresses.
//!
//! A try is claimed in the database before anything is sent: the claim counts it and says when the next one may come,
//! later than any try lasts. So two processes never have the same letter in hand, a process that dies gives it back by
//! falling silent, and "try again later" needs no further word.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::{Job, JobError};
use crate::domain::MailState;
use crate::ground::Ground;
use crate::mail::{self, MailError, Post};
use crate::storage::notices::{self, Notice};
use crate::storage::{Durability, StorageError};
use crate::web::Texts;

/// Minutes from one try to the next; after the last one comes one more try. The first is longer than a try can last.
const WAITS: [i64; 7] = [2, 5, 15, 60, 180, 480, 1440];
/// How often a letter is tried.
const MOST_TRIES: i64 = 8;
/// Letters under way at once; each has a connection of its own.
const AT_ONCE: i64 = 8;
/// Rounds of one run; the rest comes with the next run.
const ROUNDS: usize = 25;

/// Every two seconds, in every process.
pub(super) fn job() -> Job {
    Job::new("mail", Duration::from_secs(2), |ground| async move { run(&ground).await })
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Sent,
    Later,
    Refused,
    GaveUp,
    Nobody,
    Elsewhere,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Later => "later",
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
            Self::Nobody => "nobody",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The state that ends the letter; none when it waits.
    fn state(self) -> Option<MailState> {
        match self {
            Self::Sent => Some(MailState::Sent),
            Self::Refused | Self::GaveUp => Some(MailState::Failed),
            Self::Nobody => Some(MailState::None),
            Self::Later | Self::Elsewhere => None,
        }
    }
}

/// What a run needs besides the ground.
struct Office {
    post: Post,
    texts: Texts,
    host: String,
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    if ground.config.mail.is_none() {
        return Ok(());
    }
    let mut office = None;
    for _ in 0..ROUNDS {
        let now = ground.now();
        let due = ground.db.read(|tx| async move { notices::list_mail_due(&tx, now, AT_ONCE).await }).await?;
        if due.is_empty() {
            break;
        }
        let office = match &mut office {
            Some(office) => office,
            empty => empty.insert(Office::open(ground)?),
        };
        let done = join_all(due.iter().map(|notice| attempt(ground, office, notice))).await;
        let done: Vec<Outcome> = done.into_iter().collect::<Result<_, _>>()?;
        // A server that has trouble is left alone until the next run.
        if done.contains(&Outcome::Later) {
            break;
        }
    }
    Ok(())
}

impl Office {
    fn open(ground: &Ground) -> Result<Self, JobError> {
        let post = Post::open(&ground.config).map_err(|error| JobError::Failed(error.to_string()))?;
        let host = ground.config.server.public_url.host_str().unwrap_or_default().to_owned();
        Ok(Self { post, texts: Texts::load(), host })
    }
}

async fn attempt(ground: &Ground, office: &Office, notice: &Notice) -> Result<Outcome, JobError> {
    let outcome = match claim(ground, notice).await {
        Ok(()) => bring(ground, office, notice).await?,
        Err(StorageError::Changed) => Outcome::Elsewhere,
        Err(error) => return Err(error.into()),
    };
    if let Some(state) = outcome.state() {
        settle(ground, notice, state).await?;
    }
    metrics::counter!("koppel_notice_mails_total", "outcome" => outcome.as_str()).increment(1);
    Ok(outcome)
}

async fn claim(ground: &Ground, notice: &Notice) -> Result<(), StorageError> {
    let (id, tries) = (&notice.id, notice.mail_attempts);
    let next_at = ground.now() + TimeDelta::minutes(wait(tries));
    ground.db.write(Durability::Relaxed, |tx| async move { notices::claim_mail(&tx, id, tries, next_at).await }).await
}

/// Minutes until the next try, when `tries` were made before this one.
fn wait(tries: i64) -> i64 {
    let [.., last] = WAITS;
    usize::try_from(tries).ok().and_then(|tries| WAITS.get(tries).copied()).unwrap_or(last)
}

async fn settle(ground: &Ground, notice: &Notice, state: MailState) -> Result<(), StorageError> {
    let (id, tries) = (&notice.id, notice.mail_attempts + 1);
    let write = |tx| async move { notices::settle_mail(&tx, id, tries, state).await };
    match ground.db.write(Durability::Durable, write).await {
        // We were away for longer than the claim lasts, and another process has it.
        Err(StorageError::Changed) => Ok(()),
        other => other,
    }
}

/// One try, with everything as it stands now: an address that went away since is not written to.
async fn bring(ground: &Ground, office: &Office, notice: &Notice) -> Result<Outcome, JobError> {
    if notice.mail_attempts >= MOST_TRIES || notice.expires_at <= ground.now() {
        return Ok(gave_up(notice, "too old"));
    }
    let found = ground.db.read(|tx| async move { mail::gather(&tx, ground, notice).await }).await?;
    let Some(letter) = found else { return Ok(Outcome::Nobody) };
    let Some(config) = &ground.config.mail else { return Ok(Outcome::Later) };
    let sent = match mail::compose(&office.texts, &config.from, &office.host, &letter) {
        Ok(message) => office.post.send(&message).await,
        Err(error) => Err(error),
    };
    Ok(match sent {
        Ok(()) => Outcome::Sent,
        Err(error @ (MailError::Refused { .. } | MailError::Address)) => refused(notice, &error),
        Err(error) if notice.mail_attempts + 1 >= MOST_TRIES => gave_up(notice, &error.to_string()),
        Err(error) => {
            let (id, tries) = (notice.id.as_str(), notice.mail_attempts + 1);
            tracing::warn!(notice.id = id, tries, %error, "a notice could not be mailed; it is tried again");
            Outcome::Later
        }
    })
}

fn refused(notice: &Notice, error: &MailError) -> Outcome {
    tracing::warn!(notice.id = notice.id.as_str(), %error, "a notice cannot be mailed");
    Outcome::Refused
}

fn gave_up(notice: &Notice, why: &str) -> Outcome {
    tracing::error!(notice.id = notice.id.as_str(), why, "mailing a notice is given up");
    Outcome::GaveUp
}
