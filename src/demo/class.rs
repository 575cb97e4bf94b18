//! A class that is at the platform already, to look at: a teacher has brought its journal, one pupil is linked, one waits and
//! has a code on paper, one is new, and one is blocked. They cannot read yet, so the school lets teachers confirm them.

use serde::{Deserialize, Serialize};

use super::once::{Walk, WalkError, first_time};
use super::people::{KUUSEOJA, Person, PersonRole};
use super::seed::SeedError;
use super::world::World;
use crate::accounts::AccountsError;
use crate::domain::{Actor, JournalId, PlatformId, Role, RosterPersonId, SchoolId, SeatState, fold_username};
use crate::ground::Ground;
use crate::linking::{self, LinkingError, PrintCodes};
use crate::storage::journals::{self, Journal};
use crate::storage::{Durability, StorageError, Tx, accounts, kits, schools, seats, sign_out};

/// Its name: a year before the first, and after all others in the list of journals.
pub const CLASS: &str = "Eelkool";
/// Its journal at eKool.
pub const JOURNAL: &str = "20000481004";
/// Who brought it. The other teachers of the school teach it, too.
pub const TEACHER: &str = "ingrid-norberg";
/// Who is linked.
pub const LINKED: &str = "leo-kuusik";
/// Who waits.
pub const WAITING: &str = "saara-pold";
/// Who is new.
pub const NEW: &str = "ida-rannik";
/// Whose account was closed.
pub const BLOCKED: &str = "oskar-nurm";

/// Where the class is shown, and what is on the strip of paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoClass {
    /// Its page at the broker, for its teachers.
    pub journal: String,
    /// The key of the pupil who waits.
    pub waiting: String,
    /// That pupil's claim code; none once it was used. A new one is printed at every start.
    pub code: Option<String>,
}

/// Why there is no class.
#[derive(Debug, thiserror::Error)]
pub enum ClassError {
    /// A page is not what it should be.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The database cannot be written.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// No code can be printed.
    #[error(transparent)]
    Linking(#[from] LinkingError),
    /// Nobody can be invited.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl From<StorageError> for ClassError {
    fn from(error: StorageError) -> Self {
        Self::Seed(error.into())
    }
}

/// Its pupils, whom the list of people does not have.
#[must_use]
pub fn pupils() -> Vec<Person> {
    let pupil = |number, key: &str, (given, family): (&str, &str), born: (i32, u32, u32), history| {
        let birth = chrono::NaiveDate::from_ymd_opt(born.0, born.1, born.2).unwrap_or_default();
        let class_name = Some(CLASS.to_owned());
        Person {
            key: key.to_owned(),
            email: format!("{key}@kool.example"),
            roles: vec![PersonRole { school: KUUSEOJA, role: Role::Pupil, class_name }],
            history,
            ..Person::pupil(number, given, family, birth)
        }
    };
    vec![
        pupil(901, LINKED, ("Leo", "Kuusik"), (2019, 11, 3), Some(12)),
        pupil(902, WAITING, ("Saara", "Põld"), (2020, 1, 25), Some(27)),
        pupil(903, NEW, ("Ida", "Rannik"), (2020, 4, 14), None),
        pupil(904, BLOCKED, ("Oskar", "Nurm"), (2019, 12, 9), Some(5)),
    ]
}

/// Brings the class to the platform of a running demo, through its pages. Once.
///
/// # Errors
/// A page is not what it should be, or the database's.
pub(super) async fn bring(ground: &Ground, world: &World) -> Result<(), ClassError> {
    let platform: PlatformId = world.platform.id.parse().map_err(SeedError::from)?;
    for pupil in [LINKED, BLOCKED] {
        first_time(world, pupil, |_| {}).await?;
    }
    let kit = prepare(ground, &platform).await?;
    Ok(link(world, TEACHER, JOURNAL, &kit).await?)
}

/// A teacher who never signed in before brings a journal, with a kit.
pub(super) async fn link(world: &World, teacher: &str, journal: &str, kit: &str) -> Result<(), WalkError> {
    let mut walk = Walk::of(world, teacher, |_| {})?;
    launch(&mut walk, journal).await?;
    walk.browser.fill("kit", kit);
    for button in ["link-journal", "show-journal"] {
        walk.browser.press(button).await?;
    }
    Ok(())
}

/// The school's switch, the closed account, and a kit for the class.
async fn prepare(ground: &Ground, platform: &PlatformId) -> Result<String, ClassError> {
    let school: SchoolId = KUUSEOJA.id.parse().map_err(SeedError::from)?;
    let (school, now) = (&school, ground.now());
    let write = |tx: Tx| async move {
        if let Some(mut place) = schools::find_at_platform(&tx, platform, school).await? {
            place.teacher_confirms = Some(CLASS.to_owned());
            schools::update_at_platform(&tx, &place).await?;
        }
        if let Some(account) = accounts::find_by_username(&tx, platform, &fold_username(BLOCKED)).await? {
            accounts::set_disabled(&tx, &account.id, Some(now), now).await?;
            sign_out::end_of_account(&tx, &account.id, "disabled", now).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await?;
    free_kit(ground, platform).await
}

/// The id of a kit that needs no licence.
pub(super) async fn free_kit(ground: &Ground, platform: &PlatformId) -> Result<String, ClassError> {
    let kits = ground.db.read(|tx| async move { kits::list(&tx, platform).await }).await?;
    let free = kits.into_iter().find(|kit| kit.product_id.is_none());
    Ok(free.map(|kit| kit.id.to_string()).unwrap_or_default())
}

/// From eKool to the preview of the journal, and on the way the teacher's own account is claimed.
async fn launch(walk: &mut Walk<'_>, journal: &str) -> Result<(), WalkError> {
    let url = walk.world.upstream("ekool").map(|upstream| upstream.url.clone()).unwrap_or_default();
    walk.browser.open(&format!("{url}/sign-in")).await?;
    walk.browser.press(&format!("person-{}", walk.person.key)).await?;
    walk.browser.open(&format!("{url}/journals")).await?;
    walk.browser.press(&format!("launch-{journal}")).await?;
    walk.browser.press(&format!("platform-{}", walk.world.platform.id)).await?;
    for button in ["role-0", "consent-allow"] {
        if walk.browser.page().has(&format!("#{button}")) {
            walk.browser.press(button).await?;
        }
    }
    if let Some(account) = &walk.person.account {
        walk.claim(account).await?;
    }
    walk.browser.press("confirm-link").await?;
    walk.browser.press("continue").await?;
    Ok(())
}

/// The class as it stands now, with a new code for whoever waits; nothing where it was never brought.
///
/// # Errors
/// The database's.
pub(super) async fn find(ground: &Ground, world: &World) -> Result<Option<DemoClass>, ClassError> {
    let platform: PlatformId = world.platform.id.parse().map_err(SeedError::from)?;
    let platform = &platform;
    let found = ground.db.read(|tx| async move { journals::list(&tx, platform).await }).await?;
    let brought = |journal: &Journal| journal.external_id == JOURNAL && journal.ended_at.is_none();
    let Some(journal) = found.into_iter().find(brought) else { return Ok(None) };
    let code = print(ground, &journal).await?;
    let journal = address(world, platform, &journal.id);
    Ok(Some(DemoClass { journal, waiting: WAITING.to_owned(), code }))
}

fn address(world: &World, platform: &PlatformId, journal: &JournalId) -> String {
    format!("{}/journals/{platform}/{journal}", world.issuer)
}

async fn print(ground: &Ground, journal: &Journal) -> Result<Option<String>, ClassError> {
    let actor = &Actor::Cli("demo".to_owned());
    let write = |tx: Tx| async move {
        let seats = seats::list_shown(&tx, &journal.id).await?;
        let waits = seats.into_iter().filter(|seat| seat.state == SeatState::Waiting);
        let people: Vec<RosterPersonId> = waits.map(|seat| seat.person_id).collect();
        linking::print_codes(&tx, ground, &PrintCodes { journal, people: &people, actor }).await
    };
    let printed = ground.db.write(Durability::Durable, write).await?;
    Ok(printed.into_iter().find_map(|one| one.outcome.ok()).map(|made| made.code.to_string()))
}
