//! Letters that wait in a table, brought to a mail server.
//!
//! A try is claimed in the database before anything is sent: the claim counts it and says when the next one may come,
//! later than any try lasts. So two processes never have the same letter in hand, a process that dies gives it back by
//! falling silent, and "try again later" needs no further word.

use chrono::TimeDelta;
use futures_util::future::join_all;
use lettre::message::Mailbox;
use lettre::message::Message;

use super::JobError;
use crate::domain::{MailState, Time};
use crate::ground::Ground;
use crate::mail::{MailError, Post};
use crate::storage::StorageError;
use crate::web::Texts;

/// Minutes from one try to the next; after the last one comes one more try. The first is longer than a try can last.
const WAITS: [i64; 7] = [2, 5, 15, 60, 180, 480, 1440];
/// How often a letter is tried.
const MOST_TRIES: i64 = 8;
/// Letters under way at once; each has a connection of its own.
const AT_ONCE: i64 = 8;
/// Rounds of one run; the rest comes with the next run.
const ROUNDS: usize = 25;

/// A row that somebody is to be told of by mail.
pub(super) trait Waiting: Sized + Send + Sync {
    /// What it is, for logs.
    const KIND: &'static str;
    /// What counts its tries.
    const METRIC: &'static str;

    /// Its id, for logs.
    fn id(&self) -> &str;

    /// How often it was tried before.
    fn tries(&self) -> i64;

    /// When nobody wants to hear of it any more.
    fn expires_at(&self) -> Option<Time>;

    /// Rows whose mail is due, the longest waiting first.
    fn due(ground: &Ground, most: i64) -> impl Future<Output = Result<Vec<Self>, StorageError>> + Send;

    /// Takes it in hand until `next_at`; [`StorageError::Changed`] when another process has it.
    fn claim(&self, ground: &Ground, next_at: Time) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Ends its mail; [`StorageError::Changed`] when another process has it by now.
    fn settle(&self, ground: &Ground, state: MailState) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The letter as things stand now; none when there is nobody to write to.
    fn letter(
        &self,
        ground: &Ground,
        office: &Office,
    ) -> impl Future<Output = Result<Option<Result<Message, MailError>>, StorageError>> + Send;
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

/// What a letter is written with, and the way to the mail server.
pub(super) struct Office {
    post: Post,
    /// The texts of letters.
    pub(super) texts: Texts,
    /// Our host, for the Message-ID.
    pub(super) host: String,
    /// The sender.
    pub(super) from: Mailbox,
}

impl Office {
    fn open(ground: &Ground, from: &Mailbox) -> Result<Self, JobError> {
        let post = Post::open(&ground.config).map_err(|error| JobError::Failed(error.to_string()))?;
        let host = ground.config.server.public_url.host_str().unwrap_or_default().to_owned();
        Ok(Self { post, texts: Texts::load(), host, from: from.clone() })
    }
}

/// Brings what is due to the mail server; nothing where there is none.
pub(super) async fn bring_all<W: Waiting>(ground: &Ground) -> Result<(), JobError> {
    let Some(config) = &ground.config.mail else { return Ok(()) };
    let mut office = None;
    for _ in 0..ROUNDS {
        let due = W::due(ground, AT_ONCE).await?;
        if due.is_empty() {
            break;
        }
        let office = match &mut office {
            Some(office) => office,
            empty => empty.insert(Office::open(ground, &config.from)?),
        };
        let done = join_all(due.iter().map(|row| attempt(ground, office, row))).await;
        let done: Vec<Outcome> = done.into_iter().collect::<Result<_, _>>()?;
        // A server that has trouble is left alone until the next run.
        if done.contains(&Outcome::Later) {
            break;
        }
    }
    Ok(())
}

async fn attempt<W: Waiting>(ground: &Ground, office: &Office, row: &W) -> Result<Outcome, JobError> {
    let next_at = ground.now() + TimeDelta::minutes(wait(row.tries()));
    let outcome = match row.claim(ground, next_at).await {
        Ok(()) => bring(ground, office, row).await?,
        Err(StorageError::Changed) => Outcome::Elsewhere,
        Err(error) => return Err(error.into()),
    };
    if let Some(state) = outcome.state() {
        match row.settle(ground, state).await {
            // We were away for longer than the claim lasts, and another process has it.
            Ok(()) | Err(StorageError::Changed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    metrics::counter!(W::METRIC, "outcome" => outcome.as_str()).increment(1);
    Ok(outcome)
}

/// Minutes until the next try, when `tries` were made before this one.
fn wait(tries: i64) -> i64 {
    let [.., last] = WAITS;
    usize::try_from(tries).ok().and_then(|tries| WAITS.get(tries).copied()).unwrap_or(last)
}

/// One try, with everything as it stands now: an address that went away since is not written to.
async fn bring<W: Waiting>(ground: &Ground, office: &Office, row: &W) -> Result<Outcome, JobError> {
    if row.tries() >= MOST_TRIES || row.expires_at().is_some_and(|end| end <= ground.now()) {
        return Ok(gave_up(row, "too old"));
    }
    let Some(letter) = row.letter(ground, office).await? else { return Ok(Outcome::Nobody) };
    let sent = match letter {
        Ok(message) => office.post.send(&message).await,
        Err(error) => Err(error),
    };
    Ok(match sent {
        Ok(()) => Outcome::Sent,
        Err(error @ (MailError::Refused { .. } | MailError::Address)) => refused(row, &error),
        Err(error) if row.tries() + 1 >= MOST_TRIES => gave_up(row, &error.to_string()),
        Err(error) => {
            let (id, tries) = (row.id(), row.tries() + 1);
            tracing::warn!(letter.kind = W::KIND, letter.id = id, tries, %error, "a letter could not be mailed; it is tried again");
            Outcome::Later
        }
    })
}

fn refused<W: Waiting>(row: &W, error: &MailError) -> Outcome {
    tracing::warn!(letter.kind = W::KIND, letter.id = row.id(), %error, "a letter cannot be mailed");
    Outcome::Refused
}

fn gave_up<W: Waiting>(row: &W, why: &str) -> Outcome {
    tracing::error!(letter.kind = W::KIND, letter.id = row.id(), why, "mailing a letter is given up");
    Outcome::GaveUp
}
