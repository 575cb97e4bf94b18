//! What the database says about an authorization request before it is checked: one snapshot.

use crate::domain::{ClientId, ClientUriKind, PlatformId, SubMode};
use crate::ground::Ground;
use crate::issuer::subject::subject;
use crate::storage::clients::Client;
use crate::storage::platforms::Platform;
use crate::storage::sessions::{Session, SessionAccount};
use crate::storage::{StorageError, Tx, accounts, client_uris, clients, platforms, sessions};
use crate::web::Visit;

/// A client that may ask, and who is signed in in the asking browser.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) client: Client,
    pub(super) platform: Platform,
    pub(super) redirect_uris: Vec<String>,
    pub(super) present: Option<Present>,
}

/// Somebody who is signed in at the asking platform in the asking browser.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) session: Session,
    pub(super) account: SessionAccount,
    /// Their `sub` at the platform.
    pub(super) sub: String,
}

/// Reads all of it; nothing for a client that is unknown or disabled, itself or its platform.
pub(super) async fn find(ground: &Ground, visit: &Visit, id: &ClientId) -> Result<Option<Known>, StorageError> {
    let read = async |tx: Tx| {
        let Some(client) = clients::find_live(&tx, id).await? else { return Ok(None) };
        let Some(platform) = platforms::find(&tx, &client.platform_id).await? else { return Ok(None) };
        let uris = client_uris::list_of_kind(&tx, id, ClientUriKind::Redirect).await?;
        let present = present(&tx, ground, visit, &platform.id, platform.sub_mode).await?;
        let redirect_uris = uris.into_iter().map(|row| row.uri).collect();
        Ok::<_, StorageError>(Some(Known { client, platform, redirect_uris, present }))
    };
    ground.db.read(read).await
}

async fn present(
    tx: &Tx,
    ground: &Ground,
    visit: &Visit,
    platform: &PlatformId,
    mode: SubMode,
) -> Result<Option<Present>, StorageError> {
    let Some(hash) = visit.session_hash() else { return Ok(None) };
    let session = sessions::find_by_hash(tx, hash).await?;
    let session = session.filter(|session| session.signs_in(visit.browser_hash(), ground.now()));
    let Some(session) = session else { return Ok(None) };
    let accounts = sessions::list_accounts(tx, &session.id).await?;
    let Some(account) = accounts.into_iter().find(|row| row.platform_id == *platform) else { return Ok(None) };
    let Some(row) = accounts::find(tx, &account.account_id).await? else { return Ok(None) };
    let sub = subject(mode, &row.sub, platform, &row.id);
    Ok(Some(Present { session, account, sub }))
}
