//! Lists of people by their keys: who is on them, in which order, how many. What is told of them is read afterwards.

use super::super::{Arg, StorageError, Tx};
use super::{Part, Wanted, total};
use crate::domain::Presence;
use crate::{args, row};

row! {
    /// Somebody on a list.
    pub struct Key {
        /// An account's id, or a person's; never told.
        pub id: String,
        /// What the list is in the order of: a stored `sub`, or an alias.
        pub place: String,
        /// Whether they are there.
        pub state: Presence,
    }
}

/// A list of people, as its statements.
#[derive(Debug)]
pub struct People {
    pub(super) list: &'static str,
    pub(super) list_new: &'static str,
    pub(super) count: &'static str,
    pub(super) count_new: &'static str,
    pub(super) find: &'static str,
}

/// The statements around texts that answer `id`, `place` and `state` of everybody, or of whom changed after `$9` and `$6`.
/// Each ends in a condition. `forgotten` are the texts of those who come besides: all, those after the place `$6`, those of
/// either who were forgotten after the time, the one at the place.
macro_rules! people {
    ($place:literal, $keys:expr, $new_of_list:expr, $new_of_count:expr, $forgotten:expr) => {
        people!($place, $keys, $new_of_list, $new_of_count, $forgotten, $forgotten, $forgotten, $forgotten, $forgotten)
    };
    ($place:literal, $keys:expr, $new_of_list:expr, $new_of_count:expr,
     $all:expr, $after:expr, $new_after:expr, $new:expr, $one:expr) => {
        People {
            list: concat!(listed!($keys, $place, ">", $after), " ORDER BY x.place LIMIT $7 OFFSET $8"),
            list_new: concat!(listed!($new_of_list, $place, ">", $new_after), " ORDER BY x.place LIMIT $7 OFFSET $8"),
            count: counted!($keys, $all),
            count_new: counted!($new_of_count, $new),
            find: listed!($keys, $place, "=", $one),
        }
    };
}
macro_rules! listed {
    ($keys:expr, $place:literal, $is:literal, $forgotten:expr) => {
        concat!(
            "SELECT x.id, x.place, x.state FROM (",
            $keys,
            "AND ",
            $place,
            " ",
            $is,
            " $6 ",
            $forgotten,
            ") AS x WHERE x.state IN ($4, $5)"
        )
    };
}
macro_rules! counted {
    ($keys:expr, $forgotten:expr) => {
        concat!("SELECT COUNT(*) AS n FROM (", $keys, $forgotten, ") AS x WHERE x.state IN ($4, $5)")
    };
}
pub(super) use {counted, listed, people};

fn about(wanted: &Wanted<'_>) -> Vec<Arg> {
    args![wanted.platform, wanted.kept_from, wanted.role(), wanted.states().0, wanted.states().1]
}

impl People {
    /// People after that place (empty for the first part).
    ///
    /// # Errors
    /// The engine's.
    pub async fn list(&self, tx: &Tx, wanted: &Wanted<'_>, after: &str, part: Part) -> Result<Vec<Key>, StorageError> {
        let mut args = about(wanted);
        args.extend(args![after, part.limit, part.offset]);
        args.extend(wanted.since.map(Arg::from));
        tx.list_bulk(if wanted.since.is_some() { self.list_new } else { self.list }, args).await
    }

    /// How many that are in all.
    ///
    /// # Errors
    /// The engine's.
    pub async fn count(&self, tx: &Tx, wanted: &Wanted<'_>) -> Result<i64, StorageError> {
        let mut args = about(wanted);
        args.extend(wanted.since.map(Arg::from));
        total(tx, if wanted.since.is_some() { self.count_new } else { self.count }, args).await
    }

    /// Whoever is at this place, if they are on the list.
    ///
    /// # Errors
    /// The engine's.
    pub async fn find(&self, tx: &Tx, wanted: &Wanted<'_>, place: &str) -> Result<Option<Key>, StorageError> {
        let mut args = about(wanted);
        args.extend(args![place]);
        tx.find(self.find, args).await
    }
}
