//! Users: accounts that sit in journals, and people who wait. What a client may know of them is what its allow list says.

use std::collections::{BTreeMap, BTreeSet};

use super::page::Listing;
use super::reader::Reader;
use crate::domain::{AccountId, Claim, Presence, SchoolId, SeatRole, Time};
use crate::issuer::subject;
use crate::storage::delivered::{self, ACCOUNTS, AccountRow, Key, Part, RoleRow, SeatRow, WAITING, WaitingRow, Wanted};
use crate::storage::{StorageError, Tx};

/// Somebody, as far as the client may know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    /// The platform's own `sub`, or an alias of whoever waits.
    pub id: String,
    pub is_linked: bool,
    pub presence: Presence,
    pub modified_at: Time,
    pub username: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub roles: Vec<(SchoolId, SeatRole)>,
    /// The `sub` that stands for this one now.
    pub absorbed_into: Option<String>,
}

/// Who is on a list: an account, or somebody who waits.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Who {
    Account(Key),
    Waiting(Key),
}

impl Who {
    fn key(&self) -> &Key {
        match self {
            Self::Account(key) | Self::Waiting(key) => key,
        }
    }

    /// Whoever sits on a live seat, and the id they are told by.
    pub(super) fn of_seat(reader: &Reader, seat: &SeatRow) -> Option<(String, Self)> {
        let shown = user_of(reader, seat)?;
        let key = |id: &str| Key { id: id.to_owned(), place: shown.clone(), state: seat.state };
        let who = match &seat.account_id {
            Some(account) => Self::Account(key(account.as_str())),
            None => Self::Waiting(key(seat.person_id.as_str())),
        };
        Some((shown, who))
    }
}

/// By which id whoever sits there is told.
pub(super) fn user_of(reader: &Reader, seat: &SeatRow) -> Option<String> {
    match (&seat.account_id, &seat.sub) {
        (Some(account), Some(sub)) => Some(subject(reader.bearer.sub_mode, sub, &reader.bearer.platform_id, account)),
        _ => seat.alias.clone(),
    }
}

/// All users of a platform: accounts first, then who waits.
pub(super) struct Users<'a>(pub Wanted<'a>);

impl Listing for Users<'_> {
    type Row = Who;
    const SECTIONS: usize = 2;

    async fn count(&self, tx: &Tx, section: usize) -> Result<i64, StorageError> {
        if section == 0 { ACCOUNTS.count(tx, &self.0).await } else { WAITING.count(tx, &self.0).await }
    }

    async fn list(&self, tx: &Tx, section: usize, after: &str, part: Part) -> Result<Vec<Who>, StorageError> {
        if section == 0 {
            let keys = ACCOUNTS.list(tx, &self.0, after, part).await?;
            Ok(keys.into_iter().map(Who::Account).collect())
        } else {
            let keys = WAITING.list(tx, &self.0, after, part).await?;
            Ok(keys.into_iter().map(Who::Waiting).collect())
        }
    }

    fn place(row: &Who) -> String {
        row.key().place.clone()
    }
}

/// One user by the id that they are told by. Where `sub` is pairwise it cannot be looked up, and nobody is found.
pub(super) async fn find(tx: &Tx, wanted: &Wanted<'_>, reader: &Reader, id: &str) -> Result<Option<Who>, StorageError> {
    if reader.has_own_subs()
        && let Some(key) = ACCOUNTS.find(tx, wanted, id).await?
    {
        return Ok(Some(Who::Account(key)));
    }
    Ok(WAITING.find(tx, wanted, id).await?.map(Who::Waiting))
}

/// What is known of them, in their order: four statements, however many they are.
pub(super) async fn load(tx: &Tx, reader: &Reader, listed: &[Who]) -> Result<Vec<User>, StorageError> {
    let ids = |wanted: fn(&Who) -> bool| -> Vec<&str> {
        listed.iter().filter(|who| wanted(who)).map(|who| who.key().id.as_str()).collect()
    };
    let accounts = ids(|who| matches!(who, Who::Account(_)));
    let waiting = ids(|who| matches!(who, Who::Waiting(_)));
    let mut facts = Facts::default();
    if !accounts.is_empty() {
        for row in delivered::load_accounts(tx, &accounts).await? {
            facts.accounts.insert(row.id.to_string(), row);
        }
        facts.keep(delivered::roles_of_accounts(tx, &accounts).await?);
    }
    if !waiting.is_empty() {
        let platform = &reader.bearer.platform_id;
        for row in delivered::load_waiting(tx, platform, &waiting).await? {
            facts.waiting.insert(row.id.to_string(), row);
        }
        facts.keep(delivered::roles_of_people(tx, platform, &waiting).await?);
    }
    Ok(listed.iter().filter_map(|who| facts.user(reader, who)).collect())
}

/// What was read, by id.
#[derive(Default)]
struct Facts {
    accounts: BTreeMap<String, AccountRow>,
    waiting: BTreeMap<String, WaitingRow>,
    roles: BTreeMap<String, Vec<(SchoolId, SeatRole)>>,
}

impl Facts {
    fn keep(&mut self, roles: Vec<RoleRow>) {
        for row in roles {
            self.roles.entry(row.id).or_default().push((row.school_id, row.role));
        }
    }

    fn user(&self, reader: &Reader, who: &Who) -> Option<User> {
        let key = who.key();
        let roles = self.roles.get(&key.id).cloned().unwrap_or_default();
        match who {
            Who::Account(_) => Some(account(reader, key.state, self.accounts.get(&key.id)?, roles)),
            Who::Waiting(_) => Some(waiting(reader, key.state, self.waiting.get(&key.id)?, roles)),
        }
    }
}

fn account(reader: &Reader, presence: Presence, row: &AccountRow, roles: Vec<(SchoolId, SeatRole)>) -> User {
    let may = |claim: Claim, text: &Option<String>| text.clone().filter(|_| reader.claims.contains(&claim));
    let told = |sub: &str, id: &AccountId| subject(reader.bearer.sub_mode, sub, &reader.bearer.platform_id, id);
    User {
        id: told(&row.sub, &row.id),
        is_linked: true,
        presence,
        modified_at: row.modified_at,
        username: may(Claim::PreferredUsername, &row.username),
        given_name: may(Claim::GivenName, &row.given_name),
        family_name: may(Claim::FamilyName, &row.family_name),
        email: may(Claim::Email, &row.email),
        roles,
        absorbed_into: row.into_sub.as_deref().zip(row.into_id.as_ref()).map(|(sub, id)| told(sub, id)),
    }
}

/// The roster's own user name and address are not told: nobody has shown that they are the person's.
fn waiting(reader: &Reader, presence: Presence, row: &WaitingRow, roles: Vec<(SchoolId, SeatRole)>) -> User {
    let may = |claim: Claim, text: &Option<String>| text.clone().filter(|_| reader.claims.contains(&claim));
    User {
        id: row.alias.clone(),
        is_linked: false,
        presence,
        modified_at: row.modified_at,
        username: None,
        given_name: may(Claim::GivenName, &row.given_name),
        family_name: may(Claim::FamilyName, &row.family_name),
        email: None,
        roles,
        absorbed_into: None,
    }
}

/// The claims that a client may be given: its allow list, as far as the scope that asks for each is allowed, too.
pub(super) fn allowed(claims: &str, scopes: &str) -> BTreeSet<Claim> {
    let has_scope = |claim: &Claim| scopes.split(' ').any(|word| word == claim.scope().as_str());
    claims.split(' ').filter_map(|word| word.parse().ok()).filter(has_scope).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P7: a claim needs its place on the list of claims and its scope on that of scopes.
    #[test]
    fn a_claim_needs_both_lists() {
        let all = "given_name family_name email preferred_username";
        assert_eq!(allowed(all, "openid"), BTreeSet::new());
        assert_eq!(allowed("", "openid profile email"), BTreeSet::new());
        assert_eq!(allowed("given_name email nonsense", "profile"), BTreeSet::from([Claim::GivenName]));
        assert_eq!(allowed(all, "openid email"), BTreeSet::from([Claim::Email]));
    }
}
