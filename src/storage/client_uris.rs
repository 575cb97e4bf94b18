//! Table `client_uri`: where a client's browsers may be sent.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, ClientUriKind};

crate::row! {
    /// A registered URI of a client, compared byte by byte.
    pub struct ClientUri {
        /// Whose it is.
        pub client_id: ClientId,
        /// What it is for.
        pub kind: ClientUriKind,
        /// The URI, which passed [`crate::domain::check_client_uri`].
        pub uri: String,
    }
}

/// The registered URIs of one row of another statement, joined: no URI holds a space. `$of` names the client's id there.
macro_rules! joined {
    ($of:literal, $kinds:literal) => {
        concat!(
            "(SELECT string_agg(uri.uri, ' ') FROM client_uri uri WHERE uri.client_id = ",
            $of,
            " AND uri.kind IN (",
            $kinds,
            ")) AS uris"
        )
    };
}
pub(super) use joined;

/// Takes what [`joined!`] made apart, in one order on both engines.
pub(super) fn apart(joined: Option<&str>) -> Vec<String> {
    let mut uris: Vec<String> = joined.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
    uris.sort_unstable();
    uris
}

const INSERT: &str = "INSERT INTO client_uri (client_id, kind, uri) VALUES ($1, $2, $3) \
                      ON CONFLICT (client_id, kind, uri) DO NOTHING";

/// Registers a URI; doing it again changes nothing.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, uri: &ClientUri) -> Result<(), StorageError> {
    tx.execute(INSERT, args![&uri.client_id, uri.kind, &uri.uri]).await.map(drop)
}

const REMOVE: &str = "DELETE FROM client_uri WHERE client_id = $1 AND kind = $2 AND uri = $3";

/// Takes a URI away.
///
/// # Errors
/// [`StorageError::Changed`] when it was not registered.
pub async fn remove(tx: &Tx, uri: &ClientUri) -> Result<(), StorageError> {
    tx.execute_one(REMOVE, args![&uri.client_id, uri.kind, &uri.uri]).await
}

const LIST: &str = "SELECT * FROM client_uri WHERE client_id = $1 ORDER BY kind, uri";

/// Every registered URI of a client.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, client: &ClientId) -> Result<Vec<ClientUri>, StorageError> {
    tx.list(LIST, args![client]).await
}

const LIST_OF_KIND: &str = "SELECT * FROM client_uri WHERE client_id = $1 AND kind = $2 ORDER BY uri";

/// The registered URIs of a client for one use.
///
/// # Errors
/// The engine's.
pub async fn list_of_kind(tx: &Tx, client: &ClientId, kind: ClientUriKind) -> Result<Vec<ClientUri>, StorageError> {
    tx.list(LIST_OF_KIND, args![client, kind]).await
}
