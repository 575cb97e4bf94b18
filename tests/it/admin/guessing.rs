//! F9 for second factors: somebody who has the password of an administrator keeps guessing the code.

use koppel::args;
use koppel::domain::SessionKind;

use super::authenticator::{App, FACTOR, enrol};
use super::desk::{Browser, Console, SCHOOL, at};
use super::entry::{invited, shows};
use crate::support::{TestGround, both_engines, counted, figure};

/// Seconds until there is one more try.
const INTERVAL: usize = 180;
const FAILED: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'console.factor_failed'";
const SHOWN: &str = "SELECT COUNT(*) AS n FROM console_session WHERE session_id = $1";

/// A code that the app does not show, or now and then what could be a recovery code.
fn wrong(console: &Console, app: &App, n: usize) -> String {
    if n % 3 == 2 {
        return format!("{n:012}");
    }
    let right = [-1, 0, 1].map(|steps| app.code(console, steps));
    let mut codes = (n..).map(|n| format!("{:06}", n * 7_919 % 1_000_000));
    codes.find(|code| !right.contains(code)).unwrap()
}

/// Whether a guess was compared; refused, it says when to come back, which is within 15 minutes.
async fn is_compared(thief: &Browser, code: &str) -> bool {
    let answer = thief.post(FACTOR, &[("code", code), ("back", &at(SCHOOL, ""))]).await;
    let waits = answer.headers.get("retry-after").map(|value| value.to_str().unwrap().parse::<u64>().unwrap());
    match (answer.status, waits) {
        (422, None) => true,
        (429, Some(1..=900)) => false,
        _ => panic!("{answer:?}"),
    }
}

/// Guesses once a second, in a new session now and then: how many guesses were compared.
async fn hammer(console: &Console, owner: &Browser, app: &App, tries: usize) -> usize {
    let mut thief = console.enter(&owner.account, SessionKind::Console).await;
    let mut compared = 0;
    for n in 0..tries {
        if n % 100 == 99 {
            thief = console.enter(&owner.account, SessionKind::Console).await;
        }
        compared += usize::from(is_compared(&thief, &wrong(console, app, n)).await);
        console.ground.clock.advance(chrono::TimeDelta::seconds(1));
    }
    compared
}

/// F9: 100,000 guesses at a second factor.
#[tokio::test]
async fn whoever_guesses_codes_with_the_password_gets_few_tries_and_keeps_nobody_out() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let owner = invited(&console).await;
        let (app, codes) = enrol(&console, &owner).await;
        let tries = figure(100_000, 300);
        let compared = hammer(&console, &owner, &app, tries).await;
        assert!((5..=5 + tries / INTERVAL).contains(&compared), "{compared} of {tries} were compared");
        let failed = console.ground.db.count(FAILED, args![]).await.unwrap();
        assert_eq!(usize::try_from(failed).unwrap(), compared, "the school can read of each");
        // The tries are used up: a right code opens nothing either, nor does a recovery code.
        let thief = console.enter(&owner.account, SessionKind::Console).await;
        while is_compared(&thief, &wrong(&console, &app, 1)).await {}
        assert_eq!(shows(&thief, &app.code(&console, 0)).await, 429);
        assert_eq!(shows(&thief, &codes[0]).await, 429);
        assert_eq!(console.ground.db.count(SHOWN, args![&thief.session]).await.unwrap(), 0);
        // In the browser of before the owner comes in at once, and that gives nobody else a try.
        let known = console.enter_again(&owner).await;
        assert_eq!(shows(&known, &app.code(&console, 0)).await, 303);
        assert_eq!(shows(&thief, &codes[0]).await, 429);
        // In a new one within 15 minutes of the last guess.
        console.ground.clock.advance(chrono::TimeDelta::minutes(15));
        let new = console.enter(&owner.account, SessionKind::Console).await;
        assert_eq!(shows(&new, &app.code(&console, 0)).await, 303);
        let refused = tries - compared;
        let engine = console.ground.engine();
        counted("F9", &format!("{tries} guesses at codes, {engine}: {compared} compared, {refused} refused, 0 right"));
    })
    .await;
}
