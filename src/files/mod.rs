//! Files of rows that platforms bring: read strictly, one row at a time, and reported on row by row.

mod fields;
mod guard;
mod import;
mod report;
mod rows;

pub use fields::{Fields, Wrong, moment, whole_number, yes_or_no};
pub use guard::{guarded, unguarded};
pub use import::{FileError, Intake, Options, bring_in};
pub use report::{BadRow, MOST_BAD_ROWS, Outcome, Progress, Report};
pub use rows::{Format, MOST_ROW_BYTES, RawRow, Rows, column_name};
