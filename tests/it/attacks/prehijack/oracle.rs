//! What must hold once the victim is in: counted in the database and tried over HTTP.

use koppel::args;
use koppel::demo::once::Walk;
use koppel::storage::Arg;

use super::{Kind, Loot, Stage, UPSTREAMS, me};

const LINKS: &str = "SELECT COUNT(*) AS n FROM link l JOIN account a ON a.id = l.account_id \
    WHERE l.ended_at IS NULL AND a.sub = $1";
const LINKS_OF: &str = "SELECT COUNT(*) AS n FROM link l JOIN account a ON a.id = l.account_id \
    WHERE l.ended_at IS NULL AND a.sub = $1 AND l.subject = $2";
const SESSIONS: &str = "SELECT COUNT(*) AS n FROM session s JOIN session_account h ON h.session_id = s.id \
    JOIN account a ON a.id = h.account_id WHERE s.ended_at IS NULL AND a.sub = $1";
const FAMILIES: &str = "SELECT COUNT(*) AS n FROM token_family f JOIN account a ON a.id = f.account_id \
    WHERE f.ended_at IS NULL AND a.sub = $1";

impl<'a> Stage<'a> {
    /// Everything that is not as it should be.
    pub(super) async fn judge(&self, victim: &mut Walk<'a>, loot: &mut Loot<'a>) -> Vec<String> {
        let mut faults = Vec::new();
        let sub = self.arrived(victim, &mut faults).await;
        self.count(&sub, &mut faults).await;
        self.try_loot(&sub, loot, &mut faults).await;
        self.try_doors(&sub, &mut faults).await;
        faults
    }

    /// The victim is on their old account with all of its work, or on a new one of their own; the next day, too.
    async fn arrived(&self, victim: &mut Walk<'a>, faults: &mut Vec<String>) -> String {
        let old = self.scene.account(&self.script.old_owner().key);
        let mut next_day = self.victim();
        next_day.log_in().await.unwrap();
        next_day.sign_in_at(self.script.upstream).await.unwrap();
        if self.script.kind == Kind::TrojanIdentifierSharedPassword {
            // Changing the password signed the first browser out.
            *victim = next_day;
            next_day = self.victim();
            next_day.log_in().await.unwrap();
            next_day.sign_in_at(self.script.upstream).await.unwrap();
        }
        let (today, tomorrow) = (me(victim).await, me(&mut next_day).await);
        let (Some(today), Some(tomorrow)) = (today, tomorrow) else {
            faults.push(format!(
                "the victim is not in: {} {}",
                victim.browser.page().path(),
                victim.browser.page().html
            ));
            return String::new();
        };
        let is_old = today.sub == old.sub;
        let should = self.script.kind != Kind::ClassicFederatedMerge;
        let tasks = if should { usize::try_from(old.tasks).unwrap() } else { 0 };
        if is_old != should || today.tasks.len() != tasks || tomorrow.sub != today.sub {
            faults.push(format!(
                "the victim is on {} (then {}), the old account is {}",
                today.sub, tomorrow.sub, old.sub
            ));
        }
        today.sub
    }

    async fn number(&self, sql: &'static str, values: Vec<Arg>) -> i64 {
        self.scene.demo.ground().db.count(sql, values).await.unwrap()
    }

    /// One link, and as many sessions and token families as the victim has browsers.
    async fn count(&self, sub: &str, faults: &mut Vec<String>) {
        let attacker = &self.script.attacker;
        for subject in [attacker.ekool_id.to_string(), attacker.stuudium_id(), attacker.harid_id.clone()] {
            let n = self.number(LINKS_OF, args![sub, subject]).await;
            if n > 0 {
                faults.push(format!("{n} links of the attacker"));
            }
        }
        let counted = [
            (1, self.number(LINKS, args![sub]).await, "links"),
            (self.browsers(), self.number(SESSIONS, args![sub]).await, "sessions"),
            (self.browsers(), self.number(FAMILIES, args![sub]).await, "token families"),
        ];
        for (expected, found, what) in counted {
            if found != expected {
                faults.push(format!("{found} live {what} instead of {expected}"));
            }
        }
    }

    /// In how many browsers the victim has signed in at the platform since the last sign-out everywhere.
    fn browsers(&self) -> i64 {
        if self.script.kind == Kind::TrojanIdentifierSharedPassword { 3 } else { 2 }
    }

    /// The attacker's browsers: refresh tokens and settings.
    async fn try_loot(&self, sub: &str, loot: &mut Loot<'a>, faults: &mut Vec<String>) {
        for walk in &mut loot.platform {
            let Some(before) = me(walk).await else { continue };
            let refresh = format!("{}/refresh", self.scene.demo.world.platform.url);
            walk.browser.send(&refresh, &[]).await.unwrap();
            let after = me(walk).await.map_or(0, |me| me.refreshed);
            if before.sub == sub && after > before.refreshed {
                faults.push("the attacker's refresh token still works".to_owned());
            }
            if before.sub != sub && after != before.refreshed + 1 {
                faults.push("the attacker's own account was harmed".to_owned());
            }
        }
        let own = self.script.kind == Kind::ClassicFederatedMerge;
        for walk in &mut loot.settings {
            let page = walk.browser.open(&self.scene.demo.world.platform.settings).await.unwrap();
            let inside = page.path().starts_with("/settings/");
            if inside != own || page.html.contains("id=\"end-lnk_") {
                faults.push(format!("the attacker's settings: {}", page.path()));
            }
        }
    }

    /// Every way in that the attacker knows.
    async fn try_doors(&self, sub: &str, faults: &mut Vec<String>) {
        for upstream in UPSTREAMS {
            let mut walk = self.attacker();
            walk.log_in().await.unwrap();
            walk.sign_in_at(upstream).await.unwrap();
            if me(&mut walk).await.is_some_and(|me| me.sub == sub) {
                faults.push(format!("the attacker comes in through {upstream}"));
            }
        }
        let (owner, password) = (&self.script.old_owner().key, &self.scene.demo.world.password);
        let mut walk = self.by_password(self.attacker(), owner, password).await;
        let knew = self.script.kind != Kind::NonVerifyingIdentitySystem;
        if knew && me(&mut walk).await.is_some_and(|me| me.sub == sub) {
            faults.push("the attacker's password opens the victim's account".to_owned());
        }
    }
}
