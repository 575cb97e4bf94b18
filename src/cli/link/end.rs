//! `koppel link end`.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::super::word::Named;
use super::shown;
use crate::domain::LinkId;
use crate::linking::{EndReason, LinkingError, end};
use crate::storage::account_merges::{self, AccountMerge};
use crate::storage::{Durability, Tx, links};

/// Which link to end.
#[derive(Debug, Args)]
pub struct End {
    #[command(flatten)]
    named: Named<LinkId>,
}

/// Ends it as an administrator, also when it is the last way in.
pub async fn run(desk: &Desk, wanted: End) -> Result<()> {
    let id = wanted.named.id()?;
    let work = |tx: Tx| async move {
        let ended = end(&tx, &desk.ground, id, EndReason::Administrator, &desk.actor).await?.link;
        let brought = account_merges::list_brought(&tx, &ended.account_id, &ended.identity_id, desk.now).await?;
        Ok::<_, LinkingError>((links::find(&tx, id).await?, brought))
    };
    match desk.ground.db.write(Durability::Durable, work).await {
        Ok((link, brought)) => Ok(told(&link.as_ref().map(shown).unwrap_or_default(), &brought)?),
        Err(LinkingError::Gone) => {
            Err(failure(format!("{id} is not a live link"), "`koppel link list --platform …` shows what there is"))
        }
        Err(error) => Err(error.into()),
    }
}

/// The link as it is now, and what stays behind in its account though the link is over.
fn told(link: &Value, brought: &[AccountMerge]) -> std::io::Result<()> {
    for merge in brought {
        output::note(&format!(
            "the work of {} stays with {}; `koppel account give-back {}` takes that back until {}",
            merge.account_id,
            merge.into_id,
            merge.account_id,
            merge.undo_until.to_rfc3339()
        ));
    }
    let mut link = link.clone();
    output::put(&mut link, "brought", brought.iter().map(|merge| json!(merge.account_id)).collect());
    output::json(&link)
}
