//! E3: a row that is bad, in the file or for the database, never applies half a journal.

use koppel::domain::Random;
use koppel::files::Format;
use koppel::roster::file::{self, Source};
use koppel::roster::roll::{Left, Roll};

use super::school::{School, given, pupil};
use crate::support::{TestGround, both_engines, counted, figure};

const HEADER: &str = "journal,subject,role,given_name,family_name,birth_date,school,active,from";
const PUPILS: usize = 6;

/// One row of a file, whole.
fn cells(journal: usize, n: usize) -> Vec<String> {
    let (subject, given) = (format!("p{n:04}"), given(n));
    ["j", &subject, "pupil", &given, "Tamm", "2014-03-14", "ehis:123", "yes", "2026-09-01"]
        .iter()
        .enumerate()
        .map(|(at, cell)| if at == 0 { format!("{cell}{journal}") } else { (*cell).to_owned() })
        .collect()
}

/// What is wrong with a row: the cell, and what stands there instead.
const WRONG: [(usize, &str); 14] = [
    (0, ""),
    (2, ""),
    (2, "õpilane?"),
    (2, "PUPIL "),
    (3, "Mari\u{1}"),
    (3, "Mari\u{202e}iraM"),
    (4, "Ta\u{2028}mm"),
    (5, "14.3.2014"),
    (5, "2014-02-30"),
    (6, "123"),
    (6, ":"),
    (7, "perhaps"),
    (8, "tomorrow"),
    (1, "p\u{7f}"),
];

fn damaged(row: usize, kind: usize) -> String {
    let mut lines = vec![HEADER.to_owned()];
    for n in 0..2 * PUPILS {
        let mut cells = cells(n / PUPILS, n % PUPILS);
        if n == row {
            match WRONG.get(kind) {
                Some((at, wrong)) => cells[*at] = format!("\"{wrong}\""),
                None if kind == WRONG.len() => cells.push("one more".into()),
                None => cells[3] = "x".repeat(300),
            }
        }
        lines.push(cells.join(","));
    }
    lines.join("\n")
}

fn read(school: &School<'_>, text: &str) -> Roll {
    let source =
        Source { upstream: "ekool".parse().unwrap(), scope: String::new(), read_at: school.world.ground.now() };
    let told = file::read(text.as_bytes(), Format::Csv, &source).unwrap();
    Roll::new(source.upstream, source.scope, source.read_at).with(told.journals).without(told.bad_rows)
}

#[tokio::test]
async fn a_bad_row_of_a_file_applies_nothing_of_it() {
    let rounds = figure(1_000, 48);
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.bring(&school.roll(&[("j0", (0..PUPILS - 1).map(pupil).collect())])).await;
        let before = school.everything().await;
        let random = Random::counter(7);
        for round in 0..rounds {
            let [row, kind] = random.bytes::<2>().map(usize::from);
            let roll = read(&school, &damaged(row % (2 * PUPILS), kind % (WRONG.len() + 2)));
            assert_eq!(roll.bad_rows().len(), 1, "{round}: kind {}", kind % (WRONG.len() + 2));
            let brought = school.bring(&roll).await;
            assert_eq!(
                (brought.held, brought.applied, school.everything().await),
                (true, 0, before.clone()),
                "{round}"
            );
        }
        school.sound().await;
    })
    .await;
    counted(
        "E3",
        &format!("{rounds} bad rows of {} kinds, each in a file of two journals: nothing applied", WRONG.len() + 2),
    );
}

/// A person whom the database does not take.
const REFUSING: [&[&str]; 2] = [
    &["CREATE TRIGGER refuse BEFORE INSERT ON roster_person WHEN NEW.subject LIKE 'bad%' \
       BEGIN SELECT RAISE(ABORT, 'refused'); END"],
    &[
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON roster_person FOR EACH ROW \
         WHEN (NEW.subject LIKE 'bad%') EXECUTE FUNCTION refuse()",
    ],
];

#[tokio::test]
async fn a_row_that_the_database_refuses_leaves_its_journal_and_no_other() {
    let rounds = figure(60, 6);
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ground.damage(REFUSING[usize::from(ground.is_postgres())]).await;
        for round in 0..rounds {
            let names: Vec<String> = (0..5).map(|n| format!("r{round}j{n}")).collect();
            let people = |n: usize| {
                let mut people: Vec<_> = (0..4).map(|m| pupil(round * 20 + n * 4 + m)).collect();
                if n == round % 5 {
                    people[round % 4].subject = format!("bad{round}");
                }
                people
            };
            let told: Vec<_> = names.iter().enumerate().map(|(n, name)| (name.as_str(), people(n))).collect();
            let brought = school.bring(&school.roll(&told)).await;
            let bad = names[round % 5].clone();
            assert_eq!((brought.applied, &brought.left[..]), (4, &[(bad, Left::Failed)][..]), "{round}");
        }
        let seats = school.world.count("SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL").await;
        assert_eq!(seats, i64::try_from(rounds * 16).unwrap());
        let journals = school.world.count("SELECT COUNT(*) AS n FROM journal").await;
        assert_eq!(journals, i64::try_from(rounds * 4).unwrap());
        school.sound().await;
    })
    .await;
    counted("E3", &format!("{rounds} rows that the database refuses: 1 journal of 5 left, 4 applied"));
}
