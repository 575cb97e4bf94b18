//! P2: an id of another school answers exactly like one that was never made. P3: no id can be counted or guessed.

use std::collections::BTreeSet;

use koppel::domain::{ConsoleRole, Random};
use koppel::web::routes::{ROUTES, Who};

use super::desk::{Browser, Console, OTHER, SCHOOL};
use super::objects::Objects;
use crate::issuer::desk::Answer;
use crate::support::{TestGround, both_engines, counted, figure};

/// What an answer says, without what is new in every one and without the id that was asked for.
fn said(answer: &Answer, objects: &Objects, names: &[&str]) -> (u16, Vec<String>, String) {
    let (before, rest) = answer.body.split_once("<strong>").unwrap_or_else(|| panic!("no reference: {}", answer.body));
    let after = rest.split_once("</strong>").unwrap().1;
    let hidden = |text: String| names.iter().fold(text, |text, name| text.replace(objects.id(name), "<the id>"));
    let headers = answer.headers.iter().filter(|(name, _)| *name != reqwest::header::DATE);
    let mut headers: Vec<String> =
        headers.map(|(name, value)| hidden(format!("{name}: {}", value.to_str().unwrap()))).collect();
    headers.sort();
    (answer.status, headers, hidden(format!("{before}{after}")))
}

/// The placeholders of an address below a school, but for upstreams, which are no school's.
fn named(path: &'static str) -> Vec<&'static str> {
    let tail = path.trim_start_matches("/admin/{platform}/{school}");
    let names = tail.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.filter(|name| *name != "upstream").collect()
}

async fn answer(browser: &Browser, method: &str, objects: &Objects, route: &str) -> Answer {
    let path = objects.fill(route, SCHOOL);
    if method == "GET" { browser.get(&path).await } else { browser.post(&path, &objects.fields()).await }
}

#[tokio::test]
async fn what_is_another_schools_answers_byte_for_byte_like_what_was_never_made() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        admin.get(&super::desk::at(SCHOOL, "")).await;
        let routes = ROUTES.iter().filter(|route| matches!(route.who, Who::Console(_)));
        let routes: Vec<_> = routes.filter(|route| !named(route.path).is_empty()).collect();
        assert!(!routes.is_empty());
        let (mut pairs, wanted) = (0, figure(1_000, 60));
        while pairs < wanted {
            let theirs = Objects::at(&console, OTHER).await;
            let nobodys = Objects::missing(&console, &theirs);
            for route in &routes {
                for method in route.methods.split(' ') {
                    let foreign = answer(&admin, method, &theirs, route.path).await;
                    let missing = answer(&admin, method, &nobodys, route.path).await;
                    let names = named(route.path);
                    assert_eq!(missing.status, 404, "{method} {}: {}", route.path, missing.body);
                    assert_eq!(
                        said(&foreign, &theirs, &names),
                        said(&missing, &nobodys, &names),
                        "{method} {}",
                        route.path
                    );
                    pairs += 1;
                }
            }
        }
        counted("P2", &format!("{pairs} pairs of a foreign and a missing id"));
    })
    .await;
}

/// P3: 26 letters and digits of 32 kinds carry 130 random bits, and none of an address is a number.
#[tokio::test]
async fn ids_in_addresses_are_random_and_never_numbers() {
    let console = Console::open(TestGround::sqlite().await).await;
    let objects = Objects::at(&console, SCHOOL).await;
    let routes = ROUTES.iter().filter(|route| matches!(route.who, Who::Console(_)));
    let names: BTreeSet<&str> = routes.flat_map(|route| named(route.path)).collect();
    for name in &names {
        let random = objects.id(name).split_once('_').unwrap().1;
        assert_eq!(random.len(), 26, "{name}");
    }
    let random = Random::system();
    let made: BTreeSet<String> = (0..10_000).map(|_| random.id_text()).collect();
    assert_eq!(made.len(), 10_000);
    for at in 0..26 {
        let kinds: BTreeSet<char> = made.iter().filter_map(|id| id.chars().nth(at)).collect();
        assert_eq!(kinds.len(), 32, "the letter at {at} takes every value");
    }
    counted("P3", &format!("{} kinds of ids in addresses, 10000 ids", names.len()));
}

/// P9: whoever is of support reads one school, for the hours that were agreed on, and nothing of any other.
#[tokio::test]
async fn support_sees_one_school_for_some_hours() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let support = console.steward(ConsoleRole::Support, SCHOOL).await;
        let (here, there) = (Objects::at(&console, SCHOOL).await, Objects::at(&console, OTHER).await);
        let routes = ROUTES.iter().filter_map(|route| match route.who {
            Who::Console(right) if right.is_of(ConsoleRole::Support) => Some(route.path),
            _ => None,
        });
        let routes: Vec<&str> = routes.collect();
        for route in &routes {
            let other = support.get(&there.fill(route, OTHER)).await;
            assert_eq!(other.status, 404, "{route}: {}", other.body);
        }
        assert_eq!(support.get(&super::desk::at(SCHOOL, "")).await.status, 200);
        console.change("UPDATE console_grant SET expires_at = $1", koppel::args![console.ground.now()]).await;
        for route in &routes {
            assert_eq!(support.get(&here.fill(route, SCHOOL)).await.status, 404, "{route} after its hours");
        }
        counted("P9", &format!("{} pages at another school and after the hours", routes.len()));
    })
    .await;
}
