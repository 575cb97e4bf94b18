//! "Go on without it for now": a pupil works on a provisional account, brings the older one later, and has the work of both.

use koppel::demo::browser::Page;
use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::domain::{Actor, Clock, PlatformId};
use koppel::linking::{self, MakeCode};
use koppel::storage::{Durability, StorageError, accounts, roster_people};
use url::Url;

use super::{KLASS, TEACHER, close, linked, the_journal};
use crate::attacks::Scene;
use crate::issuer::desk::{CHALLENGE, VERIFIER};
use crate::support::ground::fresh_postgres;

const PUPIL: &str = "karl-magi";
/// Karl's finished tasks from before.
const OLD: usize = 88;

/// A scene on each engine, where Karl's journal is linked and his seat waits.
async fn on_both(journey: impl AsyncFn(&Scene)) {
    for database_url in [None, Some(fresh_postgres().await)] {
        let clock = Clock::system();
        let settings = Settings { clock: clock.clone(), database_url, ..Settings::default() };
        let scene = Scene { demo: Demo::start(settings).await.unwrap(), clock };
        linked(&scene, TEACHER, KLASS).await;
        journey(&scene).await;
        close(scene).await;
    }
}

/// Signs in through eKool in a browser of their own, as far as that goes.
async fn arrive(scene: &Scene) -> Walk<'_> {
    let mut walk = scene.person(PUPIL);
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk
}

/// The same, and on without the older account; two tasks are done there.
async fn let_in(scene: &Scene) -> String {
    let mut walk = arrive(scene).await;
    walk.browser.press("question-yes").await.unwrap();
    let page = walk.browser.press("claim-later").await.unwrap().html.clone();
    walk.expect_platform().unwrap_or_else(|error| panic!("{error}: {page}"));
    assert_eq!(walk.me().await.unwrap().tasks.len(), 0);
    for _ in 0..2 {
        walk.browser.press("finish-task").await.unwrap();
    }
    let me = walk.me().await.unwrap();
    assert_eq!(me.tasks.len(), 2);
    me.sub
}

fn fill_password(walk: &mut Walk<'_>) {
    let (username, password) = (walk.person.account.clone().unwrap().username, walk.world.password.clone());
    walk.browser.fill("username", &username);
    walk.browser.fill("password", &password);
}

/// Who is signed in at the platform, and how much work they see there.
async fn seen(walk: &mut Walk<'_>) -> (String, usize) {
    let me = walk.me().await.unwrap();
    (me.sub, me.tasks.len())
}

#[tokio::test]
async fn the_old_password_brings_both_together_and_this_was_not_me_takes_them_apart() {
    on_both(async |scene| {
        let old = scene.account(PUPIL).sub;
        let sub = let_in(scene).await;
        let token = id_token(scene).await;
        assert_eq!(seen(&mut arrive(scene).await).await, (sub.clone(), 2), "simply in the next time");
        let walk = bring_in_the_settings(scene).await;
        assert!(!walk.browser.page().has("#bring-older"));
        assert_eq!(seen(&mut arrive(scene).await).await, (old.clone(), OLD + 2), "absorbed without loss");
        only_the_hint_knows_the_alias(scene, &token, &sub).await;
        // Whoever has the old password did not do that.
        let mut owner = scene.person(PUPIL);
        owner.log_in().await.unwrap();
        fill_password(&mut owner);
        owner.browser.press("password-submit").await.unwrap();
        owner.browser.press("not-me").await.unwrap();
        owner.browser.press("continue").await.unwrap();
        assert_eq!(seen(&mut owner).await, (old, OLD));
        assert_eq!(seen(&mut arrive(scene).await).await, (sub, 2));
    })
    .await;
}

/// From the settings of the provisional account to those of the older one.
async fn bring_in_the_settings(scene: &Scene) -> Walk<'_> {
    let mut walk = arrive(scene).await;
    walk.browser.press("integrations").await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("bring-older").await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    fill_password(&mut walk);
    let page = walk.browser.press("claim-submit").await.unwrap();
    assert!(page.has("#absorbs") && page.has("#confirm-link"), "{}", page.html);
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    assert_eq!(walk.browser.page().path(), "/settings/opihoov/integrations");
    walk
}

/// The owner ends what brought both together: the page says that the work stays, the pupil is asked again, and the school can
/// take it apart.
#[tokio::test]
async fn ended_in_the_settings_the_work_stays_until_the_school_gives_it_back() {
    on_both(async |scene| {
        let (sub, old) = (let_in(scene).await, scene.account(PUPIL).sub);
        let mut walk = bring_in_the_settings(scene).await;
        let html = &walk.browser.page().html;
        let end = html.split_once("id=\"end-").unwrap().1.split('"').next().unwrap().to_owned();
        let page = walk.browser.press(&format!("end-{end}")).await.unwrap();
        assert!(page.has("#brought"), "{}", page.html);
        walk.browser.press("end-confirm").await.unwrap();
        assert!(arrive(scene).await.browser.page().has("#question-yes"), "eKool opens neither");
        let mut owner = scene.person(PUPIL);
        owner.log_in().await.unwrap();
        fill_password(&mut owner);
        owner.browser.press("password-submit").await.unwrap();
        assert_eq!(seen(&mut owner).await, (old, OLD + 2));
        give_back(scene, &sub).await;
        assert_eq!(seen(&mut arrive(scene).await).await, (sub, 2));
    })
    .await;
}

/// The journal's page, as its teacher sees it.
async fn teachers_page(scene: &Scene) -> Page {
    let journal = the_journal(scene).await.id;
    let mut teacher = scene.person(TEACHER);
    let url = format!("{}/journals/opihoov/{journal}", scene.demo.world.issuer);
    teacher.browser.open(&url).await.unwrap();
    teacher.sign_in_at("ekool").await.unwrap();
    let page = teacher.browser.page().clone();
    assert!(page.has("#counts"), "{}", page.html);
    page
}

/// The teacher sees that it is for now and since when, and nothing of that once the old account is there.
#[tokio::test]
async fn the_teachers_page_says_that_it_is_for_now() {
    on_both(async |scene| {
        assert!(!teachers_page(scene).await.has(".seat-let-in"));
        let_in(scene).await;
        let page = teachers_page(scene).await;
        assert!(page.has("#counts .seat-let-in") && page.has("#seats-linked ~ table .seat-let-in"), "{}", page.html);
        assert!(page.text("main").unwrap().contains("Let in provisionally since "), "{}", page.html);
        bring_in_the_settings(scene).await;
        assert!(!teachers_page(scene).await.has(".seat-let-in"));
    })
    .await;
}

/// Asks the broker as the platform does, and signs in through eKool: where the browser ends.
async fn asked(scene: &Scene, more: &[(&str, &str)]) -> Url {
    let (world, platform) = (&scene.demo.world, &scene.demo.world.platform);
    let mut url: Url = format!("{}/authorize", world.issuer).parse().unwrap();
    let whose = [("client_id", platform.client_id.as_str()), ("redirect_uri", platform.redirect_uri.as_str())];
    let plain = [("response_type", "code"), ("scope", "openid")];
    let challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    url.query_pairs_mut().extend_pairs(whose).extend_pairs(plain).extend_pairs(challenge).extend_pairs(more);
    let mut walk = scene.person(PUPIL);
    walk.browser.open(url.as_str()).await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.page().url().unwrap().clone()
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn id_token(scene: &Scene) -> String {
    let (world, by) = (&scene.demo.world, &scene.demo.world.platform);
    let code = parameter(&asked(scene, &[]).await, "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &by.redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = http.post(format!("{}/token", world.issuer)).basic_auth(&by.client_id, Some(&by.client_secret));
    let answer: serde_json::Value = request.form(&form).send().await.unwrap().json().await.unwrap();
    answer["id_token"].as_str().unwrap().to_owned()
}

/// A hint names a person, and that is who has the account now; a `sub` asked for by its value is given or nothing is.
async fn only_the_hint_knows_the_alias(scene: &Scene, token: &str, sub: &str) {
    let hinted = asked(scene, &[("id_token_hint", token)]).await;
    assert!(parameter(&hinted, "code").is_some(), "{hinted}");
    let claims = serde_json::json!({ "id_token": { "sub": { "value": sub } } }).to_string();
    let exact = asked(scene, &[("claims", &claims)]).await;
    assert_eq!(parameter(&exact, "error").as_deref(), Some("login_required"), "{exact}");
}

/// Reads the classes again at the platform; whether its start page says then that work came along.
async fn read_classes(walk: &mut Walk<'_>) -> bool {
    let url = format!("{}/classes", walk.world.platform.url);
    walk.browser.open(&url).await.unwrap();
    walk.browser.press("read-again").await.unwrap();
    assert!(!walk.browser.page().has("#problem"), "{}", walk.browser.page().html);
    walk.browser.press("home").await.unwrap().has("#former")
}

/// Nobody signs in there again: the platform reads in its classes that one account went into the other, and that it came back.
#[tokio::test]
async fn the_platform_follows_what_its_classes_tell() {
    on_both(async |scene| {
        let (sub, old) = (let_in(scene).await, scene.account(PUPIL).sub);
        let mut owner = scene.person(PUPIL);
        owner.log_in().await.unwrap();
        fill_password(&mut owner);
        owner.browser.press("password-submit").await.unwrap();
        assert_eq!((seen(&mut owner).await, read_classes(&mut owner).await), ((old.clone(), OLD), false));
        owner.browser.open(&scene.demo.world.platform.settings).await.unwrap();
        fill_password(&mut owner);
        owner.browser.press("password-submit").await.unwrap();
        owner.browser.press("add-ekool").await.unwrap();
        owner.be_somebody().await.unwrap();
        owner.browser.press("confirm-link").await.unwrap();
        assert_eq!(seen(&mut owner).await, (old.clone(), OLD), "it was not told yet");
        assert_eq!((read_classes(&mut owner).await, seen(&mut owner).await), (true, (old.clone(), OLD + 2)));
        give_back(scene, &sub).await;
        assert_eq!((read_classes(&mut owner).await, seen(&mut owner).await), (false, (old, OLD)));
        assert_eq!(seen(&mut arrive(scene).await).await, (sub, 2));
    })
    .await;
}

/// Once a week the page asks, and "not now" is an answer.
#[tokio::test]
async fn a_week_later_the_page_asks_and_the_older_account_comes_by_password() {
    on_both(async |scene| {
        let sub = let_in(scene).await;
        scene.clock.advance(chrono::TimeDelta::days(8));
        let mut walk = arrive(scene).await;
        assert!(walk.browser.page().has("#older-bring"), "{}", walk.browser.page().html);
        walk.browser.press("older-later").await.unwrap();
        assert_eq!(seen(&mut walk).await, (sub, 2));
        walk.expect_platform().unwrap();
        assert!(arrive(scene).await.expect_platform().is_ok(), "and not again for a week");
        scene.clock.advance(chrono::TimeDelta::days(7));
        let mut walk = arrive(scene).await;
        walk.browser.press("older-bring").await.unwrap();
        assert!(walk.browser.page().has("#claim-later"), "still no need to");
        fill_password(&mut walk);
        walk.browser.press("claim-submit").await.unwrap();
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        walk.expect_platform().unwrap();
        assert_eq!(seen(&mut walk).await, (scene.account(PUPIL).sub, OLD + 2));
    })
    .await;
}

/// The same by a code that the school prints; an administrator takes it back.
#[tokio::test]
async fn a_code_brings_both_together_and_the_school_takes_them_apart() {
    on_both(async |scene| {
        let (sub, old) = (let_in(scene).await, scene.account(PUPIL).sub);
        let code = print_code(scene).await;
        scene.clock.advance(chrono::TimeDelta::days(8));
        let mut walk = arrive(scene).await;
        walk.browser.press("older-bring").await.unwrap();
        walk.browser.press("claim-code").await.unwrap();
        walk.browser.fill("code", &code);
        walk.browser.press("code-submit").await.unwrap();
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        assert_eq!(seen(&mut walk).await, (old.clone(), OLD + 2));
        put_again(scene, &sub, &old).await;
        give_back(scene, &sub).await;
        assert_eq!(seen(&mut arrive(scene).await).await, (sub, 2));
    })
    .await;
}

async fn print_code(scene: &Scene) -> String {
    let journal = &the_journal(scene).await;
    let (ground, old) = (scene.demo.ground(), &scene.account(PUPIL).sub);
    let subject = &scene.demo.world.person(PUPIL).unwrap().ekool;
    let write = |tx| async move {
        let (upstream, scope) = (&journal.upstream_id, &journal.scope);
        let people = roster_people::list_by_subject(&tx, upstream, scope, &[subject.as_str()]).await?;
        let account = accounts::find_by_sub(&tx, &journal.platform_id, old).await?.unwrap().id;
        let (platform, person, actor) = (&journal.platform_id, &people[0].id, &Actor::Cli("root".into()));
        let wish = &MakeCode { platform, journal: &journal.id, person, account: &account, actor };
        linking::make_code(&tx, ground, wish).await
    };
    ground.db.write(Durability::Durable, write).await.unwrap().code.to_string()
}

/// The platform still knows it as an account of its own: nothing is split again by what it tells.
async fn put_again(scene: &Scene, sub: &str, stands: &str) {
    let (accounts, by) = ("SELECT COUNT(*) AS n FROM account", &scene.demo.world.platform);
    let before = scene.count(accounts).await;
    let url = format!("{}/api/accounts/{sub}", scene.demo.world.issuer);
    let body = serde_json::json!({ "history_count": 2 });
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = http.put(url).basic_auth(&by.client_id, Some(&by.client_secret)).json(&body);
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer, serde_json::json!({ "sub": stands, "external_id": sub, "outcome": "unchanged" }));
    assert_eq!(scene.count(accounts).await, before);
}

async fn give_back(scene: &Scene, sub: &str) {
    let (ground, platform) = (scene.demo.ground(), &"opihoov".parse::<PlatformId>().unwrap());
    let find = |tx| async move { Ok::<_, StorageError>(accounts::find_by_sub(&tx, platform, sub).await?.unwrap().id) };
    let (account, actor) = (&ground.db.read(find).await.unwrap(), &Actor::Cli("root".into()));
    let write = |tx| async move { linking::give_back(&tx, ground, account, actor).await };
    ground.db.write(Durability::Durable, write).await.unwrap();
}

/// Where the school does not let in, there is no such way, on the page or by hand.
#[tokio::test]
async fn without_the_schools_word_there_is_no_such_button() {
    on_both(async |scene| {
        scene.change("UPDATE platform_school SET lets_in_since = NULL").await;
        let accounts = "SELECT COUNT(*) AS n FROM account";
        let before = scene.count(accounts).await;
        let mut walk = arrive(scene).await;
        let page = walk.browser.press("question-yes").await.unwrap();
        assert!(page.has("#claim-cannot") && !page.has("#claim-later"), "{}", page.html);
        let (csrf, attempt) = (crate::attacks::field(&walk, "csrf"), crate::attacks::field(&walk, "attempt"));
        let forged = [("csrf", csrf.as_str()), ("attempt", attempt.as_str())];
        let url = format!("{}/login/later", scene.demo.world.issuer);
        assert!(walk.browser.send(&url, &forged).await.unwrap().has("#claim-cannot"));
        assert!(walk.me().await.is_err());
        assert_eq!(scene.count(accounts).await, before);
    })
    .await;
}
