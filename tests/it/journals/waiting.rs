//! What a teacher does for pupils who wait, from the page of the journal to the pupil's own sign-in.

mod class;
mod codes;
mod guards;
mod race;
mod word;

use koppel::demo::browser::Page;
use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::domain::Clock;
use koppel::storage::roster_people;

use super::{KLASS, TEACHER, close, everything, linked};
use crate::attacks::{Scene, field};
use crate::support::ground::fresh_postgres;

const CODES: &str = "SELECT COUNT(*) AS n FROM claim_code WHERE ended_at IS NULL";
const BY_TEACHER: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL AND origin = 'teacher'";

/// Runs on a demo of its own, on SQLite and then on PostgreSQL.
async fn both(journey: impl AsyncFn(&Scene)) {
    for database_url in [None, Some(fresh_postgres().await)] {
        let clock = Clock::system();
        let settings = Settings { database_url, clock: clock.clone(), ..Settings::default() };
        let scene = Scene { demo: Demo::start(settings).await.unwrap(), clock };
        journey(&scene).await;
        close(scene).await;
    }
}

/// A teacher who has brought 5A: nine of its pupils wait, and one is new.
struct Desk<'a> {
    scene: &'a Scene,
    walk: Walk<'a>,
    /// The address of the journal's page.
    base: String,
    /// What this browser's forms carry.
    csrf: String,
}

impl<'a> Desk<'a> {
    async fn open(scene: &'a Scene) -> Self {
        // Mari has a namesake in 5B, who would stand in her way; see `codes::a_namesake_of_another_class_stands_in_the_way`.
        scene.change("UPDATE account SET given_name = 'Marta' WHERE username = 'mari-tamm-2'").await;
        Self::of(scene, TEACHER, KLASS).await
    }

    /// Of a teacher who has just brought a journal.
    async fn of(scene: &'a Scene, teacher: &str, journal: &str) -> Self {
        let mut walk = linked(scene, teacher, journal).await;
        walk.browser.press("show-journal").await.unwrap();
        let base = walk.browser.page().url().unwrap().to_string();
        let csrf = field(&walk, "csrf");
        Self { scene, walk, base, csrf }
    }

    /// The same teacher on another day: signs in at the page, in another browser.
    async fn again(&mut self, below: &str) -> Page {
        self.walk = self.scene.person(TEACHER);
        self.walk.browser.open(&format!("{}{below}", self.base)).await.unwrap();
        self.walk.sign_in_at("ekool").await.unwrap();
        self.csrf = field(&self.walk, "csrf");
        self.walk.browser.page().clone()
    }

    /// Opens the journal's page or one below it.
    async fn page(&mut self, below: &str) -> Page {
        let url = format!("{}{below}", self.base);
        self.walk.browser.open(&url).await.unwrap().clone()
    }

    /// Sends a form from wherever the browser is, with its token.
    async fn send(&mut self, below: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        let url = format!("{}{below}", self.base);
        self.walk.browser.send(&url, &all).await.unwrap().clone()
    }

    /// The same about one pupil.
    async fn act(&mut self, below: &str, act: &str, key: &str) -> Page {
        let person = person(self.scene, key).await;
        self.send(below, &[("act", act), ("person", &person)]).await
    }

    /// What stands in the row of a pupil on the journal's page.
    async fn row(&mut self, name: &str) -> String {
        let page = self.page("").await;
        let rows = page.text("main").unwrap();
        let from = rows.find(name).unwrap_or_else(|| panic!("{name} is not in {rows}"));
        rows[from..].chars().take(160).collect()
    }
}

/// The id of a pupil in the rosters.
async fn person(scene: &Scene, key: &str) -> String {
    let subject = scene.demo.world.person(key).unwrap().ekool.as_str();
    let find = |tx| async move {
        let upstream = "ekool".parse().unwrap();
        roster_people::list_by_subject(&tx, &upstream, "", &[subject]).await
    };
    scene.demo.ground().db.read(find).await.unwrap()[0].id.to_string()
}

/// The code on the only strip of a sheet.
fn code_on(page: &Page) -> String {
    page.text(".strip-code").unwrap_or_else(|| panic!("no code on {}", page.html))
}

/// What a teacher sees on top, and the light of each pupil.
#[tokio::test]
async fn the_journal_says_how_it_stands_with_every_pupil() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        let counts = desk.page("").await.text("#counts").unwrap();
        assert_eq!(counts, "9 waiting 1 new");
        assert!(desk.row("Lenna Oja").await.contains("New account, not used yet"));
        koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
        let counts = desk.page("").await.text("#counts").unwrap();
        assert_eq!(counts, "1 linked 8 waiting 1 new 1 signed in here in the last seven days");
        assert!(desk.row("Mari Tamm").await.contains("Linked, signed in here in the last seven days"));
        let waits = desk.row("Karl Mägi").await;
        assert!(waits.contains("Waiting An account at the school may be theirs Print a code"), "{waits}");
        // Sessions are gone after a day, and with them what they tell; the use of the link is not.
        scene.change(FORGOTTEN).await;
        assert!(desk.page("").await.text("#counts").unwrap().contains("1 signed in here"));
        scene.change(SUSPECTED).await;
        assert!(desk.row("Mari Tamm").await.contains("Duplicate account suspected"));
        assert!(desk.page("").await.text("#counts").unwrap().contains("1 with a suspected duplicate"));
        scene.change("DELETE FROM school_case").await;
    })
    .await;
}

/// Sessions of pupils, who get no cookie.
const FORGOTTEN: &str = "DELETE FROM session_account WHERE session_id IN (SELECT id FROM session WHERE kind = 'code')";

/// The school was asked whether hers is a second account.
const SUSPECTED: &str = "INSERT INTO school_case (id, platform_id, kind, identity_id, detail, opened_at)
    SELECT 'cas_00000000000000000000000001', 'opihoov', 'suspected_duplicate', identity_id, '{}', since
    FROM link WHERE subject IN (SELECT p.subject FROM roster_person p, seat s WHERE s.person_id = p.id
    AND s.role = 'pupil' AND p.given_name = 'Mari') AND ended_at IS NULL";
