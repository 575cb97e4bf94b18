//! Where a long list goes on: sealed, so that an address tells nothing, and good for one list of one school only.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::door::Steward;
use crate::ground::Ground;

fn place(steward: &Steward, list: &str) -> String {
    format!("console|{list}|{}|{}", steward.platform(), steward.school())
}

/// The last line of a page, ready for an address.
pub(super) fn seal(ground: &Ground, steward: &Steward, list: &str, row: &impl Serialize) -> Option<String> {
    let clear = serde_json::to_vec(row).ok()?;
    let sealed = ground.vault.seal(&place(steward, list), &clear).ok()?;
    Some(utf8_percent_encode(&sealed, NON_ALPHANUMERIC).to_string())
}

/// What [`seal`] sealed; anything else begins the list anew.
pub(super) fn open<T: DeserializeOwned>(ground: &Ground, steward: &Steward, list: &str, sealed: &str) -> Option<T> {
    let clear = ground.vault.open(&place(steward, list), sealed).ok()?;
    serde_json::from_slice(&clear).ok()
}
