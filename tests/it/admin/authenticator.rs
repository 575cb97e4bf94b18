//! An authenticator app of its own making, and what a browser does with an invitation.

use hmac::{Hmac, KeyInit as _, Mac as _};
use koppel::accounts::AccountsError;
use koppel::accounts::invitation::{self, Invitation};
use koppel::domain::{AccountId, Actor, ConsoleRole, Time};
use koppel::storage::{Durability, Tx};
use sha1::Sha1;

use super::desk::{Browser, Console, PLATFORM, SCHOOL};

/// What shows codes.
pub struct App {
    /// The secret as the page showed it.
    pub shown: String,
    secret: Vec<u8>,
}

impl App {
    /// Takes a secret as a page shows it.
    pub fn with(text: &str) -> Self {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        let bits: String = letters
            .map(|c| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).expect("base32"))
            .map(|value| format!("{value:05b}"))
            .collect::<Vec<_>>()
            .concat();
        let bytes = bits.as_bytes().chunks_exact(8);
        let secret = bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap());
        Self { shown: text.to_owned(), secret: secret.collect() }
    }

    /// The code it shows now, by the console's clock, so many steps away.
    pub fn code(&self, console: &Console, steps: i64) -> String {
        self.code_at(console.ground.now(), steps)
    }

    /// The code it shows at a moment, so many steps away.
    pub fn code_at(&self, now: Time, steps: i64) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.secret).unwrap();
        mac.update(&(now.timestamp() / 30 + steps).to_be_bytes());
        let hash = mac.finalize().into_bytes().to_vec();
        let at = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

/// An invitation to administer the first school; without a role, to set up a second factor only.
pub async fn invite(console: &Console, account: &AccountId, role: Option<ConsoleRole>) -> String {
    let invitation = &Invitation {
        platform: PLATFORM.parse().unwrap(),
        account: account.clone(),
        school: SCHOOL.parse().unwrap(),
        role,
        sets_password: false,
    };
    let (ground, actor) = (console.ground.ground(), &Actor::Cli("test".to_owned()));
    let ground = &ground;
    let write = |tx: Tx| async move { invitation::invite(&tx, ground, invitation, 14, actor).await };
    let value: Result<String, AccountsError> = ground.db.write(Durability::Durable, write).await;
    format!("/admin/invite/{}", value.unwrap())
}

/// What stands between two pieces of a page.
pub fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split_once(after).unwrap().0
}

pub const FACTOR: &str = "/admin/opiq/second-factor";

/// Sets a second factor up; the browser has accepted an invitation. Answers the app and the recovery codes.
pub async fn enrol(console: &Console, browser: &Browser) -> (App, Vec<String>) {
    let page = browser.post(FACTOR, &[("act", "begin")]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let app = App::with(between(&page.body, "id=\"factor-secret\">", "<"));
    let factor = between(&page.body, "name=\"factor\" value=\"", "\"").to_owned();
    let wrong = app.code(console, 5);
    let fields = |code: &str| {
        [
            ("act".to_owned(), "confirm".to_owned()),
            ("factor".to_owned(), factor.clone()),
            ("code".to_owned(), code.to_owned()),
        ]
    };
    for (code, status) in [(wrong, 422), (app.code(console, 0), 200)] {
        let fields = fields(&code);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = browser.post(FACTOR, &fields).await;
        assert_eq!(page.status, status, "{}", page.body);
        if status == 200 {
            let codes = page.body.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
            return (app, codes.collect());
        }
    }
    unreachable!()
}
