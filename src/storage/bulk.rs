//! Many rows in one statement. They travel as one JSON text; taking it apart is the one thing the two engines write
//! differently, so each such statement is two texts around the same words.

use serde::Serialize;

use super::{StorageError, Tx};
use crate::domain::Time;

/// A statement for SQLite, and the same for PostgreSQL.
pub(super) type Texts = (&'static str, &'static str);

/// The text for this engine.
pub(super) async fn pick(tx: &Tx, (sqlite, postgres): Texts) -> &'static str {
    if tx.is_postgres().await { postgres } else { sqlite }
}

/// Two texts of one statement: the JSON array of texts at `$place` is what the last words of `$head` are compared with.
macro_rules! among {
    ($head:expr, $place:literal, $tail:literal) => {
        (
            concat!($head, " IN (SELECT value FROM json_each(", $place, ")) ", $tail),
            concat!(
                $head,
                " IN (SELECT value FROM jsonb_array_elements_text(CAST(",
                $place,
                " AS jsonb)) AS texts (value)) ",
                $tail
            ),
        )
    };
}

/// Two texts of one statement: `x` is a table of the JSON objects in `$1`, with these columns of these types.
macro_rules! over_rows {
    ($head:literal, [$($column:literal $kind:literal),+ $(,)?], $tail:literal) => {
        (
            concat!(
                $head,
                " (SELECT ",
                $("json_extract(value, '$.", $column, "') AS ", $column, ", ",)+
                "0 AS last FROM json_each($1)) AS x ",
                $tail
            ),
            concat!(
                $head,
                " jsonb_to_recordset(CAST($1 AS jsonb)) AS x (",
                $($column, " ", $kind, ", ",)+
                "last BIGINT) ",
                $tail
            ),
        )
    };
}
pub(super) use {among, over_rows};

/// As a single bound time is written: three places always, so that the order of the texts is the order of the times.
pub(super) fn time(at: Time) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}

/// Rows as one JSON text.
pub(super) fn json<T: Serialize>(rows: &[T]) -> Result<String, StorageError> {
    serde_json::to_string(rows).map_err(|error| StorageError::Engine(sqlx::Error::Encode(error.into())))
}
