//! What there is to look at at the console of a school: a pupil with two accounts, a request, and a refresh that was held;
//! and an invitation for somebody to administer it. Only a demo makes one by itself: everywhere else somebody with the
//! shell does.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::browser::BrowserError;
use super::class::{self, ClassError};
use super::once::{Walk, WalkError};
use super::people::{MEREKALDA, Person, people};
use super::seed::{self, SeedError};
use super::world::World;
use crate::accounts::AccountsError;
use crate::accounts::invitation::{self, Invitation};
use crate::accounts::passwords::hash;
use crate::domain::{Actor, ConsoleRole, PlatformId, RunCause, SchoolId, UpstreamId, fold_username};
use crate::ground::Ground;
use crate::linking::duplicates;
use crate::roster::refresh::{self, Scope, Wish};
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, StorageError, Tx, account_roles, console_grants};

/// Who is invited to administer the school.
pub const ADMIN: &str = "asa-wikstrom";
/// Who has two accounts there.
pub const TWICE: &str = "kadri-leppik";
/// Who cannot sign in to their account, and has asked the school.
pub const ASKS: &str = "sander-kull";
/// Who brought the journal whose refresh is held, and may be the second person.
pub const TEACHER: &str = "ursula-toome";
/// That journal at eKool: of class 11B.
const JOURNAL: &str = "20000733002";
/// Who is not in it any more: more than a fifth.
const GONE: [&str; 4] = ["erik-nystrom", "maarja-kalda", "taavi-roos", "noor-de-wit"];
/// At Stuudium; the number of the second account at the platform is counted from it.
const SECOND_NUMBER: i64 = 1_105;
/// For so many days an invitation is good.
const INVITATION_DAYS: i64 = 14;

/// Where the console is, and who gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoConsole {
    /// Its first page.
    pub url: String,
    /// The key of whoever administers the school.
    pub admin: String,
    /// Their invitation; none once one was accepted. A new one is made at every start.
    pub invitation: Option<String>,
}

fn place(world: &World) -> Result<(PlatformId, SchoolId), SeedError> {
    Ok((world.platform.id.parse()?, MEREKALDA.id.parse()?))
}

/// Makes what there is to look at, through the pages of a running demo wherever it has pages for that. Once.
///
/// # Errors
/// A page is not what it should be, or the database's.
pub(super) async fn prepare(ground: &Ground, world: &World) -> Result<(), ClassError> {
    let (platform, school) = place(world)?;
    add_second_account(ground, world).await?;
    duplicates::sweep(ground, &platform, &school).await?;
    let mut pupil = Walk::of(world, ASKS, |_| {})?;
    pupil.log_in().await?;
    pupil.sign_in_at("ekool").await?;
    for button in ["question-yes", "claim-cannot"] {
        pupil.browser.press(button).await.map_err(WalkError::from)?;
    }
    let kit = class::free_kit(ground, &platform).await?;
    class::link(world, TEACHER, JOURNAL, &kit).await?;
    take_out(world).await?;
    let upstream: UpstreamId = "ekool".parse().map_err(SeedError::from)?;
    let actor = Actor::Cli("demo".to_owned());
    let scope = Scope { platform, school, upstream, journal: None };
    refresh::ask(ground, &scope, Wish::plain(RunCause::School, &actor)).await?;
    Ok(())
}

/// The account that a pupil makes who has forgotten the first one: of the same name and birth date, and empty.
async fn add_second_account(ground: &Ground, world: &World) -> Result<(), ClassError> {
    let Some(first) = people().into_iter().find(|person| person.key == TWICE) else { return Ok(()) };
    let key = format!("{TWICE}-2");
    let second = Person { key, history: Some(0), stuudium_number: SECOND_NUMBER, ..first };
    let password = hash(&ground.random, &world.password).map_err(SeedError::Password)?;
    let (row, roles) = seed::account(ground, &world.platform, &second, Some(&password))?;
    let (row, roles) = (&Account { last_activity_at: None, ..row }, &roles);
    let write = |tx: Tx| async move {
        accounts::insert(&tx, row).await?;
        for role in roles {
            account_roles::put(&tx, role).await?;
        }
        Ok::<_, StorageError>(())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// Takes people out of the journal at eKool, which knows nothing of that any more after a start.
///
/// # Errors
/// It does not answer.
pub(super) async fn take_out(world: &World) -> Result<(), ClassError> {
    let url = world.upstream("ekool").map(|upstream| upstream.url.clone()).unwrap_or_default();
    let changes = json!({ "journal": JOURNAL, "delete": GONE });
    Ok(order(&format!("{url}/control/journal"), &changes).await.map_err(BrowserError::from).map_err(WalkError::from)?)
}

async fn order(url: &str, order: &serde_json::Value) -> Result<(), reqwest::Error> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    http.post(url).json(order).send().await?.error_for_status().map(drop)
}

/// Where the console is, with a new invitation as long as nobody administers the school.
///
/// # Errors
/// The database's.
pub(super) async fn find(ground: &Ground, world: &World) -> Result<DemoConsole, ClassError> {
    let (platform, school) = place(world)?;
    let url = format!("{}/admin/{platform}/{}", world.issuer, school.as_str().replace(':', "%3A"));
    let invitation = invite(ground, (&platform, &school)).await?;
    Ok(DemoConsole { url, admin: ADMIN.to_owned(), invitation })
}

async fn invite(
    ground: &Ground,
    (platform, school): (&PlatformId, &SchoolId),
) -> Result<Option<String>, AccountsError> {
    let (now, name, actor) = (ground.now(), &fold_username(ADMIN), &Actor::Cli("demo".to_owned()));
    let write = |tx: Tx| async move {
        let Some(account) = accounts::find_by_username(&tx, platform, name).await? else { return Ok(None) };
        if !console_grants::find_live(&tx, platform, school, &account.id, now).await?.is_empty() {
            return Ok(None);
        }
        let invited = Invitation {
            platform: platform.clone(),
            account: account.id,
            school: school.clone(),
            role: Some(ConsoleRole::SchoolAdmin),
            sets_password: false,
        };
        invitation::invite(&tx, ground, &invited, INVITATION_DAYS, actor).await.map(Some)
    };
    let value: Result<Option<String>, AccountsError> = ground.db.write(Durability::Durable, write).await;
    Ok(value?.map(|value| invitation::address(ground, &value)))
}
