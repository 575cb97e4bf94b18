//! Accounts and links, born together for everybody of a journal who is new at the platform. Nobody has signed in yet: the
//! links count as unclaimed, and each person is asked at the first sign-in whether they have used the platform before.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::LinkingError;
use super::identify::unseen;
use super::privacy::protect_again;
use crate::domain::{
    AccountId, AccountOrigin, Actor, Assurance, AuditId, EventId, LinkId, LinkOrigin, PersonName, PlatformId, Role,
    RoleId, SchoolId, SubjectKey, UpstreamId, fold_name,
};
use crate::ground::Ground;
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;
use crate::storage::audit::Entry;
use crate::storage::events::Event;
use crate::storage::identities::Identity;
use crate::storage::links::Link;
use crate::storage::{Tx, accounts_bulk, listed};
use crate::vault::KeyedHash;

/// The rule of a link that was born because somebody said that there is no other account.
pub(super) const SAID_NEW: &str = "roster.said_new";

/// Somebody of a journal who is new at the platform.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Their id at the upstream.
    pub subject: String,
    /// Their name.
    pub name: PersonName,
    /// Their birth date.
    pub birth_date: Option<NaiveDate>,
    /// Keyed hash of their national number.
    pub national: Option<KeyedHash>,
    /// What they are at the school.
    pub roles: Vec<Role>,
    /// Their class.
    pub class_name: Option<String>,
    /// A person said that they have no other account; else the plan found none.
    pub by_word: bool,
}

/// The newcomers of one journal.
#[derive(Debug, Clone, Copy)]
pub struct Births<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Of which upstream.
    pub upstream: &'a UpstreamId,
    /// Within which scope their ids are unique.
    pub scope: &'a str,
    /// At which school.
    pub school: &'a SchoolId,
    /// Who.
    pub newcomers: &'a [Newcomer],
    /// Who does it.
    pub actor: &'a Actor,
    /// The audit row of the journal, which the new accounts are told with.
    pub audit: &'a AuditId,
    /// What it rests on: ids and times, no personal data.
    pub evidence: &'a Value,
}

/// Makes the accounts and their links, with an audit row per link and an event per account and link. Nobody is sent a
/// notice: there is nobody yet who would know the account. Durable.
///
/// # Errors
/// [`LinkingError::IdentityTaken`] when one of them got a link meanwhile; then nobody is born.
pub async fn bear_listed(tx: &Tx, ground: &Ground, births: &Births<'_>) -> Result<Vec<AccountId>, LinkingError> {
    if births.newcomers.is_empty() {
        return Ok(Vec::new());
    }
    let identities = met(tx, ground, births).await?;
    let mut born = Vec::with_capacity(births.newcomers.len());
    for newcomer in births.newcomers {
        let identity = identities.get(&newcomer.subject).ok_or(LinkingError::Gone)?;
        // Whoever is shut out is nobody's new account.
        if identity.quarantined_at.is_some() {
            return Err(LinkingError::IdentityTaken);
        }
        let account = account(ground, births, newcomer);
        let link = link(ground, births, newcomer, identity, &account.id);
        born.push((account, link));
    }
    write(tx, ground, births, &born).await?;
    let subjects: Vec<&str> = births.newcomers.iter().map(|newcomer| newcomer.subject.as_str()).collect();
    protect_again(tx, ground, (births.upstream, births.scope), &subjects).await?;
    Ok(born.into_iter().map(|(account, _)| account.id).collect())
}

/// The identities of the newcomers: those that came before, and the others as nobody has come with them.
async fn met(tx: &Tx, ground: &Ground, births: &Births<'_>) -> Result<BTreeMap<String, Identity>, LinkingError> {
    let key = |newcomer: &Newcomer| SubjectKey {
        upstream: births.upstream.clone(),
        scope: births.scope.to_owned(),
        subject: newcomer.subject.clone(),
    };
    let fresh: Vec<Identity> = births.newcomers.iter().map(|newcomer| unseen(ground, &key(newcomer))).collect();
    listed::insert_identities(tx, &fresh).await?;
    let subjects: Vec<&str> = births.newcomers.iter().map(|newcomer| newcomer.subject.as_str()).collect();
    let known = listed::list_identities(tx, (births.upstream, births.scope), &subjects).await?;
    Ok(known.into_iter().map(|identity| (identity.subject.clone(), identity)).collect())
}

async fn write(tx: &Tx, ground: &Ground, births: &Births<'_>, born: &[(Account, Link)]) -> Result<(), LinkingError> {
    let accounts: Vec<&Account> = born.iter().map(|(account, _)| account).collect();
    accounts_bulk::insert(tx, &accounts).await?;
    accounts_bulk::put_roles(tx, &roles(ground, births, born)).await?;
    let links: Vec<Link> = born.iter().map(|(_, link)| link.clone()).collect();
    if listed::insert_links(tx, &links).await? != links.len() as u64 {
        return Err(LinkingError::IdentityTaken);
    }
    let entries: Vec<Entry<'_>> = links.iter().map(|link| entry(births, link)).collect();
    let audits = listed::record(tx, &ground.random, &entries).await?;
    accounts_bulk::announce(tx, &events(ground, births, born, &audits)).await?;
    Ok(())
}

fn account(ground: &Ground, births: &Births<'_>, newcomer: &Newcomer) -> Account {
    let now = ground.now();
    Account {
        id: AccountId::random(&ground.random),
        platform_id: births.platform.clone(),
        sub: ground.random.id_text(),
        username: None,
        username_folded: None,
        given_name: newcomer.name.given.clone(),
        family_name: newcomer.name.family.clone(),
        name_folded: fold_name(&newcomer.name),
        // An upstream's address never becomes the account's.
        email: None,
        email_verified: false,
        birth_date: newcomer.birth_date,
        national_hash: newcomer.national.as_ref().map(|number| number.hash.clone()),
        national_key: newcomer.national.as_ref().map(|number| number.key_id.clone()),
        external_id: None,
        history_count: 0,
        last_activity_at: None,
        password_hash: None,
        password_source: None,
        password_changed_at: None,
        password_must_change: false,
        locale: None,
        origin: AccountOrigin::Roster,
        created_at: now,
        updated_at: now,
        used_at: None,
        disabled_at: None,
        merged_into: None,
    }
}

fn link(ground: &Ground, births: &Births<'_>, newcomer: &Newcomer, identity: &Identity, account: &AccountId) -> Link {
    let now = ground.now();
    Link {
        id: LinkId::at(now, &ground.random),
        platform_id: births.platform.clone(),
        upstream_id: births.upstream.clone(),
        scope: births.scope.to_owned(),
        subject: newcomer.subject.clone(),
        identity_id: identity.id.clone(),
        account_id: account.clone(),
        origin: LinkOrigin::Born,
        rule: if newcomer.by_word { SAID_NEW } else { "roster.new" }.to_owned(),
        assurance: Assurance::Low,
        evidence: births.evidence.to_string(),
        via_merge: false,
        created_at: now,
        created_by: births.actor.to_string(),
        since: now,
        last_used_at: None,
        ended_at: None,
        ended_by: None,
        end_reason: None,
    }
}

fn roles(ground: &Ground, births: &Births<'_>, born: &[(Account, Link)]) -> Vec<AccountRole> {
    let each = births.newcomers.iter().zip(born);
    each.flat_map(|(newcomer, (account, _))| {
        newcomer.roles.iter().map(move |role| AccountRole {
            id: RoleId::random(&ground.random),
            account_id: account.id.clone(),
            school_id: births.school.clone(),
            role: *role,
            class_name: newcomer.class_name.clone(),
            source: format!("upstream:{}", births.upstream),
            since: ground.now(),
            ended_at: None,
        })
    })
    .collect()
}

fn entry<'a>(births: &Births<'a>, link: &'a Link) -> Entry<'a> {
    Entry {
        platform: Some(births.platform),
        school: Some(births.school),
        account: Some(&link.account_id),
        link: Some(&link.id),
        object: Some(format!("identity:{}", link.identity_id)),
        detail: json!({
            "rule": link.rule, "origin": link.origin, "assurance": link.assurance, "evidence": births.evidence,
        }),
        ..Entry::new(link.created_at, "link.created", births.actor)
    }
}

fn events(ground: &Ground, births: &Births<'_>, born: &[(Account, Link)], audits: &[AuditId]) -> Vec<Event> {
    let event = |kind: &str, account: &Account, audit: &AuditId, payload: Value| Event {
        id: EventId::at(account.created_at, &ground.random),
        at: account.created_at,
        platform_id: births.platform.clone(),
        kind: kind.to_owned(),
        sub: account.sub.clone(),
        audit_id: audit.clone(),
        payload: payload.to_string(),
        number: None,
        chain_hash: None,
    };
    let each = born.iter().zip(audits);
    each.flat_map(|((account, link), audit)| {
        let told = json!({
            "link": link.id, "upstream": link.upstream_id, "assurance": link.assurance, "origin": link.origin,
        });
        [
            event("account.created", account, births.audit, json!({ "origin": account.origin })),
            event("link.created", account, audit, told),
        ]
    })
    .collect()
}
