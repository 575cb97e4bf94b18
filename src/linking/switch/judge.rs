//! What becomes of each pair, and of all of them together. What a dry run shows is what is done: both ask the same question.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::LinkingError;
use super::super::fingerprint::ANOTHER_PERSON;
use super::super::privacy::hashes;
use crate::domain::{PersonName, SubjectKey, SwitchId, UpstreamId};
use crate::ground::Ground;
use crate::storage::upstream_switches::{self as switches, Found, Pair, Switch};
use crate::storage::{Tx, switch_moves};
use crate::vault::sha256;

/// So many examples of each fate are shown.
const EXAMPLES: usize = 5;
/// More pairs than any switch has.
pub(super) const ALL: i64 = 1_000_000;

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its link moves to the new subject.
    Moves,
    /// The new subject opens the same account already: the old link ends where nobody needs it any more.
    Joined,
    /// Nobody has linked the old subject; only the seats of the person follow.
    Seat,
    /// Nothing moves: the new subject opens another account, the account has another subject there, both subjects look like
    /// two people, or a school has still to say whose one of them is.
    Taken,
    /// Nobody at the school has the old subject.
    Unknown,
}

/// Says what becomes of a pair. Pure.
#[must_use]
pub(super) fn judge(found: &Found, is_renewal: bool) -> Fate {
    if found.is_withheld || !(found.has_role || found.has_seat) {
        return Fate::Unknown;
    }
    if found.is_shut {
        return Fate::Taken;
    }
    if found.link_id.is_none() {
        return if is_renewal { Fate::Seat } else { Fate::Unknown };
    }
    match (found.is_taken, found.is_same && !is_renewal) {
        (true, true) => Fate::Joined,
        (true, false) => Fate::Taken,
        (false, _) if found.has_other || are_two(found) => Fate::Taken,
        (false, _) => Fate::Moves,
    }
}

/// Whether both subjects were two people when they came: a pair is a person's word, and this is what their systems said. Where
/// a name is all they say, two names are two people: nothing else speaks for a marriage.
fn are_two(found: &Found) -> bool {
    if found.old_key.is_none() || found.old_key != found.new_key {
        return false;
    }
    let same = compared(found);
    let differ = same.iter().filter(|same| !**same).count();
    differ >= ANOTHER_PERSON || (differ > 0 && !same.contains(&true))
}

/// Each fact that both told: whether it is the same.
fn compared(found: &Found) -> Vec<bool> {
    let pairs = [
        (&found.old_name, &found.new_name),
        (&found.old_birth, &found.new_birth),
        (&found.old_national, &found.new_national),
    ];
    let known = pairs.iter().filter_map(|(old, new)| old.as_ref().zip(new.as_ref()));
    known.map(|(old, new)| old == new).collect()
}

/// Whether a system says that both subjects are one person: it said something of the new one that is the same, or will say
/// enough at the door, as it did of the old one, for another person to be stopped there. Everything else is one person's word.
fn is_proven(found: &Found, is_renewal: bool) -> bool {
    let was_seen = [&found.new_name, &found.new_birth, &found.new_national].into_iter().any(Option::is_some);
    if was_seen {
        return found.old_key.is_some() && found.old_key == found.new_key && compared(found).contains(&true);
    }
    // What another system will say nobody knows.
    let told = [&found.old_name, &found.old_birth, &found.old_national].into_iter().flatten().count();
    is_renewal && told >= ANOTHER_PERSON
}

/// How many links would move by nobody's word but that of whoever brought the pairs.
pub(super) fn count_unproven(judged: &[(Found, Fate)], is_renewal: bool) -> u64 {
    let unproven = judged.iter().filter(|(found, fate)| *fate == Fate::Moves && !is_proven(found, is_renewal));
    unproven.map(|_| 1_u64).sum()
}

/// The pairs that wait, each with what becomes of it.
pub(super) async fn list(
    tx: &Tx,
    ground: &Ground,
    switch: &Switch,
    limit: i64,
) -> Result<Vec<(Found, Fate)>, LinkingError> {
    let mut all = switches::list_found(tx, &switch.id, limit).await?;
    let keys: Vec<String> = all.iter().flat_map(|found| keys_of(ground, switch, found)).collect();
    let left_out: BTreeSet<String> = switches::list_withheld(tx, &keys).await?.into_iter().map(|row| row.key).collect();
    if !left_out.is_empty() {
        for found in &mut all {
            found.is_withheld |= keys_of(ground, switch, found).iter().any(|key| left_out.contains(key));
        }
    }
    let judged = |found: Found| {
        let fate = judge(&found, switch.is_renewal());
        (found, fate)
    };
    Ok(all.into_iter().map(judged).collect())
}

/// By what both subjects would be known where their person is left out everywhere.
fn keys_of(ground: &Ground, switch: &Switch, found: &Found) -> Vec<String> {
    let key = |upstream: &UpstreamId, scope: &str, subject: &str| SubjectKey {
        upstream: upstream.clone(),
        scope: scope.to_owned(),
        subject: subject.to_owned(),
    };
    let old = key(&switch.from_id, &found.from_scope, &found.from_subject);
    let new = key(&switch.to_id, &found.to_scope, &found.to_subject);
    [old, new].iter().flat_map(|key| hashes(ground, key)).collect()
}

/// A pair, and what would become of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Example {
    /// What.
    pub fate: Fate,
    /// The old subject.
    pub old: String,
    /// The new one.
    pub new: String,
    /// Whose account, where it is one of the school's.
    pub name: Option<PersonName>,
}

/// What applying would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Dry {
    /// Links that would move, those that have done so by themselves among them.
    pub moves: u64,
    /// People without a link, whose seats would follow.
    pub seats: u64,
    /// Links among those that would move of which no system says that both subjects are one person: a second person must agree.
    pub unproven: u64,
    /// Pairs of which nothing would move.
    pub taken: u64,
    /// Pairs of nobody at the school.
    pub unknown: u64,
    /// Live links of the old upstream at the school that no pair names.
    pub left: u64,
    /// Some of each.
    pub examples: Vec<Example>,
    /// Names all the pairs: whoever agrees to this says it, and nothing is done where they are others by then.
    pub hash: String,
}

/// What applying would do now. Writes nothing.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such switch.
pub async fn dry_run(tx: &Tx, ground: &Ground, id: &SwitchId) -> Result<Dry, LinkingError> {
    let switch = switches::find(tx, id).await?.ok_or(LinkingError::Gone)?;
    let judged = list(tx, ground, &switch, ALL).await?;
    let count = |fates: &[Fate]| -> u64 { judged.iter().filter(|(_, fate)| fates.contains(fate)).map(|_| 1_u64).sum() };
    Ok(Dry {
        moves: count(&[Fate::Moves, Fate::Joined]),
        seats: count(&[Fate::Seat]),
        unproven: count_unproven(&judged, switch.is_renewal()),
        taken: count(&[Fate::Taken]),
        unknown: count(&[Fate::Unknown]),
        left: u64::try_from(switch_moves::count_left(tx, id).await?).unwrap_or_default(),
        examples: examples(&judged),
        hash: digest(&switches::list_pairs(tx, id).await?),
    })
}

fn examples(judged: &[(Found, Fate)]) -> Vec<Example> {
    let each = [Fate::Taken, Fate::Unknown, Fate::Moves, Fate::Joined, Fate::Seat].into_iter().flat_map(|wanted| {
        judged.iter().filter(move |(_, fate)| *fate == wanted).take(EXAMPLES).map(|(found, fate)| example(found, *fate))
    });
    each.collect()
}

fn example(found: &Found, fate: Fate) -> Example {
    let name = PersonName { given: found.given_name.clone(), family: found.family_name.clone() };
    let (old, new) = (found.from_subject.clone(), found.to_subject.clone());
    Example { fate, old, new, name: (fate != Fate::Unknown && !name.display().is_empty()).then_some(name) }
}

/// Names these pairs.
pub(super) fn digest(pairs: &[Pair]) -> String {
    let all = pairs.iter().map(|pair| json!([pair.from_scope, pair.from_subject, pair.to_scope, pair.to_subject]));
    sha256(&json!(all.collect::<Vec<_>>()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, LinkId, Random};

    /// One change to a pair.
    type Change = fn(&mut Found);

    fn hash(text: &str) -> String {
        text.to_owned()
    }

    /// A pupil of the school whose new subject nobody has seen.
    fn plain() -> Found {
        let random = Random::counter(1);
        Found {
            from_scope: String::new(),
            from_subject: "old".to_owned(),
            to_scope: String::new(),
            to_subject: "new".to_owned(),
            link_id: Some(LinkId::at(chrono::DateTime::default(), &random)),
            account_id: Some(AccountId::random(&random)),
            given_name: Some(hash("Mari")),
            family_name: Some(hash("Tamm")),
            has_role: true,
            has_seat: false,
            is_elsewhere: false,
            is_taken: false,
            is_same: false,
            has_other: false,
            is_shut: false,
            is_withheld: false,
            old_key: Some(hash("k")),
            old_name: Some(hash("a")),
            old_birth: Some(hash("b")),
            old_national: None,
            new_key: None,
            new_name: None,
            new_birth: None,
            new_national: None,
        }
    }

    #[test]
    fn a_link_moves_only_where_nothing_speaks_against_it() {
        let cases: [(&str, Change, Fate, Fate); 9] = [
            ("nothing", |_| {}, Fate::Moves, Fate::Moves),
            ("of another school", |f| f.has_role = false, Fate::Unknown, Fate::Unknown),
            ("seated", |f| (f.has_role, f.has_seat) = (false, true), Fate::Moves, Fate::Moves),
            ("protected", |f| f.is_withheld = true, Fate::Unknown, Fate::Unknown),
            ("recycled", |f| f.is_shut = true, Fate::Taken, Fate::Taken),
            ("not linked", |f| f.link_id = None, Fate::Seat, Fate::Unknown),
            ("another's", |f| f.is_taken = true, Fate::Taken, Fate::Taken),
            ("their own", |f| (f.is_taken, f.is_same) = (true, true), Fate::Taken, Fate::Joined),
            ("two ids there", |f| f.has_other = true, Fate::Taken, Fate::Taken),
        ];
        for (name, change, renewal, other) in cases {
            let mut found = plain();
            change(&mut found);
            assert_eq!((judge(&found, true), judge(&found, false)), (renewal, other), "{name}");
        }
    }

    #[test]
    fn two_subjects_that_came_as_two_people_are_two() {
        let mut found =
            Found { new_key: Some(hash("k")), new_name: Some(hash("x")), new_birth: Some(hash("b")), ..plain() };
        assert_eq!(judge(&found, true), Fate::Moves, "another name alone is a marriage");
        found.new_birth = None;
        assert_eq!(judge(&found, true), Fate::Taken, "another name, and nothing that is the same");
        found.new_birth = Some(hash("y"));
        assert_eq!(judge(&found, true), Fate::Taken);
        found.new_key = Some(hash("l"));
        assert_eq!(judge(&found, true), Fate::Moves, "hashes of two keys say nothing");
    }

    #[test]
    fn a_pair_is_one_persons_word_unless_a_system_says_so_too() {
        assert!(is_proven(&plain(), true), "whoever comes is compared by name and birth date");
        assert!(!is_proven(&plain(), false), "nobody knows what another system tells");
        assert!(!is_proven(&Found { old_birth: None, ..plain() }, true), "a name alone stops nobody");
        let came = Found { new_key: Some(hash("k")), new_name: Some(hash("a")), ..plain() };
        assert!(is_proven(&came, false) && is_proven(&came, true));
        assert!(
            !is_proven(&Found { new_key: Some(hash("l")), ..came.clone() }, true),
            "hashes of two keys say nothing"
        );
        assert!(!is_proven(&Found { new_name: Some(hash("x")), ..came }, true));
        assert_eq!(count_unproven(&[(plain(), Fate::Moves), (plain(), Fate::Taken)], false), 1);
    }

    #[test]
    fn other_pairs_have_another_name() {
        let pair = |old: &str| Pair {
            from_scope: String::new(),
            from_subject: old.to_owned(),
            to_scope: String::new(),
            to_subject: "1".to_owned(),
        };
        assert_eq!(digest(&[pair("a")]), digest(&[pair("a")]));
        assert_ne!(digest(&[pair("a")]), digest(&[pair("b")]));
    }
}
