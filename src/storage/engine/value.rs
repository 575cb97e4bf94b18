//! Values on their way into and out of a statement: [`Arg`], [`Row`], [`Column`].

use std::cell::Cell;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::{StorageError, time};
use crate::domain;

/// One bound value, typed also when it is absent.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Big(Option<i64>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// TIMESTAMPTZ, whole milliseconds.
    Time(Option<DateTime<Utc>>),
    /// DATE.
    Date(Option<NaiveDate>),
}

macro_rules! arg_from {
    ($($ty:ty => |$value:ident| $variant:ident($made:expr)),+ $(,)?) => {$(
        impl From<$ty> for Arg {
            fn from($value: $ty) -> Self { Self::$variant(Some($made)) }
        }
        impl From<Option<$ty>> for Arg {
            fn from(value: Option<$ty>) -> Self { Self::$variant(value.map(|$value| $made)) }
        }
    )+};
}
arg_from!(
    String => |value| Text(value),
    &str => |value| Text(value.to_owned()),
    &String => |value| Text(value.clone()),
    i64 => |value| Big(value),
    bool => |value| Bool(value),
    DateTime<Utc> => |value| Time(value),
    NaiveDate => |value| Date(value),
);

impl From<&Option<String>> for Arg {
    fn from(value: &Option<String>) -> Self {
        Self::Text(value.clone())
    }
}

/// A row of either engine, where it lies.
#[derive(Debug)]
pub struct Row<'a> {
    at: Lying<'a>,
    /// The column after the one that was taken last: row structs are ordered as their tables, so it is nearly always next.
    next: Cell<usize>,
}

#[derive(Debug)]
enum Lying<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a PgRow),
}

impl<'a> From<&'a rusqlite::Row<'a>> for Row<'a> {
    fn from(row: &'a rusqlite::Row<'a>) -> Self {
        Self { at: Lying::Sqlite(row), next: Cell::new(0) }
    }
}

impl<'a> From<&'a PgRow> for Row<'a> {
    fn from(row: &'a PgRow) -> Self {
        Self { at: Lying::Postgres(row), next: Cell::new(0) }
    }
}

impl Row<'_> {
    /// The value of a column by name.
    ///
    /// # Errors
    /// The column is missing or holds something else.
    pub fn take<T: Column>(&self, name: &str) -> Result<T, StorageError> {
        T::read(self, name)
    }

    fn decode<T>(&self, name: &str) -> Result<T, StorageError>
    where
        T: rusqlite::types::FromSql,
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        match self.at {
            Lying::Sqlite(row) => Ok(row.get(self.place(row, name)?)?),
            Lying::Postgres(row) => Ok(row.try_get(name)?),
        }
    }

    /// A text where it lies, for types that are read from one.
    fn text(&self, name: &str) -> Result<Option<&str>, StorageError> {
        match self.at {
            Lying::Sqlite(row) => {
                let text = row.get_ref(self.place(row, name)?)?.as_str_or_null();
                text.map_err(|_| bad(name))
            }
            Lying::Postgres(row) => Ok(row.try_get(name)?),
        }
    }

    fn time(&self, name: &str) -> Result<Option<DateTime<Utc>>, StorageError> {
        match self.at {
            Lying::Sqlite(_) => match self.text(name)? {
                Some(text) => time::read(text).map(Some).ok_or_else(|| bad(name)),
                None => Ok(None),
            },
            Lying::Postgres(row) => Ok(row.try_get(name)?),
        }
    }

    /// `SQLite` answers names one by one, so looking each up from the first column costs the square of their number.
    fn place(&self, row: &rusqlite::Row<'_>, name: &str) -> Result<usize, StorageError> {
        let columns = row.as_ref();
        let next = self.next.get();
        let place = match columns.column_name(next) {
            Ok(found) if found == name => next,
            _ => columns.column_index(name)?,
        };
        self.next.set(place + 1);
        Ok(place)
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads the column `name`.
    ///
    /// # Errors
    /// The column is missing or holds something else.
    fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError>;
}

macro_rules! plain_columns {
    ($($ty:ty),+) => {$(
        impl Column for $ty {
            fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> { row.decode::<$ty>(name) }
        }
        impl Column for Option<$ty> {
            fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> { row.decode::<Option<$ty>>(name) }
        }
    )+};
}
plain_columns!(String, i64, bool, NaiveDate);

fn bad(name: &str) -> StorageError {
    StorageError::BadValue { column: name.to_owned() }
}

impl Column for DateTime<Utc> {
    fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> {
        row.time(name)?.ok_or_else(|| bad(name))
    }
}

impl Column for Option<DateTime<Utc>> {
    fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> {
        row.time(name)
    }
}

fn parse<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, StorageError> {
    text.parse().map_err(|_| bad(name))
}

macro_rules! text_columns {
    ($($ty:ident),+ $(,)?) => {$(
        impl Column for domain::$ty {
            fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> {
                parse(name, row.text(name)?.ok_or_else(|| bad(name))?)
            }
        }
        impl Column for Option<domain::$ty> {
            fn read(row: &Row<'_>, name: &str) -> Result<Self, StorageError> {
                row.text(name)?.map(|text| parse(name, text)).transpose()
            }
        }
        impl From<&domain::$ty> for Arg {
            fn from(value: &domain::$ty) -> Self { Self::Text(Some(value.as_str().to_owned())) }
        }
        impl From<Option<&domain::$ty>> for Arg {
            fn from(value: Option<&domain::$ty>) -> Self { Self::Text(value.map(|value| value.as_str().to_owned())) }
        }
        impl From<&Option<domain::$ty>> for Arg {
            fn from(value: &Option<domain::$ty>) -> Self { Self::from(value.as_ref()) }
        }
        impl From<Option<domain::$ty>> for Arg {
            fn from(value: Option<domain::$ty>) -> Self { Self::from(value.as_ref()) }
        }
        impl From<domain::$ty> for Arg {
            fn from(value: domain::$ty) -> Self { Self::Text(Some(value.as_str().to_owned())) }
        }
    )+};
}
text_columns!(
    AccountId,
    AttemptId,
    AuditId,
    CaseId,
    ClientId,
    CodeId,
    DuplicateId,
    EnablingId,
    EndNoticeId,
    EventId,
    FactorId,
    FamilyId,
    GrantId,
    GroupId,
    HoldId,
    IdentityId,
    JournalId,
    KitId,
    LaunchId,
    LicenceId,
    LinkId,
    MergeId,
    MessageId,
    NoticeId,
    PlatformId,
    PoolId,
    ProductId,
    ProposalId,
    RoleId,
    RosterPersonId,
    RunId,
    SchoolId,
    SecretId,
    SessionId,
    SwitchId,
    UpstreamId,
    AccountOrigin,
    ApartCause,
    Assurance,
    AuthMethod,
    CaseKind,
    ClientUriKind,
    CodeEnd,
    ConsoleRole,
    DuplicateState,
    HoldState,
    ItemKind,
    JournalOutcome,
    JournalState,
    LicenceEnd,
    LinkOrigin,
    NewAccounts,
    MailState,
    MergeCause,
    MergeFate,
    MessageKind,
    MessageState,
    NoticeKind,
    OneTimePurpose,
    PairState,
    PasswordOwner,
    PasswordSource,
    Pkce,
    Presence,
    ProposalKind,
    Purpose,
    Role,
    RunCause,
    RunProblem,
    RunState,
    SeatEnd,
    SeatReason,
    SeatRole,
    SeatState,
    SessionKind,
    SigningAlg,
    StandingState,
    SubMode,
    SwitchState,
    UpstreamKind,
);

/// A struct that one row can be read as. Made with [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads every field from the column of its name.
    ///
    /// # Errors
    /// A column is missing or holds something else.
    fn from_row(row: &Row<'_>) -> Result<Self, StorageError>;
}

/// Defines a row struct: every field is read from the column of its name.
#[macro_export]
macro_rules! row {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident: $ty:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty),+ }

        impl $crate::storage::FromRow for $name {
            fn from_row(row: &$crate::storage::Row<'_>) -> Result<Self, $crate::storage::StorageError> {
                Ok(Self { $($field: row.take(stringify!($field))?),+ })
            }
        }
    };
}

/// The bound values of one statement, in the order of `$1, $2, …`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::storage::Arg::from($value)),*] };
}
