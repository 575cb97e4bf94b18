//! A15-A18: one computer, one browser, a whole class. Whoever arrives is who typed the password, at the upstream or here.

mod class;

use std::collections::BTreeMap;

use koppel::args;
use koppel::demo::browser::Press;
use koppel::demo::once::Walk;
use koppel::demo::world::WorldPerson;

use super::Scene;

/// All with an account, all at the school that uses all three systems.
const CLASS: [&str; 8] = [
    "saskia-mulder",
    "erik-nystrom",
    "maarja-kalda",
    "sander-kull",
    "kadri-leppik",
    "taavi-roos",
    "noor-de-wit",
    "thijs-smit",
];
/// Come with no link, and never finish.
const NEWCOMERS: [&str; 3] = ["agnes-lund", "viktor-ek", "triin-maasik"];
const UPSTREAMS: [&str; 3] = ["ekool", "stuudium", "harid"];

const MIXED: &str = "SELECT COUNT(*) AS n FROM session_account s JOIN link l ON l.id = s.link_id \
    WHERE l.account_id <> s.account_id";
const LATEST: &str = "SELECT l.subject AS subject FROM session_account h JOIN session s ON s.id = h.session_id \
    JOIN account a ON a.id = h.account_id JOIN link l ON l.id = h.link_id WHERE a.sub = $1 \
    AND h.upstream_id = $2 ORDER BY s.created_at DESC LIMIT 1";
koppel::row! {
    /// What a session came through.
    pub struct Came {
        /// The subject at the upstream.
        pub subject: String,
    }
}

/// A repeatable sequence (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// A form that somebody sent, to be sent again by the back button.
type Sent = (String, Vec<(String, String)>);

struct Chromebook<'a> {
    scene: &'a Scene,
    walk: Walk<'a>,
    dice: Dice,
    /// Who typed a password at which simulator last.
    typed_at: BTreeMap<&'static str, &'static str>,
    /// Who should be signed in at the platform.
    here: Option<&'static str>,
    forms: Vec<Sent>,
    callbacks: Vec<String>,
    counted: BTreeMap<&'static str, u32>,
}

impl<'a> Chromebook<'a> {
    fn new(scene: &'a Scene) -> Self {
        let walk = scene.person(CLASS[0]);
        let (typed_at, here, forms, callbacks, counted) = Default::default();
        Self { scene, walk, dice: Dice(20_261_121), typed_at, here, forms, callbacks, counted }
    }

    fn note(&mut self, what: &'static str) {
        *self.counted.entry(what).or_default() += 1;
    }

    fn person(&self, key: &str) -> &'a WorldPerson {
        self.scene.demo.world.person(key).unwrap()
    }

    /// Who the platform says is here is who should be.
    async fn check(&mut self, after: &str) {
        let found = self.walk.me().await.ok().map(|me| me.sub);
        let expected = self.here.map(|key| self.scene.account(key).sub);
        assert_eq!(found, expected, "after {after}: {:?} should be here", self.here);
    }

    /// One more sign-in, by whoever sits down next; answers once somebody is in.
    async fn round(&mut self, n: usize) {
        let child = loop {
            let child = CLASS[self.dice.below(CLASS.len())];
            if self.here != Some(child) {
                break child;
            }
        };
        self.leave_behind(n).await;
        self.walk.person = self.person(child);
        match self.dice.below(4) {
            3 => self.by_password(child).await,
            way => self.through(child, UPSTREAMS[way]).await,
        }
        self.check(&format!("round {n}")).await;
        if self.dice.below(4) == 0 {
            self.back_button().await;
            self.check(&format!("the back button in round {n}")).await;
        }
    }

    /// What the last child did, or did not do, before leaving.
    async fn leave_behind(&mut self, n: usize) {
        match self.dice.below(6) {
            0 | 1 => self.log_out().await,
            2 => self.sign_out_upstream().await,
            3 => self.abandon().await,
            4 => self.silently().await,
            _ => self.note("left as it was"),
        }
        self.check(&format!("what was left behind before round {n}")).await;
    }

    /// RP-initiated: the platform's own button.
    async fn log_out(&mut self) {
        let Some(key) = self.here.take() else { return };
        self.walk.browser.open(&self.walk.world.platform.url).await.unwrap();
        let page = self.walk.browser.press("log-out").await.unwrap();
        assert!(page.path() == "/signed-out" && page.status == 200, "{}", page.html);
        let issuer = self.walk.world.issuer.parse().unwrap();
        assert_eq!(self.walk.browser.cookie(&issuer, "koppel-session"), None);
        let db = &self.scene.demo.ground().db;
        let sub = self.scene.account(key).sub;
        // Other sessions of this child, ended by nobody, may stand; the one that was here was the newest.
        let newest = "SELECT COUNT(*) AS n FROM session s JOIN session_account h ON h.session_id = s.id \
            JOIN account a ON a.id = h.account_id WHERE a.sub = $1 AND s.ended_at IS NULL \
            AND s.created_at = (SELECT MAX(t.created_at) FROM session t JOIN session_account k ON k.session_id = t.id \
            WHERE k.account_id = a.id)";
        assert_eq!(db.count(newest, args![&sub]).await.unwrap(), 0, "{key} is out");
        self.note("signed out at the platform");
    }

    async fn sign_out_upstream(&mut self) {
        let upstream = UPSTREAMS[self.dice.below(3)];
        let url = format!("{}/logout", self.walk.world.upstream(upstream).unwrap().url);
        self.walk.browser.open(&url).await.unwrap();
        self.typed_at.remove(upstream);
        self.note("signed out at the upstream only");
    }

    /// `prompt=none`: nobody is brought back by it; the platform keeps who it has.
    async fn silently(&mut self) {
        let url = format!("{}/login?prompt=none", self.walk.world.platform.url);
        let page = self.walk.browser.open(&url).await.unwrap();
        assert!(page.status == 400 && page.html.contains("login_required"), "{}", page.html);
        self.note("prompt=none");
    }

    /// Somebody new goes as far as the question, the claim or the confirm page, and walks away.
    async fn abandon(&mut self) {
        let key = NEWCOMERS[self.dice.below(NEWCOMERS.len())];
        let upstream = UPSTREAMS[self.dice.below(3)];
        self.walk.person = self.person(key);
        self.sign_out_at(upstream).await;
        self.start().await;
        self.walk.browser.press(&format!("upstream-{upstream}")).await.unwrap();
        self.type_at(key, upstream).await;
        assert!(self.walk.browser.page().html.contains("id=\"question-yes\""), "{}", self.walk.browser.page().html);
        match self.dice.below(3) {
            0 => self.note("abandoned at the question"),
            1 => {
                self.press("question-yes").await;
                self.note("abandoned at the claim");
            }
            _ => {
                self.press("question-yes").await;
                self.press("claim-submit").await;
                assert!(
                    self.walk.browser.page().html.contains("id=\"confirm-link\""),
                    "{}",
                    self.walk.browser.page().html
                );
                self.remember_form("confirm-link");
                self.note("abandoned at the confirm page");
            }
        }
    }

    async fn sign_out_at(&mut self, upstream: &'static str) {
        let url = format!("{}/logout", self.walk.world.upstream(upstream).unwrap().url);
        self.walk.browser.open(&url).await.unwrap();
        self.typed_at.remove(upstream);
    }

    async fn start(&mut self) {
        let url = format!("{}/login", self.walk.world.platform.url);
        self.walk.browser.open(&url).await.unwrap();
        let page = self.walk.browser.page();
        assert!(
            page.html.contains("id=\"upstream-ekool\""),
            "somebody was brought back without being asked: {}",
            page.html
        );
        self.no_store();
    }

    /// At the simulator's page; remembers the way back for the back button.
    async fn type_at(&mut self, key: &'static str, upstream: &'static str) {
        self.typed_at.insert(upstream, key);
        self.walk.browser.stop_before = Some("/upstream/".to_owned());
        // The list of people is long; the same form without reading all of it.
        let page = self.walk.browser.page();
        assert!(page.html.contains(&format!("id=\"person-{key}\"")), "{}", page.html);
        let here = page.url().unwrap().clone();
        let (_, request) = here.query_pairs().find(|(name, _)| name == "request").unwrap();
        let sign_in = here.join("/sign-in").unwrap();
        self.walk.browser.send(sign_in.as_str(), &[("request", &request), ("person", key)]).await.unwrap();
        if self.walk.browser.held.is_none() {
            self.walk.browser.press("consent-allow").await.unwrap();
        }
        self.come_back().await;
    }

    async fn come_back(&mut self) {
        let back = self.walk.browser.held.take().expect("the simulator sends the browser back").to_string();
        self.walk.browser.stop_before = None;
        self.walk.browser.open(&back).await.unwrap();
        self.callbacks.push(back);
    }

    /// A page of the broker is kept by no browser.
    fn no_store(&self) {
        let kept = self.walk.browser.headers.get("cache-control").and_then(|value| value.to_str().ok());
        assert_eq!(kept, Some("no-store"), "{}", self.walk.browser.page().path());
    }

    /// What a button sends, with what the child typed; remembered, because a browser remembers that, too.
    fn remember_form(&mut self, id: &str) -> Sent {
        let typed = [("username", &self.walk.person.key), ("password", &self.walk.world.password)];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.clone())).into();
        let pressed = self.walk.browser.page().press(id, &typed).unwrap();
        let Press::Submit { url, fields } = pressed else { panic!("{id} posts a form") };
        self.forms.push((url.to_string(), fields.clone()));
        (url.to_string(), fields)
    }

    async fn press(&mut self, id: &str) {
        self.no_store();
        let sent = self.remember_form(id);
        self.send(&sent).await;
    }

    async fn send(&mut self, (url, fields): &Sent) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.walk.browser.send(url, &fields).await.unwrap();
    }

    /// "eKool opens your account, too": yes.
    async fn see_notices(&mut self) {
        for _ in 0..UPSTREAMS.len() {
            if self.walk.browser.page().path() == "/login/notice" {
                self.press("continue").await;
                self.note("notices seen");
            }
        }
    }

    async fn by_password(&mut self, child: &'static str) {
        self.start().await;
        self.press("password-submit").await;
        self.here = Some(child);
        self.see_notices().await;
        self.walk.expect_platform().unwrap();
        self.note("by password");
    }

    async fn through(&mut self, child: &'static str, upstream: &'static str) {
        if self.typed_at.get(upstream).is_some_and(|key| NEWCOMERS.contains(key)) {
            self.somebody_else_s_question(upstream).await;
        }
        self.start().await;
        self.walk.browser.stop_before = Some("/upstream/".to_owned());
        self.press(&format!("upstream-{upstream}")).await;
        if self.walk.browser.held.is_some() {
            // Somebody before is still signed in there, and the upstream says so.
            self.come_back().await;
            self.here = Some(self.typed_at[upstream]);
            self.note("with the upstream's own session standing");
        } else {
            self.walk.browser.stop_before = None;
            self.type_at(child, upstream).await;
            self.here = Some(child);
            self.note("typed at the upstream");
        }
        self.see_notices().await;
        self.walk.expect_platform().unwrap();
        self.check_subject(upstream).await;
        self.note(match upstream {
            "ekool" => "through eKool",
            "stuudium" => "through Stuudium",
            _ => "through HarID",
        });
    }

    /// Who walked away is still signed in there: this child is asked in that one's name, says so, and signs them out there.
    async fn somebody_else_s_question(&mut self, upstream: &'static str) {
        self.start().await;
        self.walk.browser.stop_before = Some("/upstream/".to_owned());
        self.walk.browser.press(&format!("upstream-{upstream}")).await.unwrap();
        self.come_back().await;
        assert!(self.walk.browser.page().html.contains("id=\"question-no\""), "{}", self.walk.browser.page().html);
        self.check("somebody else's question").await;
        self.sign_out_at(upstream).await;
        self.note("turned away from somebody else's question");
    }

    /// The session came through the subject of whoever typed the password there, and the platform was told so.
    async fn check_subject(&mut self, upstream: &'static str) {
        let person = self.person(self.here.unwrap());
        let me = self.walk.me().await.unwrap();
        assert_eq!(me.user_info["koppel:link"]["upstream"], upstream, "{}", me.user_info);
        let found = self.scene.demo.ground().db.find::<Came>(LATEST, args![&me.sub, upstream]).await.unwrap().unwrap();
        let subject = match upstream {
            "ekool" => Some(person.ekool.clone()),
            "stuudium" => person.stuudium.clone(),
            _ => Some(person.harid.clone()),
        };
        assert_eq!(Some(found.subject), subject, "{}", person.key);
    }

    /// What others sent is sent again: nothing of it may change who is here.
    async fn back_button(&mut self) {
        if self.dice.below(2) == 0 && !self.callbacks.is_empty() {
            let old = self.callbacks[self.dice.below(self.callbacks.len())].clone();
            let page = self.walk.browser.open(&old).await.unwrap();
            assert!(matches!(page.status, 400 | 403 | 404 | 409 | 410), "{} {}", page.status, page.html);
            self.note("an old way back opened again");
        } else if !self.forms.is_empty() {
            let sent = self.forms[self.dice.below(self.forms.len())].clone();
            // From a page of ours, as the back button does: the token is this browser's and right.
            let gone = format!("{}/login?attempt=gone", self.walk.world.issuer);
            self.walk.browser.open(&gone).await.unwrap();
            self.send(&sent).await;
            let page = self.walk.browser.page();
            assert!(
                page.status != 403 && (400..500).contains(&page.status),
                "{}: {} {}",
                sent.0,
                page.status,
                page.html
            );
            self.note("an old form sent again");
        }
    }
}
