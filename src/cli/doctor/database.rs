//! Database, collation, migrations, clock.

use super::Finding;
use crate::ground::Ground;
use crate::storage::StorageError;

/// Collations that order by bytes, as `SQLite` does.
const BYTE_ORDER: [&str; 5] = ["C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic"];
/// How far two clocks may differ, in seconds.
pub(super) const CLOCK_TOLERANCE: i64 = 30;

/// Looks at the database; the second answer says whether the rest can look at its rows.
pub async fn look(ground: &Ground) -> (Vec<Finding>, bool) {
    let mut found = Vec::new();
    match ground.db.about().await {
        Ok(about) => {
            found.push(Finding::well("database", ground.config.database.shown()));
            if let Some(about) = about {
                found.push(collation(&about.collation));
                found.push(clock(about.seconds, ground.now().timestamp()));
            }
        }
        Err(error) => {
            found.push(Finding::failing("database", error.to_string(), "is it running, and may this user read it?"));
            return (found, false);
        }
    }
    let (migrations, is_current) = migrations(ground.db.list_missing_migrations().await);
    found.push(migrations);
    (found, is_current)
}

fn collation(name: &str) -> Finding {
    if BYTE_ORDER.contains(&name) {
        return Finding::well("collation", name);
    }
    let hint = "make a database with LC_COLLATE 'C' from template0, and restore into it";
    Finding::failing("collation", format!("the database orders by {name}"), hint)
}

fn clock(theirs: i64, ours: i64) -> Finding {
    let apart = (theirs - ours).abs();
    if apart <= CLOCK_TOLERANCE {
        return Finding::well("clock", format!("{apart} s apart from the database's"));
    }
    Finding::failing("clock", format!("{apart} s apart from the database's"), "run an NTP client on both machines")
}

fn migrations(missing: Result<Vec<&'static str>, StorageError>) -> (Finding, bool) {
    match missing {
        Ok(missing) if missing.is_empty() => (Finding::well("migrations", "up to date"), true),
        Ok(missing) => {
            let seen = format!("missing: {}", missing.join(", "));
            (Finding::failing("migrations", seen, "make a backup, then `koppel migrate`"), false)
        }
        Err(_) => (Finding::failing("migrations", "the database is empty", "`koppel migrate` makes the tables"), false),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_collation_that_orders_by_language_fails() {
        assert_eq!(collation("et_EE.UTF-8").state, State::Failing);
        assert_eq!(collation("C.UTF-8").state, State::Well);
    }

    #[test]
    fn clocks_far_apart_fail() {
        assert_eq!(clock(1_000, 1_031).state, State::Failing);
        assert_eq!(clock(1_031, 1_001).state, State::Well);
    }
}
