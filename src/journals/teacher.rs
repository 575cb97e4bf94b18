//! Who is a teacher here. There is no other way to a [`Teacher`] than [`enter`], and no page about a journal without one.

use crate::domain::{AccountId, Actor, JournalId, PlatformId, Purpose};
use crate::linking::LinkingError;
use crate::login::{self, Beginning, Goal, JournalsGoal, Login, Owner, Present, Turned};
use crate::storage::journals::Journal;
use crate::storage::{Tx, taught};
use crate::web::{self, Trouble, Visit};

/// A person who is signed in and teaches the journal they came for: a live seat as its teacher, not missing since a
/// complete read, behind a live link to the account of this session.
#[derive(Debug, Clone)]
pub(super) struct Teacher(Owner);

impl Teacher {
    /// Where.
    pub(super) fn platform(&self) -> &PlatformId {
        &self.0.platform.id
    }

    /// Where that starts.
    pub(super) fn home_url(&self) -> Option<&str> {
        self.0.platform.home_url.as_deref()
    }

    /// Whose session it is.
    pub(super) fn account(&self) -> &AccountId {
        self.0.id()
    }

    /// In whose name something is written.
    pub(super) fn actor(&self) -> Actor {
        Actor::Account(self.account().clone())
    }

    /// Looks once more whether they teach the journal, inside the transaction that writes something about it.
    ///
    /// # Errors
    /// [`LinkingError::Gone`] when they do not any more; the database's.
    pub(super) async fn still(&self, tx: &Tx, journal: &JournalId) -> Result<(), LinkingError> {
        let found = taught::find(tx, self.account(), self.platform(), journal).await?;
        found.map(drop).ok_or(LinkingError::Gone)
    }
}

/// What stops a teacher's form. Whoever lost the right to it meets a journal that does not exist.
pub(super) fn stopped(error: LinkingError) -> Turned {
    match error {
        LinkingError::Gone => Trouble::NotFound.into(),
        LinkingError::Storage(error) => error.into(),
        error => web::Error::internal(error).into(),
    }
}

/// Whoever is signed in at a platform in this browser. Everybody else signs in and comes back to this page; after a form
/// to `home`.
pub(super) async fn signed_in(login: &Login, visit: &Visit, platform: &str, home: &str) -> Result<Owner, Turned> {
    let platform = match login::present(login, visit, platform).await? {
        Present::Owner(owner) => return Ok(*owner),
        Present::Nobody(platform) => platform,
    };
    let back = visit.here().filter(|here| is_ours(here)).unwrap_or(home);
    let goal = JournalsGoal { journals_of: platform.id, back: back.to_owned(), upstream: None };
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        // As for the settings: whoever finds a school system open in this browser must not look at a class.
        purpose: Purpose::Settings,
        goal: Goal::Journals(goal),
        session: None,
        proven: None,
    };
    Err(login::sign_in_first(login, &beginning).await)
}

/// A path of this room, and nothing that a browser could read as another site's.
fn is_ours(path: &str) -> bool {
    path.starts_with("/journals/") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// Opens a journal for its teacher.
pub(super) async fn enter(
    login: &Login,
    visit: &Visit,
    platform: &str,
    journal: &str,
) -> Result<(Teacher, Journal), Turned> {
    let id: Option<JournalId> = journal.parse().ok();
    let home = match (&id, platform.parse::<PlatformId>()) {
        (Some(id), Ok(platform)) => path(&platform, id),
        _ => String::from("/"),
    };
    let owner = signed_in(login, visit, platform, &home).await?;
    let id = id.ok_or(Trouble::NotFound)?;
    let found = find(login, &owner, &id).await?.ok_or(Trouble::NotFound)?;
    Ok((Teacher(owner), found))
}

/// A journal of this person, if they teach it.
pub(super) async fn find(login: &Login, owner: &Owner, journal: &JournalId) -> Result<Option<Journal>, Turned> {
    let (account, platform) = (owner.id(), &owner.platform.id);
    let find = |tx| async move { taught::find(&tx, account, platform, journal).await };
    Ok(login.ground.db.read(find).await?)
}

/// The address of a journal's page.
pub(super) fn path(platform: &PlatformId, journal: &JournalId) -> String {
    format!("/journals/{platform}/{journal}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_in_this_room() {
        assert!(is_ours("/journals/opiq?x=1"));
        for path in ["", "/login", "//a.example/journals/", "/journals/\\a.example", "http://a.example/journals/"] {
            assert!(!is_ours(path), "{path}");
        }
    }
}
