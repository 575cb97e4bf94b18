//! What the last steps of a login need to know about the account it leads to: its places, and how long a session may last.

use super::attempt::{Chosen, WayIn};
use super::entered::Entered;
use super::{Login, LoginError};
use crate::domain::{AuthorizeRequest, Role, SessionKind, SubMode};
use crate::ground::Ground;
use crate::issuer;
use crate::linking;
use crate::linking::duplicates::questions_due;
use crate::storage::Tx;
use crate::storage::account_merges::{self, Former};
use crate::storage::account_roles::{self, ServedRole};
use crate::storage::accounts::{self, Account};

/// What the last step needs to know about the account.
pub(super) struct About {
    pub(super) account: Account,
    /// Something happened to the account that its owner has not seen.
    pub(super) has_news: bool,
    /// Those at schools of this platform.
    roles: Vec<ServedRole>,
    /// The accounts that went into this one, where the platform wants somebody by their `sub`.
    former: Vec<Former>,
}

impl About {
    /// From a snapshot of its own.
    pub(super) async fn read(login: &Login, entered: &Entered, way_in: &WayIn) -> Result<Self, LoginError> {
        let ground = &login.ground;
        ground.db.read(|tx| async move { Self::read_in(&tx, ground, entered, way_in).await }).await
    }

    /// In a transaction of the caller's.
    pub(super) async fn read_in(
        tx: &Tx,
        ground: &Ground,
        entered: &Entered,
        way_in: &WayIn,
    ) -> Result<Self, LoginError> {
        let account = accounts::find(tx, &way_in.account).await?.ok_or(LoginError::Stale)?;
        let due = linking::notices_due(tx, ground, &account, way_in.through()).await?;
        let roles = account_roles::list_served(tx, &way_in.account, &entered.platform.id).await?;
        let hinted = |request: &AuthorizeRequest| request.hinted_sub.is_some() && !request.exact_sub;
        let hinted = entered.running.request().is_some_and(hinted);
        let former = if hinted { account_merges::list_former(tx, &way_in.account).await? } else { Vec::new() };
        let has_news = !due.is_empty() || !questions_due(tx, ground, &account.id).await?.is_empty();
        Ok(Self { account, has_news, roles, former })
    }

    /// Whether the platform knows this account by that `sub`, or knew one by it that went into this account.
    pub(super) fn is_known_as(&self, mode: SubMode, sub: &str) -> bool {
        let platform = &self.account.platform_id;
        let mut former = self.former.iter().map(|one| issuer::subject(mode, &one.sub, platform, &one.account_id));
        issuer::sub_at(mode, &self.account) == sub || former.any(|one| one == sub)
    }

    /// The different places of the account, each school and role once.
    pub(super) fn places(&self) -> Vec<Chosen> {
        let mut places: Vec<Chosen> = Vec::new();
        for role in &self.roles {
            let place = Chosen { school: role.school_id.clone(), role: role.role };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The class at a place, for the page that asks.
    pub(super) fn class_at(&self, place: &Chosen) -> Option<String> {
        let mut roles = self.roles.iter().filter(|role| role.school_id == place.school && role.role == place.role);
        roles.find_map(|role| role.class_name.clone())
    }

    /// How long the session may last. `vouched`: whether the word of this sign-in counts for roles.
    pub(super) fn session_kind(&self, chosen: Option<&Chosen>, vouched: bool) -> SessionKind {
        let keeping = self.roles.iter().filter(|role| role.pupils_keep_session);
        let keeps_pupils: Vec<&str> = keeping.map(|role| role.school_id.as_str()).collect();
        kind(believed(chosen, vouched, &self.places()), &keeps_pupils)
    }
}

/// The chosen place, if the upstream vouches for it or the account has it.
fn believed<'a>(chosen: Option<&'a Chosen>, vouched: bool, own: &[Chosen]) -> Option<&'a Chosen> {
    chosen.filter(|place| vouched || own.contains(place))
}

/// No broker session of a pupil outlives the code, unless the school says so. Who is nobody we know is a pupil, and so is
/// whoever has a role that neither the account has nor the upstream vouches for.
fn kind(place: Option<&Chosen>, keeps_pupils: &[&str]) -> SessionKind {
    let keeps = place.is_some_and(|place| keeps_pupils.contains(&place.school.as_str()));
    match place.map(|place| place.role) {
        Some(Role::Teacher | Role::Staff | Role::Admin) => SessionKind::Browser,
        Some(Role::Pupil) if keeps => SessionKind::Browser,
        _ => SessionKind::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(school: &str, role: Role) -> Chosen {
        Chosen { school: school.parse().unwrap(), role }
    }

    #[test]
    fn only_grown_ups_and_pupils_whose_school_wants_it_stay_signed_in() {
        let keeps = ["ehis:1"];
        let of = |school, role| kind(Some(&place(school, role)), &keeps);
        for role in [Role::Teacher, Role::Staff, Role::Admin] {
            assert_eq!(of("ehis:2", role), SessionKind::Browser, "{role:?}");
        }
        assert_eq!((of("ehis:1", Role::Pupil), of("ehis:2", Role::Pupil)), (SessionKind::Browser, SessionKind::Code));
        assert_eq!((of("ehis:1", Role::Guardian), kind(None, &keeps)), (SessionKind::Code, SessionKind::Code));
    }

    /// HarID calls somebody a teacher, and vouches for nothing.
    #[test]
    fn a_role_that_nobody_vouches_for_keeps_nobody_signed_in() {
        let pupil = place("ehis:3", Role::Pupil);
        let (teacher, own) = (place("ehis:3", Role::Teacher), vec![pupil.clone()]);
        assert!(believed(Some(&teacher), true, &own).is_some());
        assert!(believed(Some(&teacher), false, &own).is_none());
        assert!(believed(Some(&pupil), false, &own).is_some(), "the account's own");
    }
}
