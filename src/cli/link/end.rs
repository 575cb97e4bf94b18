//! `koppel link end`.

use anyhow::Result;
use clap::Args;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::super::word::Named;
use super::shown;
use crate::domain::LinkId;
use crate::linking::{EndReason, LinkingError, end};
use crate::storage::{Durability, links};

/// Which link to end.
#[derive(Debug, Args)]
pub struct End {
    #[command(flatten)]
    named: Named<LinkId>,
}

/// Ends it as an administrator, also when it is the last way in.
pub async fn run(desk: &Desk, wanted: End) -> Result<()> {
    let id = wanted.named.id()?;
    let work = |tx| async move {
        end(&tx, &desk.ground, id, EndReason::Administrator, &desk.actor).await?;
        Ok::<_, LinkingError>(links::find(&tx, id).await?)
    };
    match desk.ground.db.write(Durability::Durable, work).await {
        Ok(link) => Ok(output::json(&link.as_ref().map(shown).unwrap_or_default())?),
        Err(LinkingError::Gone) => {
            Err(failure(format!("{id} is not a live link"), "`koppel link list --platform …` shows what there is"))
        }
        Err(error) => Err(error.into()),
    }
}
