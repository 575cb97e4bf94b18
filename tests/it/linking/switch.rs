//! A school goes to another upstream, or its upstream gives everybody a new id.

use std::fmt::Write as _;

use chrono::TimeDelta;
use koppel::domain::{Assurance, HoldReason, Member, Reading, RunState, SwitchId};
use koppel::files::Format;
use koppel::linking::LinkingError;
use koppel::linking::privacy::{Protect, protect};
use koppel::linking::switch::{self, Dry, Fate, Loaded, Moved, NewSwitch};
use koppel::row;

use super::world::{World, assertion};
use crate::roster::runs::{Answer, class, is_held, reasons, root};
use crate::roster::school::{School, given};
use crate::support::{TestGround, both_engines, counted, figure, seed};

row! {
    /// A live link.
    pub struct Live {
        /// Its upstream.
        pub upstream_id: String,
        /// Its subject.
        pub subject: String,
        /// Its account.
        pub account_id: String,
        /// How sure it is.
        pub assurance: Assurance,
    }
}

const LIVE: &str = "SELECT upstream_id, subject, account_id, assurance FROM link WHERE ended_at IS NULL \
    ORDER BY upstream_id, subject";

/// What the tests do with a switch.
pub struct Desk<'a> {
    world: &'a World<'a>,
    pub id: SwitchId,
}

impl<'a> Desk<'a> {
    pub async fn begin(world: &'a World<'a>, from: &str, to: &str) -> Self {
        let id = begin(world, from, to).await.unwrap();
        Self { world, id }
    }

    /// Loads rows `old;new`.
    pub async fn load(&self, rows: &[(String, String)]) -> Loaded {
        let mut text = String::from("old;new\n");
        for (old, new) in rows {
            writeln!(text, "{old};{new}").unwrap();
        }
        let (told, bad) = switch::read(text.as_bytes(), Format::Csv).unwrap();
        assert_eq!(bad, []);
        let (ground, id, told) = (&self.world.ground.ground(), &self.id, &told);
        self.world.write(|tx| async move { switch::load(&tx, ground, id, told, &root()).await }).await.unwrap()
    }

    pub async fn dry_run(&self) -> Dry {
        let (ground, id) = (&self.world.ground.ground(), &self.id);
        ground.db.read(|tx| async move { switch::dry_run(&tx, ground, id).await }).await.unwrap()
    }

    pub async fn apply(&self) -> Moved {
        let agreed = self.dry_run().await.hash;
        switch::apply(self.world.ground, &self.id, &agreed, &root()).await.unwrap()
    }

    pub async fn undo(&self) -> Result<Moved, LinkingError> {
        switch::undo(self.world.ground, &self.id, &root()).await
    }

    pub async fn learn(&self) -> u64 {
        let (ground, id) = (&self.world.ground.ground(), &self.id);
        self.world.write(|tx| async move { switch::learn(&tx, ground, id, &root()).await }).await.unwrap()
    }
}

pub async fn begin(world: &World<'_>, from: &str, to: &str) -> Result<SwitchId, LinkingError> {
    let (from, to, actor) = (&from.parse().unwrap(), &to.parse().unwrap(), &root());
    let new = NewSwitch { platform: &world.platform, school: &world.school, from, to, actor };
    let ground = &world.ground.ground();
    world.write(|tx| async move { switch::begin(&tx, ground, &new).await }).await
}

async fn live(world: &World<'_>) -> Vec<Live> {
    world.ground.db.list(LIVE, vec![]).await.unwrap()
}

pub fn pair(old: &str, new: &str) -> (String, String) {
    (old.to_owned(), new.to_owned())
}

const JOURNAL: usize = 20;

/// Journals of twenty pupils, whom eKool calls `p0000`, or from now on `q0000`.
fn told(school: &School<'_>, journals: usize, letter: char) -> Vec<(String, Answer)> {
    let renamed = |member: Member| Member { subject: member.subject.replace('p', &letter.to_string()), ..member };
    let reading = |n: usize| -> (String, Answer) {
        let pupils = class(n, n * JOURNAL..(n + 1) * JOURNAL).into_iter().map(renamed).collect();
        let reading: Reading = school.reading(&format!("j{n}"), pupils);
        (format!("j{n}"), Ok(reading))
    };
    (0..journals).map(reading).collect()
}

/// So many pupils; a tenth of them has an account that is not linked yet.
async fn renamed_school(school: &mut School<'_>, journals: usize) {
    let all = journals * JOURNAL;
    school.kit_with(i64::try_from(2 * all).unwrap()).await;
    for n in 0..all {
        let account = school.world.pupil(&n.to_string(), &given(n), 2014).await;
        if n % 10 != 9 {
            seed::link(school.world.ground, &account, &format!("p{n:04}")).await;
        }
    }
    let linked: Vec<_> = (0..journals).map(|n| (n, (n * JOURNAL..(n + 1) * JOURNAL).collect())).collect();
    school.linked(&linked).await;
}

const ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const LICENCES: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
const WAITING: &str = "SELECT COUNT(*) AS n FROM standing WHERE state = 'waiting'";

async fn counts(school: &School<'_>) -> [i64; 4] {
    let world = &school.world;
    [world.count(ACCOUNTS).await, world.count(LICENCES).await, world.count(WAITING).await, school.live_seats().await]
}

/// E14: all ids of a school change at once. It is held; one mapping that a person agreed to keeps every link, seat and licence,
/// and taking it back gives back what was there, byte for byte.
#[tokio::test]
async fn a_mapping_keeps_every_link_when_all_ids_of_a_school_change() {
    let journals = figure(100, 20);
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        renamed_school(&mut school, journals).await;
        let (before, sums) = (live(&school.world).await, counts(&school).await);
        let run = school.refresh(told(&school, journals, 'q')).await;
        assert!(is_held(&run));
        let hold = school.open_hold().await.unwrap();
        assert!(reasons(&hold).contains(&HoldReason::RekeyedSchool), "{hold:?}");
        assert_eq!(live(&school.world).await, before, "held: nothing has moved");

        let desk = Desk::begin(&school.world, "ekool", "ekool").await;
        let everybody = (0..journals * JOURNAL).chain(9_000..9_000 + journals);
        let pairs: Vec<_> = everybody.map(|n| pair(&format!("p{n:04}"), &format!("q{n:04}"))).collect();
        assert_eq!(desk.load(&pairs).await.added, u64::try_from(pairs.len()).unwrap());
        let dry = desk.dry_run().await;
        let links = u64::try_from(before.len()).unwrap();
        let seats = u64::try_from(journals * (JOURNAL + 1)).unwrap() - links;
        assert!(seats > 0 && links > seats, "{links} linked, {seats} not");
        assert_eq!((dry.moves, dry.seats, dry.taken, dry.unknown, dry.left), (links, seats, 0, 0, 0));
        assert_eq!(live(&school.world).await, before, "a dry run moves nothing");
        assert_eq!(desk.apply().await, Moved { moved: links + seats, ..Moved::default() });

        let after = live(&school.world).await;
        let keeps = |old: &Live, new: &Live| {
            (old.subject.replace('p', "q"), &old.account_id) == (new.subject.clone(), &new.account_id)
        };
        assert!(after.len() == before.len() && before.iter().zip(&after).all(|(old, new)| keeps(old, new)));
        let run = school.refresh(told(&school, journals, 'q')).await;
        assert_eq!((run.state, school.open_hold().await), (RunState::Done, None), "{run:?}");
        assert_eq!(counts(&school).await, sums, "nobody is new, nobody has left, no licence went");

        school.world.ground.clock.advance(TimeDelta::days(29));
        assert_eq!(desk.undo().await.unwrap().moved, links + seats);
        assert_eq!(live(&school.world).await, before, "byte for byte");
        assert_eq!(school.refresh(told(&school, journals, 'p')).await.state, RunState::Done);
        assert_eq!(counts(&school).await, sums);
        school.sound().await;
    })
    .await;
    counted("E14", &format!("{} people: held, mapped, 100 % of links kept, taken back", journals * (JOURNAL + 1)));
}

#[tokio::test]
async fn links_move_to_another_upstream_and_back() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        world.claim(&said, &mari).await;
        let before = live(&world).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        desk.load(&[pair("m1", "s1")]).await;
        assert_eq!(desk.apply().await, Moved { moved: 1, ..Moved::default() });
        let now = live(&world).await;
        assert_eq!((now.len(), now[0].subject.as_str(), now[0].account_id.as_str()), (1, "s1", mari.as_str()));
        assert_eq!(now[0].assurance, Assurance::School, "a pair is the school's word");
        let new = assertion("stuudium", "s1", "Mari", 2014);
        assert_eq!(world.arrive(&new).await.admit().await.unwrap().account, mari);
        assert_eq!(desk.undo().await.unwrap().moved, 1);
        assert_eq!(live(&world).await, before);
        assert_eq!(world.arrive(&said).await.admit().await.unwrap().account, mari);
        let told = "SELECT COUNT(*) AS n FROM event WHERE kind = 'link.switched'";
        assert_eq!(world.count(told).await, 2);
    })
    .await;
}

/// The school's word counts for its own people: an id of another school is as unknown as one that nobody has.
#[tokio::test]
async fn nobody_of_another_school_is_moved() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let other = seed::account(&ground, "of-another-school").await;
        seed::link(&ground, &other, "o1").await;
        let before = live(&world).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        desk.load(&[pair("o1", "mine"), pair("nobody", "n1")]).await;
        let dry = desk.dry_run().await;
        assert_eq!((dry.moves, dry.unknown), (0, 2));
        assert!(dry.examples.iter().all(|example| example.name.is_none() && example.fate == Fate::Unknown), "{dry:?}");
        assert_eq!(desk.apply().await, Moved { unknown: 2, ..Moved::default() });
        assert_eq!(live(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_opens_another_account_or_looks_like_another_person_stays() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let (mari, anna) = (world.pupil("17", "Mari", 2014).await, world.pupil("18", "Anna", 2015).await);
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.claim(&assertion("stuudium", "a1", "Anna", 2015), &anna).await;
        // Came once, and is nobody's yet.
        world.identify(&assertion("stuudium", "b1", "Berta", 2013)).await;
        let before = live(&world).await;
        for (old, new) in [("m1", "a1"), ("m1", "b1")] {
            let desk = Desk::begin(&world, "ekool", "stuudium").await;
            desk.load(&[pair(old, new)]).await;
            assert_eq!(desk.dry_run().await.taken, 1, "{new}");
            assert_eq!(desk.apply().await, Moved { taken: 1, ..Moved::default() }, "{new}");
            assert_eq!(live(&world).await, before, "{new}");
            desk.undo().await.unwrap();
        }
    })
    .await;
}

/// A pair that names somebody else's new id: nobody has come with it yet, and whoever does is not let in.
#[tokio::test]
async fn a_wrong_pair_is_stopped_at_the_door() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let desk = Desk::begin(&world, "ekool", "ekool").await;
        desk.load(&[pair("m1", "x9")]).await;
        assert_eq!(desk.apply().await.moved, 1);
        let another = world.arrive(&assertion("ekool", "x9", "Berta", 2013)).await;
        assert!(another.admit().await.is_err());
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM identity WHERE quarantined_at IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn people_who_are_left_out_everywhere_are_not_moved() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        world.sql("INSERT INTO withheld (key, since) SELECT 'account:' || id, created_at FROM account").await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        assert_eq!(desk.dry_run().await.left, 0);
        desk.load(&[pair("m1", "s1")]).await;
        let dry = desk.dry_run().await;
        assert_eq!((dry.moves, dry.unknown, dry.examples[0].name.as_ref()), (0, 1, None));
        assert_eq!(desk.apply().await.moved, 0);
    })
    .await;
}

/// S36: an old and a new identity of one person never meet, also where nobody has come with the new one yet.
#[tokio::test]
async fn nobody_goes_to_a_subject_that_is_protected() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.claim(&assertion("ekool", "m1", "Mari", 2014), &mari).await;
        let (shared, upstream) = (&world.ground.ground(), &"stuudium".parse().unwrap());
        let hide = |tx| async move { protect(&tx, shared, Protect::Subjects(upstream, "", &["s1"])).await };
        world.storage(hide).await;
        let desk = Desk::begin(&world, "ekool", "stuudium").await;
        desk.load(&[pair("m1", "s1")]).await;
        let dry = desk.dry_run().await;
        assert_eq!((dry.moves, dry.unknown), (0, 1), "{dry:?}");
        assert_eq!(desk.apply().await.moved, 0);
    })
    .await;
}
