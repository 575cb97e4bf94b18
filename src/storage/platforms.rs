//! Table `platform`: the learning platforms.

use super::{Row, StorageError, Tx};
use crate::domain::{PasswordOwner, PlatformId, SubMode, Time};
use crate::{args, row};

row! {
    /// A learning platform.
    pub struct Platform {
        /// Named by the operator.
        pub id: PlatformId,
        /// For people to read.
        pub name: String,
        /// Which `sub` its clients see.
        pub sub_mode: SubMode,
        /// Who verifies its accounts' passwords.
        pub password_owner: PasswordOwner,
        /// Its front page, for "back to …" links.
        pub home_url: Option<String>,
        /// Its colour, `#rrggbb`.
        pub colour: Option<String>,
        /// Since when it says that it follows a `sub` that went into another; none: it cannot.
        pub moves_history_since: Option<Time>,
        /// When it was added.
        pub created_at: Time,
        /// Since when nobody signs in to it.
        pub disabled_at: Option<Time>,
    }
}

impl Platform {
    /// True unless it was disabled.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.disabled_at.is_none()
    }
}

/// A platform `p` beside another row in one statement: columns of names that no other table has.
macro_rules! beside {
    () => {
        "p.name AS platform_name, p.sub_mode, p.password_owner, p.home_url, p.colour, p.moves_history_since, \
         p.created_at AS platform_created_at, p.disabled_at AS platform_disabled_at"
    };
}
pub(super) use beside;

/// Reads the columns of [`beside!`].
pub(super) fn read_beside(row: &Row<'_>, id: PlatformId) -> Result<Platform, StorageError> {
    Ok(Platform {
        id,
        name: row.take("platform_name")?,
        sub_mode: row.take("sub_mode")?,
        password_owner: row.take("password_owner")?,
        home_url: row.take("home_url")?,
        colour: row.take("colour")?,
        moves_history_since: row.take("moves_history_since")?,
        created_at: row.take("platform_created_at")?,
        disabled_at: row.take("platform_disabled_at")?,
    })
}

const INSERT: &str = "INSERT INTO platform \
    (id, name, sub_mode, password_owner, home_url, colour, created_at, disabled_at, moves_history_since) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const FIND: &str = "SELECT * FROM platform WHERE id = $1";
const LIST: &str = "SELECT * FROM platform ORDER BY id";
const UPDATE: &str = "UPDATE platform \
    SET name = $2, sub_mode = $3, password_owner = $4, home_url = $5, colour = $6, disabled_at = $7, \
    moves_history_since = $8 WHERE id = $1";

/// Adds a platform.
///
/// # Errors
/// [`StorageError::Taken`] when the id is in use.
pub async fn insert(tx: &Tx, platform: &Platform) -> Result<(), StorageError> {
    let values = args![
        &platform.id,
        &platform.name,
        platform.sub_mode,
        platform.password_owner,
        &platform.home_url,
        &platform.colour,
        platform.created_at,
        platform.disabled_at,
        platform.moves_history_since,
    ];
    tx.execute_one(INSERT, values).await
}

/// The platform with this id, disabled or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &PlatformId) -> Result<Option<Platform>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// Every platform by id, disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx) -> Result<Vec<Platform>, StorageError> {
    tx.list(LIST, args![]).await
}

/// Writes every changeable column of the row with this id; `disabled_at` disables and enables.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such platform.
pub async fn update(tx: &Tx, platform: &Platform) -> Result<(), StorageError> {
    let values = args![
        &platform.id,
        &platform.name,
        platform.sub_mode,
        platform.password_owner,
        &platform.home_url,
        &platform.colour,
        platform.disabled_at,
        platform.moves_history_since,
    ];
    tx.execute_one(UPDATE, values).await
}
