//! Where the next page of a long list begins: sealed, because it holds a name, and good for this list of this school
//! only.

use serde::Serialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::super::door::Steward;
use crate::login::Login;
use crate::web;

fn place(steward: &Steward, list: &str) -> String {
    format!("console|{list}|{}|{}", steward.platform(), steward.school())
}

/// Where a page begins; nothing for the first page, and for what was not sealed for this list.
pub(in crate::admin) fn place_after<T: DeserializeOwned>(
    login: &Login,
    steward: &Steward,
    list: &str,
    sealed: &str,
) -> Option<T> {
    let clear = login.ground.vault.open(&place(steward, list), sealed).ok()?;
    serde_json::from_slice(&clear).ok()
}

/// The address of the page that begins after this row, with what else the address says.
pub(in crate::admin) fn next_page<T: Serialize>(
    login: &Login,
    steward: &Steward,
    list: &str,
    row: &T,
    said: &[(&str, &str)],
) -> Result<String, web::Error> {
    let clear = serde_json::to_vec(row).map_err(web::Error::internal)?;
    let sealed = login.ground.vault.seal(&place(steward, list), &clear).map_err(web::Error::internal)?;
    let said = said.iter().filter(|(_, value)| !value.is_empty());
    let query =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(said).append_pair("after", &sealed).finish();
    Ok(format!("{}?{query}", steward.path(&format!("/{list}"))))
}
