//! Table `account`: a person as one platform knows them.

use chrono::NaiveDate;

use super::bulk::{Texts, pick};
use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, AccountOrigin, PasswordSource, PlatformId, SchoolId, Time};

crate::row! {
    /// One account.
    pub struct Account {
        /// Its id, ours.
        pub id: AccountId,
        /// Whose account.
        pub platform_id: PlatformId,
        /// What the platform knows it by; never changes.
        pub sub: String,
        /// User name as it was given.
        pub username: Option<String>,
        /// User name as it is unique ([`crate::domain::fold_username`]).
        pub username_folded: Option<String>,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name with prefixes.
        pub family_name: Option<String>,
        /// Name as it is searched ([`crate::domain::fold_name`]).
        pub name_folded: String,
        /// Mail address, from the platform or the person; never from an upstream.
        pub email: Option<String>,
        /// Whether somebody proved to read it.
        pub email_verified: bool,
        /// Birth date.
        pub birth_date: Option<NaiveDate>,
        /// Keyed hash of the national number.
        pub national_hash: Option<String>,
        /// Which key it was made with.
        pub national_key: Option<String>,
        /// The platform's own id.
        pub external_id: Option<String>,
        /// How much finished work there is, as the platform counts.
        pub history_count: i64,
        /// When the person last did something there.
        pub last_activity_at: Option<Time>,
        /// PHC string or an imported form.
        pub password_hash: Option<String>,
        /// Where that password came from.
        pub password_source: Option<PasswordSource>,
        /// When it last changed.
        pub password_changed_at: Option<Time>,
        /// Whether the next sign-in must change it.
        pub password_must_change: bool,
        /// Language tag, such as `et`.
        pub locale: Option<String>,
        /// Where the account came from.
        pub origin: AccountOrigin,
        /// When it was made.
        pub created_at: Time,
        /// When a fact about it last changed.
        pub updated_at: Time,
        /// First sign-in through us.
        pub used_at: Option<Time>,
        /// Since when nobody can sign in to it.
        pub disabled_at: Option<Time>,
        /// The account that took it over.
        pub merged_into: Option<AccountId>,
    }
}

macro_rules! select {
    ($($rest:literal),*) => {
        concat!(
            "SELECT id, platform_id, sub, username, username_folded, given_name, family_name, name_folded, email, ",
            "email_verified, birth_date, national_hash, national_key, external_id, history_count, last_activity_at, ",
            "password_hash, password_source, password_changed_at, password_must_change, locale, origin, created_at, ",
            "updated_at, used_at, disabled_at, merged_into FROM account ", $($rest),*
        )
    };
}

const INSERT: &str = "INSERT INTO account (id, platform_id, sub, username, username_folded, given_name, family_name, \
     name_folded, email, email_verified, birth_date, national_hash, national_key, external_id, history_count, \
     last_activity_at, password_hash, password_source, password_changed_at, password_must_change, locale, origin, \
     created_at, updated_at, used_at, disabled_at, merged_into) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
     $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)";

/// Adds an account.
///
/// # Errors
/// [`StorageError::Taken`] when the platform already has this sub, user name or external id.
pub async fn insert(tx: &Tx, row: &Account) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.platform_id,
        &row.sub,
        &row.username,
        &row.username_folded,
        &row.given_name,
        &row.family_name,
        &row.name_folded,
        &row.email,
        row.email_verified,
        row.birth_date,
        &row.national_hash,
        &row.national_key,
        &row.external_id,
        row.history_count,
        row.last_activity_at,
        &row.password_hash,
        row.password_source,
        row.password_changed_at,
        row.password_must_change,
        &row.locale,
        row.origin,
        row.created_at,
        row.updated_at,
        row.used_at,
        row.disabled_at,
        &row.merged_into,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

/// The account with this id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &AccountId) -> Result<Option<Account>, StorageError> {
    tx.find(select!("WHERE id = $1"), args![id]).await
}

/// The account with this user name, folded by [`crate::domain::fold_username`]. Disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn find_by_username(tx: &Tx, platform: &PlatformId, folded: &str) -> Result<Option<Account>, StorageError> {
    tx.find(select!("WHERE platform_id = $1 AND username_folded = $2"), args![platform, folded]).await
}

/// The account with a password whose user name is `folded`, or else the next one in order: see
/// [`PasswordDesk::prove`](crate::accounts::passwords::PasswordDesk::prove). Disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn find_password_at_or_after(
    tx: &Tx,
    platform: &PlatformId,
    folded: &str,
) -> Result<Option<Account>, StorageError> {
    const SQL: &str = select!(
        "WHERE platform_id = $1 AND username_folded >= $2 AND password_hash IS NOT NULL AND merged_into IS NULL ",
        "ORDER BY username_folded LIMIT 1"
    );
    tx.find(SQL, args![platform, folded]).await
}

/// True when an account of any platform has this `sub`.
///
/// # Errors
/// The engine's.
pub async fn is_sub(tx: &Tx, sub: &str) -> Result<bool, StorageError> {
    // Through the platforms, of which there are few: `sub` alone has no index.
    const SQL: &str = "SELECT COUNT(*) AS n FROM platform p JOIN account a ON a.platform_id = p.id AND a.sub = $1";
    Ok(tx.count(SQL, args![sub]).await? > 0)
}

/// The account that the platform knows by `sub`.
///
/// # Errors
/// The engine's.
pub async fn find_by_sub(tx: &Tx, platform: &PlatformId, sub: &str) -> Result<Option<Account>, StorageError> {
    tx.find(select!("WHERE platform_id = $1 AND sub = $2"), args![platform, sub]).await
}

/// The account with the platform's own id.
///
/// # Errors
/// The engine's.
pub async fn find_by_external(
    tx: &Tx,
    platform: &PlatformId,
    external_id: &str,
) -> Result<Option<Account>, StorageError> {
    tx.find(select!("WHERE platform_id = $1 AND external_id = $2"), args![platform, external_id]).await
}

/// Live accounts of a platform with this folded name, at most 50: they suggest, they never join. Nobody whose data are
/// protected is among them.
///
/// # Errors
/// The engine's.
pub async fn list_by_name(tx: &Tx, platform: &PlatformId, name_folded: &str) -> Result<Vec<Account>, StorageError> {
    const SQL: &str = select!(
        "WHERE platform_id = $1 AND name_folded = $2 AND disabled_at IS NULL AND merged_into IS NULL ",
        "AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || account.id) ORDER BY id LIMIT 50"
    );
    tx.list(SQL, args![platform, name_folded]).await
}

/// Live accounts of a platform with this keyed hash of a national number, at most 50: they suggest, they never join. Nobody
/// whose data are protected is among them.
///
/// # Errors
/// The engine's.
pub async fn list_by_national(tx: &Tx, platform: &PlatformId, hash: &str) -> Result<Vec<Account>, StorageError> {
    const SQL: &str = select!(
        "WHERE platform_id = $1 AND national_hash = $2 AND disabled_at IS NULL AND merged_into IS NULL ",
        "AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || account.id) ORDER BY id LIMIT 50"
    );
    tx.list(SQL, args![platform, hash]).await
}

/// Usable accounts of a platform with this birth date and a live role at this school, at most 50. Nobody whose data are
/// protected is among them.
///
/// # Errors
/// The engine's.
pub async fn list_by_birth(
    tx: &Tx,
    platform: &PlatformId,
    birth_date: NaiveDate,
    school: &SchoolId,
) -> Result<Vec<Account>, StorageError> {
    const SQL: &str = select!(
        "WHERE platform_id = $1 AND birth_date = $2 AND disabled_at IS NULL AND merged_into IS NULL AND EXISTS ( ",
        "SELECT 1 FROM account_role r WHERE r.account_id = account.id AND r.school_id = $3 AND r.ended_at IS NULL) ",
        "AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || account.id) ORDER BY id LIMIT 50"
    );
    tx.list(SQL, args![platform, birth_date, school]).await
}

/// A page of a platform's accounts, ordered by id, after the id `after` (empty text for the first page).
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, after: &str, limit: i64) -> Result<Vec<Account>, StorageError> {
    const SQL: &str = select!("WHERE platform_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    tx.list(SQL, args![platform, after, limit]).await
}

/// Writes the person's facts of `row`: names, user name, mail, birth date, national hash, history, language.
/// `sub`, password and state stay as they are.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such account, [`StorageError::Taken`] for a used user name.
pub async fn update(tx: &Tx, row: &Account) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET username = $2, username_folded = $3, given_name = $4, family_name = $5, \
         name_folded = $6, email = $7, email_verified = $8, birth_date = $9, national_hash = $10, national_key = $11, \
         external_id = $12, history_count = $13, last_activity_at = $14, locale = $15, updated_at = $16 WHERE id = $1";
    let args = args![
        &row.id,
        &row.username,
        &row.username_folded,
        &row.given_name,
        &row.family_name,
        &row.name_folded,
        &row.email,
        row.email_verified,
        row.birth_date,
        &row.national_hash,
        &row.national_key,
        &row.external_id,
        row.history_count,
        row.last_activity_at,
        &row.locale,
        row.updated_at,
    ];
    tx.execute_one(SQL, args).await
}

/// A password as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassword {
    /// PHC string.
    pub hash: String,
    /// Who chose it.
    pub source: PasswordSource,
    /// Whether the next sign-in must change it.
    pub must_change: bool,
}

/// Puts a new password in place of whatever was there.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such account.
pub async fn set_password(tx: &Tx, id: &AccountId, password: &StoredPassword, now: Time) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET password_hash = $2, password_source = $3, password_must_change = $4, \
         password_changed_at = $5, updated_at = $5 WHERE id = $1";
    tx.execute_one(SQL, args![id, &password.hash, password.source, password.must_change, now]).await
}

/// Takes away a password that the school printed; one that the person chose stays. Answers whether there was one.
///
/// # Errors
/// The engine's.
pub async fn use_up_printed_password(tx: &Tx, id: &AccountId, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE account SET password_hash = NULL, password_source = NULL, password_must_change = FALSE, \
         password_changed_at = $2, updated_at = $2 WHERE id = $1 AND password_source = 'reset'";
    Ok(tx.execute(SQL, args![id, now]).await? == 1)
}

/// Replaces the form of an unchanged password. Answers whether it still was `old_hash`.
///
/// # Errors
/// The engine's.
pub async fn rehash_password(tx: &Tx, id: &AccountId, old_hash: &str, new_hash: &str) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    Ok(tx.execute(SQL, args![id, old_hash, new_hash]).await? == 1)
}

/// Remembers the first sign-in through us. Answers whether this was it.
///
/// # Errors
/// The engine's.
pub async fn mark_used(tx: &Tx, id: &AccountId, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE account SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    Ok(tx.execute(SQL, args![id, now]).await? == 1)
}

/// Disables (`Some`) or enables (`None`) an account. Answers whether that changed anything.
///
/// # Errors
/// The engine's.
pub async fn set_disabled(tx: &Tx, id: &AccountId, disabled_at: Option<Time>, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE account SET disabled_at = $2, updated_at = $3 WHERE id = $1 AND \
         (disabled_at IS NULL) <> (CAST($2 AS TIMESTAMPTZ) IS NULL)";
    Ok(tx.execute(SQL, args![id, disabled_at, now]).await? == 1)
}

/// Makes an open account point to another open one of its platform, which took it over. Nothing else of it changes. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when one of the two is not open, or not of the other's platform.
pub async fn merge(tx: &Tx, id: &AccountId, into: &AccountId, now: Time) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET merged_into = $2, updated_at = $3 WHERE id = $1 AND id <> $2 \
         AND disabled_at IS NULL AND merged_into IS NULL AND EXISTS (SELECT 1 FROM account k WHERE k.id = $2 \
         AND k.platform_id = account.platform_id AND k.disabled_at IS NULL AND k.merged_into IS NULL)";
    tx.execute_one(SQL, args![id, into, now]).await
}

/// Takes that pointer back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it does not point there.
pub async fn unmerge(tx: &Tx, id: &AccountId, into: &AccountId, now: Time) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET merged_into = NULL, updated_at = $3 WHERE id = $1 AND merged_into = $2";
    tx.execute_one(SQL, args![id, into, now]).await
}

/// As [`merge`], by the word of a person: no column changes but the pointer, so that taking it back leaves the row byte for byte
/// as it was. An account that others went into stays where it is. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when one of the two is not open, or not of the other's platform, and where others went into the one.
pub async fn join(tx: &Tx, id: &AccountId, into: &AccountId) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET merged_into = $2 WHERE id = $1 AND id <> $2 \
         AND disabled_at IS NULL AND erased_at IS NULL AND merged_into IS NULL AND EXISTS (SELECT 1 FROM account k \
         WHERE k.id = $2 AND k.platform_id = account.platform_id AND k.disabled_at IS NULL AND k.erased_at IS NULL \
         AND k.merged_into IS NULL) AND NOT EXISTS (SELECT 1 FROM account o WHERE o.merged_into = $1)";
    tx.execute_one(SQL, args![id, into]).await
}

/// Takes that pointer back; no other column changes. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it does not point there.
pub async fn disjoin(tx: &Tx, id: &AccountId, into: &AccountId) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET merged_into = NULL WHERE id = $1 AND merged_into = $2";
    tx.execute_one(SQL, args![id, into]).await
}

/// Makes an account that went into one go into another instead. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it does not point to the one.
pub async fn redirect(tx: &Tx, id: &AccountId, (from, to): (&AccountId, &AccountId)) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account SET merged_into = $3 WHERE id = $1 AND merged_into = $2";
    tx.execute_one(SQL, args![id, from, to]).await
}

/// Two accounts, while other writers about either wait. In the order of their ids, so that nobody waits in a circle.
///
/// # Errors
/// [`StorageError::Changed`] when one of them is not there.
pub async fn lock_two(tx: &Tx, one: &AccountId, other: &AccountId) -> Result<(), StorageError> {
    lock(tx, one.min(other)).await?;
    lock(tx, one.max(other)).await.map(drop)
}

/// The account, while other writers about it wait; see [`super::identities::lock`].
///
/// # Errors
/// [`StorageError::Changed`] when there is no such account.
pub async fn lock(tx: &Tx, id: &AccountId) -> Result<Account, StorageError> {
    const SQL: Texts =
        (select!("WHERE id = $1"), "UPDATE account SET history_count = history_count WHERE id = $1 RETURNING *");
    tx.find(pick(tx, SQL).await, args![id]).await?.ok_or(StorageError::Changed)
}
