//! Evidence from the database, in one snapshot: the same reads before a page and again in the transaction that writes.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::{
    AccountId, AssertedRole, Assertion, ClientId, CodeId, Freshness, IdentityId, LinkId, NewAccounts, PlatformId,
    Purpose, Role, SubjectKey, Time, UpstreamId,
};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::identities::{self, Identity};
use crate::storage::links::Landing;
use crate::storage::schools::{self, PlatformSchool};
use crate::storage::{Tx, account_roles, claim_codes, joined, links, provisional_accounts, seats, switches, upstreams};

use super::evidence::{Answer, Doors, Evidence, FoundLink, Person, Place, Proof, ProofKind, Provisional};
use super::privacy::are_apart;
use super::sides::{Sides, find_sides};
use super::{LinkingError, facts};

/// One step of one login, as `login` knows it. None of it comes from the request: it is the attempt's sealed memory.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Where the person wants to go.
    pub platform: &'a PlatformId,
    /// The client that asked, if one did.
    pub client: Option<&'a ClientId>,
    /// What the login is for.
    pub purpose: Purpose,
    /// The identity, from [`identify`](super::identify).
    pub identity: &'a IdentityId,
    /// The verified assertion it came with.
    pub assertion: &'a Assertion,
    /// What the person said to the question.
    pub answer: Option<Answer>,
    /// The account that was proven in this login.
    pub proven: Option<&'a Proven>,
    /// The account at this platform that is signed in in this browser.
    pub signed_in: Option<&'a AccountId>,
    /// The place chosen in this session.
    pub chosen: Option<&'a Place>,
}

/// A proof of an account, as a login remembers it, sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proven {
    /// Which account.
    pub account: AccountId,
    /// How.
    pub kind: ProofKind,
    /// When. For a session, its `auth_time`.
    pub proven_at: Time,
    /// How fresh it was; passwords and codes are [`Freshness::Proven`].
    pub freshness: Freshness,
    /// The link it came through: of an upstream that proved the account, or of the session.
    pub link: Option<LinkId>,
    /// The assertion, where an upstream proved the account.
    pub assertion: Option<Assertion>,
    /// The claim code that was typed.
    #[serde(default)]
    pub code: Option<CodeId>,
}

impl Proven {
    /// By what its owner typed, or by the platform's own word: no upstream stands behind it, and it is fresh.
    #[must_use]
    pub fn fresh(account: AccountId, kind: ProofKind, proven_at: Time) -> Self {
        Self { account, kind, proven_at, freshness: Freshness::Proven, link: None, assertion: None, code: None }
    }
}

/// What the caller has read of a situation already, in the transaction that reads the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'a> {
    /// Its identity.
    pub(super) identity: &'a Identity,
    /// Its proven account; none where nothing is proven, and where that account is gone.
    pub(super) proven: Option<&'a Sides>,
}

/// Reads the evidence of a situation. `confirmed` comes from a consumed value, never from a form.
///
/// # Errors
/// The database's; [`LinkingError::Gone`] when the identity is not there or is not the assertion's.
pub async fn gather(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    confirmed: bool,
) -> Result<Evidence, LinkingError> {
    let identity = identities::find(tx, situation.identity).await?.ok_or(LinkingError::Gone)?;
    gather_about(tx, ground, situation, &identity, confirmed).await
}

/// As [`gather`], with the situation's identity as this transaction has read it.
///
/// # Errors
/// As [`gather`].
pub async fn gather_about(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    identity: &Identity,
    confirmed: bool,
) -> Result<Evidence, LinkingError> {
    let proven = match situation.proven {
        Some(proven) => find_sides(tx, proven).await?,
        None => None,
    };
    gather_held(tx, ground, situation, Held { identity, proven: proven.as_ref() }, confirmed).await
}

/// As [`gather`], with the rows that this transaction has read.
pub(super) async fn gather_held(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    held: Held<'_>,
    confirmed: bool,
) -> Result<Evidence, LinkingError> {
    let identity = held.identity;
    if identity.id != *situation.identity || identity.key() != situation.assertion.key {
        return Err(LinkingError::Gone);
    }
    let schools = counted_schools(tx, situation).await?;
    let landing = links::find_landing(tx, situation.platform, &situation.assertion.key).await?;
    let is_nameless = identity.is_blank() || landing.as_ref().is_some_and(|landing| landing.is_withheld);
    let link = landing.map(|landing| found(landing, situation.platform, ground.now()));
    let person = person(ground, situation, identity, places(&schools, is_nameless));
    let landing = link.as_ref().map(|link| &link.account).or(held.proven.map(|sides| &sides.account().id));
    let (school, new_accounts) = school_door(tx, situation, &schools, landing).await?;
    let (waiting_seat, lets_in) = seats_of(tx, situation, link.as_ref()).await?;
    Ok(Evidence {
        purpose: situation.purpose,
        doors: doors(tx, situation, school).await?,
        person,
        link,
        answer: situation.answer,
        proof: proof(tx, ground, situation, held.proven).await?,
        signed_in: situation.signed_in.cloned(),
        confirmed,
        new_accounts,
        waiting_seat,
        skip_question: false,
        lets_in,
    })
}

/// An asserted role at a school of this platform where the upstream's word counts.
struct Counted {
    school: PlatformSchool,
    role: AssertedRole,
}

async fn counted_schools(tx: &Tx, situation: &Situation<'_>) -> Result<Vec<Counted>, LinkingError> {
    let mut counted = Vec::new();
    for role in &situation.assertion.roles {
        let Some(number) = &role.school else { continue };
        let upstream = &situation.assertion.key.upstream;
        if let Some(school) = schools::find_open(tx, situation.platform, upstream, number).await? {
            counted.push(Counted { school, role: role.clone() });
        }
    }
    Ok(counted)
}

fn person(ground: &Ground, situation: &Situation<'_>, identity: &Identity, places: Vec<Place>) -> Person {
    let roles: Vec<Role> = places.iter().map(|place| place.role).collect();
    let asserted = &situation.assertion.roles;
    Person {
        identity: identity.id.clone(),
        quarantined: identity.quarantined_at.is_some(),
        guardian_only: !asserted.is_empty() && asserted.iter().all(|role| role.role == Role::Guardian),
        freshness: situation.assertion.freshness,
        facts: facts::of_assertion(situation.assertion, &roles, &ground.vault),
        places,
        chosen: situation.chosen.cloned(),
    }
}

/// Each school and role once. A guardian has no place, and no upstream makes an administrator. Of somebody who is withheld
/// no class is kept.
fn places(counted: &[Counted], is_nameless: bool) -> Vec<Place> {
    let usable = counted.iter().filter(|counted| !matches!(counted.role.role, Role::Guardian | Role::Admin));
    let mut places: Vec<Place> = usable
        .map(|counted| Place {
            school: counted.school.school_id.clone(),
            role: counted.role.role,
            class_name: counted.role.class_name.clone().filter(|_| !is_nameless),
        })
        .collect();
    places.sort();
    places.dedup_by(|next, kept| next.fits(kept));
    places
}

/// Whether a seat waits, and whether the schools of the seats let its pupil in. Whoever came before is never asked again, so
/// nobody looks for their seats.
async fn seats_of(tx: &Tx, situation: &Situation<'_>, link: Option<&FoundLink>) -> Result<(bool, bool), LinkingError> {
    if link.is_some_and(|link| !link.is_unclaimed()) {
        return Ok((false, false));
    }
    let (platform, key) = (situation.platform, &situation.assertion.key);
    // Only who has said that there is an older account is ever let in without it.
    let asked = matches!(situation.answer, Some(Answer::Yes | Answer::Later));
    let lets_in = asked && seats::let_in(tx, platform, key).await?;
    Ok((seats::is_waiting(tx, platform, key).await?, lets_in))
}

/// Whoever works on a provisional account is asked for the older one once in this time.
const REMIND_AFTER: TimeDelta = TimeDelta::days(7);

/// The live link of a key at a platform.
pub(super) async fn find_link(
    tx: &Tx,
    platform: &PlatformId,
    key: &SubjectKey,
    now: Time,
) -> Result<Option<FoundLink>, LinkingError> {
    let landing = links::find_landing(tx, platform, key).await?;
    Ok(landing.map(|landing| found(landing, platform, now)))
}

fn found(landing: Landing, platform: &PlatformId, now: Time) -> FoundLink {
    FoundLink {
        provisional: landing
            .asked_at
            .map(|asked| Provisional { is_due: now - asked >= REMIND_AFTER, is_alone: landing.is_alone }),
        account_open: landing.account_platform == *platform
            && landing.disabled_at.is_none()
            && landing.merged_into.is_none(),
        account_origin: landing.account_origin,
        used: landing.is_joined
            || landing.used_at.is_some()
            || landing.history_count > 0
            || landing.last_activity_at.is_some(),
        entered: landing.used_at.is_some(),
        link: landing.id,
        account: landing.account_id,
        home: landing.home_id,
        origin: landing.origin,
    }
}

/// Whether an account of this platform may be used.
pub(super) fn is_open(account: &Account, platform: &PlatformId) -> bool {
    account.platform_id == *platform && account.disabled_at.is_none() && account.merged_into.is_none()
}

async fn doors(tx: &Tx, situation: &Situation<'_>, school: bool) -> Result<Doors, LinkingError> {
    let upstream = Some(&situation.assertion.key.upstream);
    let on = switches::find(tx, situation.platform, situation.client, upstream).await?;
    Ok(Doors { platform: on.platform, client: on.client, upstream: on.upstream, school })
}

/// Whether a school of the person lets this upstream in, and the strictest wish of those schools. Where the upstream
/// names no school, the schools of the account decide; where there is no account either, any school of the platform.
async fn school_door(
    tx: &Tx,
    situation: &Situation<'_>,
    counted: &[Counted],
    account: Option<&AccountId>,
) -> Result<(bool, NewAccounts), LinkingError> {
    let names_schools = situation.assertion.roles.iter().any(|role| role.school.is_some());
    let (platform, upstream) = (situation.platform, &situation.assertion.key.upstream);
    if names_schools {
        return Ok((!counted.is_empty(), strictest(counted.iter().map(|counted| counted.school.new_accounts))));
    }
    let open = schools_of(tx, platform, upstream, account).await?;
    Ok((!open.is_empty(), strictest(open.iter().map(|school| school.new_accounts))))
}

async fn schools_of(
    tx: &Tx,
    platform: &PlatformId,
    upstream: &UpstreamId,
    account: Option<&AccountId>,
) -> Result<Vec<PlatformSchool>, LinkingError> {
    match account {
        Some(account) if !account_roles::list_live_joined(tx, account).await?.is_empty() => {
            Ok(schools::list_open_of_account(tx, platform, upstream, account).await?)
        }
        _ => Ok(schools::list_open(tx, platform, upstream).await?),
    }
}

fn strictest(mut wishes: impl Iterator<Item = NewAccounts>) -> NewAccounts {
    if wishes.any(|wish| wish == NewAccounts::AskSchool) { NewAccounts::AskSchool } else { NewAccounts::Create }
}

async fn proof(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    sides: Option<&Sides>,
) -> Result<Option<Proof>, LinkingError> {
    let (Some(proven), Some(sides)) = (situation.proven, sides) else { return Ok(None) };
    let (home, account) = (&sides.home, sides.account());
    let live = account_roles::list_live_joined(tx, &account.id).await?;
    let roles: Vec<Role> = live.iter().map(|role| role.role).collect();
    let taken = links::find_live_of_account(tx, &account.id, &situation.assertion.key.upstream).await?;
    let mut known = vec![facts::of_account(account, &roles)];
    if sides.into.is_some() {
        known.push(facts::of_account(home, &roles));
    }
    known.extend(proven.assertion.iter().map(|assertion| facts::of_assertion(assertion, &[], &ground.vault)));
    Ok(Some(Proof {
        kind: proven.kind,
        proven_at: proven.proven_at,
        freshness: proven.freshness,
        fresh: is_fresh(ground, proven)
            && password_stands(home, proven)
            && code_stands(tx, ground, situation, proven).await?
            && still_holds(tx, situation, proven, sides).await?,
        account_open: is_open(account, situation.platform) && home.disabled_at.is_none(),
        upstream_taken: taken.is_some_and(|link| link.identity_id != *situation.identity),
        is_provisional: provisional_accounts::is_live(tx, &account.id).await?,
        is_apart: are_apart(tx, ground, &situation.assertion.key, (&home.id, &account.id)).await?,
        facts: known,
        account: account.id.clone(),
        home: home.id.clone(),
    }))
}

/// A session's sign-in may be some minutes old; everything else was proven within this login.
fn is_fresh(ground: &Ground, proven: &Proven) -> bool {
    let sessions = &ground.config.sessions;
    let minutes = match proven.kind {
        ProofKind::Session => sessions.add_integration_minutes,
        _ => sessions.attempt_minutes,
    };
    let age = ground.now() - proven.proven_at;
    age >= TimeDelta::zero() && age <= TimeDelta::minutes(minutes)
}

/// A password that was replaced since proves nothing: whoever got the new one may be somebody else. The one of an account that
/// went into another opens nothing meanwhile.
fn password_stands(home: &Account, proven: &Proven) -> bool {
    !matches!(proven.kind, ProofKind::Password | ProofKind::PrintedPassword)
        || (home.merged_into.is_none() && home.password_changed_at.is_none_or(|changed| changed <= proven.proven_at))
}

/// A claim code that was used, taken back or printed anew since proves nothing, and it is good for its own person only.
async fn code_stands(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    proven: &Proven,
) -> Result<bool, LinkingError> {
    let Some(code) = &proven.code else { return Ok(proven.kind != ProofKind::ClaimCode) };
    let (platform, key) = (situation.platform, &situation.assertion.key);
    Ok(claim_codes::is_good(tx, platform, key, (code, &proven.account), ground.now()).await?)
}

/// A proof through a link is worth nothing once the link was ended, moved, or its identity was put under quarantine.
async fn still_holds(tx: &Tx, situation: &Situation<'_>, proven: &Proven, sides: &Sides) -> Result<bool, LinkingError> {
    if proven.link.is_none() {
        return Ok(proven.kind != ProofKind::Upstream);
    }
    let Some(link) = &sides.link else { return Ok(false) };
    let identity = identities::find(tx, &link.identity_id).await?;
    let upstream = upstreams::find(tx, &link.upstream_id).await?;
    Ok(link.ended_at.is_none()
        && joined::are_one(tx, &link.account_id, &proven.account).await?
        && link.platform_id == *situation.platform
        && identity.is_some_and(|identity| identity.quarantined_at.is_none())
        && upstream.is_some_and(|upstream| upstream.disabled_at.is_none()))
}
