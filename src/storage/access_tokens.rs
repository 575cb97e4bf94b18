//! Table `access_token`: opaque tokens, and the one question that is asked about them.

use chrono::NaiveDate;

use super::token_families::{alive_from, alive_where};
use super::{Database, StorageError, Tx};
use crate::args;
use crate::domain::{
    AccountId, Assurance, ClientId, FamilyId, LinkId, PlatformId, SchoolId, SubMode, Time, UpstreamId, UpstreamKind,
};

crate::row! {
    /// An access token, as its hash.
    pub struct AccessToken {
        /// SHA-256 of the token.
        pub hash: String,
        /// What it grew from.
        pub family_id: FamilyId,
        /// What it opens, space separated.
        pub scope: String,
        /// When it was made.
        pub created_at: Time,
        /// When it ends by itself.
        pub expires_at: Time,
        /// When it was ended.
        pub ended_at: Option<Time>,
    }
}

crate::row! {
    /// Everything that userinfo and introspection say about the bearer of a token, schools and roles apart.
    pub struct Bearer {
        /// What the token grew from.
        pub family_id: FamilyId,
        /// Whose token.
        pub client_id: ClientId,
        /// Whose client.
        pub platform_id: PlatformId,
        /// Who signed in.
        pub account_id: AccountId,
        /// Through which link.
        pub link_id: Option<LinkId>,
        /// The school the person was there for.
        pub school_id: Option<SchoolId>,
        /// What the token opens, space separated.
        pub scope: String,
        /// Singly requested claims, space separated.
        pub requested_claims: String,
        /// The client's allow list of claims, space separated.
        pub allowed_claims: String,
        /// When the token was made.
        pub created_at: Time,
        /// When it ends.
        pub expires_at: Time,
        /// The account's stored `sub`.
        pub sub: String,
        /// Which `sub` the platform sees.
        pub sub_mode: SubMode,
        /// User name.
        pub username: Option<String>,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// The account's own address.
        pub email: Option<String>,
        /// Whether somebody showed to read it.
        pub email_verified: bool,
        /// Birth date.
        pub birth_date: Option<NaiveDate>,
        /// Language tag.
        pub locale: Option<String>,
        /// When a fact about the account last changed.
        pub updated_at: Time,
        /// The upstream that was used.
        pub upstream_id: Option<UpstreamId>,
        /// What kind of system that is.
        pub upstream_kind: Option<UpstreamKind>,
        /// How sure the link is.
        pub assurance: Option<Assurance>,
        /// Since when it is known.
        pub since: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO access_token (hash, family_id, scope, created_at, expires_at, ended_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds a token.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, token: &AccessToken) -> Result<(), StorageError> {
    let args = args![&token.hash, &token.family_id, &token.scope, token.created_at, token.expires_at, token.ended_at];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND_BEARER: &str = concat!(
    "SELECT t.family_id, f.client_id, f.platform_id, f.account_id, f.link_id, f.school_id, t.scope, ",
    "f.requested_claims, c.claims AS allowed_claims, t.created_at, t.expires_at, a.sub, p.sub_mode, a.username, ",
    "a.given_name, a.family_name, a.email, a.email_verified, a.birth_date, a.locale, a.updated_at, ",
    "u.id AS upstream_id, u.kind AS upstream_kind, l.assurance, l.since ",
    "FROM access_token t JOIN token_family f ON f.id = t.family_id ",
    alive_from!(),
    "WHERE t.hash = $1 AND t.ended_at IS NULL AND t.expires_at > $2 AND ",
    alive_where!()
);

/// Who bears this token, if it and everything it stands on may still be used.
///
/// # Errors
/// The engine's.
pub async fn find_bearer(db: &Database, hash: &str, now: Time) -> Result<Option<Bearer>, StorageError> {
    db.find(FIND_BEARER, args![hash, now]).await
}

const END: &str = "UPDATE access_token SET ended_at = $3 WHERE hash = $1 AND ended_at IS NULL AND EXISTS \
                   (SELECT 1 FROM token_family f WHERE f.id = access_token.family_id AND f.client_id = $2)";

/// Ends a token of this client. False when it has no such live token.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, hash: &str, client: &ClientId, now: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(END, args![hash, client, now]).await? == 1)
}
