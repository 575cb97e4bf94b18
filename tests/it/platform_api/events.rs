//! What a platform is told of its accounts: in order, signed, until it has it.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{Actor, ApiScope, EventId, PlatformId};
use koppel::issuer::keys::{Header, PublicKeys, verify};
use koppel::storage::audit::{self, Entry};
use koppel::storage::check::check;
use koppel::storage::events::{self, Announcement};
use koppel::storage::seal::Stream;
use koppel::storage::{Durability, StorageError, Tx, event_acks};
use serde_json::{Value, json};

use super::house::token;
use crate::issuer::desk::{Answer, Desk, field};
use crate::storage::seal::seal;
use crate::support::{TestGround, both_engines, seed};

/// The client that listens.
pub const EARS: &str = "ears";

/// A platform's server that listens.
pub struct Ears<'a> {
    desk: &'a Desk,
    pub token: String,
}

/// What one answer told: `jti`, and what happened.
pub type Told = Vec<(String, String)>;

impl<'a> Ears<'a> {
    pub async fn open(desk: &'a Desk) -> Self {
        desk.client(EARS, |client| client.scopes = ApiScope::Events.to_string()).await;
        Self { desk, token: token(desk, EARS).await }
    }

    pub async fn call(&self, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.desk.post(path, &headers, body.to_string()).await
    }

    /// Asks, with these acknowledgements; answers the whole body.
    pub async fn polled(&self, most: u32, ack: &[&str]) -> Value {
        let body = json!({ "maxEvents": most, "returnImmediately": true, "ack": ack });
        let answer = self.call("/events/poll", &body).await;
        assert_eq!(
            (answer.status, &answer.headers["cache-control"]),
            (200, &"no-store".parse().unwrap()),
            "{answer:?}"
        );
        answer.json()
    }

    pub async fn poll(&self, most: u32, ack: &[&str]) -> Told {
        self.told(&self.polled(most, ack).await).await
    }

    /// Each token of an answer, in order, believed and read.
    pub async fn told(&self, polled: &Value) -> Told {
        let mut told = Vec::new();
        for jti in polled["koppel:order"].as_array().unwrap() {
            let jti = jti.as_str().unwrap();
            let (_, claims) = self.read(&field(&polled["sets"], jti)).await;
            assert_eq!(claims["jti"], jti);
            let kind = claims["events"].as_object().unwrap().keys().next().unwrap();
            let kind = kind.strip_prefix("urn:koppel:event:").unwrap();
            let sub = claims["sub_id"]["sub"].as_str().unwrap_or_default();
            told.push((jti.to_owned(), format!("{kind} {sub}").trim_end().to_owned()));
        }
        assert_eq!(polled["sets"].as_object().unwrap().len(), told.len());
        told
    }

    pub async fn read(&self, set: &str) -> (Header, Value) {
        let keys = PublicKeys::parse(&self.desk.visit("/jwks", "").await.body).unwrap();
        verify(set, &keys).unwrap()
    }

    pub async fn replay(&self, after: Option<&str>) -> u16 {
        self.call("/events/replay", &json!({ "after": after })).await.status
    }
}

/// Says something to a platform, unsealed.
pub async fn announce(desk: &Desk, platform: &str, (kind, sub): (&'static str, &str), payload: Value) -> EventId {
    let (ground, now) = (&desk.ground, desk.ground.now());
    let (platform, actor): (&PlatformId, &Actor) = (&platform.parse().unwrap(), &Actor::Job("test"));
    let payload = &payload;
    let write = |tx: Tx| async move {
        let audit = audit::record(&tx, &ground.random, &Entry::new(now, "test.said", actor)).await?;
        let payload = payload.clone();
        let said = Announcement { at: now, platform, kind, sub, audit: &audit, payload };
        events::announce(&tx, &ground.random, &said).await
    };
    let said: Result<_, StorageError> = ground.db.write(Durability::Durable, write).await;
    said.unwrap()
}

/// The same, with its place in the feed.
pub async fn happen(desk: &Desk, kind: &'static str, sub: &str) -> String {
    let id = announce(desk, "opiq", (kind, sub), json!({})).await;
    number(desk).await;
    id.to_string()
}

pub async fn number(desk: &Desk) {
    seal(&desk.ground, Stream::Event, 1_000).await.unwrap();
}

pub fn ids(told: &[(String, String)]) -> Vec<&str> {
    told.iter().map(|(id, _)| id.as_str()).collect()
}

async fn is_taken(desk: &Desk, event: &str) -> bool {
    let (platform, event): (&PlatformId, &EventId) = (&"opiq".parse().unwrap(), &event.parse().unwrap());
    desk.ground.db.read(|tx: Tx| async move { event_acks::is_taken(&tx, platform, event).await }).await.unwrap()
}

/// RFC 8417: what the token says, and that it can be taken for no other.
#[tokio::test]
async fn an_event_is_a_signed_token_of_its_own_type() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let account = seed::account(&desk.ground, "17").await;
        seed::link(&desk.ground, &account, "17").await;
        number(&desk).await;
        announce(&desk, "opiq", ("journal.changed", "jrn_1"), json!({ "counts": { "joined": 3 } })).await;
        number(&desk).await;
        let polled = ears.polled(10, &[]).await;
        let order = polled["koppel:order"].as_array().unwrap();
        let (header, claims) = ears.read(&field(&polled["sets"], order[0].as_str().unwrap())).await;
        assert_eq!((header.alg.as_str(), header.typ.as_deref()), ("ES256", Some("secevent+jwt")));
        let mut members: Vec<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["aud", "events", "iat", "iss", "jti", "sub_id", "toe", "txn"], "no sub, no exp");
        let now = desk.ground.now().timestamp();
        assert_eq!((&claims["iss"], &claims["aud"]), (&"https://koppel.test".into(), &EARS.into()));
        assert_eq!((&claims["iat"], &claims["toe"]), (&now.into(), &now.into()));
        let about = json!({ "format": "iss_sub", "iss": "https://koppel.test", "sub": "17" });
        assert_eq!((&claims["sub_id"], &claims["events"]), (&about, &json!({ "urn:koppel:event:link.created": {} })));
        let (_, claims) = ears.read(&field(&polled["sets"], order[1].as_str().unwrap())).await;
        let happened = &claims["events"]["urn:koppel:event:journal.changed"];
        assert_eq!(
            (happened, &claims["sub_id"]),
            (&json!({ "journal": "jrn_1", "counts": { "joined": 3 } }), &Value::Null)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_not_acknowledged_comes_again_in_order_and_what_is_never_does() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let mut all = Vec::new();
        for sub in ["1", "2", "3", "4", "5"] {
            all.push(happen(&desk, "account.created", sub).await);
        }
        let polled = ears.polled(2, &[]).await;
        assert_eq!(
            (ids(&ears.told(&polled).await), &polled["moreAvailable"]),
            (vec![&*all[0], &*all[1]], &true.into())
        );
        assert_eq!(ids(&ears.poll(100, &[]).await), all, "nothing was acknowledged");
        // The third before the first two.
        assert_eq!(ids(&ears.poll(100, &[&all[2]]).await), [&*all[0], &*all[1], &*all[3], &*all[4]]);
        assert!(is_taken(&desk, &all[2]).await && !is_taken(&desk, &all[0]).await);
        assert_eq!(ids(&ears.poll(100, &[&all[1], &all[0], &all[0]]).await), [&*all[3], &*all[4]]);
        let acks = "SELECT COUNT(*) AS n FROM event_ack";
        assert_eq!(desk.count(acks).await, 0, "one number says it of all that lie before");
        assert!(is_taken(&desk, &all[0]).await && is_taken(&desk, &all[2]).await);
        let only = ears.polled(0, &[&all[3]]).await;
        assert_eq!((&only["sets"], &only["moreAvailable"]), (&json!({}), &true.into()));
        assert_eq!(ids(&ears.poll(100, &[]).await), [&*all[4]]);
        let polled = ears.polled(100, &[&all[4]]).await;
        assert_eq!((&polled["sets"], &polled["moreAvailable"]), (&json!({}), &false.into()));
        let next = happen(&desk, "account.created", "6").await;
        assert_eq!(ids(&ears.poll(100, &[]).await), [next.as_str()]);
        let violations = check(&desk.ground.db, &desk.ground.vault, desk.ground.now()).await.unwrap();
        assert!(violations.is_empty(), "{violations:?}");
    })
    .await;
}

/// A poller that went by numbers taken in open transactions would lose what is committed late.
#[tokio::test]
async fn nothing_is_told_before_it_has_its_place() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let first = happen(&desk, "account.created", "1").await;
        let late = announce(&desk, "opiq", ("account.created", "2"), json!({})).await.to_string();
        assert_eq!(ids(&ears.poll(100, &[]).await), [first.as_str()]);
        assert_eq!(ears.poll(100, &[&first, &late]).await, Told::new(), "nobody has what was not told");
        number(&desk).await;
        assert_eq!(ids(&ears.poll(100, &[]).await), [late.as_str()]);
    })
    .await;
}

async fn neighbour(desk: &Desk) {
    let platform = "INSERT INTO platform (id, name, sub_mode, password_owner, created_at)
        VALUES ('other', 'Other', 'account', 'broker', $1)";
    desk.change(platform, args![desk.ground.now()]).await;
}

#[tokio::test]
async fn another_platforms_events_are_none() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        neighbour(&desk).await;
        let theirs = announce(&desk, "other", ("account.created", "1"), json!({})).await.to_string();
        let mine = happen(&desk, "account.created", "1").await;
        let last = announce(&desk, "other", ("account.created", "2"), json!({})).await;
        number(&desk).await;
        assert_eq!(ids(&ears.poll(100, &[&theirs]).await), [mine.as_str()]);
        assert_eq!(ears.poll(100, &[&mine]).await, Told::new());
        let missing = theirs.replace("evt_", "evt_0").chars().take(30).collect::<String>();
        let foreign = ears.call("/events/replay", &json!({ "after": theirs })).await;
        assert_eq!((foreign.status, foreign.error()), (400, "invalid_request".to_owned()));
        assert_eq!(foreign.body, ears.call("/events/replay", &json!({ "after": missing })).await.body);
        // They wait for whom they are about, all the same.
        let (other, now): (&PlatformId, _) = (&"other".parse().unwrap(), desk.ground.now());
        let waits = |tx: Tx| async move { event_acks::list_untaken(&tx, other, now, 10).await };
        let waiting = desk.ground.db.read(waits).await.unwrap();
        assert_eq!(waiting.iter().map(|event| event.id.to_string()).collect::<Vec<_>>(), [theirs, last.to_string()]);
    })
    .await;
}

#[tokio::test]
async fn everything_is_told_again_from_any_event() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let mut all = Vec::new();
        for sub in ["1", "2", "3", "4"] {
            all.push(happen(&desk, "account.created", sub).await);
        }
        // The last one is acknowledged before the one that lies before it.
        ears.poll(100, &[&all[0], &all[1], &all[3]]).await;
        for from in 0..all.len() {
            assert_eq!(ears.replay(Some(&all[from])).await, 204);
            assert_eq!(ids(&ears.poll(100, &[]).await), all[from + 1..], "after event {from}");
        }
        assert_eq!(ears.replay(None).await, 204);
        assert_eq!(ids(&ears.poll(100, &[]).await), all);
        assert!(!is_taken(&desk, &all[0]).await, "it was asked for again");
        for body in [json!({}), json!({ "after": 7 }), json!({ "after": "evt_1" })] {
            assert_eq!(ears.call("/events/replay", &body).await.status, 400, "{body}");
        }
        assert_eq!(ids(&ears.poll(100, &[]).await), all);
    })
    .await;
}

/// Ninety days: what is older is told to nobody, and nobody is said to have it.
#[tokio::test]
async fn what_is_too_old_is_told_no_more_and_is_not_taken() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let mut ears = Ears::open(&desk).await;
        let old = happen(&desk, "account.merged", "1").await;
        desk.ground.clock.advance(TimeDelta::days(89));
        let young = happen(&desk, "account.created", "2").await;
        ears.token = token(&desk, EARS).await;
        assert_eq!(ids(&ears.poll(100, &[]).await), [&*old, &*young]);
        desk.ground.clock.advance(TimeDelta::days(2));
        ears.token = token(&desk, EARS).await;
        assert_eq!(ids(&ears.poll(100, &[]).await), [young.as_str()]);
        assert_eq!(ears.poll(100, &[&young]).await, Told::new());
        assert!(is_taken(&desk, &young).await && !is_taken(&desk, &old).await);
        assert_eq!(ears.replay(None).await, 204);
        assert_eq!(ids(&ears.poll(100, &[]).await), [young.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn a_problem_is_kept_and_the_event_not_told_again() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let ears = Ears::open(&desk).await;
        let bad = happen(&desk, "account.merged", "1").await;
        let good = happen(&desk, "account.merged", "2").await;
        let error = json!({ "err": "invalid_request", "description": "what is this?\u{7}" });
        let body = json!({ "returnImmediately": true, "ack": [good], "setErrs": { (bad.as_str()): error } });
        assert_eq!(ears.call("/events/poll", &body).await.json()["sets"], json!({}));
        assert!(is_taken(&desk, &good).await && !is_taken(&desk, &bad).await);
        let kept = "SELECT COUNT(*) AS n FROM event_ack WHERE problem = 'invalid_request: what is this?'";
        assert_eq!(desk.count(kept).await, 1);
        assert_eq!(ears.replay(None).await, 204);
        assert_eq!(ears.poll(100, &[]).await.len(), 2);
    })
    .await;
}
