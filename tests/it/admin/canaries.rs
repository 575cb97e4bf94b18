//! P4: names, codes, secrets, invitations and what people typed stand in no log line, whatever is done at the console.

use koppel::args;
use koppel::domain::{ConsoleRole, SessionKind};
use koppel::web::routes::{ROUTES, Who};

use super::authenticator::{between, enrol, invite};
use super::desk::{Browser, Console, SCHOOL, at};
use super::duplicates::pupil;
use super::entry::shows;
use super::merging::{check, send};
use super::objects::Objects;
use super::people::person;
use crate::issuer::desk::form;
use crate::support::logs::Log;
use crate::support::{TestGround, both_engines, counted, seed};

const REASON: &str = "kanaari ema palus";
const FACTS: &str = "UPDATE account SET given_name = 'Kanaarilind', family_name = 'Tamm', email = 'kanaar@kodu.example', \
    birth_date = '2013-11-29', username = 'kanaar-' || id, username_folded = 'kanaar-' || id WHERE id = $1";
/// Name, user names, address, birth date and what somebody typed.
const WORDS: [&str; 6] = ["Kanaarilind", "kanaarilind", "kanaar-", "kanaar@kodu.example", "2013-11-29", REASON];

/// Somebody comes in by an invitation, sets a second factor up, types codes, right and wrong ones.
async fn come_in(console: &Console, canaries: &mut Vec<String>) -> Browser {
    let account = seed::account(&console.ground, &console.ground.random.secret()).await;
    console.change(FACTS, args![&account]).await;
    let path = invite(console, &account, Some(ConsoleRole::SchoolAdmin)).await;
    canaries.extend(path.rsplit('/').next().map(str::to_owned));
    let browser = console.enter(&account, SessionKind::Console).await;
    assert!(browser.get(&path).await.body.contains("Tamme Kool"));
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let (app, codes) = enrol(console, &browser).await;
    canaries.extend([app.shown.clone(), app.shown.replace(' ', ""), app.code(console, 0), app.code(console, 5)]);
    console.ground.clock.advance(chrono::TimeDelta::seconds(60));
    for (code, status) in [(app.code(console, 9), 422), (app.code(console, 0), 303), (codes[0].clone(), 303)] {
        assert_eq!(shows(&browser, &code).await, status);
        canaries.push(code);
    }
    canaries.extend(codes.iter().map(|code| code.replace('-', "")));
    canaries.extend(codes);
    browser
}

/// An invitation, a printed password, and a merge.
async fn hand_out(console: &Console, admin: &Browser, canaries: &mut Vec<String>) {
    let staff = person(console, ("Kanaarilind", "Tamm"), SCHOOL, "teacher", None).await;
    let username = format!("kanaarilind.{}", &staff.as_str()[20..]);
    let fields = [("act", "invite"), ("username", username.as_str()), ("role", "coordinator")];
    let page = admin.post(&at(SCHOOL, "/grants"), &fields).await;
    let link = between(&page.body, "id=\"handed\">", "<");
    canaries.extend(link.trim().rsplit('/').next().map(str::to_owned));
    let child = person(console, ("Kanaarilind", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
    let page = admin.post(&at(SCHOOL, &format!("/people/{child}/password")), &[("reason", REASON)]).await;
    assert!(page.body.contains("Kanaarilind"), "{}", page.body);
    canaries.push(between(&page.body, "class=\"strip-code\">", "<").to_owned());
    let one = pupil(console, "Kanaarilind", "kanaar-1", (SCHOOL, 12)).await;
    let other = pupil(console, "Kanaarilind", "kanaar-2", (SCHOOL, 0)).await;
    let page = admin.get(&check(&one, &other)).await;
    assert_eq!(send(admin, &page, REASON).await.status, 303);
}

/// Every page and form there is, about people who bear the name and for that reason.
async fn go_everywhere(console: &Console, admin: &Browser) -> usize {
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| matches!(route.who, Who::Console(_))) {
        let objects = Objects::at(console, SCHOOL).await;
        for name in ["account", "other", "into", "went"] {
            console.change(FACTS, args![objects.id(name)]).await;
        }
        console.show_factor(admin).await;
        let path = objects.fill(route.path, SCHOOL);
        let mut fields = objects.fields();
        fields.extend([("reason", REASON), ("q", "Kanaarilind"), ("username", "kanaar-3"), ("answer", "agree")]);
        let page = admin.get(&format!("{path}?{}", form(&fields))).await;
        assert!(page.status < 500, "{path}: {}", page.body);
        asked += 1;
        if route.methods.contains("POST") {
            let answer = admin.post(&path, &fields).await;
            assert!(answer.status < 500, "{path}: {}", answer.body);
            asked += 1;
        }
    }
    asked
}

/// P4 for the console: our own log lines at every level.
#[tokio::test]
async fn no_name_code_secret_or_reason_stands_in_a_log_line() {
    both_engines(async |ground: TestGround| {
        let log = Log::default();
        let listening = log.listen();
        let console = Console::open(ground).await;
        let mut canaries: Vec<String> = WORDS.map(str::to_owned).to_vec();
        let admin = come_in(&console, &mut canaries).await;
        hand_out(&console, &admin, &mut canaries).await;
        let asked = go_everywhere(&console, &admin).await;
        drop(listening);
        let text = log.text();
        assert!(text.contains("an administrator acted on an account"), "{text}");
        // Without the time, whose digits are nobody's code.
        let ours = text.lines().filter(|line| line.contains(" koppel::")).filter_map(|line| line.split_once(' '));
        let ours: Vec<&str> = ours.map(|(_, said)| said).collect();
        for canary in &canaries {
            assert!(canary.len() >= 6, "{canary}");
            let found: Vec<_> = ours.iter().filter(|line| line.contains(canary.as_str())).collect();
            assert_eq!(found, Vec::<&&str>::new(), "{canary}");
        }
        let (lines, all, engine) = (ours.len(), canaries.len(), console.ground.engine());
        assert!(lines > asked, "every request leaves a line: {lines} of {asked}");
        counted("P4", &format!("{all} canaries in {lines} lines of the console, {engine}: 0 hits"));
    })
    .await;
}
