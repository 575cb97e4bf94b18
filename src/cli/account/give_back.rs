//! `koppel account give-back`.

use anyhow::Result;
use serde_json::json;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::whose::Whose;
use crate::linking::{GivenBack, LinkingError, give_back};
use crate::storage::Durability;

/// Gives a provisional account back to its pupil; the older one stays with whatever was done there since.
pub async fn run(desk: &Desk, whose: Whose) -> Result<()> {
    let account = whose.find(desk).await?;
    let (ground, id) = (&desk.ground, &account.id);
    let work = |tx| async move { give_back(&tx, ground, id, &desk.actor).await };
    match ground.db.write(Durability::Durable, work).await {
        Ok(back) => Ok(told(&back)?),
        Err(LinkingError::Gone) => Err(failure(
            format!("{id} went into no other account, or too long ago"),
            "`koppel account show` says where it went; after 30 days end the link and let the pupil claim again",
        )),
        Err(LinkingError::IdentityTaken) => Err(failure(
            "its pupil has another link since",
            "`koppel link list --platform …` shows it; end that one first",
        )),
        Err(error) => Err(error.into()),
    }
}

fn told(back: &GivenBack) -> std::io::Result<()> {
    if back.link.is_none() {
        output::note(
            "nobody signs in to it: its pupil's id seems to belong to another person by now; the school must look first",
        );
    }
    let link = back.link.as_ref().map(|link| &link.id);
    output::json(&json!({ "account": back.account, "from": back.from, "link": link }))
}
