//! Everything that is held about one person, for that person.

use serde_json::{Map, Value, json};

use super::super::LinkingError;
use crate::domain::{AccountId, Actor, SchoolId};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::{Tx, accounts, export};

/// Everything that is held about whoever an account belongs to, by kind, as JSON. Hashes, keys and what only the machine needs
/// are left out, and so is whatever is another person's: of a link that has ended, whom it once brought. That it was taken
/// out is recorded. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] where there is no such account.
pub async fn export_person(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    (actor, school): (&Actor, Option<&SchoolId>),
) -> Result<Value, LinkingError> {
    let found = accounts::find(tx, account).await?.ok_or(LinkingError::Gone)?;
    // Of one that went into another, everything that is that person's.
    let whose = found.merged_into.as_ref().unwrap_or(&found.id);
    let mut all = Map::new();
    all.insert("exported_at".to_owned(), json!(ground.now()));
    all.insert("platform".to_owned(), json!(found.platform_id));
    for (kind, rows) in export::everything(tx, whose).await? {
        all.insert(kind.to_owned(), Value::Array(rows));
    }
    let entry = Entry {
        platform: Some(&found.platform_id),
        school,
        account: Some(&found.id),
        ..Entry::new(ground.now(), "privacy.exported", actor)
    };
    audit::record(tx, &ground.random, &entry).await?;
    Ok(Value::Object(all))
}
