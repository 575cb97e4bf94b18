//! People whose account is proven and whose confirm page is drawn: only the button is left.

use std::fmt::Write as _;

use futures_util::stream::{self, StreamExt as _};
use koppel::accounts::import::{self, Format, Options};
use koppel::args;
use koppel::domain::{
    AccountId, Actor, AssertedRole, Assertion, AttemptId, ClientId, Freshness, IdentityId, PersonName, PlatformId,
    Purpose, Role, SubjectKey,
};
use koppel::ground::Ground;
use koppel::linking::{self, Answer, Attach, Decision, LinkingError, ProofKind, Proven, Situation};
use koppel::storage::{Durability, Tx, accounts};
use koppel::vault::sha256;

const BROWSER: &str = "browser";

/// See the module.
pub struct Class {
    pub ground: Ground,
    platform: PlatformId,
    client: ClientId,
    people: Vec<Person>,
    _dir: tempfile::TempDir,
}

struct Person {
    attempt: AttemptId,
    assertion: Assertion,
    identity: IdentityId,
    proven: Proven,
    value_hash: String,
}

const ROWS: [&str; 2] = [
    "INSERT INTO client (id, platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, created_at) \
     VALUES ('web', 'opiq', 'web', 'client_secret_basic', 'required', 'ES256', 'openid', '', $1)",
    "UPDATE platform_school SET new_accounts = 'create' WHERE created_at = $1",
];

impl Class {
    /// So many people of one school.
    pub async fn open(people: usize) -> Self {
        let (ground, dir) = super::shared::ground().await;
        super::shared::furnish(&ground, &ROWS).await;
        let (platform, client) = ("opiq".parse().unwrap(), "web".parse().unwrap());
        let mut class = Self { ground, platform, client, people: Vec::new(), _dir: dir };
        class.bring_in(people).await;
        let prepared = stream::iter(0..people).map(|n| class.prepare(n)).buffered(64).collect().await;
        class.people = prepared;
        class
    }

    async fn bring_in(&self, people: usize) {
        let mut file = "external_id,username,given_name,family_name,birth_date,school,role,class\n".to_owned();
        for n in 0..people {
            writeln!(file, "{n},u{n},Mari{n},Tamm,2014-03-14,ehis:1,pupil,5B").unwrap();
        }
        let options = Options {
            platform: self.platform.clone(),
            format: Format::Csv,
            dry_run: false,
            actor: Actor::Cli("bench".to_owned()),
        };
        let report = import::run(&self.ground, file.as_bytes(), &options, |_| {}).await.unwrap();
        assert_eq!(report.created, u64::try_from(people).unwrap(), "{:?}", report.bad_rows.first());
    }

    /// Up to the confirm page.
    async fn prepare(&self, n: usize) -> Person {
        let ground = &self.ground;
        let assertion = assertion(n);
        let identity = linking::identify(ground, &self.platform, &assertion).await.unwrap().id;
        let (platform, external) = (&self.platform, n.to_string());
        let external = &external;
        let find = |tx| async move { accounts::find_by_external(&tx, platform, external).await };
        let account: AccountId = ground.db.read(find).await.unwrap().unwrap().id;
        let proven = Proven::fresh(account, ProofKind::Password, ground.now());
        let attempt = AttemptId::at(ground.now(), &ground.random);
        let mut person = Person { attempt, assertion, identity, proven, value_hash: String::new() };
        person.value_hash = sha256(&self.draw(&person).await);
        person
    }

    /// Draws the confirm page; answers the value of its button.
    async fn draw(&self, person: &Person) -> String {
        let (ground, situation) = (&self.ground, &self.situation(person));
        let offer = |tx: Tx| async move {
            let evidence = linking::gather(&tx, ground, situation, false).await?;
            let Decision::Confirm(join) = linking::decide(&evidence) else { return Err(LinkingError::NotOffered) };
            linking::offer_confirm(&tx, ground, situation, &join, (&person.attempt, BROWSER)).await
        };
        ground.db.write(Durability::Relaxed, offer).await.unwrap()
    }

    fn situation<'a>(&'a self, person: &'a Person) -> Situation<'a> {
        Situation {
            platform: &self.platform,
            client: Some(&self.client),
            purpose: Purpose::SignIn,
            identity: &person.identity,
            assertion: &person.assertion,
            answer: Some(Answer::Yes),
            proven: Some(&person.proven),
            signed_in: None,
            chosen: None,
        }
    }

    /// Presses the button.
    pub async fn press(&self, n: usize) {
        let person = self.people.get(n).unwrap();
        let ground = &self.ground;
        let wish = &Attach {
            situation: self.situation(person),
            attempt: &person.attempt,
            browser_hash: BROWSER,
            value_hash: &person.value_hash,
        };
        let write = |tx: Tx| async move { linking::attach(&tx, ground, wish).await };
        ground.db.write(Durability::Durable, write).await.unwrap();
    }

    /// Live links.
    pub async fn links(&self) -> i64 {
        self.ground.db.count("SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL", args![]).await.unwrap()
    }
}

fn assertion(n: usize) -> Assertion {
    Assertion {
        key: SubjectKey { upstream: "ekool".parse().unwrap(), scope: String::new(), subject: n.to_string() },
        name: PersonName { given: Some(format!("Mari{n}")), family: Some("Tamm".to_owned()) },
        birth_date: chrono::NaiveDate::from_ymd_opt(2014, 3, 14),
        national_number: None,
        email: None,
        roles: vec![AssertedRole {
            school: Some("ehis:1".parse().unwrap()),
            school_name: None,
            role: Role::Pupil,
            class_name: Some("5B".to_owned()),
        }],
        roles_vouched: true,
        roles_complete: true,
        auth_time: None,
        freshness: Freshness::Proven,
        upstream_sid: None,
    }
}
