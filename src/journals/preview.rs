//! What would happen to everybody, and what the teacher chooses.

use axum::response::Response;
use http::StatusCode;

use super::import::Answer;
use super::launch::{Launch, Ready};
use super::people;
use crate::login::{Login, Turned};
use crate::roster::{self, Choice, Plan, RosterError, gather};
use crate::storage::kits::{self, Kit};
use crate::storage::platform_groups::{self, PlatformGroup};
use crate::storage::{StorageError, Tx};
use crate::web::pages::journals::{GroupChoice, KitChoice, Preview};
use crate::web::{self, Frame, Trouble, Visit};

/// What the page says besides the plan.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// What was chosen so far.
    pub(super) choice: Choice,
    /// No kit was.
    pub(super) kit_missing: bool,
    /// The plan is another one than the one that was agreed to.
    pub(super) changed: bool,
}

/// What this teacher may choose from.
pub(super) struct Offer {
    pub(super) kits: Vec<Kit>,
    pub(super) groups: Vec<PlatformGroup>,
}

impl Offer {
    pub(super) async fn read(login: &Login, ready: &Ready) -> Result<Self, StorageError> {
        let (platform, school, account) = (&ready.owner.platform.id, &ready.at.school.id, ready.owner.id());
        let read = |tx: Tx| async move {
            let kits = kits::list_offered(&tx, platform).await?;
            let mut groups = platform_groups::list_of_teacher(&tx, account, school).await?;
            groups.retain(|group| group.platform_id == *platform);
            Ok::<_, StorageError>(Self { kits, groups })
        };
        login.ground.db.read(read).await
    }

    /// What a form chose from it. Anything else answers like something that does not exist.
    pub(super) fn chosen(&self, answer: &Answer) -> Result<Choice, Trouble> {
        let kit = |id: &String| self.kits.iter().find(|kit| kit.id.as_str() == id).map(|kit| kit.id.clone());
        let kits: Option<Vec<_>> = answer.kit.iter().map(kit).collect();
        let group = match answer.group.as_str() {
            "" => None,
            id => {
                let group = self.groups.iter().find(|group| group.id.as_str() == id);
                Some(group.ok_or(Trouble::NotFound)?.id.clone())
            }
        };
        Ok(Choice { kits: kits.ok_or(Trouble::NotFound)?, group })
    }
}

/// The page.
pub(super) async fn page(
    login: &Login,
    visit: &Visit,
    launch: &Launch,
    ready: &Ready,
    shown: Shown,
) -> Result<Response, Turned> {
    let plan = plan(login, ready).await?;
    let offer = Offer::read(login, ready).await?;
    let only = offer.kits.len() == 1;
    let kit = |kit: Kit| KitChoice { chosen: only || shown.choice.kits.contains(&kit.id), id: kit.id, name: kit.name };
    let group = |group: PlatformGroup| GroupChoice {
        chosen: shown.choice.group.as_ref() == Some(&group.id),
        id: group.id,
        name: group.name,
    };
    let template = Preview {
        frame: Frame::new(visit).in_zone(&ready.at.school.time_zone),
        launch: launch.row.id.clone(),
        journal: launch.journal_name().to_owned(),
        school: ready.at.school.name.clone(),
        upstream: launch.upstream.name.clone(),
        plan: plan.hash(),
        groups: people::planned(&plan),
        kits: offer.kits.into_iter().map(kit).collect(),
        groups_there: offer.groups.into_iter().map(group).collect(),
        changed: shown.changed,
        kit_missing: shown.kit_missing,
    };
    Ok(web::page(visit, status(&shown), &template))
}

fn status(shown: &Shown) -> StatusCode {
    match (shown.kit_missing, shown.changed) {
        (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, true) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    }
}

async fn plan(login: &Login, ready: &Ready) -> Result<Plan, web::Error> {
    let (ground, place) = (&login.ground, ready.at.place(ready.roster_subject));
    let (said, hidden) = (&ready.said, &ready.hidden);
    let read = |tx: Tx| async move { gather(&tx, ground, place, said, hidden).await };
    let held = ground.db.read(read).await.map_err(|error: RosterError| web::Error::internal(error))?;
    Ok(roster::plan(said, &held))
}
