//! The letter about a held refresh: what it says, to whom it goes, and that it goes once.

use chrono::TimeDelta;
use koppel::domain::{HoldReason, JournalId, LimitPassed, ReadingFault};
use koppel::mail::{Doubtful, HoldLetter, MailError, compose_hold, end_of};
use koppel::web::{Lang, Texts};

use super::letters::body;
use super::run_job;
use crate::cli::desk::Desk;
use crate::roster::runs::tens;
use crate::roster::school::School;
use crate::support::ground::morning;
use crate::support::smtp::{MailServer, Mood};
use crate::support::{TestGround, both_engines};

fn letter(lang: Lang, journal: Option<&str>) -> HoldLetter {
    let reason = |limit: &HoldReason| LimitPassed { limit: *limit, journal: None, people: 12, of: 100, fault: None };
    HoldLetter {
        hold: "hld_00000000000000000000000001".parse().unwrap(),
        lang,
        to: "office@kool.example".to_owned(),
        school: "Tamme Kool".to_owned(),
        platform: "Opiq".to_owned(),
        upstream: "eKool".to_owned(),
        journal: journal.map(str::to_owned),
        when: "7. september kell 11:00".to_owned(),
        reasons: HoldReason::ALL.iter().map(reason).collect(),
        doubtful: vec![],
        written_at: morning(),
    }
}

fn read(letter: &HoldLetter) -> Result<String, MailError> {
    let from = "Koppel <koppel@koppel.test>".parse().unwrap();
    let message = compose_hold(&Texts::load(), &from, "koppel.test", letter)?;
    let subject = message.headers().get::<lettre::message::header::Subject>().unwrap();
    let text = body(&String::from_utf8(message.formatted()).unwrap()).replace("\r\n", "\n");
    Ok(format!("{}\n\n{text}", subject.as_ref()))
}

#[test]
fn the_letter_tells_each_limit_and_what_to_do_in_four_languages() {
    let mut all = String::new();
    for lang in Lang::ALL {
        for journal in [None, Some("5A matemaatika")] {
            let told = read(&letter(lang, journal)).unwrap();
            for needed in ["Tamme Kool", "Opiq", "eKool", "12", "100", "hld_00000000000000000000000001"] {
                assert!(told.contains(needed), "{needed} in {told}");
            }
            assert_eq!(told.lines().filter(|line| line.starts_with("- ")).count(), HoldReason::ALL.len());
            assert!(!told.contains("mail-") && !told.contains("hold-") && !told.contains('{'), "{told}");
            all.extend([told.as_str(), "\n----\n"]);
        }
    }
    insta::assert_snapshot!(all);
}

/// What nobody can approve is named, with what is wrong and the command that ends it.
#[test]
fn the_letter_names_each_journal_that_did_not_come_whole_and_how_it_is_ended() {
    let journal = |n: usize| -> JournalId { format!("jrn_0000000000000000000000000{n}").parse().unwrap() };
    let faults = ReadingFault::ALL.iter().enumerate();
    let doubtful = |(n, fault): (usize, &ReadingFault)| Doubtful {
        journal: journal(n),
        name: format!("Klass {n}\r\nBcc: x"),
        fault: *fault,
    };
    let doubtful: Vec<Doubtful> = faults.map(doubtful).collect();
    let reason = |n: usize| LimitPassed {
        limit: HoldReason::Partial,
        journal: Some(journal(n)),
        people: 0,
        of: 10,
        fault: Some(ReadingFault::Empty),
    };
    for lang in Lang::ALL {
        let reasons = (0..doubtful.len() + 3).map(reason).collect();
        let told = read(&HoldLetter { reasons, doubtful: doubtful.clone(), ..letter(lang, None) }).unwrap();
        for n in 0..doubtful.len() {
            let command = format!("koppel journal end {} --reason", journal(n));
            assert!(told.contains(&command) && told.contains(&format!("- Klass {n}  Bcc: x: ")), "{told}");
        }
        let lines = told.lines().filter(|line| line.starts_with("- ")).count();
        assert_eq!(lines, 1 + doubtful.len() + 1, "the limit, each of them, and how many more: {told}");
        assert!(told.contains('3') && !told.contains("mail-") && !told.contains("hold-"), "{told}");
    }
}

#[test]
fn names_add_no_header_and_no_recipient() {
    let plain = read(&letter(Lang::En, None)).unwrap().lines().count();
    let school = "Kool\r\nBcc: thief@example.org\r\n\r\nbuy".to_owned();
    let told = read(&HoldLetter { school, ..letter(Lang::En, None) }).unwrap();
    assert_eq!(told.lines().count(), plain, "{told}");
    let to = "a@kool.example, b@kool.example".to_owned();
    assert_eq!(read(&HoldLetter { to, ..letter(Lang::En, None) }).err(), Some(MailError::Address));
}

#[tokio::test]
async fn the_school_s_named_contact_is_told_of_every_hold_once() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let other = ground.another_process().await;
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect()), (1, tens(1).collect())]).await;
        let half = || vec![school.told(0, 0..3), school.told(1, tens(1))];
        school.refresh(half()).await;
        ground.clock.advance(TimeDelta::hours(21));
        school.refresh(half()).await;
        school.discard(&school.open_hold().await.unwrap()).await.unwrap();
        run_job(&ground, "hold_mail").await;
        assert_eq!(server.tries(), 0, "the school names nobody");
        school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
        school.refresh(half()).await;
        server.mood(Mood::Later);
        run_job(&ground, "hold_mail").await;
        server.mood(Mood::Take);
        ground.clock.advance(TimeDelta::minutes(2));
        tokio::join!(run_job(&ground, "hold_mail"), run_job(&other, "hold_mail"));
        school.refresh(half()).await;
        run_job(&ground, "hold_mail").await;
        let taken = server.taken();
        assert_eq!(taken.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["office@kool.example"]);
        let told = body(&taken[0].text);
        assert!(told.contains("Tamme Kool") && told.contains(school.open_hold().await.unwrap().id.as_str()), "{told}");
        assert!(!told.contains("Laps"), "nobody is named: {told}");
    })
    .await;
}

/// Whoever is named while something is held hears of it, and of nothing twice; a letter that nobody takes is seen.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_later_is_told_of_what_is_open_and_a_refused_letter_is_seen() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let (school, desk) = (School::new(&ground).await, Desk::on(ground.url()));
        school.linked(&[(0, tens(0).collect())]).await;
        ground.at_present();
        school.refresh(vec![school.told_in_part(0, [])]).await;
        let hold = school.open_hold().await.unwrap();
        // Nobody is to call them.
        school.world.sql("UPDATE upstream SET disabled_at = created_at").await;
        let named = async |address: &str| {
            desk.json(&format!("school change --id ehis:123 --platform opiq --hold-contact {address}"));
            ground.clock.advance(TimeDelta::minutes(1));
            run_job(&ground, "hold_mail").await;
            let listed = desk.json("hold list --platform opiq --json");
            (server.taken().len(), listed[0]["mail"].as_str().unwrap().to_owned())
        };
        assert_eq!(desk.json("hold list --platform opiq --json")[0]["mail"], "none", "nobody was named");
        server.mood(Mood::Refuse);
        assert_eq!(named("wrong@kool.example").await, (0, "failed".to_owned()));
        let found = desk.run("doctor").out;
        assert!(found.contains("failing letters: letters about 1 open holds were refused"), "{found}");
        server.mood(Mood::Take);
        assert_eq!(named("wrong@kool.example").await, (1, "sent".to_owned()), "named again: tried again");
        assert_eq!(named("wrong@kool.example").await, (1, "sent".to_owned()), "told once");
        assert_eq!(named("office@kool.example").await, (2, "sent".to_owned()), "somebody else");
        let last = server.taken().pop().unwrap();
        assert!(last.to == "office@kool.example" && body(&last.text).contains(hold.id.as_str()), "{}", last.text);
        school.discard(&hold).await.unwrap();
        assert_eq!(named("head@kool.example").await.0, 2, "it is over");
        assert!(!desk.run("doctor").out.contains("failing letters"));
    })
    .await;
}

#[tokio::test]
async fn the_letter_about_an_empty_journal_says_which_and_how_it_is_ended() {
    both_engines(async |ground: TestGround| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        let school = School::new(&ground).await;
        school.linked(&[(0, tens(0).collect()), (1, tens(1).collect())]).await;
        school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
        school.refresh(vec![("j0".to_owned(), Ok(school.reading("j0", vec![]))), school.told(1, tens(1))]).await;
        run_job(&ground, "hold_mail").await;
        let taken = server.taken();
        let told = body(&taken[0].text);
        let [empty, whole] = [school.journal("j0").await, school.journal("j1").await];
        assert!(told.contains(&end_of(&empty.id)) && told.contains(&empty.name), "{told}");
        assert!(!told.contains(whole.id.as_str()), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_hold_that_is_over_before_the_letter_goes_is_told_to_nobody() {
    let server = MailServer::start().await;
    let ground = TestGround::sqlite().await.configured(|config| config.mail = Some(server.settings()));
    let school = School::new(&ground).await;
    school.linked(&[(0, tens(0).collect())]).await;
    school.wish(|wishes| wishes.hold_contact = Some("office@kool.example".into())).await;
    school.refresh(vec![school.told_in_part(0, [])]).await;
    assert!(school.open_hold().await.is_some());
    school.refresh(vec![school.told(0, tens(0))]).await;
    run_job(&ground, "hold_mail").await;
    assert_eq!(server.tries(), 0);
}
