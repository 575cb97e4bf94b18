//! E3: a row that is bad, in the file or for the database, never applies half a journal.

use koppel::domain::{Member, Random};
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

/// Among the counts of [`School::everything`].
const AUDIT: usize = 8;

#[tokio::test]
async fn a_bad_row_of_a_file_applies_nothing_of_it() {
    let rounds = figure(1_000, 48);
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.bring(&school.roll(&[("j0", (0..PUPILS - 1).map(pupil).collect())])).await;
        let mut before = school.everything().await;
        // The hold that a person is told of, once for all of them: what is not known whole is the same whatever it says.
        before[AUDIT] += 1;
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

/// People whom the database does not take: `bad…` where they are told of, early in the transaction, and `late…` where they
/// would sit, when everything else of them is written.
const REFUSING: [&[&str]; 2] = [
    &[
        "CREATE TRIGGER refuse BEFORE INSERT ON roster_person WHEN NEW.subject LIKE 'bad%' \
         BEGIN SELECT RAISE(ABORT, 'refused'); END",
        "CREATE TRIGGER refuse_late BEFORE INSERT ON seat \
         WHEN (SELECT subject FROM roster_person WHERE id = NEW.person_id) LIKE 'late%' \
         BEGIN SELECT RAISE(ABORT, 'refused'); END",
    ],
    &[
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON roster_person FOR EACH ROW \
         WHEN (NEW.subject LIKE 'bad%') EXECUTE FUNCTION refuse()",
        "CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN IF EXISTS (SELECT 1 FROM roster_person WHERE id = NEW.person_id AND subject LIKE 'late%') \
         THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER refuse_late BEFORE INSERT ON seat FOR EACH ROW EXECUTE FUNCTION refuse_late()",
    ],
];
/// Journals of a round, and pupils of each.
const JOURNALS: usize = 5;
const CLASS: usize = 2;

/// The people of one journal of a round; with a row that the database refuses, if it is that one's turn.
fn class(round: usize, journal: usize) -> Vec<Member> {
    let first = (round * JOURNALS + journal) * CLASS;
    let mut people: Vec<Member> = (first..first + CLASS).map(pupil).collect();
    if journal == round % JOURNALS {
        let when = if round.is_multiple_of(2) { "bad" } else { "late" };
        people[round % CLASS].subject = format!("{when}{round}");
    }
    people
}

#[tokio::test]
async fn a_row_that_the_database_refuses_leaves_its_journal_and_no_other() {
    let rounds = figure(1_000, 6);
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ground.damage(REFUSING[usize::from(ground.is_postgres())]).await;
        for round in 0..rounds {
            let names: Vec<String> = (0..JOURNALS).map(|n| format!("r{round}j{n}")).collect();
            let told: Vec<_> = names.iter().enumerate().map(|(n, name)| (name.as_str(), class(round, n))).collect();
            let brought = school.bring(&school.roll(&told)).await;
            let bad = names[round % JOURNALS].clone();
            assert_eq!((brought.applied, &brought.left[..]), (4, &[(bad, Left::Failed)][..]), "{round}");
        }
        let done = rounds * (JOURNALS - 1);
        for (sql, expected) in [
            ("SELECT COUNT(*) AS n FROM journal", done),
            ("SELECT COUNT(*) AS n FROM seat", done * CLASS),
            ("SELECT COUNT(*) AS n FROM roster_person", done * CLASS),
            ("SELECT COUNT(*) AS n FROM account", done * CLASS),
            ("SELECT COUNT(*) AS n FROM audit WHERE action = 'journal.applied'", done),
        ] {
            assert_eq!(school.world.count(sql).await, i64::try_from(expected).unwrap(), "{sql}");
        }
        school.sound().await;
    })
    .await;
    counted("E3", &format!("{rounds} rows that the database refuses, early or late: 1 journal of 5 left, 4 applied"));
}
