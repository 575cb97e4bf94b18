//! Pupils of a school's rosters and their accounts, where name, class and school leave no doubt. This is how far a teacher's
//! word reaches: a teacher sees that there is an account, never which, so it must be the only one it can be.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::candidates::{Card, Comparable, Known, known_at, ruled_out};
use super::{LinkingError, RoleClass, facts};
use crate::domain::{AccountId, NameFolds, PersonName, Role, RosterPersonId};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::roster_people::{self, RosterPerson};
use crate::storage::{Tx, links, listed, not_same, seats};

/// Somebody of the rosters, and what these tell.
pub type OfRoster = (RosterPersonId, Card);

/// Who of `asked` has which account of `known`: the same full name letter by letter, the same class, nothing against it; and
/// nobody else of the school, on either side and in whatever class, whose name could be taken for it. Classes stand in
/// accounts from last year, too, so a namesake in another one may be the one whose account it is.
///
/// All of `known` are accounts of one platform with a live role at one school, all of `listed` are pupils of that school as
/// one upstream tells of them. An account that is linked already still is somebody's, and stands in the way of others.
#[must_use]
pub fn sure_pairs(
    known: &[Known],
    listed: &[OfRoster],
    asked: &BTreeSet<&RosterPersonId>,
) -> BTreeMap<RosterPersonId, AccountId> {
    let accounts: Vec<(Comparable, &Known)> = known.iter().map(|one| (Comparable::of(&one.card.name), one)).collect();
    let pupils: Vec<(Comparable, &OfRoster)> = listed.iter().map(|one| (Comparable::of(&one.1.name), one)).collect();
    let mut sure = BTreeMap::new();
    for (name, (person, card)) in pupils.iter().filter(|(_, (person, _))| asked.contains(person)) {
        let rival = pupils.iter().any(|(other, (id, _))| id != person && other.fits(name));
        let mut found = accounts.iter().filter(|(other, _)| other.fits(name)).map(|(_, one)| *one);
        if let (false, Some(only), None) = (rival, found.next(), found.next())
            && is_same(&only.card, card)
        {
            sure.insert(person.clone(), only.account.clone());
        }
    }
    sure
}

fn classes(card: &Card) -> BTreeSet<String> {
    let folded = card.classes.iter().map(|class| NameFolds::of(class).plain.replace(' ', ""));
    folded.filter(|class| !class.is_empty()).collect()
}

/// The same name with all its marks, a class in common, a pupil on both sides, and no fact against it.
fn is_same(account: &Card, pupil: &Card) -> bool {
    let class = |card: &Card| RoleClass::of(card.roles.iter().copied());
    let (mine, theirs) = (letters(&account.name), letters(&pupil.name));
    mine.is_some()
        && mine == theirs
        && class(account) == Some(RoleClass::Pupil)
        && class(pupil) == Some(RoleClass::Pupil)
        && !classes(account).is_disjoint(&classes(pupil))
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
    let here = seats::list_live(tx, &journal.id).await?;
    let here: BTreeSet<&RosterPersonId> = here.iter().map(|seat| &seat.person_id).collect();
    let mut sure = sure_pairs(&known_at(tx, ground, place.0, place.1).await?, &listed, &here);
    for other in listed::list_provisional_at(tx, place.0, place.1).await? {
        // Somebody who was let in has an older account, and it may be this one.
        let name = Comparable::of(&PersonName { given: other.given_name.clone(), family: other.family_name.clone() });
        let rivals =
            people.iter().filter(|person| !other.is_of(person) && name.fits(&Comparable::of(&card(person).name)));
        rivals.for_each(|person| drop(sure.remove(&person.id)));
    }
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
