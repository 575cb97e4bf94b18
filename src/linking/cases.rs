//! Cases: what goes to a school, once per kind, identity and account.

use serde_json::{Value, json};

use crate::domain::{AccountId, Actor, CaseId, CaseKind, IdentityId, LinkId, PlatformId, SchoolId};
use crate::ground::Ground;
use crate::storage::cases::{self, SchoolCase};
use crate::storage::links::Link;
use crate::storage::{Tx, account_roles, audit};

use super::LinkingError;

/// What a case is about. Nothing personal: ids and words of closed vocabularies.
#[derive(Debug, Clone)]
pub struct CaseAbout<'a> {
    /// What is to be decided.
    pub kind: CaseKind,
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Which school sees it; the account's first school where none is given.
    pub school: Option<&'a SchoolId>,
    /// About which identity.
    pub identity: Option<&'a IdentityId>,
    /// About which account.
    pub account: Option<&'a AccountId>,
    /// About which link.
    pub link: Option<&'a LinkId>,
}

impl<'a> CaseAbout<'a> {
    /// Something is wrong with a link.
    #[must_use]
    pub fn of_link(kind: CaseKind, link: &'a Link) -> Self {
        Self {
            kind,
            platform: &link.platform_id,
            school: None,
            identity: Some(&link.identity_id),
            account: Some(&link.account_id),
            link: Some(&link.id),
        }
    }
}

/// Opens a case and records it; false when the same one waits already. Durable.
///
/// # Errors
/// The database's.
pub async fn open_case(tx: &Tx, ground: &Ground, actor: &Actor, about: &CaseAbout<'_>) -> Result<bool, LinkingError> {
    let school = match (about.school, about.account) {
        (None, Some(account)) => first_school(tx, account).await?,
        (school, _) => school.cloned(),
    };
    let case = SchoolCase {
        id: CaseId::random(&ground.random),
        kind: about.kind,
        platform_id: about.platform.clone(),
        school_id: school,
        identity_id: about.identity.cloned(),
        account_id: about.account.cloned(),
        link_id: about.link.cloned(),
        detail: Value::Object(serde_json::Map::new()).to_string(),
        opened_at: ground.now(),
        closed_at: None,
        closed_by: None,
        outcome: None,
    };
    let new = cases::open(tx, &case).await?;
    if new {
        record(tx, ground, actor, &case).await?;
    }
    Ok(new)
}

async fn record(tx: &Tx, ground: &Ground, actor: &Actor, case: &SchoolCase) -> Result<(), LinkingError> {
    let entry = audit::Entry {
        platform: Some(&case.platform_id),
        school: case.school_id.as_ref(),
        account: case.account_id.as_ref(),
        link: case.link_id.as_ref(),
        object: Some(format!("case:{}", case.id)),
        detail: json!({ "kind": case.kind, "identity": case.identity_id }),
        ..audit::Entry::new(case.opened_at, "case.opened", actor)
    };
    audit::record(tx, &ground.random, &entry).await?;
    Ok(())
}

async fn first_school(tx: &Tx, account: &AccountId) -> Result<Option<SchoolId>, LinkingError> {
    Ok(account_roles::list_live_joined(tx, account).await?.into_iter().next().map(|role| role.school_id))
}
