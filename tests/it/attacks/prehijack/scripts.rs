//! What the attacker does before, what the victim does, and what the attacker tries after.

use koppel::accounts::passwords::PasswordDesk;
use koppel::args;
use koppel::demo::once::Walk;
use koppel::domain::{AccountId, Actor};

use super::{Kind, Loot, Stage, me};
use crate::attacks::open_settings;

koppel::row! {
    /// An id.
    pub struct AccountRow {
        /// The id.
        pub id: AccountId,
    }
}

const CHOSEN: &str = "roheline-kaelkirjak-9";

impl<'a> Stage<'a> {
    /// The whole script; answers what is wrong afterwards.
    pub(super) async fn play(&self) -> Vec<String> {
        let address = self.script.victim.email.clone();
        self.set_address(&address, self.script.verified).await;
        let mut loot = self.prepare().await;
        let mut victim = self.come().await;
        let mut faults = self.finish_late(&mut loot).await;
        faults.extend(self.judge(&mut victim, &mut loot).await);
        faults
    }

    async fn prepare(&self) -> Loot<'a> {
        match self.script.kind {
            Kind::ClassicFederatedMerge | Kind::UnexpiredSession => self.signed_in_by_password().await,
            Kind::TrojanIdentifier | Kind::TrojanIdentifierSharedPassword => self.trojan().await,
            Kind::UnexpiredEmailChange => self.half_done().await,
            Kind::NonVerifyingIdentitySystem => self.first_from_the_upstream().await,
        }
    }

    /// In the account with the victim's address, at the platform and in the settings.
    async fn signed_in_by_password(&self) -> Loot<'a> {
        let (username, password) = (&self.script.old_owner().key, &self.scene.demo.world.password);
        let mut platform = self.by_password(self.attacker(), username, password).await;
        assert_eq!(me(&mut platform).await.unwrap().sub, self.scene.account(username).sub);
        let mut settings = self.attacker();
        open_settings(&mut settings, username).await;
        Loot { platform: vec![platform], settings: vec![settings], ..Loot::default() }
    }

    /// An own identity is linked to the victim's account, and has signed in.
    async fn trojan(&self) -> Loot<'a> {
        let mut loot = self.signed_in_by_password().await;
        let (other, victim) = (self.script.other_upstream(), self.scene.account(&self.script.victim.key));
        let mut adding = self.before_adding().await;
        adding.browser.press("confirm-link").await.unwrap();
        let mut inside = self.attacker();
        inside.log_in().await.unwrap();
        inside.sign_in_at(other).await.unwrap();
        assert_eq!(me(&mut inside).await.unwrap().sub, victim.sub, "{}: the trap is set", self.script.name());
        loot.platform.push(inside);
        loot.settings.push(adding);
        loot
    }

    /// In the settings of the victim's account, before the button that would link the attacker's identity.
    async fn before_adding(&self) -> Walk<'a> {
        let mut walk = self.attacker();
        open_settings(&mut walk, &self.script.victim.key).await;
        walk.browser.press(&format!("add-{}", self.script.other_upstream())).await.unwrap();
        let page = walk.be_somebody().await.unwrap();
        assert!(page.has("#confirm-link"), "{}: {}", self.script.name(), page.html);
        walk
    }

    /// Everything is typed and nothing is pressed.
    async fn half_done(&self) -> Loot<'a> {
        let mut loot = self.signed_in_by_password().await;
        let mut claiming = self.attacker();
        claiming.log_in().await.unwrap();
        claiming.sign_in_at(self.script.other_upstream()).await.unwrap();
        let account = self.scene.account(&self.script.victim.key);
        let page = claiming.claim(&account).await.unwrap();
        assert!(page.has("#confirm-link"), "{}: {}", self.script.name(), page.html);
        // The button of an earlier page is taken back when another is drawn; the page of the claim is drawn again later.
        loot.confirms = vec![claiming, self.before_adding().await];
        loot
    }

    /// Comes from the victim's upstream with the victim's address: guesses the password, and then says "no".
    async fn first_from_the_upstream(&self) -> Loot<'a> {
        let mut walk = self.attacker();
        walk.log_in().await.unwrap();
        walk.sign_in_at(self.script.upstream).await.unwrap();
        walk.browser.press("question-yes").await.unwrap();
        walk.browser.fill("username", &self.script.victim.key);
        walk.browser.fill("password", "arvan-et-mari-1");
        assert_eq!(walk.browser.press("claim-submit").await.unwrap().status, 401);
        walk.log_in().await.unwrap();
        // Still signed in there.
        walk.browser.press(&format!("upstream-{}", self.script.upstream)).await.unwrap();
        walk.browser.press("question-no").await.unwrap();
        walk.expect_platform().unwrap();
        Loot { platform: vec![walk], ..Loot::default() }
    }

    /// The victim's honest steps.
    async fn come(&self) -> Walk<'a> {
        let mut walk = self.victim();
        let password = match self.script.kind {
            Kind::ClassicFederatedMerge => None,
            Kind::NonVerifyingIdentitySystem | Kind::TrojanIdentifierSharedPassword => {
                Some(self.scene.demo.world.password.clone())
            }
            // Somebody has the account: the victim cannot sign in, and the school prints a password.
            Kind::UnexpiredSession | Kind::TrojanIdentifier | Kind::UnexpiredEmailChange => {
                self.say_cannot().await;
                Some(self.print_password().await)
            }
        };
        walk.log_in().await.unwrap();
        walk.sign_in_at(self.script.upstream).await.unwrap();
        assert!(walk.browser.page().has("#question-no"), "{}: {}", self.script.name(), walk.browser.page().html);
        match password {
            None => drop(walk.browser.press("question-no").await.unwrap()),
            Some(password) => self.claim_with(&mut walk, &password).await,
        }
        walk
    }

    async fn say_cannot(&self) {
        let mut walk = self.victim();
        walk.log_in().await.unwrap();
        walk.sign_in_at(self.script.upstream).await.unwrap();
        walk.browser.press("question-yes").await.unwrap();
        let page = walk.browser.press("claim-cannot").await.unwrap();
        assert_eq!(page.path(), "/login/asked", "{}", self.script.name());
    }

    async fn print_password(&self) -> String {
        let (ground, username) = (self.scene.demo.ground(), self.script.victim.key.as_str());
        let sql = "SELECT id FROM account WHERE username = $1 AND platform_id = 'opihoov'";
        let row = ground.db.find::<AccountRow>(sql, args![username]).await.unwrap().unwrap();
        let desk = PasswordDesk::new(&ground.random);
        desk.set_one_time(ground, &row.id, &Actor::Cli("school".to_owned())).await.unwrap().1
    }

    /// Yes, the password, both persons, confirmed; and whatever was linked by somebody else was not me.
    async fn claim_with(&self, walk: &mut Walk<'a>, password: &str) {
        walk.browser.press("question-yes").await.unwrap();
        walk.browser.fill("username", &self.script.victim.key);
        walk.browser.fill("password", password);
        let page = walk.browser.press("claim-submit").await.unwrap();
        assert!(page.has("#confirm-link"), "{}: {}", self.script.name(), page.html);
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        for _ in 0..3 {
            if walk.browser.page().path() == "/login/notice" {
                walk.browser.press("not-me").await.unwrap();
                walk.browser.press("continue").await.unwrap();
            }
        }
        if self.script.kind == Kind::TrojanIdentifierSharedPassword {
            self.change_password().await;
        }
    }

    /// "Somebody knows my password": in the settings.
    async fn change_password(&self) {
        let mut walk = self.victim();
        walk.browser.open(&walk.world.platform.settings).await.unwrap();
        walk.browser.fill("username", &self.script.victim.key);
        walk.browser.fill("password", &walk.world.password);
        let page = walk.browser.press("password-submit").await.unwrap();
        // The victim's own new link is told to whoever knows the password.
        if page.path() == "/login/notice" {
            walk.browser.press("continue").await.unwrap();
        }
        let issuer = &self.scene.demo.world.issuer;
        walk.browser.open(&format!("{issuer}/settings/opihoov/password")).await.unwrap();
        walk.browser.fill("current", &self.scene.demo.world.password);
        walk.browser.fill("new", CHOSEN);
        walk.browser.fill("repeat", CHOSEN);
        let page = walk.browser.press("password-save").await.unwrap();
        assert_eq!(page.status, 200, "{}", page.html);
        let sign_out = format!("{issuer}/settings/opihoov/sign-out");
        walk.browser.open(&self.scene.demo.world.platform.settings).await.unwrap();
        let csrf = crate::attacks::field(&walk, "csrf");
        walk.browser.send(&sign_out, &[("csrf", &csrf)]).await.unwrap();
        // The change signed the victim out everywhere else, too.
        let mut again = self.victim();
        again.log_in().await.unwrap();
        again.sign_in_at(self.script.upstream).await.unwrap();
    }

    /// Presses what was held back, as it was and drawn anew; and the platform tells of the attacker's address.
    async fn finish_late(&self, loot: &mut Loot<'a>) -> Vec<String> {
        let mut faults = Vec::new();
        for walk in &mut loot.confirms {
            let address = walk.browser.page().url().unwrap().to_string();
            let pressed = walk.browser.press("confirm-link").await.unwrap().status;
            let drawn = walk.browser.open(&address).await.unwrap().clone();
            let again = if drawn.has("#confirm-link") {
                Some(walk.browser.press("confirm-link").await.unwrap().status)
            } else {
                None
            };
            if pressed == 200 || again == Some(200) {
                faults.push(format!("a held confirm page still worked: {pressed}, drawn again {again:?}"));
            }
        }
        if self.script.kind == Kind::UnexpiredEmailChange {
            self.set_address("attacker@mujal.example", true).await;
        }
        faults
    }
}
