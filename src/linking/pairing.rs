//! A pupil of a journal and the account that an adult at the school names for them: whether the two may be brought
//! together at all. Asked again inside the transaction of whatever makes a code or a link of it.

use crate::domain::{
    AccountId, JournalId, PlatformId, Role, RosterPersonId, SchoolId, SeatReason, SeatRole, StandingState,
};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::journals::{self, Journal};
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::{Tx, account_roles, identities, links, not_same, provisional_accounts, seats, standings};

use super::gather::{find_link, is_open};
use super::{LinkingError, RoleClass, SamePerson, facts, same_person};

/// Whom an adult names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) platform: &'a PlatformId,
    pub(super) journal: &'a JournalId,
    pub(super) person: &'a RosterPersonId,
    pub(super) account: &'a AccountId,
}

/// The two, as they are now.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) journal: Journal,
    pub(super) person: RosterPerson,
    pub(super) account: Account,
}

/// Why a pupil and an account are not brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is no such pupil in that journal, or not any more.
    #[error("there is no such pupil in this journal")]
    NoSeat,
    /// Somebody who teaches at this platform. Adults prove their accounts themselves.
    #[error("the person is no pupil")]
    Staff,
    /// The roster does not name people as the sign-in does.
    #[error("the roster does not name people as the sign-in does")]
    SubjectDiffers,
    /// The school has to look at the person first.
    #[error("the person is blocked")]
    Blocked,
    /// The person has a link that is in use.
    #[error("the person is linked already")]
    Linked,
    /// There is no such account of a pupil of this school, or it may not be used.
    #[error("there is no such open account of a pupil of this school")]
    NoAccount,
    /// The account has a link of this upstream.
    #[error("the account has a link of this upstream")]
    AccountTaken,
    /// Somebody else holds a code for the account.
    #[error("somebody else has a code for this account")]
    Promised,
    /// They cannot be one person, or somebody said that they are not.
    #[error("they are two people")]
    Different,
    /// Nothing shows beyond doubt whose account it is.
    #[error("it is not certain whose account this is")]
    NotSure,
    /// The school did not give that to teachers, for this class at least.
    #[error("the school has not switched this on for the class")]
    NotSwitchedOn,
}

/// Reads both sides, and everything that speaks against bringing them together.
pub(super) async fn pair(tx: &Tx, ground: &Ground, named: Named<'_>) -> Result<Pair, LinkingError> {
    let journal = journals::find(tx, named.journal).await?;
    let journal = journal.filter(|journal| journal.ended_at.is_none() && journal.platform_id == *named.platform);
    let journal = journal.ok_or(Unfit::NoSeat)?;
    let person = pupil(tx, ground, &journal, named.person).await?;
    let account = open_account(tx, named.account, &journal).await?;
    if links::find_live_of_account(tx, &account.id, &person.upstream_id).await?.is_some() {
        return Err(Unfit::AccountTaken.into());
    }
    if are_two(tx, ground, &journal.platform_id, &person, &account).await? {
        return Err(Unfit::Different.into());
    }
    Ok(Pair { journal, person, account })
}

/// The person, who must be a pupil of this journal and wait, whatever their account is.
pub(super) async fn pupil(
    tx: &Tx,
    ground: &Ground,
    journal: &Journal,
    person: &RosterPersonId,
) -> Result<RosterPerson, LinkingError> {
    let person = roster_people::find(tx, person).await?.ok_or(Unfit::NoSeat)?;
    seated(tx, journal, &person).await?;
    waits(tx, ground, journal, &person).await?;
    Ok(person)
}

/// A pupil of this journal, and nobody's teacher.
async fn seated(tx: &Tx, journal: &Journal, person: &RosterPerson) -> Result<(), LinkingError> {
    let seats = seats::list_of_person(tx, &person.id, &journal.platform_id).await?;
    if !seats.iter().any(|seat| seat.journal_id == journal.id && seat.role == SeatRole::Pupil) {
        return Err(Unfit::NoSeat.into());
    }
    if seats.iter().any(|seat| seat.role == SeatRole::Teacher) {
        return Err(Unfit::Staff.into());
    }
    Ok(())
}

/// Not linked, save by a link that gives way to an older account; not blocked, and known by the id that the sign-in knows.
async fn waits(tx: &Tx, ground: &Ground, journal: &Journal, person: &RosterPerson) -> Result<(), LinkingError> {
    let standings = standings::list(tx, &journal.platform_id, &[&person.id]).await?;
    if standings.iter().any(|standing| standing.reason == Some(SeatReason::SubjectDiffers)) {
        return Err(Unfit::SubjectDiffers.into());
    }
    let quarantined =
        identities::find_by_key(tx, &person.key()).await?.is_some_and(|identity| identity.quarantined_at.is_some());
    if quarantined || standings.iter().any(|standing| standing.state == StandingState::Blocked) {
        return Err(Unfit::Blocked.into());
    }
    match find_link(tx, &journal.platform_id, &person.key(), ground.now()).await? {
        Some(link) if !link.gives_way() => Err(Unfit::Linked.into()),
        _ => Ok(()),
    }
}

/// A pupil's account of the journal's school.
async fn open_account(tx: &Tx, id: &AccountId, journal: &Journal) -> Result<Account, LinkingError> {
    let account = accounts::find(tx, id).await?.filter(|account| is_open(account, &journal.platform_id));
    let account = account.ok_or(Unfit::NoAccount)?;
    let roles = account_roles::list_live_joined(tx, id).await?;
    let here = |school: &SchoolId, role: Role| *school == journal.school_id && role == Role::Pupil;
    // An account that waits for an older one is nobody's older one.
    if provisional_accounts::is_live(tx, id).await? {
        return Err(Unfit::NoAccount.into());
    }
    let is_pupil = RoleClass::of(roles.iter().map(|role| role.role)) == Some(RoleClass::Pupil)
        && roles.iter().any(|role| here(&role.school_id, role.role));
    if is_pupil { Ok(account) } else { Err(Unfit::NoAccount.into()) }
}

async fn are_two(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    person: &RosterPerson,
    account: &Account,
) -> Result<bool, LinkingError> {
    let listed = facts::of_listed(person);
    let known = facts::of_account_hashed(account, &[Role::Pupil], &ground.vault, &person.hash_key);
    let said = not_same::list(tx, platform, &[&person.id]).await?;
    Ok(same_person(&listed, &known) == SamePerson::Different || said.iter().any(|two| two.account_id == account.id))
}
