//! What speaks for one account being one person, and what rules it out.

use super::super::same_person::same_hash;
use super::super::{Birth, RoleClass};
use super::card::Card;
use super::fit::{Fit, fit, same_given};
use super::shape::Shape;
use super::why::{Strength, Why};
use crate::domain::{NameFolds, Role};

/// A card made ready to be compared with many.
pub(super) struct Side<'a> {
    pub(super) card: &'a Card,
    pub(super) shape: Shape,
    pub(super) mail: Option<String>,
    role_class: Option<RoleClass>,
    classes: Vec<String>,
}

impl<'a> Side<'a> {
    /// Nothing for somebody who is a guardian and nothing else: guardians are nobody.
    pub(super) fn of(card: &'a Card) -> Option<Self> {
        let guardian = !card.roles.is_empty() && card.roles.iter().all(|role| *role == Role::Guardian);
        (!guardian).then(|| Self {
            card,
            shape: Shape::of(&card.name),
            mail: card.mail.as_ref().map(|mail| mail.address.trim().to_lowercase()).filter(|mail| !mail.is_empty()),
            role_class: RoleClass::of(card.roles.iter().copied()),
            classes: card.classes.iter().map(|class| NameFolds::of(class).plain.replace(' ', "")).collect(),
        })
    }
}

/// What speaks for it; nothing when nothing does, or something rules it out.
pub(super) fn judge(one: &Side<'_>, other: &Side<'_>) -> Option<(Strength, Vec<Why>)> {
    if is_ruled_out(one, other) {
        return None;
    }
    let found = fit(&one.shape, &other.shape);
    let unnamed = !one.shape.is_named() || !other.shape.is_named();
    let born = same_birth(&one.card.birth, &other.card.birth) == Some(true);
    let class = one.classes.iter().any(|class| !class.is_empty() && other.classes.contains(class));
    let (mail, verified) = same_mail(one, other);
    let username = one.card.username.is_some() && one.card.username == other.card.username;
    let given = found.is_none() && born && same_given(&one.shape, &other.shape);
    let facts = [
        (Why::NationalNumber, same_hash(&one.card.national, &other.card.national) == Some(true)),
        (Why::VerifiedMail, found.is_some() && verified),
        (Why::Mail, found.is_some() && mail && !verified),
        (Why::UserName, username && (found.is_some() || unnamed)),
        (Why::GivenName, given),
    ];
    let mut why: Vec<Why> = facts.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why).collect();
    why.extend(found.map(name_of));
    if why.is_empty() {
        return None;
    }
    why.extend(born.then_some(Why::BirthDate));
    why.extend(class.then_some(Why::Class));
    why.sort_unstable();
    Some((strength(&why), why))
}

/// Whether something rules out that two cards are one person's; so does being a guardian and nothing else.
pub(in crate::linking) fn ruled_out(one: &Card, other: &Card) -> bool {
    match (Side::of(one), Side::of(other)) {
        (Some(one), Some(other)) => is_ruled_out(&one, &other),
        _ => true,
    }
}

fn strength(why: &[Why]) -> Strength {
    let has = |each| why.contains(&each);
    let named = has(Why::Name) && (has(Why::BirthDate) || has(Why::Class));
    if has(Why::NationalNumber) || has(Why::VerifiedMail) || named { Strength::Strong } else { Strength::Weak }
}

fn name_of(fit: Fit) -> Why {
    match fit {
        Fit::Exact => Why::Name,
        Fit::Spelling => Why::Spelling,
        Fit::CallName => Why::CallName,
        Fit::Initials => Why::Initials,
        Fit::Slip => Why::Slip,
    }
}

/// Two birth dates, two national numbers, a pupil and an adult. A different class or year rules nobody out: people move.
fn is_ruled_out(one: &Side<'_>, other: &Side<'_>) -> bool {
    same_birth(&one.card.birth, &other.card.birth) == Some(false)
        || same_hash(&one.card.national, &other.card.national) == Some(false)
        || matches!((one.role_class, other.role_class), (Some(mine), Some(theirs)) if mine != theirs)
}

/// Whether the two have a mail address in common, and whether both sides know it to be read.
fn same_mail(one: &Side<'_>, other: &Side<'_>) -> (bool, bool) {
    let same = one.mail.is_some() && one.mail == other.mail;
    let verified = |side: &Side<'_>| side.card.mail.as_ref().is_some_and(|mail| mail.verified);
    (same, same && verified(one) && verified(other))
}

/// A clear date and a hash say nothing about each other, nor do hashes of two keys.
fn same_birth(one: &[Birth], other: &[Birth]) -> Option<bool> {
    let pairs = one.iter().flat_map(|mine| other.iter().map(move |theirs| (mine, theirs)));
    let compared = pairs.filter_map(|pair| match pair {
        (Birth::Date(mine), Birth::Date(theirs)) => Some(mine == theirs),
        (Birth::Hash(mine), Birth::Hash(theirs)) if mine.key_id == theirs.key_id => Some(mine.hash == theirs.hash),
        _ => None,
    });
    compared.reduce(|any, same| any || same)
}
