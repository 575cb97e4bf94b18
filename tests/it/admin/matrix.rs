//! P1: every page of the console, as everybody there is meets it. The routes come from the registry, so a new one is tried as
//! soon as it is there; what it does besides its right stands below, by hand.

use koppel::domain::{ConsoleRole, Right, SessionKind};
use koppel::web::routes::{ROUTES, RouteEntry, Who};
use reqwest::Method;

use super::desk::{Browser, Console, OTHER, SCHOOL};
use super::objects::{Objects, person};
use crate::issuer::desk::{Answer, form};
use crate::support::{TestGround, both_engines, counted};

/// Routes that want more than an address and [`Objects::fields`] can say: whoever has the right gets in, and is told so,
/// sent to where it begins, or that it is not there.
const WANT_MORE: &[&str] = &[
    // The administrator whose second factor is reset.
    "/admin/{platform}/{school}/factor-reset",
    // A journal that ended just now.
    "/admin/{platform}/{school}/journals/{journal}/reopen",
    // A sign-in at the upstream, of this browser.
    "/admin/{platform}/{school}/upstreams/{upstream}/check",
];
/// Routes that name in a search or form what others name in their address.
const BY_FIELD: &[&str] = &["/admin/{platform}/{school}/merge", "/admin/{platform}/{school}/merge/move"];

struct People {
    roles: Vec<(ConsoleRole, Browser)>,
    /// Nobody of [`SCHOOL`]'s console.
    strangers: Vec<(&'static str, Browser)>,
}

impl People {
    async fn at(console: &Console) -> Self {
        let mut roles = Vec::new();
        for role in ConsoleRole::ALL {
            roles.push((*role, console.steward(*role, SCHOOL).await));
        }
        let pupil = console.enter(&person(console, SCHOOL).await, SessionKind::Console).await;
        console.show_factor(&pupil).await;
        let of_another = console.steward(ConsoleRole::SchoolAdmin, OTHER).await;
        Self { roles, strangers: vec![("a pupil", pupil), ("another school's administrator", of_another)] }
    }
}

fn console_routes() -> Vec<(&'static RouteEntry, Right)> {
    let of_console = |route: &'static RouteEntry| match route.who {
        Who::Console(right) => Some((route, right)),
        _ => None,
    };
    ROUTES.iter().filter_map(of_console).collect()
}

async fn ask(browser: &Browser, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    match method {
        "GET" => browser.get(&format!("{path}?{}", form(fields))).await,
        "POST" => browser.post(path, fields).await,
        other => panic!("{other}"),
    }
}

/// Not a page of ours, and not the way to a sign-in or a second factor.
fn is_in(answer: &Answer) -> bool {
    let away = answer.location().unwrap_or_default();
    let turned = away.starts_with("/login") || away.contains("/second-factor?") || away.contains("/step-up?");
    !turned && answer.status < 500 && ![401, 403, 404, 405].contains(&answer.status)
}

/// Whoever has no right meets a page that does not exist, or a sign-in.
async fn outside(console: &Console, people: &People, route: &RouteEntry, right: Right) -> usize {
    let objects = Objects::at(console, SCHOOL).await;
    let (path, fields, mut asked) = (objects.fill(route.path, SCHOOL), objects.fields(), 0);
    for method in route.methods.split(' ') {
        for bearer in [None, Some("a-token-of-a-client")] {
            let answer = console.call(method.parse::<Method>().unwrap(), &path, bearer).await;
            let place = format!("{method} {} without a session: {}", route.path, answer.body);
            assert_eq!(answer.status, 303, "{place}");
            assert!(answer.location().unwrap().starts_with("/login?attempt="), "{place}");
        }
        let without = people.roles.iter().filter(|(role, _)| !right.is_of(*role));
        let without = without.map(|(role, browser)| (role.as_str(), browser));
        for (who, browser) in without.chain(people.strangers.iter().map(|(who, browser)| (*who, browser))) {
            let answer = ask(browser, method, &path, &fields).await;
            assert_eq!(answer.status, 404, "{method} {} as {who}: {}", route.path, answer.body);
            asked += 1;
        }
    }
    asked + 2
}

/// Whoever has the right gets in at their school, and nowhere else.
async fn inside(console: &Console, people: &People, route: &RouteEntry, right: Right) -> usize {
    let (foreign, mut asked) = (Objects::at(console, OTHER).await, 0);
    for (role, browser) in people.roles.iter().filter(|(role, _)| right.is_of(*role)) {
        for method in route.methods.split(' ') {
            let place = format!("{method} {} as {role}", route.path);
            let elsewhere = ask(browser, method, &foreign.fill(route.path, OTHER), &foreign.fields()).await;
            assert_eq!(elsewhere.status, 404, "{place} at another school: {}", elsewhere.body);
            let path = foreign.fill(&route.path.replace("{upstream}", "nothing-here"), SCHOOL);
            if names_something(route) {
                let theirs = ask(browser, method, &path, &foreign.fields()).await;
                assert_eq!(theirs.status, 404, "{place} with another school's: {}", theirs.body);
            }
            // New for each: what one did must not stand in the way of the next.
            let own = Objects::at(console, SCHOOL).await;
            let answer = ask(browser, method, &own.fill(route.path, SCHOOL), &own.fields()).await;
            let may_miss = WANT_MORE.contains(&route.path) && [303, 400, 404].contains(&answer.status);
            assert!(is_in(&answer) || may_miss, "{place}: {} {:?} {}", answer.status, answer.location(), answer.body);
            if method == "GET" && !may_miss {
                assert_eq!(answer.status, 200, "{place}: {:?}", answer.location());
            }
            asked += 3;
        }
    }
    asked
}

fn names_something(route: &RouteEntry) -> bool {
    let tail = route.path.trim_start_matches("/admin/{platform}/{school}");
    tail.contains('{') || BY_FIELD.contains(&route.path)
}

#[tokio::test]
async fn every_page_of_the_console_is_for_whoever_has_its_right_and_for_nobody_else() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (people, mut asked) = (People::at(&console).await, 0);
        for (route, right) in console_routes() {
            asked += outside(&console, &people, route, right).await;
            asked += inside(&console, &people, route, right).await;
        }
        counted("P1", &format!("{asked} requests to {} routes of the console", console_routes().len()));
    })
    .await;
}

#[test]
fn every_exception_is_a_route_of_the_console() {
    for path in WANT_MORE.iter().chain(BY_FIELD) {
        assert!(console_routes().iter().any(|(route, _)| route.path == *path), "{path}");
    }
}

/// A page below a school names the right that it needs; the others are for whoever is signed in, or brings an invitation.
#[test]
fn every_page_of_a_school_names_its_right() {
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/admin/{platform}/{school}")) {
        assert!(matches!(route.who, Who::Console(_)), "{}", route.path);
    }
}
