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

    /// No broker session of a pupil outlives the code, unless the school says so. Who is nobody we know is a pupil.
    pub(super) fn session_kind(&self, chosen: Option<&Chosen>) -> SessionKind {
        let keeps = chosen.is_some_and(|place| self.keeps_pupils.iter().any(|school| school == place.school.as_str()));
        match chosen.map(|place| place.role) {
            Some(Role::Teacher | Role::Staff | Role::Admin) => SessionKind::Browser,
            Some(Role::Pupil) if keeps => SessionKind::Browser,
            _ => SessionKind::Code,
        }
    }
}
