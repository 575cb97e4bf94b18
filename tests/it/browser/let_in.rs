//! "Go on without it for now", in a real browser: a pupil works on an empty account, brings the older one later, and has the
//! work of both in one; and for thirty days whoever has the older one can say in the settings that it was somebody else.

use chrono::TimeDelta;
use koppel::demo::world::WorldAccount;
use koppel::domain::Clock;
use serde_json::{Value, json};

use super::journals::linked;
use super::walk::{Stage, Walker, on_stage_at};

/// Of class 5A, where the school lets in.
const PUPIL: &str = "karl-magi";
/// How many tasks are done on the empty account.
const NEW: usize = 2;

/// What the pages say in a language.
struct Words {
    lang: &'static str,
    question: &'static str,
    later: &'static str,
    absorbs: &'static str,
    work: &'static str,
    notice: &'static str,
}

const ESTONIAN: Words = Words {
    lang: "lang-et",
    question: "Kas oled õpikeskkonda Õpihoov varem kasutanud?",
    later: "Saad täna õpikeskkonnas Õpihoov tühja konto",
    absorbs: "Kaasa tuleb ka see, mida oled õpikeskkonnas Õpihoov vahepeal teinud.",
    work: "88 lõpetatud ülesannet",
    notice: "Sinu konto avab nüüd ka eKool",
};

const DUTCH: Words = Words {
    lang: "lang-nl",
    question: "Heb je Õpihoov eerder gebruikt?",
    later: "Je krijgt vandaag een leeg account bij Õpihoov",
    absorbs: "Wat je sindsdien bij Õpihoov hebt gedaan, gaat mee.",
    work: "88 taken af",
    notice: "Ook eKool opent nu je account",
};

/// Who is signed in at the platform, and how much work they see there.
async fn seen(walker: &Walker<'_>) -> (Value, usize) {
    let me = walker.me().await.expect("nobody is signed in at the platform");
    (me["sub"].clone(), me["tasks"].as_array().unwrap().len())
}

/// A pupil who reads one of the languages, with a browser that runs scripts or runs none.
struct Pupil<'a> {
    stage: &'a Stage<'a>,
    words: &'a Words,
    scripts: bool,
}

impl<'a> Pupil<'a> {
    /// Somebody at a browser that was nowhere yet.
    async fn browser(&self, key: &str) -> Walker<'a> {
        let walker = self.stage.person(key).await;
        if self.scripts { walker.with_album("let-in") } else { walker.without_axe() }
    }

    /// Signs in through eKool, as far as that goes.
    async fn arrive(&self) -> Walker<'a> {
        let karl = self.browser(PUPIL).await;
        karl.log_in().await;
        karl.press(self.words.lang).await;
        karl.come_through("ekool").await;
        karl
    }

    /// Goes on without the older account, and works.
    async fn let_in(&self) -> Value {
        let karl = self.arrive().await;
        karl.meet("question-yes").await;
        assert_eq!(karl.heading().await, self.words.question);
        karl.press("question-yes").await;
        karl.meet("claim-later").await;
        let text = karl.text().await;
        assert!(text.contains(self.words.later), "{text}");
        karl.press("claim-later").await;
        karl.expect_platform().await;
        for _ in 0..NEW {
            karl.press("finish-task").await;
        }
        let (sub, tasks) = seen(&karl).await;
        assert_eq!(tasks, NEW);
        sub
    }

    /// Brings the older account from the settings; the page says what comes along before anything does.
    async fn bring_older(&self) {
        let karl = self.arrive().await;
        karl.expect_platform().await;
        karl.press("integrations").await;
        karl.come_through("ekool").await;
        karl.press("bring-older").await;
        karl.come_through("ekool").await;
        karl.give_password("claim-submit").await;
        karl.meet("confirm-link").await;
        let text = karl.text().await;
        for words in [self.words.absorbs, self.words.work] {
            assert!(text.contains(words), "{words}: {text}");
        }
        karl.press("confirm-link").await;
        karl.press("continue").await;
        karl.meet("sign-out").await;
        assert!(!karl.has("bring-older").await, "{}", karl.text().await);
    }

    /// Whoever has the older account's password comes to the settings, and it was not them.
    async fn say_it_was_not_me(&self) {
        let owner = self.browser(PUPIL).await;
        owner.open(&self.stage.world().platform.settings).await;
        owner.press(self.words.lang).await;
        owner.give_password("password-submit").await;
        owner.meet("not-me").await;
        assert_eq!(owner.heading().await, self.words.notice);
        owner.press("not-me").await;
        owner.press("continue").await;
        owner.meet("add-ekool").await;
        let again = self.browser(PUPIL).await;
        again.log_in().await;
        again.give_password("password-submit").await;
        again.expect_platform().await;
        again.expect_old_account().await;
    }

    /// Whom eKool lets in to what, and how many links that is.
    async fn expect(&self, account: (&Value, usize)) {
        let karl = self.arrive().await;
        karl.expect_platform().await;
        let (sub, tasks) = seen(&karl).await;
        assert_eq!((&sub, tasks), account);
        let links = self.stage.links().await;
        assert_eq!(links.iter().filter(|link| link.subject == karl.person.ekool).count(), 1, "{links:?}");
    }
}

async fn journey(words: &Words, scripts: bool) {
    let clock = Clock::system();
    on_stage_at(clock.clone(), async |stage| {
        stage.chrome.scripts(scripts).await;
        let karl = Pupil { stage, words, scripts };
        let old: WorldAccount = stage.world().person(PUPIL).unwrap().account.clone().unwrap();
        let (old, tasks) = (json!(old.sub), usize::try_from(old.tasks).unwrap());
        linked(&karl.browser("anu-kallas").await).await;
        let provisional = karl.let_in().await;
        assert_ne!(provisional, old);
        karl.expect((&provisional, NEW)).await;
        karl.bring_older().await;
        karl.expect((&old, tasks + NEW)).await;
        clock.advance(TimeDelta::days(29));
        karl.say_it_was_not_me().await;
        karl.expect((&provisional, NEW)).await;
    })
    .await;
}

/// Let in, at work, home with the older account, and apart again by whoever has it; in Estonian.
#[tokio::test]
async fn a_pupil_who_was_let_in_has_the_work_of_both_in_one_account() {
    journey(&ESTONIAN, true).await;
}

/// The same in Dutch, and in a browser that runs no scripts.
#[tokio::test]
async fn being_let_in_needs_no_javascript() {
    journey(&DUTCH, false).await;
}
