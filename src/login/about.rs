//! What the last steps of a login need to know about the account it leads to: its places, and how long a session may last.

use super::attempt::{Chosen, WayIn};
use super::entered::Entered;
use super::{Login, LoginError};
use crate::domain::{Role, SessionKind};
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::schools;

/// What the last step needs to know about the account.
pub(super) struct About {
    pub(super) account: Account,
    roles: Vec<AccountRole>,
    /// Schools of this platform that keep their pupils signed in.
    keeps_pupils: Vec<String>,
}

impl About {
    pub(super) async fn read(login: &Login, entered: &Entered, way_in: &WayIn) -> Result<Self, LoginError> {
        let (id, platform) = (&way_in.account, &entered.platform.id);
        login
            .ground
            .db
            .read(|tx| async move {
                let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
                let mut roles = account_roles::list_live(&tx, id).await?;
                let mut keeps_pupils = Vec::new();
                let mut served = Vec::new();
                for role in &roles {
                    let school = schools::find_at_platform(&tx, platform, &role.school_id).await?;
                    let Some(school) = school.filter(|school| school.disabled_at.is_none()) else { continue };
                    if school.pupils_keep_session {
                        keeps_pupils.push(role.school_id.to_string());
                    }
                    served.push(role.school_id.clone());
                }
                roles.retain(|role| served.contains(&role.school_id));
                Ok(Self { account, roles, keeps_pupils })
            })
            .await
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
        kind(believed(chosen, vouched, &self.places()), &self.keeps_pupils)
    }
}

/// The chosen place, if the upstream vouches for it or the account has it.
fn believed<'a>(chosen: Option<&'a Chosen>, vouched: bool, own: &[Chosen]) -> Option<&'a Chosen> {
    chosen.filter(|place| vouched || own.contains(place))
}

/// No broker session of a pupil outlives the code, unless the school says so. Who is nobody we know is a pupil, and so is
/// whoever has a role that neither the account has nor the upstream vouches for.
fn kind(place: Option<&Chosen>, keeps_pupils: &[String]) -> SessionKind {
    let keeps = place.is_some_and(|place| keeps_pupils.iter().any(|school| school == place.school.as_str()));
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
        let keeps = vec!["ehis:1".to_owned()];
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
