//! A platform's answer: "this account, signed in at this moment". Given by its server, which proved which client it is.

use chrono::TimeDelta;

use super::{Said, Waiting, place};
use crate::domain::{AccountId, OneTimePurpose, SubMode, Time};
use crate::issuer::sub_at;
use crate::login::{Login, LoginError};
use crate::storage::accounts::{self, Account};
use crate::storage::clients::Client;
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::{Durability, Tx, attempts, joined, platforms};
use crate::vault::sha256;

/// How long a browser may take from the platform to us.
const SESSION_SECONDS: i64 = 120;

/// A platform's clock may be ahead of ours by this much.
const AHEAD: TimeDelta = TimeDelta::seconds(60);

/// How a platform names one of its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// By the `sub` of its tokens.
    Sub(String),
    /// By its own id.
    ExternalId(String),
}

/// What a platform asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request, byte for byte as the browser brought it.
    pub request: String,
    /// Whose account is signed in there.
    pub subject: Subject,
    /// When that person signed in there.
    pub auth_time: Time,
}

/// A link session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Where to send the browser, at once.
    pub link_session_uri: String,
    /// For how many seconds it works.
    pub expires_in: i64,
}

/// Why there is no link session. None of it uses the request up but its being used already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Unknown, used, run out, or another client's; nobody is told which.
    #[error("the request is unknown, used, older than ten minutes or another client's; let the person begin again")]
    Request,
    /// There is no such account.
    #[error("there is no such account; PUT it to /api/accounts/{{external_id}} first")]
    NoAccount,
    /// The account may not be used.
    #[error("the account is disabled")]
    AccountOff,
    /// The sign-in at the platform is too old.
    #[error("auth_time is before auth_time_not_before; sign the person in again and call once more")]
    NotFresh,
    /// The sign-in at the platform lies in the future.
    #[error("auth_time lies in the future; check the clock")]
    Future,
}

impl Login {
    /// Grants a link session to a platform's client. Relaxed: the browser begins again when it is lost.
    ///
    /// # Errors
    /// The database's. What the platform could have done better is an outcome.
    pub async fn grant_link_session(
        &self,
        client: &Client,
        asked: &Asked,
    ) -> Result<Result<Granted, Refused>, LoginError> {
        let hash = &sha256(&asked.request);
        let now = self.ground.now();
        let offer = &Offer { hash, purpose: OneTimePurpose::LinkRequest, browser_hash: None, now };
        let read = |tx| async move {
            let request = one_time::find(&tx, offer).await?;
            let account = find(&tx, client, &asked.subject).await?;
            let open = match &account {
                Some(account) => is_open(&tx, account).await?,
                None => false,
            };
            Ok::<_, LoginError>((request, account, open))
        };
        let (request, account, open) = self.ground.db.read(read).await?;
        let Some(request) = request.filter(|row| row.platform_id.as_ref() == Some(&client.platform_id)) else {
            return Ok(Err(Refused::Request));
        };
        let waiting: Waiting = self.unseal(&place(hash), &request.payload)?;
        let named = account.as_ref().map(|_| open);
        if let Err(refused) = fits(&waiting, client, named, asked.auth_time, now) {
            return Ok(Err(refused));
        }
        let Some(account) = account else { return Ok(Err(Refused::NoAccount)) };
        let secret = self.ground.random.secret();
        let said = Said { auth_time: asked.auth_time.min(now) };
        let granted = self.exchange(offer, &request, &account.id, &said, &sha256(&secret)).await?;
        if !granted {
            return Ok(Err(Refused::Request));
        }
        tracing::info!(platform.id = %client.platform_id, account.id = %account.id, "a link session was granted");
        let link_session_uri = format!("{}/link/continue?session={secret}", self.ground.issuer());
        Ok(Ok(Granted { link_session_uri, expires_in: SESSION_SECONDS }))
    }

    /// Uses the request up and stores the link session, for the browser of the login it belongs to.
    async fn exchange(
        &self,
        offer: &Offer<'_>,
        request: &OneTime,
        account: &AccountId,
        said: &Said,
        hash: &str,
    ) -> Result<bool, LoginError> {
        let payload = &self.seal(&place(hash), said)?;
        let Some(attempt) = &request.attempt_id else { return Ok(false) };
        let now = offer.now;
        let write = |tx: Tx| async move {
            let Some(running) = attempts::find_running(&tx, attempt, now).await? else { return Ok(false) };
            if one_time::consume(&tx, offer).await?.is_none() {
                return Ok(false);
            }
            let row = OneTime {
                hash: hash.to_owned(),
                purpose: OneTimePurpose::LinkSession,
                browser_hash: Some(running.browser_hash),
                account_id: Some(account.clone()),
                payload: payload.clone(),
                created_at: now,
                expires_at: running.expires_at.min(now + TimeDelta::seconds(SESSION_SECONDS)),
                used_at: None,
                ..request.clone()
            };
            one_time::insert(&tx, &row).await?;
            Ok::<_, LoginError>(true)
        };
        self.ground.db.write(Durability::Relaxed, write).await
    }
}

/// Whether an account may be used: itself, and the one that stands for it where it went into another.
async fn is_open(tx: &Tx, account: &Account) -> Result<bool, LoginError> {
    let into = joined::find_into(tx, account).await?;
    let whole = into.as_ref().unwrap_or(account);
    Ok(account.disabled_at.is_none() && whole.disabled_at.is_none() && whole.merged_into.is_none())
}

/// `named`: whether the account may be used, where there is one.
fn fits(waiting: &Waiting, client: &Client, named: Option<bool>, auth_time: Time, now: Time) -> Result<(), Refused> {
    if waiting.client != client.id {
        return Err(Refused::Request);
    }
    if !named.ok_or(Refused::NoAccount)? {
        return Err(Refused::AccountOff);
    }
    if auth_time > now + AHEAD {
        return Err(Refused::Future);
    }
    if auth_time < waiting.not_before { Err(Refused::NotFresh) } else { Ok(()) }
}

/// The account of this platform; a pairwise `sub` is not stored, so it needs the platform's own id.
async fn find(tx: &Tx, client: &Client, subject: &Subject) -> Result<Option<Account>, LoginError> {
    let platform = &client.platform_id;
    Ok(match subject {
        Subject::ExternalId(id) => accounts::find_by_external(tx, platform, id).await?,
        Subject::Sub(sub) => {
            let mode = platforms::find(tx, platform).await?.map(|platform| platform.sub_mode);
            let account = accounts::find_by_sub(tx, platform, sub).await?;
            account.filter(|account| mode == Some(SubMode::Account) && sub_at(SubMode::Account, account) == *sub)
        }
    })
}
