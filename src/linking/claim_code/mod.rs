//! Claim codes: an adult at the school names the account of one pupil of a journal, and the pupil shows with a printed code
//! that they were told so. A code stands in for the old password and for nothing else: it is typed after a sign-in at the
//! upstream as its own pupil, who then sees both persons and presses the button like everybody.

mod make;
mod sheet;
mod typed;

pub use make::{MadeCode, MakeCode, make_code, revoke_code};
pub use sheet::{PrintCodes, PrintedFor, code_prospects, print_codes};
pub use typed::{Typed, type_code};

use serde_json::json;

use crate::domain::{ClaimCode, SubjectKey};
use crate::vault::{KeyedHash, Vault};

/// Keyed-hash purpose of claim codes.
const CODE: &str = "claim-code";

/// The hashes of a code, with each key of the ring. The key of its person is part of them: typed by anybody else it is a
/// code that was never printed, whoever looks and however.
fn hashes(vault: &Vault, key: &SubjectKey, code: &ClaimCode) -> Vec<KeyedHash> {
    vault.keyed_hashes(CODE, &bound(key, code))
}

/// The one to store.
fn hash(vault: &Vault, key: &SubjectKey, code: &ClaimCode) -> String {
    vault.keyed_hash(CODE, &bound(key, code)).hash
}

fn bound(key: &SubjectKey, code: &ClaimCode) -> String {
    json!([key.upstream, key.scope, key.subject, code.as_str()]).to_string()
}
