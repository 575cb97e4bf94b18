//! Remembering identities, and noticing when a subject has become somebody else.

use serde_json::json;

use crate::domain::{Actor, Assertion, CaseKind, IdentityId, PlatformId, SubjectKey};
use crate::ground::Ground;
use crate::storage::identities::{self, Identity};
use crate::storage::links::{self, Link};
use crate::storage::{Durability, Tx, accounts, one_time, sign_out};

use super::LinkingError;
use super::cases::{CaseAbout, open_case};
use super::facts::NAME;
use super::fingerprint::{self, ANOTHER_PERSON, Seen};
use super::privacy;
use super::record::{Change, record};

/// Finds or makes the identity of a verified assertion. An identity whose person seems to be another one now comes back
/// with `quarantined_at` set; nobody signs in with it until a school has looked.
///
/// # Errors
/// The database's.
pub async fn identify(ground: &Ground, platform: &PlatformId, assertion: &Assertion) -> Result<Identity, LinkingError> {
    let key = &assertion.key;
    let known =
        ground.db.read(|tx| async move { Ok::<_, LinkingError>(identities::find_by_key(&tx, key).await?) }).await?;
    let another = known.is_some_and(|known| is_another(ground, &known, assertion));
    let durability = if another { Durability::Durable } else { Durability::Relaxed };
    ground.db.write(durability, |tx| async move { remember(&tx, ground, platform, assertion).await }).await
}

/// As [`identify`], inside a transaction of the caller's.
///
/// # Errors
/// The database's.
pub async fn remember(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    assertion: &Assertion,
) -> Result<Identity, LinkingError> {
    let Some(known) = identities::find_by_key(tx, &assertion.key).await? else {
        return meet(tx, ground, assertion).await;
    };
    if known.quarantined_at.is_some() {
        return Ok(known);
    }
    let seen = look(ground, &known, assertion);
    if seen.changed >= ANOTHER_PERSON {
        return quarantine(tx, ground, platform, known).await;
    }
    see_again(tx, ground, seen.identity, assertion).await
}

/// The identity of a verified assertion whose person was here before and is the same one still, in the transaction that lets
/// them in. Nothing, and nothing is written, for everybody else: they are for [`identify`]. Relaxed.
///
/// # Errors
/// The database's.
pub async fn recognise(tx: &Tx, ground: &Ground, assertion: &Assertion) -> Result<Option<Identity>, LinkingError> {
    let known = identities::find_by_key(tx, &assertion.key).await?;
    let Some(known) = known.filter(|known| known.quarantined_at.is_none()) else { return Ok(None) };
    let seen = look(ground, &known, assertion);
    if seen.changed >= ANOTHER_PERSON {
        return Ok(None);
    }
    see_again(tx, ground, seen.identity, assertion).await.map(Some)
}

async fn see_again(tx: &Tx, ground: &Ground, known: Identity, assertion: &Assertion) -> Result<Identity, LinkingError> {
    let shown = Some(&assertion.name).filter(|_| !known.is_blank());
    let identity = Identity {
        given_name: shown.and_then(|name| name.given.clone()),
        family_name: shown.and_then(|name| name.family.clone()),
        last_seen_at: ground.now(),
        ..known
    };
    identities::see_again(tx, &identity).await?;
    Ok(identity)
}

fn is_another(ground: &Ground, known: &Identity, assertion: &Assertion) -> bool {
    look(ground, known, assertion).changed >= ANOTHER_PERSON
}

/// Compares with what is remembered. Of whoever is withheld nothing is, and nothing is learned.
fn look(ground: &Ground, known: &Identity, assertion: &Assertion) -> Seen {
    if known.is_blank() {
        return Seen { changed: 0, identity: known.clone() };
    }
    fingerprint::compare(known, assertion, &ground.vault)
}

async fn meet(tx: &Tx, ground: &Ground, assertion: &Assertion) -> Result<Identity, LinkingError> {
    if privacy::is_withheld(tx, ground, &assertion.key).await? {
        return store(tx, Identity { hash_key: String::new(), ..unseen(ground, &assertion.key) }).await;
    }
    let mut identity = Identity {
        given_name: assertion.name.given.clone(),
        family_name: assertion.name.family.clone(),
        ..unseen(ground, &assertion.key)
    };
    fingerprint::first(&mut identity, assertion, &ground.vault);
    store(tx, identity).await
}

/// The identity with this key. One that nobody came with yet has no fingerprint: it is taken at the first sign-in.
pub(super) async fn find_or_make(tx: &Tx, ground: &Ground, key: &SubjectKey) -> Result<Identity, LinkingError> {
    match identities::find_by_key(tx, key).await? {
        Some(identity) => Ok(identity),
        None => store(tx, unseen(ground, key)).await,
    }
}

/// Stores an identity; the one that is there when somebody else was first.
async fn store(tx: &Tx, identity: Identity) -> Result<Identity, LinkingError> {
    if identities::insert(tx, &identity).await? {
        return Ok(identity);
    }
    identities::find_by_key(tx, &identity.key()).await?.ok_or(LinkingError::Gone)
}

pub(super) fn unseen(ground: &Ground, key: &SubjectKey) -> Identity {
    let now = ground.now();
    Identity {
        id: IdentityId::at(now, &ground.random),
        upstream_id: key.upstream.clone(),
        scope: key.scope.clone(),
        subject: key.subject.clone(),
        given_name: None,
        family_name: None,
        name_hash: None,
        birth_hash: None,
        national_hash: None,
        hash_key: ground.vault.keyed_hash(NAME, "").key_id,
        first_seen_at: now,
        last_seen_at: now,
        quarantined_at: None,
    }
}

/// Shuts the identity out, ends every session it opened and asks the schools. Which attribute changed stands nowhere:
/// it would tell one person about another.
async fn quarantine(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    identity: Identity,
) -> Result<Identity, LinkingError> {
    let now = ground.now();
    let actor = Actor::Identity(identity.id.clone());
    identities::quarantine(tx, &identity.id, now).await?;
    one_time::discard_of_identity(tx, &identity.id, now).await?;
    let links = links::list_live_of_identity(tx, &identity.id).await?;
    for link in &links {
        suspend(tx, ground, &actor, link).await?;
    }
    if !links.iter().any(|link| link.platform_id == *platform) {
        let about = CaseAbout {
            kind: CaseKind::Recycled,
            platform,
            school: None,
            identity: Some(&identity.id),
            account: None,
            link: None,
        };
        open_case(tx, ground, &actor, &about).await?;
    }
    Ok(Identity { quarantined_at: Some(now), ..identity })
}

async fn suspend(tx: &Tx, ground: &Ground, actor: &Actor, link: &Link) -> Result<(), LinkingError> {
    sign_out::end_of_link(tx, &link.id, "recycled", ground.now()).await?;
    let account = &accounts::find(tx, &link.account_id).await?.ok_or(LinkingError::Gone)?;
    let change = Change { action: "link.suspended", actor, link, account, notice: None, detail: json!({}) };
    record(tx, ground, &change).await?;
    open_case(tx, ground, actor, &CaseAbout::of_link(CaseKind::Recycled, link)).await?;
    Ok(())
}
