//! Pupils of a school's rosters and their accounts, where name, class and school leave no doubt. This is how far a teacher's
//! word reaches: a teacher sees that there is an account, never which, so it must be the only one it can be.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::candidates::{Card, Known, known_at, name_fits, ruled_out};
use super::{LinkingError, RoleClass, facts};
use crate::domain::{AccountId, NameFolds, PersonName, Role, RosterPersonId};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::{Tx, links, listed, not_same, seats};

/// Somebody of the rosters, and what these tell.
pub type OfRoster = (RosterPersonId, Card);

/// Who of `listed` has which account of `known`: the same full name letter by letter, the same class, nothing against it;
/// and nobody else of that class, on either side, whose name could be taken for it.
///
/// All of `known` are accounts of one platform with a live role at one school, all of `listed` are pupils of that school as
/// one upstream tells of them. An account that is linked already still is somebody's, and stands in the way of others.
#[must_use]
pub fn sure_pairs(known: &[Known], listed: &[OfRoster]) -> BTreeMap<RosterPersonId, AccountId> {
    let rooms = Classes::of(known, listed);
    let mut sure = BTreeMap::new();
    for (person, card) in listed {
        if let Some(account) = rooms.only_account(person, card) {
            sure.insert(person.clone(), account.clone());
        }
    }
    sure
}

/// Everybody by class.
struct Classes<'a> {
    accounts: BTreeMap<String, Vec<&'a Known>>,
    pupils: BTreeMap<String, Vec<&'a OfRoster>>,
}

impl<'a> Classes<'a> {
    fn of(known: &'a [Known], listed: &'a [OfRoster]) -> Self {
        let (mut accounts, mut pupils): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) = Default::default();
        for one in known {
            for class in classes(&one.card) {
                accounts.entry(class).or_default().push(one);
            }
        }
        for one in listed {
            for class in classes(&one.1) {
                pupils.entry(class).or_default().push(one);
            }
        }
        Self { accounts, pupils }
    }

    fn only_account(&self, person: &RosterPersonId, card: &Card) -> Option<&'a AccountId> {
        let (mut found, mut rivals) = (BTreeSet::new(), 0);
        for class in classes(card) {
            let others = self.pupils.get(&class).into_iter().flatten();
            rivals += others.filter(|(other, one)| other != person && name_fits(&one.name, &card.name)).count();
            let near = self.accounts.get(&class).into_iter().flatten();
            found.extend(near.filter(|one| name_fits(&one.card.name, &card.name)).map(|one| &one.account));
        }
        let account = found.pop_first().filter(|_| found.is_empty() && rivals == 0)?;
        let mut same = self.accounts.values().flatten().filter(|one| one.account == *account);
        same.next().filter(|one| is_same(&one.card, card)).map(|one| &one.account)
    }
}

fn classes(card: &Card) -> BTreeSet<String> {
    let folded = card.classes.iter().map(|class| NameFolds::of(class).plain.replace(' ', ""));
    folded.filter(|class| !class.is_empty()).collect()
}

/// The same name with all its marks, a pupil on both sides, and no fact against it.
fn is_same(account: &Card, pupil: &Card) -> bool {
    let class = |card: &Card| RoleClass::of(card.roles.iter().copied());
    let (mine, theirs) = (letters(&account.name), letters(&pupil.name));
    mine.is_some()
        && mine == theirs
        && class(account) == Some(RoleClass::Pupil)
        && class(pupil) == Some(RoleClass::Pupil)
        && !ruled_out(account, pupil)
}

/// Both parts of a name, word by word: case, hyphens and spaces do not matter, marks do. Nothing for half a name.
fn letters(name: &PersonName) -> Option<(Vec<String>, Vec<String>)> {
    let words = |part: &Option<String>| {
        let text: String = part.as_deref().unwrap_or_default().nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = parts.map(str::to_owned).collect();
        (!words.is_empty()).then_some(words)
    };
    words(&name.given).zip(words(&name.family))
}

/// The pupils of a journal whose account is beyond doubt and may be theirs: without those of whom somebody said that they
/// are not the same, whose link to it was ended before, and whose account has a link of this upstream.
///
/// # Errors
/// The database's.
pub async fn sure_accounts(
    tx: &Tx,
    ground: &Ground,
    journal: &Journal,
) -> Result<BTreeMap<RosterPersonId, AccountId>, LinkingError> {
    let (place, source) = ((&journal.platform_id, &journal.school_id), (&journal.upstream_id, journal.scope.as_str()));
    let people = roster_people::list_pupils(tx, place, source).await?;
    let listed: Vec<OfRoster> = people.iter().map(|person| (person.id.clone(), card(person))).collect();
    let mut sure = sure_pairs(&known_at(tx, ground, place.0, place.1).await?, &listed);
    let here = seats::list_live(tx, &journal.id).await?;
    let here: BTreeSet<&RosterPersonId> = here.iter().map(|seat| &seat.person_id).collect();
    sure.retain(|person, _| here.contains(person));
    let ids: Vec<RosterPersonId> = sure.keys().cloned().collect();
    for two in not_same::list(tx, &journal.platform_id, &ids.iter().collect::<Vec<_>>()).await? {
        if sure.get(&two.person_id) == Some(&two.account_id) {
            sure.remove(&two.person_id);
        }
    }
    let accounts: Vec<AccountId> = sure.values().cloned().collect();
    for taken in listed::list_taken(tx, &journal.upstream_id, &accounts.iter().collect::<Vec<_>>()).await? {
        sure.retain(|_, account| *account != taken.account_id);
    }
    for person in people {
        if let Some(account) = sure.get(&person.id)
            && links::was_ended(tx, account, &person.key()).await?
        {
            sure.remove(&person.id);
        }
    }
    Ok(sure)
}

fn card(person: &RosterPerson) -> Card {
    let told = facts::of_listed(person);
    Card {
        name: told.name,
        roles: vec![Role::Pupil],
        birth: told.birth.into_iter().collect(),
        national: told.national,
        username: None,
        mail: None,
        classes: person.class_name.iter().cloned().collect(),
    }
}

#[cfg(test)]
mod tests;
