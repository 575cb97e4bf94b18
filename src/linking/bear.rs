//! An account and its link, born together for somebody who says that they are new here.

use serde_json::{Value, json};

use crate::domain::{
    AccountId, AccountOrigin, Actor, Assertion, Assurance, CaseKind, Freshness, LinkOrigin, RoleId, Time, UpstreamId,
    fold_name,
};
use crate::ground::Ground;
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::identities::{self, Identity};
use crate::storage::links::Link;
use crate::storage::{Tx, audit, events};

use super::LinkingError;
use super::attach::{NewLink, write};
use super::candidates::candidates;
use super::cases::{CaseAbout, open_case};
use super::decide::{Decision, decide};
use super::evidence::{Evidence, Place};
use super::facts::{Clear, NATIONAL};
use super::gather::{Situation, gather_about};
use super::privacy::{Protect, protect};

/// Makes the account and its link; strong candidates stand as suspected duplicates in the school's queue. Durable.
///
/// # Errors
/// [`LinkingError::Changed`] with what holds now when no account may be made;
/// [`LinkingError::IdentityTaken`] when the identity got a link meanwhile.
pub async fn bear(tx: &Tx, ground: &Ground, situation: &Situation<'_>) -> Result<Link, LinkingError> {
    let identity = identities::lock(tx, situation.identity).await?;
    let evidence = gather_about(tx, ground, situation, &identity, false).await?;
    match decide(&evidence) {
        Decision::Bear => {}
        decision => return Err(LinkingError::Changed(Box::new(decision))),
    }
    // An old and a new identity of whoever is withheld never meet.
    let duplicates = if identity.is_blank() {
        Vec::new()
    } else {
        candidates(tx, ground, situation.platform, &evidence.person, situation.assertion).await?
    };
    let actor = Actor::Identity(identity.id.clone());
    let account = make_account(tx, ground, situation, &identity, &evidence).await?;
    let link = write(tx, ground, &born(&identity, &account, &evidence, &actor)).await?;
    for duplicate in &duplicates {
        suspect(tx, ground, &actor, &link, duplicate, &evidence.person.places).await?;
    }
    Ok(link)
}

/// Makes an account of what the upstream says of a person, with the roles that count.
pub(super) async fn make_account(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    identity: &Identity,
    evidence: &Evidence,
) -> Result<Account, LinkingError> {
    let account = new_account(ground, situation);
    accounts::insert(tx, &account).await?;
    put_roles(tx, ground, &account.id, &identity.upstream_id, granted(situation, &evidence.person.places)).await?;
    announce(tx, ground, &Actor::Identity(identity.id.clone()), &account).await?;
    if identity.is_blank() {
        protect(tx, ground, Protect::Account(&account.id)).await?;
    }
    Ok(account)
}

fn new_account(ground: &Ground, situation: &Situation<'_>) -> Account {
    let Assertion { name, birth_date, .. } = situation.assertion;
    let now: Time = ground.now();
    let number = Clear::of(situation.assertion).national.map(|number| ground.vault.keyed_hash(NATIONAL, &number));
    Account {
        id: AccountId::random(&ground.random),
        platform_id: situation.platform.clone(),
        sub: ground.random.id_text(),
        username: None,
        username_folded: None,
        given_name: name.given.clone(),
        family_name: name.family.clone(),
        name_folded: fold_name(name),
        // An upstream's address never becomes the account's.
        email: None,
        email_verified: false,
        birth_date: *birth_date,
        national_hash: number.as_ref().map(|number| number.hash.clone()),
        national_key: number.map(|number| number.key_id),
        external_id: None,
        history_count: 0,
        last_activity_at: None,
        password_hash: None,
        password_source: None,
        password_changed_at: None,
        password_must_change: false,
        locale: None,
        origin: AccountOrigin::SignIn,
        created_at: now,
        updated_at: now,
        used_at: Some(now),
        disabled_at: None,
        merged_into: None,
    }
}

/// The places for which the account gets a role: none where the upstream lists roles that it does not vouch for.
pub(super) fn granted<'a>(situation: &Situation<'_>, places: &'a [Place]) -> &'a [Place] {
    if situation.assertion.roles_vouched { places } else { &[] }
}

/// Writes the roles that the upstream asserts at schools where its word counts.
pub(super) async fn put_roles(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    upstream: &UpstreamId,
    places: &[Place],
) -> Result<(), LinkingError> {
    for place in places {
        let role = AccountRole {
            id: RoleId::random(&ground.random),
            account_id: account.clone(),
            school_id: place.school.clone(),
            role: place.role,
            class_name: place.class_name.clone(),
            source: format!("upstream:{upstream}"),
            since: ground.now(),
            ended_at: None,
        };
        account_roles::put(tx, &role).await?;
    }
    Ok(())
}

async fn announce(tx: &Tx, ground: &Ground, actor: &Actor, account: &Account) -> Result<(), LinkingError> {
    let entry = audit::Entry {
        platform: Some(&account.platform_id),
        account: Some(&account.id),
        detail: json!({ "origin": account.origin }),
        ..audit::Entry::new(account.created_at, "account.created", actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = events::Announcement {
        at: account.created_at,
        platform: &account.platform_id,
        kind: "account.created",
        sub: &account.sub,
        audit: &audit,
        payload: json!({ "origin": account.origin }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

/// The link of an account that is born with it.
pub(super) fn born<'a>(
    identity: &'a Identity,
    account: &'a Account,
    evidence: &Evidence,
    actor: &'a Actor,
) -> NewLink<'a> {
    NewLink {
        identity,
        account,
        platform: &account.platform_id,
        origin: LinkOrigin::Born,
        rule: "sign_in.born",
        assurance: assurance_born(evidence.person.freshness),
        evidence: told(evidence),
        reason: None,
        actor,
        since: None,
        used: true,
        keeps_codes: false,
    }
}

fn told(evidence: &Evidence) -> Value {
    json!({ "upstream": evidence.person.freshness, "answer": evidence.answer })
}

/// How sure a link is that was born with its account: as sure as the sign-in it rests on.
#[must_use]
pub fn assurance_born(upstream: Freshness) -> Assurance {
    match upstream {
        Freshness::Proven => Assurance::High,
        Freshness::Requested => Assurance::Substantial,
        Freshness::Unknown => Assurance::Low,
    }
}

async fn suspect(
    tx: &Tx,
    ground: &Ground,
    actor: &Actor,
    link: &Link,
    duplicate: &AccountId,
    places: &[Place],
) -> Result<(), LinkingError> {
    let about = CaseAbout {
        kind: CaseKind::SuspectedDuplicate,
        platform: &link.platform_id,
        school: places.first().map(|place| &place.school),
        identity: Some(&link.identity_id),
        account: Some(duplicate),
        link: Some(&link.id),
    };
    open_case(tx, ground, actor, &about).await?;
    Ok(())
}
