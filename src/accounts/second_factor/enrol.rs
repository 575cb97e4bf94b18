//! Setting a second factor up: a secret for the app, its first code, and recovery codes that are shown once.

use chrono::TimeDelta;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::show::{Counters, digits};
use super::{base32, record, recovery, tell, totp};
use crate::accounts::AccountsError;
use crate::domain::{AccountId, Actor, FactorId, NoticeKind, OneTimePurpose, SessionId, Time};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::second_factors::{self, SecondFactor, secret_place};
use crate::storage::{Durability, StorageError, Tx, console_sessions, platforms, recovery_codes};
use crate::vault::sha256;

/// For so long after an invitation was accepted, or after the secret was shown.
const MINUTES: i64 = 60;

/// What an authenticator app is given.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Which second factor.
    pub id: FactorId,
    /// `otpauth://totp/…`, as apps read it from a QR code.
    pub uri: String,
    /// The secret, to be typed.
    pub secret_text: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolment({})", self.id)
    }
}

/// Who sets up which second factor, and where.
#[derive(Debug, Clone, Copy)]
pub struct Enrolling<'a> {
    /// Whose.
    pub account: &'a AccountId,
    /// Which one was begun.
    pub factor: &'a FactorId,
    /// In which session its first code counts as shown.
    pub session: &'a SessionId,
    /// In which browser.
    pub browser_hash: &'a str,
}

/// That an account may set up a second factor in a browser stands under a hash of both: a browser that knows the cookie finds
/// it again, and no address has to carry it.
fn permission(account: &AccountId, browser_hash: &str) -> String {
    sha256(&format!("second_factor|{account}|{browser_hash}"))
}

/// Allows an account to set up its second factor in a browser, within an hour.
///
/// # Errors
/// The engine's.
pub async fn allow(tx: &Tx, account: &AccountId, browser_hash: &str, now: Time) -> Result<(), StorageError> {
    let hash = permission(account, browser_hash);
    let row = OneTime {
        browser_hash: Some(browser_hash.to_owned()),
        account_id: Some(account.clone()),
        ..OneTime::new(hash, OneTimePurpose::ConsoleInvite, now, now + TimeDelta::minutes(MINUTES))
    };
    one_time::put(tx, &row).await
}

fn offer<'a>(hash: &'a str, browser_hash: &'a str, now: Time) -> Offer<'a> {
    Offer { hash, purpose: OneTimePurpose::ConsoleInvite, browser_hash: Some(browser_hash), now }
}

/// Whether [`allow`] was said for this browser.
///
/// # Errors
/// The engine's.
pub async fn is_allowed(tx: &Tx, account: &AccountId, browser_hash: &str, now: Time) -> Result<bool, StorageError> {
    let hash = permission(account, browser_hash);
    Ok(one_time::find(tx, &offer(&hash, browser_hash, now)).await?.is_some())
}

/// Begins a second factor. It is good for nothing before [`confirm`].
///
/// # Errors
/// The database's, or the secret cannot be sealed.
pub async fn begin(ground: &Ground, account: &AccountId) -> Result<Enrolment, AccountsError> {
    let (id, now, actor) = (FactorId::random(&ground.random), ground.now(), Actor::Account(account.clone()));
    let secret = ground.random.bytes::<{ totp::SECRET_BYTES }>();
    let sealed = ground.vault.seal(&secret_place(&id), &secret)?;
    let (factor, sealed, by) = (&id, sealed.as_str(), &actor.to_string());
    let write = |tx: Tx| async move { second_factors::begin(&tx, factor, account, sealed, now, by).await };
    ground.db.write(Durability::Durable, write).await?;
    shown(ground, account, id, &secret).await
}

/// What the app is given of one that was begun within the last hour, to show it once more; nothing for any other.
///
/// # Errors
/// The database's, or the secret cannot be opened.
pub async fn resume(
    ground: &Ground,
    account: &AccountId,
    factor: &FactorId,
) -> Result<Option<Enrolment>, AccountsError> {
    let since = ground.now() - TimeDelta::minutes(MINUTES);
    let begun =
        ground.db.read(|tx| async move { second_factors::find_begun(&tx, factor, account, since).await }).await?;
    let Some(begun) = begun else { return Ok(None) };
    let secret = ground.vault.open(&secret_place(factor), &begun.secret)?;
    shown(ground, account, begun.id, &secret).await.map(Some)
}

async fn shown(ground: &Ground, account: &AccountId, id: FactorId, secret: &[u8]) -> Result<Enrolment, AccountsError> {
    let read = |tx: Tx| async move {
        let Some(account) = accounts::find(&tx, account).await? else { return Err(StorageError::Changed) };
        let platform = platforms::find(&tx, &account.platform_id).await?.ok_or(StorageError::Changed)?;
        Ok((account, platform.name))
    };
    let (account, platform) = ground.db.read(read).await?;
    let secret_text = base32::encode(secret);
    Ok(Enrolment { id, uri: uri(&platform, &account, &secret_text), secret_text })
}

/// As authenticator apps read it (Google Authenticator, *Key Uri Format*). What they take for granted is left out.
fn uri(platform: &str, account: &Account, secret: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, name) = (encoded(platform), encoded(account.username.as_deref().unwrap_or(&account.sub)));
    format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}")
}

/// The first code of a second factor that was begun. It is good from then on, counts as shown, and uses up what [`allow`] said.
/// Answers the recovery codes, which nobody sees again; nothing for a wrong code, and for one try too many.
///
/// # Errors
/// The database's, or the secret cannot be opened.
pub async fn confirm(
    ground: &Ground,
    enrolling: &Enrolling<'_>,
    code: &str,
) -> Result<Option<Vec<String>>, AccountsError> {
    let counters = Counters::of(enrolling.account, enrolling.browser_hash);
    if !counters.count(&ground.cache).await.allowed {
        return Ok(None);
    }
    let codes = &recovery::fresh(&ground.random);
    let write = |tx: Tx| async move { write(&tx, ground, enrolling, code, codes).await };
    if !ground.db.write(Durability::Durable, write).await? {
        return Ok(None);
    }
    counters.begin_anew(&ground.cache).await;
    Ok(Some(codes.clone()))
}

async fn write(
    tx: &Tx,
    ground: &Ground,
    enrolling: &Enrolling<'_>,
    code: &str,
    codes: &[String],
) -> Result<bool, AccountsError> {
    let (account, now) = (enrolling.account, ground.now());
    let since = now - TimeDelta::minutes(MINUTES);
    let Some(begun) = second_factors::find_begun(tx, enrolling.factor, account, since).await? else { return Ok(false) };
    let Some(step) = step(ground, &begun, code)? else { return Ok(false) };
    second_factors::confirm(tx, &begun.id, step, now).await?;
    let folded = codes.iter().filter_map(|code| recovery::folded(code));
    let hashes: Vec<String> = folded.map(|code| recovery::hash(&ground.vault, account, &code)).collect();
    recovery_codes::replace(tx, account, &hashes, now).await?;
    console_sessions::show_factor(tx, enrolling.session, account, now).await?;
    let hash = permission(account, enrolling.browser_hash);
    one_time::consume(tx, &offer(&hash, enrolling.browser_hash, now)).await?;
    record(tx, ground, account, &Actor::Account(account.clone()), "console.factor_added").await?;
    tell(tx, ground, account, NoticeKind::FactorAdded).await?;
    Ok(true)
}

fn step(ground: &Ground, begun: &SecondFactor, code: &str) -> Result<Option<i64>, AccountsError> {
    let secret = ground.vault.open(&secret_place(&begun.id), &begun.secret)?;
    Ok(totp::matching(&secret, &digits(code), ground.now()))
}
