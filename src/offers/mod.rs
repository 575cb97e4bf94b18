//! What a platform has for journals: products that schools pay for, kits, and groups with the teachers they list. Told one
//! by one at the command line or by the platform's own call, or row by row in a file, and always by the same rules. Nothing
//! is ever deleted: what a platform has no more is ended, nobody can choose it, and whoever has chosen it keeps it.

mod error;
mod file;
mod plan;
mod put;
mod record;
mod row;
mod teachers;

pub use error::OfferError;
pub use file::bring;
pub use put::put;
pub use row::{Needs, Noun, Told, read_json};
pub use teachers::{Teaching, teach};

pub use crate::files::Outcome;

use crate::domain::{Actor, PlatformId};

/// Who tells of it, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Which platform has it.
    pub platform: &'a PlatformId,
    /// Who says so.
    pub actor: &'a Actor,
}
