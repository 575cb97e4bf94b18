//! Class journals by "journal-link v1", over real HTTP against the simulators.

use std::sync::Mutex;

use koppel::demo::people::KUUSEOJA;
use koppel::demo::sim::Kind;
use koppel::demo::sim::control::{Mode, Order};
use koppel::domain::{Completeness, JournalKey, Member, PartialRead, Reading, Role, RosterSubject};
use koppel::upstream::{Before, JournalError, Launched, RosterSource, UpstreamError};
use serde_json::{Value, json};
use url::Url;

use super::{Scene, person, plain};
use crate::demo::sim::parameter;

const KLASS: &str = "20000481003"; // the third class of Kuuseoja Põhikool at eKool

impl Scene {
    fn source(&self) -> RosterSource {
        self.registry.source(&self.row).unwrap().unwrap()
    }

    /// Presses "link with learning environment" and answers the token.
    async fn launch(&self, teacher: &str, journal: &str) -> String {
        let address = self.stage.launch_journal(teacher, journal).await;
        assert!(address.starts_with("http://127.0.0.1:9/upstream/sim/journal?token="), "{address}");
        parameter(&address, "token").unwrap()
    }

    async fn change_journal(&self, changes: &Value) {
        self.stage.change_journal(changes).await;
    }

    /// Launched by a teacher and linked.
    async fn linked(&self) -> JournalKey {
        let token = self.launch("anu-kallas", KLASS).await;
        self.source().confirm(&token, &here()).await.unwrap().key
    }
}

fn here() -> Url {
    "https://koppel.example/journals/1".parse().unwrap()
}

fn subjects(reading: &Reading, role: Role) -> Vec<&str> {
    reading.members.iter().filter(|member| member.role == role).map(|member| member.subject.as_str()).collect()
}

/// Pupils of a class at Kuuseoja, as the list of people has them.
fn class_of(journal: &Reading) -> Vec<String> {
    let class = journal.journal.name.split(' ').next().unwrap().to_owned();
    let here = |role: &koppel::demo::people::PersonRole| {
        role.school == KUUSEOJA && role.role == Role::Pupil && role.class_name.as_deref() == Some(&class)
    };
    let people = koppel::demo::people::people();
    people.iter().filter(|person| person.roles.iter().any(here)).map(|person| person.ekool_id.to_string()).collect()
}

#[tokio::test]
async fn a_teacher_s_launch_opens_the_journal_with_the_ids_of_the_sign_in() {
    let scene = Scene::ekool().await;
    let token = scene.launch("anu-kallas", KLASS).await;
    let Launched { reading, launched_by, .. } = scene.source().open(&token).await.unwrap();
    let teacher = scene.identify(&plain(), "anu-kallas").await.unwrap();
    assert_eq!(
        (launched_by.as_str(), scene.source().roster_subject()),
        (teacher.key.subject.as_str(), RosterSubject::SameAsLogin)
    );
    assert_eq!((reading.completeness, reading.read_at), (Completeness::Complete, scene.ground.now()));
    assert_eq!(reading.journal.school.as_ref().map(AsRef::as_ref), Some(KUUSEOJA.id));
    assert_eq!(reading.journal.key.external_id, KLASS);
    assert!(subjects(&reading, Role::Teacher).contains(&launched_by.as_str()));
    let pupils = class_of(&reading);
    assert!(!pupils.is_empty());
    assert_eq!(subjects(&reading, Role::Pupil), pupils);
    let (member, known) =
        (reading.members.iter().find(|member| member.subject == pupils[0]).unwrap(), class_of(&reading));
    assert_eq!((&member.subject, member.protected), (&known[0], Some(false)));
    assert!(member.national_number.as_ref().is_none_or(|number| number.starts_with("EE:")));
}

#[tokio::test]
async fn stuudium_s_journals_are_read_the_same_way() {
    let scene = Scene::stuudium().await;
    assert_eq!(scene.kind(), Kind::Stuudium);
    let token = scene.launch("ursula-toome", "merekalda-p1").await;
    let opened = scene.source().open(&token).await.unwrap();
    assert_eq!(opened.launched_by, person("ursula-toome").stuudium_id());
    assert_eq!(opened.reading.journal.key.external_id, "merekalda-p1");
    let confirmed = scene.source().confirm(&token, &here()).await.unwrap();
    assert_eq!(scene.source().read(&confirmed.key).await.unwrap().members, opened.reading.members);
}

#[tokio::test]
async fn all_pages_are_read_and_none_twice() {
    let scene = Scene::ekool().await;
    let everybody: Vec<String> = koppel::demo::people::people().into_iter().map(|person| person.key).collect();
    scene.change_journal(&json!({ "journal": KLASS, "add": everybody })).await;
    let token = scene.launch("anu-kallas", KLASS).await;
    let reading = scene.source().open(&token).await.unwrap().reading;
    assert_eq!((reading.members.len(), reading.completeness), (everybody.len(), Completeness::Complete));
    assert_eq!(scene.seen("journal"), u64::try_from(everybody.len().div_ceil(20)).unwrap());
}

/// Of how many pupils they are, the upstream says: without those who are protected.
#[tokio::test]
async fn every_page_is_told_of_before_the_next_one_comes() {
    let scene = Scene::ekool().await;
    let key = scene.linked().await;
    let everybody: Vec<String> = koppel::demo::people::people().into_iter().map(|person| person.key).collect();
    scene.change_journal(&json!({ "journal": KLASS, "add": everybody, "protect": ["mari-tamm"] })).await;
    let heard = Mutex::new(Vec::new());
    let told = |members: &[Member], of: Option<usize>| heard.lock().unwrap().push((members.len(), of));
    let reading = scene.source().read_again(&key, Before::default(), &told).await.unwrap();
    let (people, pupils) = (reading.members.len(), subjects(&reading, Role::Pupil).len());
    let pages = (1..=people.div_ceil(20)).map(|page| ((page * 20).min(people), Some(pupils - 1)));
    assert_eq!(heard.into_inner().unwrap(), pages.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_launch_is_good_for_one_link() {
    let scene = Scene::ekool().await;
    let token = scene.launch("anu-kallas", KLASS).await;
    let confirmed = scene.source().confirm(&token, &here()).await.unwrap();
    assert_eq!(confirmed.key.external_id, KLASS);
    assert!(confirmed.landing_url.unwrap().as_str().ends_with("/journals"));
    assert_eq!(scene.source().confirm(&token, &here()).await, Err(JournalError::LaunchOver));
    assert_eq!(scene.source().open(&token).await.unwrap_err(), JournalError::LaunchOver);
    let late = scene.launch("anu-kallas", KLASS).await;
    scene.stage.advance(3_600);
    assert_eq!(scene.source().open(&late).await.unwrap_err(), JournalError::LaunchOver);
}

#[tokio::test]
async fn withdrawn_consent_is_a_state_and_ending_twice_is_no_fault() {
    let scene = Scene::ekool().await;
    let key = scene.linked().await;
    assert_eq!(scene.source().read(&key).await.unwrap().completeness, Completeness::Complete);
    scene.change_journal(&json!({ "journal": KLASS, "withdraw": true })).await;
    assert_eq!(scene.source().read(&key).await, Err(JournalError::ConsentWithdrawn));
    scene.change_journal(&json!({ "journal": KLASS, "withdraw": false })).await;
    for _ in 0..2 {
        scene.source().end(&key).await.unwrap();
    }
    assert_eq!(scene.source().read(&key).await, Err(JournalError::ConsentWithdrawn));
    let unknown = JournalKey { external_id: "20000481999".to_owned(), ..key };
    assert_eq!(scene.source().read(&unknown).await, Err(JournalError::Gone));
}

#[tokio::test]
async fn who_left_who_was_taken_out_and_who_is_protected_is_told_apart() {
    let scene = Scene::ekool().await;
    let key = scene.linked().await;
    let pupils = class_of(&scene.source().read(&key).await.unwrap());
    let key_of = |subject: &str| {
        let people = koppel::demo::people::people();
        people.into_iter().find(|person| person.ekool_id.to_string() == subject).unwrap().key
    };
    scene
        .change_journal(&json!({
            "journal": KLASS,
            "remove": [key_of(&pupils[0])],
            "delete": [key_of(&pupils[1])],
            "protect": [key_of(&pupils[2])],
        }))
        .await;
    let reading = scene.source().read(&key).await.unwrap();
    assert_eq!((reading.completeness, &reading.deleted), (Completeness::Complete, &vec![pupils[1].clone()]));
    assert_eq!(subjects(&reading, Role::Pupil), pupils[2..]);
    let protected: Vec<_> = reading.members.iter().filter(|member| member.protected == Some(true)).collect();
    assert_eq!(protected.iter().map(|member| &member.subject).collect::<Vec<_>>(), [&pupils[2]]);
}

/// D8 for journals: whatever an upstream does, a read that is not whole says so or fails; it never looks like "they left".
/// What is whole and of another day or school, only the guard of a refresh can doubt.
#[tokio::test]
async fn a_read_that_is_not_whole_never_looks_whole() {
    let modes = Mode::ALL.iter().copied().take(22);
    for mode in modes.filter(|mode| !matches!(mode, Mode::Yesterday | Mode::OtherSchool)) {
        let scene = Scene::ekool().await;
        let key = scene.linked().await;
        let whole = scene.source().read(&key).await.unwrap();
        scene.stage.sim.simulator.order(Order { endpoint: Some("journal".to_owned()), ..Order::from(mode) });
        match scene.source().read(&key).await {
            Ok(reading) if reading.completeness == Completeness::Complete => {
                assert_eq!(reading.members.len(), whole.members.len(), "{mode}");
            }
            Ok(reading) => assert_ne!(reading.completeness, Completeness::Complete, "{mode}"),
            Err(error) => assert_ne!(error, JournalError::Gone, "{mode}"),
        }
        assert_eq!(scene.seen("trap"), 0, "{mode}");
    }
}

#[tokio::test]
async fn a_page_that_does_not_come_makes_the_reading_partial() {
    let scene = Scene::ekool().await;
    let everybody: Vec<String> = koppel::demo::people::people().into_iter().map(|person| person.key).collect();
    scene.change_journal(&json!({ "journal": KLASS, "add": everybody })).await;
    let key = scene.linked().await;
    let endpoint = Some("journal".to_owned());
    scene.stage.sim.simulator.order(Order { endpoint, spare: 1, ..Order::from(Mode::ServerError) });
    let reading = scene.source().read(&key).await.unwrap();
    assert_eq!((reading.completeness, reading.members.len()), (Completeness::Partial(PartialRead::PageMissing), 20));
    scene.stage.sim.simulator.order(Order::from(Mode::Ok));
    scene.change_journal(&json!({ "journal": KLASS, "unavailable": true })).await;
    let reading = scene.source().read(&key).await.unwrap();
    assert_eq!(reading.completeness, Completeness::Partial(PartialRead::NoData));
}

/// Without a count a list that was cut short and closed well looks whole; where it is demanded, it does not.
#[tokio::test]
async fn a_reading_without_a_count_is_partial_where_one_is_demanded() {
    let mut scene = Scene::ekool().await;
    let key = scene.linked().await;
    scene.change_journal(&json!({ "journal": KLASS, "uncounted": true })).await;
    assert_eq!(scene.source().read(&key).await.unwrap().completeness, Completeness::Complete, "nobody demands it");
    scene.set(&json!({ "journal": { "total_required": true } }));
    scene.change();
    let reading = scene.source().read(&key).await.unwrap();
    assert_eq!(reading.completeness, Completeness::Partial(PartialRead::Truncated));
    scene.change_journal(&json!({ "journal": KLASS, "uncounted": false })).await;
    assert_eq!(scene.source().read(&key).await.unwrap().completeness, Completeness::Complete);
}

#[tokio::test]
async fn next_page_at_another_host_is_not_asked() {
    let scene = Scene::ekool().await;
    let key = scene.linked().await;
    let endpoint = Some("journal".to_owned());
    scene.stage.sim.simulator.order(Order { endpoint, ..Order::from(Mode::NextElsewhere) });
    let refused = scene.source().read(&key).await.unwrap_err();
    assert!(matches!(refused, JournalError::Upstream(UpstreamError::Misbehaved(_))), "{refused:?}");
    assert_eq!(scene.seen("trap"), 0);
}

#[tokio::test]
async fn harid_holds_no_class_lists() {
    let scene = Scene::harid().await;
    assert!(scene.registry.source(&scene.row).unwrap().is_none());
}
