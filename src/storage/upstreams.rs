//! Table `upstream`: the school-side systems an operator set up.

use super::{Database, StorageError, Tx};
use crate::domain::{PlatformId, SchoolId, Time, UpstreamId, UpstreamKind};

crate::row! {
    /// A school-side system as the operator set it up.
    pub struct Upstream {
        /// Its id: stands in the callback address.
        pub id: UpstreamId,
        /// What kind of system.
        pub kind: UpstreamKind,
        /// The name people read on buttons.
        pub name: String,
        /// Which field mapping it starts from, such as `ekool-v2`; none means the kind's first.
        pub preset: Option<String>,
        /// The issuer exactly as the system prints it (oidc, harid).
        pub issuer: Option<String>,
        /// Where browsers sign in (ekool, stuudium); none means the preset's.
        pub login_url: Option<String>,
        /// Where we ask for facts (ekool, stuudium); none means the preset's.
        pub api_url: Option<String>,
        /// Our client id there.
        pub client_id: String,
        /// Our secret there, sealed; see [`secret_place`].
        pub client_secret: String,
        /// Scopes to ask for, space separated; empty means the preset's.
        pub scopes: String,
        /// JSON object of what differs from the preset; `{}` when nothing does.
        pub settings: String,
        /// When it was set up.
        pub created_at: Time,
        /// When it was last changed; clients built from an older row are thrown away.
        pub updated_at: Time,
        /// When it was switched off.
        pub disabled_at: Option<Time>,
    }
}

impl Upstream {
    /// The scope within which its subjects are unique; none while its issuer is not set.
    #[must_use]
    pub fn scope(&self) -> Option<String> {
        match self.kind {
            UpstreamKind::Ekool | UpstreamKind::Stuudium => Some(String::new()),
            // A subject is unique at its issuer (OpenID Connect Core 1.0, section 2).
            UpstreamKind::Oidc | UpstreamKind::Harid | UpstreamKind::Lti => self.issuer.clone(),
        }
    }
}

/// The place an upstream's client secret is sealed for.
#[must_use]
pub fn secret_place(id: &UpstreamId) -> String {
    format!("upstream|{id}|client_secret")
}

const INSERT: &str = "INSERT INTO upstream (id, kind, name, preset, issuer, login_url, api_url, client_id, client_secret, \
                      scopes, settings, created_at, updated_at, disabled_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// Writes a new upstream.
///
/// # Errors
/// [`StorageError::Taken`] when the id is in use.
pub async fn insert(tx: &Tx, row: &Upstream) -> Result<(), StorageError> {
    let args = crate::args![
        &row.id,
        row.kind,
        &row.name,
        &row.preset,
        &row.issuer,
        &row.login_url,
        &row.api_url,
        &row.client_id,
        &row.client_secret,
        &row.scopes,
        &row.settings,
        row.created_at,
        row.updated_at,
        row.disabled_at,
    ];
    tx.execute(INSERT, args).await.map(|_| ())
}

const FIND: &str = "SELECT * FROM upstream WHERE id = $1";

/// As [`find`], alone.
///
/// # Errors
/// The engine's.
pub async fn find_alone(db: &Database, id: &UpstreamId) -> Result<Option<Upstream>, StorageError> {
    db.find(FIND, crate::args![id]).await
}

/// The upstream with this id, disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &UpstreamId) -> Result<Option<Upstream>, StorageError> {
    tx.find(FIND, crate::args![id]).await
}

const LIST: &str = "SELECT * FROM upstream ORDER BY name, id";

/// Every upstream by name, disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx) -> Result<Vec<Upstream>, StorageError> {
    tx.list(LIST, vec![]).await
}

const UPDATE: &str = "UPDATE upstream SET name = $2, preset = $3, issuer = $4, login_url = $5, api_url = $6, \
                      client_id = $7, client_secret = $8, scopes = $9, settings = $10, updated_at = $11, \
                      disabled_at = $12 WHERE id = $1";

/// Writes everything that can change; id, kind and the day of birth cannot. `row.updated_at` must be now.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such upstream.
pub async fn update(tx: &Tx, row: &Upstream) -> Result<(), StorageError> {
    let args = crate::args![
        &row.id,
        &row.name,
        &row.preset,
        &row.issuer,
        &row.login_url,
        &row.api_url,
        &row.client_id,
        &row.client_secret,
        &row.scopes,
        &row.settings,
        row.updated_at,
        row.disabled_at,
    ];
    tx.execute_one(UPDATE, args).await
}

const DISABLE: &str = "UPDATE upstream SET disabled_at = $2, updated_at = $2 WHERE id = $1 AND disabled_at IS NULL";

/// Switches an upstream off: nobody signs in through it from now on.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such upstream or it is off already.
pub async fn disable(tx: &Tx, id: &UpstreamId, at: Time) -> Result<(), StorageError> {
    tx.execute_one(DISABLE, crate::args![id, at]).await
}

const LIST_ENABLED: &str = "SELECT u.* FROM upstream u WHERE u.disabled_at IS NULL AND EXISTS (\
                            SELECT 1 FROM school_upstream e \
                            JOIN platform_school p ON p.platform_id = e.platform_id AND p.school_id = e.school_id \
                            JOIN school s ON s.id = e.school_id \
                            WHERE e.upstream_id = u.id AND e.platform_id = $1 AND e.ended_at IS NULL \
                            AND (CAST($2 AS TEXT) IS NULL OR e.school_id = $2) \
                            AND p.disabled_at IS NULL AND s.disabled_at IS NULL) ORDER BY u.name, u.id";

/// The upstreams that a school of a platform (any, where none is given) has enabled, by name as people sort it: the
/// buttons of its chooser.
///
/// # Errors
/// The engine's.
pub async fn list_enabled(
    db: &Database,
    platform: &PlatformId,
    school: Option<&SchoolId>,
) -> Result<Vec<Upstream>, StorageError> {
    let mut rows: Vec<Upstream> = db.list(LIST_ENABLED, crate::args![platform, school]).await?;
    rows.sort_by_key(|row| row.name.to_lowercase());
    Ok(rows)
}

/// Those of [`list_enabled`] to which somebody can be sent. A system of kind `lti` is none: it brings people itself.
///
/// # Errors
/// The engine's.
pub async fn list_usable(
    db: &Database,
    platform: &PlatformId,
    school: Option<&SchoolId>,
) -> Result<Vec<Upstream>, StorageError> {
    let mut rows = list_enabled(db, platform, school).await?;
    rows.retain(|row| row.kind != UpstreamKind::Lti);
    Ok(rows)
}
