//! Identity cards: a person as an upstream knows them, beside the account as the platform knows it.

use super::entered::Entered;
use super::{Login, LoginError};
use crate::domain::{AccountId, Assertion, PersonName, SchoolId, UpstreamId};
use crate::storage::platforms::Platform;
use crate::storage::{account_roles, accounts, joined, schools, upstreams};
use crate::web::pages::parts::{Card, Difference};

impl Login {
    /// An upstream's name, switched off or not.
    pub(crate) async fn upstream_name(&self, id: &UpstreamId) -> Result<String, LoginError> {
        let row = self.ground.db.read(|tx| async move { upstreams::find(&tx, id).await }).await?;
        Ok(row.map_or_else(|| id.to_string(), |row| row.name))
    }

    /// The name of the school of an account, for a sentence.
    pub(super) async fn school_of(&self, entered: &Entered, account: &AccountId) -> Result<Option<String>, LoginError> {
        Ok(self.account_card(entered, account).await?.school)
    }

    /// A school's name.
    pub(super) async fn school_name(&self, id: &SchoolId) -> Result<Option<String>, LoginError> {
        let school = self.ground.db.read(|tx| async move { schools::find(&tx, id).await }).await?;
        Ok(school.map(|school| school.name))
    }

    /// The person as the upstream knows them: the first of the places that count here.
    pub(super) async fn identity_card(
        &self,
        entered: &Entered,
        system: &str,
        assertion: &Assertion,
    ) -> Result<Card, LoginError> {
        let chosen = entered.running.memory.chosen.as_ref();
        let fits = |role: &&crate::domain::AssertedRole| {
            chosen.is_none_or(|place| role.school.as_ref() == Some(&place.school) && role.role == place.role)
        };
        let role = assertion.roles.iter().find(fits).or_else(|| assertion.roles.first());
        let school = match role.and_then(|role| role.school.as_ref()) {
            Some(id) => self.school_name(id).await?.or_else(|| role.and_then(|role| role.school_name.clone())),
            None => role.and_then(|role| role.school_name.clone()),
        };
        Ok(Card {
            system: system.to_owned(),
            name: assertion.name.display(),
            school,
            role: role.map(|role| role.role),
            class_name: role.and_then(|role| role.class_name.clone()),
            ..Card::default()
        })
    }

    /// The account as the login's platform knows it. Only for somebody who proved it.
    pub(super) async fn account_card(&self, entered: &Entered, id: &AccountId) -> Result<Card, LoginError> {
        self.card_of(&entered.platform, id).await
    }

    /// The account as its platform knows it; where it went into another, that one.
    pub(crate) async fn card_of(&self, platform: &Platform, id: &AccountId) -> Result<Card, LoginError> {
        let found = self.ground.db.read(|tx| async move {
            let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
            let account = joined::find_into(&tx, &account).await?.unwrap_or(account);
            let role = account_roles::list_live_joined(&tx, &account.id).await?.into_iter().next();
            let school = match &role {
                Some(role) => schools::find(&tx, &role.school_id).await?,
                None => None,
            };
            Ok::<_, LoginError>((account, role, school))
        });
        let (account, role, school) = found.await?;
        let name = PersonName { given: account.given_name, family: account.family_name }.display();
        Ok(Card {
            zone: school.as_ref().map(|school| school.time_zone.clone()).unwrap_or_default(),
            system: platform.name.clone(),
            name: if name.is_empty() { account.username.clone().unwrap_or_default() } else { name },
            username: account.username,
            school: school.map(|school| school.name),
            role: role.as_ref().map(|role| role.role),
            class_name: role.and_then(|role| role.class_name),
            last_here: account.last_activity_at.or(account.used_at),
            finished_tasks: u64::try_from(account.history_count).ok().filter(|count| *count > 0),
            differences: Vec::new(),
        })
    }
}

/// Marks on both cards what they say differently; what one side does not know is no difference.
pub(super) fn mark_differences(one: &mut Card, other: &mut Card) {
    let differs = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let mut found = Vec::new();
    if one.name != other.name {
        found.push(Difference::Name);
    }
    if differs(&one.school, &other.school) {
        found.push(Difference::School);
    }
    if matches!((one.role, other.role), (Some(a), Some(b)) if a != b) {
        found.push(Difference::Role);
    }
    if differs(&one.class_name, &other.class_name) {
        found.push(Difference::Class);
    }
    one.differences.clone_from(&found);
    other.differences = found;
}
