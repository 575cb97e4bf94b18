//! Settling what a school was asked: each kind of case has its few outcomes, and what an outcome changes is written in
//! the transaction that closes the case.

use serde_json::json;

use crate::domain::{
    AccountId, AccountOrigin, Actor, Assurance, CaseKind, IdentityId, LinkId, LinkOrigin, PersonName, Role, RoleId,
    RosterPersonId, SchoolId, SeatRole, fold_name,
};
use crate::ground::Ground;
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::cases::{self, SchoolCase};
use crate::storage::events::{self, Announcement};
use crate::storage::identities::{self, Identity};
use crate::storage::links::{self, Link};
use crate::storage::{Tx, journals, requests, roster_people, seats};

use super::LinkingError;
use super::attach::{NewLink, write};
use super::end::{EndReason, end};

crate::terms!(
    /// How a case ended.
    CaseOutcome {
        /// A password was printed for the account that the person named.
        PasswordPrinted = "password_printed",
        /// A claim code was printed for the account that the person named.
        CodePrinted = "code_printed",
        /// They have no account: one was made, and their next sign-in opens it.
        AccountMade = "account_made",
        /// What stood in the way was ended; the person can try again.
        LinkEnded = "link_ended",
        /// The subject is another person's now: its link was ended, and it stays shut out.
        KeptOut = "kept_out",
        /// The subject is the same person's as before: it is let in again.
        SamePerson = "same_person",
        /// The school says no.
        Refused = "refused",
        /// There was nothing more to do.
        Closed = "closed",
    }
);

/// What a kind of case may end with. What has a page of its own is settled there.
#[must_use]
pub const fn outcomes(kind: CaseKind) -> &'static [CaseOutcome] {
    use CaseOutcome::{AccountMade, Closed, CodePrinted, KeptOut, LinkEnded, PasswordPrinted, Refused, SamePerson};
    match kind {
        CaseKind::CannotSignIn => &[PasswordPrinted, CodePrinted, AccountMade, Refused],
        CaseKind::AccountTaken | CaseKind::IdentityTaken => &[LinkEnded, Refused],
        CaseKind::PeopleDiffer => &[Refused],
        CaseKind::Recycled => &[KeptOut, SamePerson],
        CaseKind::NotMe => &[PasswordPrinted, Closed],
        CaseKind::NewAccount => &[AccountMade, Refused],
        CaseKind::ClaimProbing | CaseKind::MergeDoubted => &[Closed],
        CaseKind::SuspectedDuplicate => &[],
    }
}

/// A person's answer to a case.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    /// Which case.
    pub case: &'a SchoolCase,
    /// How it ends.
    pub outcome: CaseOutcome,
    /// Why, for the audit log.
    pub reason: &'a str,
    /// Who says so.
    pub actor: &'a Actor,
}

/// Closes a case and writes what its outcome means. Passwords and codes are printed by the caller before. Answers the
/// account that was made, where one was. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it is closed already, when such a case cannot end so, or when there is nothing left to
/// end;
/// [`LinkingError::IdentityTaken`] when the person got an account meanwhile.
pub async fn close_case(tx: &Tx, ground: &Ground, closing: &Closing<'_>) -> Result<Option<AccountId>, LinkingError> {
    let Closing { case, outcome, reason, actor } = *closing;
    if !outcomes(case.kind).contains(&outcome) {
        return Err(LinkingError::Gone);
    }
    let open = cases::find(tx, &case.id).await?.is_some_and(|case| case.closed_at.is_none());
    if !open {
        return Err(LinkingError::Gone);
    }
    let made = match outcome {
        CaseOutcome::AccountMade => Some(bear_by_school(tx, ground, closing).await?),
        CaseOutcome::LinkEnded | CaseOutcome::KeptOut => {
            end_standing(tx, ground, closing).await?;
            None
        }
        CaseOutcome::SamePerson => {
            release(tx, ground, closing).await?;
            None
        }
        _ => None,
    };
    cases::close(tx, &case.id, ground.now(), &actor.to_string(), outcome.as_str()).await?;
    let detail = json!({ "kind": case.kind, "outcome": outcome, "reason": reason, "made": made });
    record(tx, ground, closing, "case.closed", detail).await?;
    Ok(made)
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    closing: &Closing<'_>,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), LinkingError> {
    let case = closing.case;
    let entry = Entry {
        platform: Some(&case.platform_id),
        school: case.school_id.as_ref(),
        account: case.account_id.as_ref(),
        link: case.link_id.as_ref(),
        object: Some(format!("case:{}", case.id)),
        detail,
        ..Entry::new(ground.now(), action, closing.actor)
    };
    audit::record(tx, &ground.random, &entry).await?;
    Ok(())
}

/// The link that a case is about: of the account and the person's system where the account is taken, else of the
/// person.
///
/// # Errors
/// The database's.
pub async fn standing_link(tx: &Tx, case: &SchoolCase) -> Result<Option<Link>, LinkingError> {
    let Some(identity) = identity_of(tx, case).await? else { return Ok(None) };
    match (case.kind, &case.account_id) {
        (CaseKind::AccountTaken, Some(account)) => {
            Ok(links::find_live_of_account(tx, account, &identity.upstream_id).await?)
        }
        _ => Ok(links::find_live(tx, &case.platform_id, &identity.key()).await?),
    }
}

async fn identity_of(tx: &Tx, case: &SchoolCase) -> Result<Option<Identity>, LinkingError> {
    match &case.identity_id {
        Some(id) => Ok(identities::find(tx, id).await?),
        None => Ok(None),
    }
}

/// Ends what stands in the way. A subject that was recycled need not have a link.
async fn end_standing(tx: &Tx, ground: &Ground, closing: &Closing<'_>) -> Result<(), LinkingError> {
    let found: Option<LinkId> = standing_link(tx, closing.case).await?.map(|link| link.id);
    match found {
        Some(link) => end(tx, ground, &link, EndReason::Administrator, closing.actor).await.map(drop),
        None if closing.outcome == CaseOutcome::KeptOut => Ok(()),
        None => Err(LinkingError::Gone),
    }
}

async fn release(tx: &Tx, ground: &Ground, closing: &Closing<'_>) -> Result<(), LinkingError> {
    let id: &IdentityId = closing.case.identity_id.as_ref().ok_or(LinkingError::Gone)?;
    identities::lock(tx, id).await?;
    requests::release(tx, id).await?;
    record(tx, ground, closing, "identity.released", json!({ "identity": id, "reason": closing.reason })).await
}

/// Makes the account of somebody whom the school knows to have none, and their link, on the school's word.
async fn bear_by_school(tx: &Tx, ground: &Ground, closing: &Closing<'_>) -> Result<AccountId, LinkingError> {
    let id = closing.case.identity_id.as_ref().ok_or(LinkingError::Gone)?;
    let identity = identities::lock(tx, id).await?;
    if identity.quarantined_at.is_some() {
        return Err(LinkingError::Gone);
    }
    if links::find_live(tx, &closing.case.platform_id, &identity.key()).await?.is_some() {
        return Err(LinkingError::IdentityTaken);
    }
    let account = new_account(ground, closing.case, &identity);
    accounts::insert(tx, &account).await?;
    put_role(tx, ground, closing.case, &identity, &account.id).await?;
    announce(tx, ground, closing, &account).await?;
    let new = NewLink {
        identity: &identity,
        account: &account,
        platform: &account.platform_id,
        origin: LinkOrigin::Administrator,
        rule: "born.administrator",
        assurance: Assurance::School,
        evidence: json!({ "said_by": closing.actor.to_string(), "case": closing.case.id }),
        reason: Some(closing.reason),
        actor: closing.actor,
        since: None,
        used: false,
        keeps_codes: false,
    };
    write(tx, ground, &new).await?;
    Ok(account.id)
}

fn new_account(ground: &Ground, case: &SchoolCase, identity: &Identity) -> Account {
    let name = PersonName { given: identity.given_name.clone(), family: identity.family_name.clone() };
    let now = ground.now();
    Account {
        id: AccountId::random(&ground.random),
        platform_id: case.platform_id.clone(),
        sub: ground.random.id_text(),
        username: None,
        username_folded: None,
        name_folded: fold_name(&name),
        given_name: name.given,
        family_name: name.family,
        // An upstream's address never becomes the account's.
        email: None,
        email_verified: false,
        // What the upstream said of them is known as a hash only.
        birth_date: None,
        national_hash: identity.national_hash.clone(),
        national_key: identity.national_hash.is_some().then(|| identity.hash_key.clone()),
        external_id: None,
        history_count: 0,
        last_activity_at: None,
        password_hash: None,
        password_source: None,
        password_changed_at: None,
        password_must_change: false,
        locale: None,
        origin: AccountOrigin::Administrator,
        created_at: now,
        updated_at: now,
        used_at: None,
        disabled_at: None,
        merged_into: None,
    }
}

/// What the roster of the case's school says of the person; what the upstream says comes with the next sign-in.
async fn put_role(
    tx: &Tx,
    ground: &Ground,
    case: &SchoolCase,
    identity: &Identity,
    account: &AccountId,
) -> Result<(), LinkingError> {
    let Some(school) = &case.school_id else { return Ok(()) };
    let Some(person) = roster_people::find_by_key(tx, &identity.key()).await? else { return Ok(()) };
    let Some(role) = seated_as(tx, case, school, &person.id).await? else { return Ok(()) };
    let role = AccountRole {
        id: RoleId::random(&ground.random),
        account_id: account.clone(),
        school_id: school.clone(),
        role,
        class_name: person.class_name,
        source: format!("upstream:{}", identity.upstream_id),
        since: ground.now(),
        ended_at: None,
    };
    Ok(account_roles::put(tx, &role).await?)
}

async fn seated_as(
    tx: &Tx,
    case: &SchoolCase,
    school: &SchoolId,
    person: &RosterPersonId,
) -> Result<Option<Role>, LinkingError> {
    for seat in seats::list_of_person(tx, person, &case.platform_id).await? {
        let here = journals::find(tx, &seat.journal_id).await?.is_some_and(|journal| journal.school_id == *school);
        if here {
            return Ok(Some(match seat.role {
                SeatRole::Pupil => Role::Pupil,
                SeatRole::Teacher => Role::Teacher,
            }));
        }
    }
    Ok(None)
}

async fn announce(tx: &Tx, ground: &Ground, closing: &Closing<'_>, account: &Account) -> Result<(), LinkingError> {
    let entry = Entry {
        platform: Some(&account.platform_id),
        school: closing.case.school_id.as_ref(),
        account: Some(&account.id),
        object: Some(format!("case:{}", closing.case.id)),
        detail: json!({ "origin": account.origin, "reason": closing.reason }),
        ..Entry::new(account.created_at, "account.created", closing.actor)
    };
    let audit = &audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: account.created_at,
        platform: &account.platform_id,
        kind: "account.created",
        sub: &account.sub,
        audit,
        payload: json!({ "origin": account.origin }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_those_with_a_page_of_their_own_can_end() {
        for kind in CaseKind::ALL {
            assert_eq!(outcomes(*kind).is_empty(), *kind == CaseKind::SuspectedDuplicate, "{kind}");
        }
    }

    #[test]
    fn nobody_is_joined_by_closing_a_case() {
        assert_eq!(outcomes(CaseKind::PeopleDiffer), [CaseOutcome::Refused]);
        let releasing = CaseKind::ALL.iter().filter(|kind| outcomes(**kind).contains(&CaseOutcome::SamePerson));
        assert_eq!(releasing.collect::<Vec<_>>(), [&CaseKind::Recycled]);
    }
}
