//! One browser session is one person, with at most one account per platform.
//!
//! Starting may be a relaxed write; whatever ends a session ends its tokens too and must be written durably, or a
//! power loss would sign somebody in again. [`durability`] says which one a sign-in needs.

use chrono::TimeDelta;

use super::AccountsError;
use crate::domain::{AccountId, LinkId, PlatformId, Role, SchoolId, SessionId, SessionKind, Time, UpstreamId};
use crate::ground::Ground;
use crate::storage::sessions::{self as rows, Session, SessionAccount, SessionClient};
use crate::storage::{Durability, Tx, sign_out};
use crate::vault::sha256;

crate::terms!(
    /// Why a session ended.
    EndReason {
        /// The person signed out.
        SignedOut = "signed_out",
        /// Somebody else signed in in this browser, or the same person in another way.
        Replaced = "replaced",
        /// The password was changed or set.
        PasswordChanged = "password_changed",
        /// The account, school, client or upstream was disabled.
        Disabled = "disabled",
    }
);

/// A session that is neither ended nor run out, with its accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// The session.
    pub session: Session,
    /// Its accounts, one per platform.
    pub accounts: Vec<SessionAccount>,
}

impl Live {
    /// The account at a platform.
    #[must_use]
    pub fn at(&self, platform: &PlatformId) -> Option<&SessionAccount> {
        self.accounts.iter().find(|account| account.platform_id == *platform)
    }

    /// True when the session may sign its person in at platforms without asking.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.session.kind == SessionKind::Browser
    }
}

/// Who signs in, where and through what.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Which kind of session: [`SessionKind::Code`] for pupils, unless their school lets them keep one.
    pub kind: SessionKind,
    /// The browser.
    pub browser_hash: &'a str,
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Which account.
    pub account: &'a AccountId,
    /// Through which link; none for a password.
    pub link: Option<&'a LinkId>,
    /// Through which upstream.
    pub upstream: Option<&'a UpstreamId>,
    /// At which school.
    pub school: Option<&'a SchoolId>,
    /// As what.
    pub role: Option<Role>,
    /// When the person signed in.
    pub auth_time: Time,
}

/// What came of a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// The session the person is in now.
    pub session: Session,
    /// The value for the session cookie; none when the browser must hold no session (then remove its cookie).
    pub secret: Option<String>,
    /// Clients whose sessions ended because somebody else was signed in.
    pub ended: Vec<SessionClient>,
}

/// Starts a session without an account. The second value goes into the cookie; for [`SessionKind::Code`] into none.
///
/// # Errors
/// The database's.
pub async fn start(
    tx: &Tx,
    ground: &Ground,
    kind: SessionKind,
    browser_hash: &str,
) -> Result<(Session, String), AccountsError> {
    let now = ground.now();
    let secret = ground.random.secret();
    let (idle, whole) = lifetimes(ground, kind);
    let session = Session {
        id: SessionId::at(now, &ground.random),
        hash: sha256(&secret),
        kind,
        browser_hash: browser_hash.to_owned(),
        created_at: now,
        seen_at: now,
        idle_seconds: idle.num_seconds(),
        expires_at: now + whole,
        ended_at: None,
        end_reason: None,
    };
    rows::insert(tx, &session).await?;
    Ok((session, secret))
}

fn lifetimes(ground: &Ground, kind: SessionKind) -> (TimeDelta, TimeDelta) {
    let sessions = &ground.config.sessions;
    let idle = TimeDelta::minutes(sessions.idle_minutes);
    match kind {
        SessionKind::Browser => (idle, TimeDelta::hours(sessions.absolute_hours)),
        SessionKind::Settings => {
            let whole = TimeDelta::minutes(sessions.settings_minutes);
            (whole.min(idle), whole)
        }
        SessionKind::Code => {
            let whole = TimeDelta::seconds(ground.config.tokens.refresh_absolute_seconds);
            (whole, whole)
        }
        SessionKind::Console => (TimeDelta::minutes(30), TimeDelta::hours(12)),
    }
}

/// How strongly [`enter`] must be written, given who was signed in before.
#[must_use]
pub fn durability(current: Option<&Live>) -> Durability {
    if current.is_some() { Durability::Durable } else { Durability::Relaxed }
}

/// Signs a person in. The cookie value is always a new one, so that one planted before is worth nothing.
///
/// The session in the browser goes on only when it is provably the same person's: the same account, or a link of the
/// same identity at another platform. Anybody else's session ends here, tokens included.
///
/// # Errors
/// The database's.
pub async fn enter(
    tx: &Tx,
    ground: &Ground,
    current: Option<&Live>,
    entry: &Entry<'_>,
) -> Result<Entered, AccountsError> {
    let (session, secret, ended) = if let Some((session, secret)) = continued(tx, ground, current, entry).await? {
        (session, secret, Vec::new())
    } else {
        let ended = match current {
            Some(live) => end(tx, &live.session.id, EndReason::Replaced, ground.now()).await?,
            None => Vec::new(),
        };
        let (session, secret) = start(tx, ground, entry.kind, entry.browser_hash).await?;
        (session, secret, ended)
    };
    rows::put_account(tx, &account_row(&session.id, entry)).await?;
    let secret = (session.kind != SessionKind::Code).then_some(secret);
    Ok(Entered { session, secret, ended })
}

async fn continued(
    tx: &Tx,
    ground: &Ground,
    current: Option<&Live>,
    entry: &Entry<'_>,
) -> Result<Option<(Session, String)>, AccountsError> {
    let Some(live) = current else { return Ok(None) };
    // The console begins with a session of its own: what was signed in to before a grant was given does not grow.
    let begins_anew = matches!(entry.kind, SessionKind::Code | SessionKind::Console);
    let fits = live.signs_in() && !begins_anew && live.session.browser_hash == entry.browser_hash;
    if !fits || !is_same_person(tx, live, entry).await? {
        return Ok(None);
    }
    let secret = ground.random.secret();
    let mut session = live.session.clone();
    session.hash = sha256(&secret);
    session.seen_at = ground.now();
    let renewed = rows::renew(tx, &session.id, &session.hash, session.seen_at).await?;
    Ok(renewed.then_some((session, secret)))
}

async fn is_same_person(tx: &Tx, live: &Live, entry: &Entry<'_>) -> Result<bool, AccountsError> {
    match (live.at(entry.platform), entry.link) {
        (Some(held), _) => Ok(held.account_id == *entry.account),
        // A password at another platform says nothing about who sat here before.
        (None, None) => Ok(live.accounts.is_empty()),
        (None, Some(link)) => Ok(live.accounts.is_empty() || rows::shares_identity(tx, &live.session.id, link).await?),
    }
}

fn account_row(session: &SessionId, entry: &Entry<'_>) -> SessionAccount {
    SessionAccount {
        session_id: session.clone(),
        platform_id: entry.platform.clone(),
        account_id: entry.account.clone(),
        link_id: entry.link.cloned(),
        upstream_id: entry.upstream.cloned(),
        school_id: entry.school.cloned(),
        role: entry.role,
        auth_time: entry.auth_time,
    }
}

/// The live session behind a cookie value, given as its SHA-256, in the browser it was given to. Remembers its use, once a
/// minute at most.
///
/// # Errors
/// The database's.
pub async fn find_live_by_hash(ground: &Ground, hash: &str, browser_hash: &str) -> Result<Option<Live>, AccountsError> {
    let now = ground.now();
    let found = ground.db.read(|tx| async move { find_by_hash(&tx, hash, browser_hash, now).await }).await?;
    if let Some(live) = &found
        && now - live.session.seen_at >= TimeDelta::minutes(1)
    {
        let id = &live.session.id;
        ground
            .db
            .write(Durability::Relaxed, |tx| async move {
                rows::touch(&tx, id, now).await?;
                Ok::<_, AccountsError>(())
            })
            .await?;
    }
    Ok(found)
}

async fn find_by_hash(tx: &Tx, hash: &str, browser_hash: &str, now: Time) -> Result<Option<Live>, AccountsError> {
    let Some(session) = rows::find_by_hash(tx, hash).await? else { return Ok(None) };
    let usable = is_live(&session, now) && session.kind != SessionKind::Code && session.browser_hash == browser_hash;
    if !usable {
        return Ok(None);
    }
    let accounts = rows::list_accounts(tx, &session.id).await?;
    Ok(Some(Live { session, accounts }))
}

/// The live session with this id, of any kind: for tokens that name their session.
///
/// # Errors
/// The database's.
pub async fn find_live_by_id(tx: &Tx, id: &SessionId, now: Time) -> Result<Option<Live>, AccountsError> {
    let Some(session) = rows::find(tx, id).await?.filter(|session| is_live(session, now)) else { return Ok(None) };
    let accounts = rows::list_accounts(tx, id).await?;
    Ok(Some(Live { session, accounts }))
}

/// Whether a session is neither ended nor run out.
#[must_use]
pub fn is_live(session: &Session, now: Time) -> bool {
    session.ended_at.is_none()
        && now < session.expires_at
        && now - session.seen_at < TimeDelta::seconds(session.idle_seconds)
}

/// Ends a session and its token families. Answers its clients that were live. Write durably.
///
/// # Errors
/// The database's.
pub async fn end(
    tx: &Tx,
    session: &SessionId,
    reason: EndReason,
    now: Time,
) -> Result<Vec<SessionClient>, AccountsError> {
    Ok(sign_out::end(tx, session, reason.as_str(), now).await?)
}

/// Signs an account out everywhere, tokens without a session included. Write durably.
///
/// # Errors
/// The database's.
pub async fn end_all_for_account(
    tx: &Tx,
    account: &AccountId,
    reason: EndReason,
    now: Time,
) -> Result<Vec<SessionClient>, AccountsError> {
    Ok(sign_out::end_of_account(tx, account, reason.as_str(), now).await?)
}

/// Ends every session and token family of an account but those of `keep`. Write durably.
///
/// # Errors
/// The database's.
pub async fn end_others(
    tx: &Tx,
    account: &AccountId,
    keep: Option<&SessionId>,
    reason: EndReason,
    now: Time,
) -> Result<Vec<SessionClient>, AccountsError> {
    match keep {
        Some(keep) => Ok(sign_out::end_beside(tx, account, keep, reason.as_str(), now).await?),
        None => end_all_for_account(tx, account, reason, now).await,
    }
}
