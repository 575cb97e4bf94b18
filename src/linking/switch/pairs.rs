//! Which old subject is which new one: from a file, or from people who have signed in with both.

use std::collections::HashMap;
use std::io::Read;

use serde_json::json;

use super::super::LinkingError;
use super::{collecting, record};
use crate::domain::{Actor, SwitchId};
use crate::files::{BadRow, Fields, FileError, Format, RawRow, Rows};
use crate::ground::Ground;
use crate::storage::switch_moves;
use crate::storage::upstream_switches::{self as switches, Pair, PairSource, Switch};
use crate::storage::upstreams;
use crate::storage::{StorageError, Tx};

/// The columns of a file of pairs.
pub const COLUMNS: &[&str] = &["old", "new", "old_scope", "new_scope"];
const NEEDED: [&str; 2] = ["old", "new"];
/// More people no school has.
const MOST: usize = 20_000;

/// A pair as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Line of the file.
    pub row: u64,
    /// The old subject.
    pub old: String,
    /// The new one.
    pub new: String,
    /// Scope of the old one; none: that of its upstream.
    pub old_scope: Option<String>,
    /// Scope of the new one; none: that of its upstream.
    pub new_scope: Option<String>,
}

/// Reads a file of pairs: those that can be read, and what is wrong with the others.
///
/// # Errors
/// It cannot be read, lacks a column, or names more people than a school has.
pub fn read(reader: impl Read, format: Format) -> Result<(Vec<Told>, Vec<BadRow>), FileError> {
    let mut rows = Rows::open(reader, format)?;
    if let Some(columns) = rows.columns() {
        let missing = NEEDED.iter().find(|name| !columns.iter().any(|column| column == *name));
        missing.map_or(Ok(()), |name| Err(FileError::NoColumn(name)))?;
    }
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    while let Some(raw) = rows.read()? {
        if good.len() + bad.len() >= MOST {
            return Err(std::io::Error::other("a school has no more than 20,000 people").into());
        }
        match row(raw) {
            Ok(told) => good.push(told),
            Err(wrong) => bad.push(wrong),
        }
    }
    Ok((good, bad))
}

/// The same of a text that somebody pasted; nothing where its first line does not name the columns.
#[must_use]
pub fn read_text(text: &str) -> Option<(Vec<Told>, Vec<BadRow>)> {
    read(text.as_bytes(), Format::Csv).ok()
}

fn row(raw: RawRow) -> Result<Told, BadRow> {
    let fields = Fields::of(raw, COLUMNS)?;
    let text = |name| fields.text(name, 255).map_err(|wrong| fields.refused(wrong));
    let needed = |name| text(name)?.ok_or_else(|| fields.refused((name, "is missing".to_owned())));
    Ok(Told {
        row: fields.row(),
        old: needed("old")?,
        new: needed("new")?,
        old_scope: text("old_scope")?,
        new_scope: text("new_scope")?,
    })
}

/// What came of a file of pairs.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Loaded {
    /// How many pairs are new.
    pub added: u64,
    /// How many were there already.
    pub known: u64,
    /// What contradicts what is there, or another row, and was left out.
    pub conflicts: Vec<BadRow>,
}

/// Collects pairs of a file. What contradicts another pair is reported and left out. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such switch; [`StorageError::Changed`] when it is not collecting pairs any more.
pub async fn load(
    tx: &Tx,
    ground: &Ground,
    id: &SwitchId,
    rows: &[Told],
    actor: &Actor,
) -> Result<Loaded, LinkingError> {
    let switch = collecting(tx, id).await?;
    let scopes = Scopes::find(tx, &switch).await?;
    let (mut known, mut loaded) =
        (Known::of(switches::list_pairs(tx, id).await?, switch.is_renewal()), Loaded::default());
    let mut fresh = Vec::new();
    for told in rows {
        match scopes.pair(told).and_then(|pair| known.take(pair)) {
            Ok(Some(pair)) => fresh.push(pair),
            Ok(None) => loaded.known += 1,
            Err((field, reason)) => {
                let (field, reason) = (Some(field.to_owned()), reason.to_owned());
                loaded.conflicts.push(BadRow { row: told.row, field, reason });
            }
        }
    }
    loaded.added = switches::add_pairs(tx, id, &fresh, PairSource::File).await?;
    let detail = json!({ "added": loaded.added, "conflicts": loaded.conflicts.len() });
    record(tx, ground, &switch, ("switch.loaded", detail), actor).await?;
    Ok(loaded)
}

/// Collects pairs from what people have shown themselves: they have added the new upstream to their account, or have come
/// with a new subject and proven the account that the old one opens. Answers how many are new. Durable.
///
/// # Errors
/// As [`load`].
pub async fn learn(tx: &Tx, ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<u64, LinkingError> {
    let switch = collecting(tx, id).await?;
    let found = if switch.is_renewal() {
        switch_moves::list_proven(tx, id).await?
    } else {
        switch_moves::list_both(tx, id).await?
    };
    let mut known = Known::of(switches::list_pairs(tx, id).await?, switch.is_renewal());
    let fresh: Vec<Pair> = found.into_iter().filter_map(|pair| known.take(pair).ok().flatten()).collect();
    let added = switches::add_pairs(tx, id, &fresh, PairSource::SignIn).await?;
    record(tx, ground, &switch, ("switch.learned", json!({ "added": added })), actor).await?;
    Ok(added)
}

/// Which field is wrong, and why.
type Conflict = (&'static str, &'static str);

/// The scopes of both upstreams.
struct Scopes {
    old: Option<String>,
    new: String,
}

impl Scopes {
    async fn find(tx: &Tx, switch: &Switch) -> Result<Self, LinkingError> {
        let old = upstreams::find(tx, &switch.from_id).await?.and_then(|upstream| upstream.scope());
        let new = upstreams::find(tx, &switch.to_id).await?.and_then(|upstream| upstream.scope());
        // Nobody could ever come with a subject of an upstream that has none.
        Ok(Self { old, new: new.ok_or(StorageError::Changed)? })
    }

    fn pair(&self, told: &Told) -> Result<Pair, Conflict> {
        if told.new_scope.as_ref().is_some_and(|scope| *scope != self.new) {
            return Err(("new_scope", "is not that of the new system; leave it out"));
        }
        let old = told.old_scope.clone().or_else(|| self.old.clone());
        Ok(Pair {
            from_scope: old.ok_or(("old_scope", "is missing, and the old system has no issuer"))?,
            from_subject: told.old.clone(),
            to_scope: self.new.clone(),
            to_subject: told.new.clone(),
        })
    }
}

/// A scope and a subject.
type Key = (String, String);

/// The pairs so far, each old subject and each new one once.
struct Known {
    by_old: HashMap<Key, Key>,
    by_new: HashMap<Key, Key>,
    is_renewal: bool,
}

impl Known {
    fn of(pairs: Vec<Pair>, is_renewal: bool) -> Self {
        let mut known = Self { by_old: HashMap::new(), by_new: HashMap::new(), is_renewal };
        for pair in pairs {
            known.keep(&pair);
        }
        known
    }

    fn keep(&mut self, pair: &Pair) {
        let (old, new) = keys(pair);
        self.by_new.insert(new.clone(), old.clone());
        self.by_old.insert(old, new);
    }

    /// The pair, where it is new; nothing where it is there already.
    fn take(&mut self, pair: Pair) -> Result<Option<Pair>, Conflict> {
        let (old, new) = keys(&pair);
        match (self.by_old.get(&old), self.by_new.get(&new)) {
            (Some(before), _) if *before == new => return Ok(None),
            (Some(_), _) => return Err(("old", "has another new id in another row")),
            (_, Some(_)) => return Err(("new", "is that of another old id in another row")),
            (None, None) => {}
        }
        // One that is both would open another person's account, whichever of the two moved first.
        if self.is_renewal && (old == new || self.by_old.contains_key(&new)) {
            return Err(("new", "is an old id, too"));
        }
        if self.is_renewal && self.by_new.contains_key(&old) {
            return Err(("old", "is a new id, too"));
        }
        self.keep(&pair);
        Ok(Some(pair))
    }
}

fn keys(pair: &Pair) -> (Key, Key) {
    let old = (pair.from_scope.clone(), pair.from_subject.clone());
    (old, (pair.to_scope.clone(), pair.to_subject.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(old: &str, new: &str) -> Pair {
        let text = str::to_owned;
        Pair { from_scope: String::new(), from_subject: text(old), to_scope: String::new(), to_subject: text(new) }
    }

    #[test]
    fn each_old_and_each_new_subject_stands_once() {
        let mut known = Known::of(vec![pair("a", "1")], false);
        assert_eq!(known.take(pair("a", "1")), Ok(None));
        assert_eq!(known.take(pair("a", "2")).unwrap_err().0, "old");
        assert_eq!(known.take(pair("b", "1")).unwrap_err().0, "new");
        assert_eq!(known.take(pair("b", "2")), Ok(Some(pair("b", "2"))));
        assert_eq!(known.take(pair("b", "2")), Ok(None));
    }

    #[test]
    fn no_subject_of_one_upstream_is_old_and_new() {
        for (old, new, field) in [("b", "a", "new"), ("1", "b", "old"), ("b", "b", "new")] {
            let mut renewal = Known::of(vec![pair("a", "1")], true);
            assert_eq!(renewal.take(pair(old, new)).unwrap_err().0, field, "{old} {new}");
            let mut other = Known::of(vec![pair("a", "1")], false);
            assert_eq!(other.take(pair(old, new)), Ok(Some(pair(old, new))), "two upstreams: {old} {new}");
        }
    }

    #[test]
    fn a_file_says_which_rows_cannot_be_read() {
        let text = "old;new;new_scope\na;1;\n;2;\nb;\u{7};\nc;3;x\n";
        let (good, bad) = read(text.as_bytes(), Format::Csv).unwrap();
        assert_eq!(good.iter().map(|told| (told.row, told.old.as_str())).collect::<Vec<_>>(), [(2, "a"), (5, "c")]);
        assert_eq!(
            bad.iter().map(|bad| (bad.row, bad.field.as_deref())).collect::<Vec<_>>(),
            [(3, Some("old")), (4, Some("new"))]
        );
        assert!(matches!(read("old\na\n".as_bytes(), Format::Csv), Err(FileError::NoColumn("new"))));
    }
}
