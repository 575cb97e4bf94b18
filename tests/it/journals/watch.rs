//! Who may look on while a journal is updated, and how that ends.

use std::time::{Duration, Instant};

use koppel::demo::once::Walk;
use koppel::demo::people::people;
use koppel::demo::sim::control::{Mode, Order};
use reqwest::Response;
use serde_json::{Value, json};

use super::update::{at_journal, go_on, stand_still};
use super::{KLASS, TEACHER, change_journal, close};
use crate::attacks::{Scene, field};

/// The cookies of a browser at the broker.
fn cookies(walk: &Walk<'_>) -> String {
    let issuer = walk.world.issuer.parse().unwrap();
    let cookie = |name| walk.browser.cookie(&issuer, name).map(|value| format!("{name}={value}"));
    ["koppel-browser", "koppel-session"].into_iter().filter_map(cookie).collect::<Vec<_>>().join("; ")
}

async fn events(walk: &Walk<'_>, run: &str) -> Response {
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    http.get(format!("{run}/events")).header("cookie", cookies(walk)).send().await.unwrap()
}

/// Reads until `word` comes, or the end.
async fn until(stream: &mut Response, heard: &mut String, word: &str) -> bool {
    while !heard.contains(word) {
        match stream.chunk().await.unwrap() {
            Some(piece) => heard.push_str(&String::from_utf8_lossy(&piece)),
            None => return false,
        }
    }
    true
}

/// A teacher whose update waits; its address.
async fn waiting(scene: &Scene) -> (Walk<'_>, String) {
    let mut walk = at_journal(scene, TEACHER, KLASS).await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": ["mari-tamm-2"] })).await;
    walk.browser.press("update").await.unwrap();
    stand_still(scene).await;
    let page = walk.browser.press("update").await.unwrap();
    assert!(page.has("#progress") && page.html.contains("Step 1 of 3"), "{}", page.html);
    let here = page.url().unwrap().to_string();
    (walk, here)
}

/// Each step once, then the end, and then nothing more.
#[tokio::test]
async fn the_stream_tells_the_steps_and_ends_with_the_run() {
    let scene = Scene::open().await;
    let (mut walk, run) = waiting(&scene).await;
    let mut stream = events(&walk, &run).await;
    let header = |name: &str| stream.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((stream.status().as_u16(), header("content-type")), (200, "text/event-stream".to_owned()));
    assert_eq!((header("cache-control"), header("x-accel-buffering")), ("no-store".to_owned(), "no".to_owned()));
    let mut heard = String::new();
    assert!(until(&mut stream, &mut heard, "Step 1 of 3").await, "{heard}");
    assert!(heard.contains("event: progress") && heard.contains("retry: 1000"), "{heard}");
    go_on(&scene).await;
    assert!(until(&mut stream, &mut heard, "event: over").await, "{heard}");
    assert_eq!(heard.matches("Step 1 of 3").count(), 1, "{heard}");
    assert!(stream.chunk().await.unwrap().is_none_or(|rest| rest.iter().all(u8::is_ascii_whitespace)), "nothing more");
    assert!(walk.browser.open(&run).await.unwrap().html.contains("Joined"));
    // Of an update that is over it tells just that.
    let mut stream = events(&walk, &run).await;
    let mut heard = String::new();
    assert!(until(&mut stream, &mut heard, "event: over").await && !heard.contains("progress"), "{heard}");
    close(scene).await;
}

/// The numbers of "412 of 2000 pupils".
fn numbers(text: &str) -> Option<(u32, u32)> {
    let (done, of) = text.strip_suffix(" pupils")?.split_once(" of ")?;
    Some((done.parse().ok()?, of.parse().ok()?))
}

/// Several pages of a slow upstream: how many pupils have come, and of how many, in the stream and on the page.
#[tokio::test]
async fn pupils_are_counted_while_their_pages_come() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    let everybody: Vec<String> = people().into_iter().map(|person| person.key).collect();
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": everybody })).await;
    walk.browser.press("update").await.unwrap();
    let endpoint = Some("journal".to_owned());
    scene.demo.simulators.ekool.order(Order { endpoint, delay_ms: 1_000, ..Order::from(Mode::Ok) });
    let run = walk.browser.press("update").await.unwrap().url().unwrap().to_string();
    let (mut stream, mut heard, mut shown) = (events(&walk, &run).await, String::new(), Vec::new());
    while walk.browser.page().has("#progress") {
        if walk.browser.page().html.contains("Step 2 of 3") {
            shown.extend(walk.browser.page().text("#pupils").and_then(|text| numbers(&text)));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        walk.browser.open(&run).await.unwrap();
    }
    assert!(until(&mut stream, &mut heard, "event: over").await, "{heard}");
    let told = heard.lines().filter_map(|line| serde_json::from_str::<Value>(line.strip_prefix("data: ")?).ok());
    let told = told.filter(|told| told["step"] == 2);
    let told: Vec<(u32, u32)> = told.filter_map(|told| numbers(told["pupils"].as_str()?)).collect();
    for counts in [shown, told] {
        let (Some((_, first)), Some((done, of))) = (counts.first(), counts.last()) else { panic!("{heard}") };
        assert!(0 < *done && done < of && first == of && counts.is_sorted(), "{counts:?}");
    }
    close(scene).await;
}

/// One person with many tabs has no more than their share of the places, and a browser that goes gives its own back.
#[tokio::test]
async fn nobody_takes_all_places_and_who_goes_gives_theirs_back() {
    let scene = Scene::open().await;
    let mut ursula = at_journal(&scene, "ursula-toome", "20000733001").await;
    change_journal(&scene.demo, json!({ "journal": "20000733001", "rename": "6B geomeetria" })).await;
    ursula.browser.press("update").await.unwrap();
    let (anu, run) = waiting(&scene).await;
    let theirs = ursula.browser.press("update").await.unwrap().url().unwrap().to_string();
    let (began, mut tabs) = (Instant::now(), Vec::new());
    for _ in 0..3 {
        tabs.push(events(&anu, &run).await);
    }
    assert!(tabs.iter().all(|tab| tab.status().as_u16() == 200), "{tabs:?}");
    let refused = events(&anu, &run).await;
    let after = refused.headers()["retry-after"].to_str().unwrap().to_owned();
    assert_eq!((refused.status().as_u16(), after.as_str()), (503, "5"));
    assert!(anu.browser.page().html.contains("data-reload=\"5\""), "the page says the same to its script");
    assert_eq!(events(&ursula, &theirs).await.status().as_u16(), 200, "others have theirs");
    drop(tabs.pop());
    while events(&anu, &run).await.status().as_u16() != 200 {
        assert!(began.elapsed() < Duration::from_secs(10), "sooner than a stream ends by itself");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    go_on(&scene).await;
    close(scene).await;
}

/// A stream is short, whatever becomes of the update; the browser opens the next one.
#[tokio::test]
async fn a_stream_does_not_outlive_its_time() {
    let scene = Scene::open().await;
    let (walk, run) = waiting(&scene).await;
    let (began, mut heard) = (Instant::now(), String::new());
    let mut stream = events(&walk, &run).await;
    assert!(!until(&mut stream, &mut heard, "event: over").await, "{heard}");
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
    assert!(heard.contains("\n:") || heard.starts_with(':'), "it is kept alive meanwhile: {heard}");
    go_on(&scene).await;
    close(scene).await;
}

/// The script may run on the page of an update under way and nowhere else; without it the page is loaded again.
#[tokio::test]
async fn only_the_page_of_an_update_under_way_has_a_script() {
    let scene = Scene::open().await;
    let (mut walk, run) = waiting(&scene).await;
    let policy = walk.browser.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'; ") && policy.contains("script-src 'self'; connect-src 'self'; "));
    assert!(!policy.contains("unsafe"), "{policy}");
    let html = walk.browser.page().html.clone();
    assert!(html.contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"), "{html}");
    let script = html.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.get(format!("{}{script}", scene.demo.world.issuer)).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/javascript; charset=utf-8");
    assert!(answer.text().await.unwrap().contains("EventSource"));
    go_on(&scene).await;
    while walk.browser.open(&run).await.unwrap().has("#progress") {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for press in [None, Some("runs"), Some("update"), Some("show-journal")] {
        if let Some(id) = press {
            walk.browser.press(id).await.unwrap();
        }
        let policy = walk.browser.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("script-src") && !policy.contains("connect-src"), "{press:?}: {policy}");
    }
    close(scene).await;
}

/// Not the teacher, another platform, nobody signed in, another journal's update: no page tells anything, no form does.
#[tokio::test]
async fn nobody_else_looks_on_or_asks() {
    let scene = Scene::open().await;
    let (walk, run) = waiting(&scene).await;
    let (update, _) = run.rsplit_once('/').unwrap();
    let journal = update.trim_end_matches("/update");
    let (_, id) = run.rsplit_once('/').unwrap();
    let mut other = at_journal(&scene, "ursula-toome", "20000733001").await;
    let theirs = other.browser.page().url().unwrap().to_string();
    let runs = scene.count("SELECT COUNT(*) AS n FROM refresh_run").await;
    let missing = format!("{theirs}/update/run_00000000000000000000000000");
    for foreign in [
        update.to_owned(),
        run.clone(),
        format!("{run}/events"),
        format!("{journal}/runs"),
        format!("{theirs}/update/{id}"),
        format!("{theirs}/update/{id}/events"),
        missing.clone(),
        format!("{missing}/events"),
        format!("{theirs}/update/x"),
    ] {
        let page = other.browser.open(&foreign).await.unwrap();
        assert_eq!((page.status, page.html.contains("Mari")), (404, false), "{foreign}: {}", page.html);
    }
    other.browser.open(&theirs).await.unwrap();
    let csrf = field(&other, "csrf");
    let page = other.browser.send(update, &[("csrf", &csrf), ("plan", "x")]).await.unwrap();
    assert_eq!(page.status, 404, "{}", page.html);
    // Without a session it is a sign-in, at another platform too.
    let mut nobody = scene.person(TEACHER);
    for path in [update.to_owned(), run.clone(), format!("{run}/events"), format!("{journal}/runs")] {
        for path in [path.clone(), path.replace("opihoov", "lugemispesa")] {
            let page = nobody.browser.open(&path).await.unwrap();
            assert!(page.path() == "/login" && !page.html.contains("5A"), "{path}: {}", page.html);
        }
    }
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM refresh_run").await, runs);
    assert_eq!(events(&nobody, &run).await.status().as_u16(), 303);
    assert_eq!(events(&walk, &run).await.status().as_u16(), 200);
    go_on(&scene).await;
    close(scene).await;
}

/// The upstream's button says nothing of whether a journal is linked, to anybody but its teacher.
#[tokio::test]
async fn the_upstream_s_button_tells_nobody_what_is_linked() {
    let scene = Scene::open().await;
    let walk = at_journal(&scene, TEACHER, KLASS).await;
    drop(walk);
    let mut other = at_journal(&scene, "ursula-toome", "20000733001").await;
    let (issuer, mut seen) = (scene.demo.world.issuer.clone(), Vec::new());
    for journal in [KLASS, "1", "none"] {
        let page =
            other.browser.open(&format!("{issuer}/upstream/ekool/journal/update?journal={journal}")).await.unwrap();
        let there = (page.status, page.text("main").unwrap());
        let page = other.browser.press("platform-opihoov").await.unwrap();
        let main = page.text("main").unwrap().split("If you ask for help").next().unwrap().to_owned();
        seen.push((there, page.status, main));
    }
    assert!(seen.iter().all(|one| *one == seen[0] && one.1 == 404), "{seen:?}");
    for (path, status) in [
        ("ekool/journal/update", 400),
        ("ekool/journal/update?journal=", 404),
        ("ekool/journal/update?journal=1&journal=2", 400),
        ("ekool/journal/update?journal=%00", 404),
        ("harid/journal/update?journal=1", 404),
        ("nothing/journal/update?journal=1", 404),
    ] {
        assert_eq!(other.browser.open(&format!("{issuer}/upstream/{path}")).await.unwrap().status, status, "{path}");
    }
    close(scene).await;
}
