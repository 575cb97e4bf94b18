//! A platform, a school with eKool and Stuudium, and people who come and go.

use chrono::NaiveDate;
use koppel::domain::{
    AccountId, AccountOrigin, AssertedRole, Assertion, AttemptId, ClientId, EnablingId, Freshness, PersonName,
    PlatformId, Purpose, Role, RoleId, SchoolId, SubjectKey, UpstreamId, fold_name,
};
use koppel::linking::{self, Answer, Attach, Decision, Evidence, Join, LinkingError, ProofKind, Proven, Situation};
use koppel::storage::account_roles::{self, AccountRole};
use koppel::storage::accounts::{self, Account};
use koppel::storage::identities::Identity;
use koppel::storage::links::Link;
use koppel::storage::schools::{self, PlatformSchool, SchoolUpstream};
use koppel::storage::{Durability, StorageError, Tx};
use koppel::vault::sha256;

use crate::support::{TestGround, seed};

pub const BROWSER: &str = "browser-of-mari";

/// `opiq` with `ehis:123`, where eKool and Stuudium are enabled.
pub struct World<'a> {
    pub ground: &'a TestGround,
    pub platform: PlatformId,
    pub client: ClientId,
    pub school: SchoolId,
}

impl<'a> World<'a> {
    pub async fn new(ground: &'a TestGround) -> Self {
        seed::basics(ground).await;
        Self::settle(ground).await
    }

    /// The same where [`seed::basics`] stands already.
    pub async fn settle(ground: &'a TestGround) -> Self {
        let world = Self {
            ground,
            platform: "opiq".parse().unwrap(),
            client: "opiq-web".parse().unwrap(),
            school: "ehis:123".parse().unwrap(),
        };
        let fresh = &PlatformSchool::fresh(&world.platform, &world.school, ground.now());
        world.storage(|tx| async move { schools::join(&tx, fresh).await }).await;
        world
            .sql(
                "INSERT INTO school_number (number, school_id) SELECT 'ehis:123', 'ehis:123' \
                   WHERE NOT EXISTS (SELECT 1 FROM school_number WHERE number = 'ehis:123')",
            )
            .await;
        for upstream in ["ekool", "stuudium"] {
            world.enable(upstream).await;
        }
        world
    }

    /// Lets an upstream's word count at the school.
    pub async fn enable(&self, upstream: &str) {
        let row = &SchoolUpstream {
            id: EnablingId::random(&self.ground.random),
            platform_id: self.platform.clone(),
            school_id: self.school.clone(),
            upstream_id: upstream.parse().unwrap(),
            enabled_at: self.ground.now(),
            enabled_by: "cli:root".into(),
            ended_at: None,
            ended_by: None,
        };
        self.storage(|tx| async move { schools::enable_upstream(&tx, row).await }).await;
    }

    /// Runs storage functions durably.
    pub async fn storage<T, F, Fut>(&self, work: F) -> T
    where
        T: Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = Result<T, StorageError>> + Send,
    {
        self.ground.db.write(Durability::Durable, work).await.unwrap()
    }

    /// Runs linking functions durably.
    pub async fn write<T, F, Fut>(&self, work: F) -> Result<T, LinkingError>
    where
        T: Send,
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = Result<T, LinkingError>> + Send,
    {
        self.ground.db.write(Durability::Durable, work).await
    }

    /// One statement.
    pub async fn sql(&self, sql: &'static str) -> u64 {
        self.storage(|tx| async move { tx.execute(sql, vec![]).await }).await
    }

    /// `SELECT COUNT(*) AS n …`
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.storage(|tx| async move { tx.count(sql, vec![]).await }).await
    }

    /// An imported pupil of the school with finished work and a password.
    pub async fn pupil(&self, sub: &str, given: &str, year: i32) -> AccountId {
        let account = &self.account(sub, given, year);
        let role = &AccountRole {
            id: RoleId::random(&self.ground.random),
            account_id: account.id.clone(),
            school_id: self.school.clone(),
            role: Role::Pupil,
            class_name: Some("5B".into()),
            source: "import".into(),
            since: self.ground.now(),
            ended_at: None,
        };
        self.storage(|tx| async move {
            accounts::insert(&tx, account).await?;
            account_roles::put(&tx, role).await
        })
        .await;
        account.id.clone()
    }

    fn account(&self, sub: &str, given: &str, year: i32) -> Account {
        let name = name(given);
        Account {
            id: AccountId::random(&self.ground.random),
            platform_id: self.platform.clone(),
            sub: sub.into(),
            username: Some(sub.into()),
            username_folded: Some(sub.into()),
            name_folded: fold_name(&name),
            given_name: name.given,
            family_name: name.family,
            email: None,
            email_verified: false,
            birth_date: NaiveDate::from_ymd_opt(year, 3, 14),
            national_hash: None,
            national_key: None,
            external_id: Some(sub.into()),
            history_count: 12,
            last_activity_at: Some(self.ground.now()),
            password_hash: Some("$argon2id$test".into()),
            password_source: None,
            password_changed_at: None,
            password_must_change: false,
            locale: None,
            origin: AccountOrigin::Import,
            created_at: self.ground.now(),
            updated_at: self.ground.now(),
            used_at: None,
            disabled_at: None,
            merged_into: None,
        }
    }

    pub async fn identify(&self, assertion: &Assertion) -> Identity {
        linking::identify(&self.ground.ground(), &self.platform, assertion).await.unwrap()
    }

    /// A fresh password proof of an account.
    pub fn password(&self, account: &AccountId) -> Proven {
        Proven::fresh(account.clone(), ProofKind::Password, self.ground.now())
    }

    pub fn visit(&'a self, assertion: &Assertion, identity: &Identity) -> Visit<'a> {
        Visit {
            world: self,
            attempt: AttemptId::at(self.ground.now(), &self.ground.random),
            assertion: assertion.clone(),
            identity: identity.clone(),
            purpose: Purpose::SignIn,
            answer: None,
            proven: None,
            signed_in: None,
        }
    }

    /// Somebody comes from an upstream.
    pub async fn arrive(&'a self, assertion: &Assertion) -> Visit<'a> {
        let identity = self.identify(assertion).await;
        self.visit(assertion, &identity)
    }

    /// The whole claim: from the upstream, password, button.
    pub async fn claim(&'a self, assertion: &Assertion, account: &AccountId) -> Link {
        let visit = self.arrive(assertion).await.proven(self.password(account));
        let value = visit.offer().await;
        visit.attach(&value).await.unwrap()
    }
}

pub fn name(given: &str) -> PersonName {
    PersonName { given: Some(given.into()), family: Some("Tamm".into()) }
}

/// What an upstream says of a pupil of `ehis:123`.
pub fn assertion(upstream: &str, subject: &str, given: &str, year: i32) -> Assertion {
    let upstream: UpstreamId = upstream.parse().unwrap();
    let role = AssertedRole {
        school: Some("ehis:123".parse().unwrap()),
        school_name: None,
        role: Role::Pupil,
        class_name: Some("5B".into()),
    };
    Assertion {
        key: SubjectKey { upstream, scope: String::new(), subject: subject.into() },
        name: name(given),
        birth_date: NaiveDate::from_ymd_opt(year, 3, 14),
        national_number: None,
        email: Some("mari@kodu.example".into()),
        roles: vec![role],
        roles_vouched: true,
        roles_complete: true,
        auth_time: None,
        freshness: Freshness::Proven,
        upstream_sid: None,
    }
}

/// One login of one person.
#[derive(Clone)]
pub struct Visit<'a> {
    pub world: &'a World<'a>,
    pub attempt: AttemptId,
    pub assertion: Assertion,
    pub identity: Identity,
    pub purpose: Purpose,
    pub answer: Option<Answer>,
    pub proven: Option<Proven>,
    pub signed_in: Option<AccountId>,
}

impl Visit<'_> {
    pub fn answer(self, answer: Answer) -> Self {
        Self { answer: Some(answer), ..self }
    }

    pub fn proven(self, proven: Proven) -> Self {
        Self { answer: Some(Answer::Yes), proven: Some(proven), ..self }
    }

    /// Adding an integration to the account that is signed in.
    pub fn adding(self, proven: Proven) -> Self {
        let signed_in = Some(proven.account.clone());
        Self { purpose: Purpose::Add, signed_in, ..self.proven(Proven { kind: ProofKind::Session, ..proven }) }
    }

    pub fn situation(&self) -> Situation<'_> {
        Situation {
            platform: &self.world.platform,
            client: Some(&self.world.client),
            purpose: self.purpose,
            identity: &self.identity.id,
            assertion: &self.assertion,
            answer: self.answer,
            proven: self.proven.as_ref(),
            signed_in: self.signed_in.as_ref(),
            chosen: None,
        }
    }

    pub async fn evidence(&self) -> Evidence {
        let (ground, situation) = (&self.world.ground.ground(), &self.situation());
        self.world
            .ground
            .db
            .read(|tx| async move { linking::gather(&tx, ground, situation, false).await })
            .await
            .unwrap()
    }

    pub async fn decide(&self) -> Decision {
        linking::decide(&self.evidence().await)
    }

    pub async fn join(&self) -> Join {
        match self.decide().await {
            Decision::Confirm(join) => join,
            other => panic!("no confirm page: {other:?}"),
        }
    }

    /// Draws the confirm page; answers the value of its button.
    pub async fn offer(&self) -> String {
        self.offer_for(&self.join().await).await
    }

    pub async fn offer_for(&self, join: &Join) -> String {
        let (ground, situation, attempt) = (&self.world.ground.ground(), &self.situation(), &self.attempt);
        self.world
            .write(|tx| async move { linking::offer_confirm(&tx, ground, situation, join, (attempt, BROWSER)).await })
            .await
            .unwrap()
    }

    /// Presses the button.
    pub async fn attach(&self, value: &str) -> Result<Link, LinkingError> {
        self.attach_in(value, BROWSER).await
    }

    pub async fn attach_in(&self, value: &str, browser_hash: &str) -> Result<Link, LinkingError> {
        let ground = &self.world.ground.ground();
        let value_hash = &sha256(value);
        let wish = &Attach { situation: self.situation(), attempt: &self.attempt, browser_hash, value_hash };
        self.world.write(|tx| async move { linking::attach(&tx, ground, wish).await }).await
    }

    pub async fn bear(&self) -> Result<Link, LinkingError> {
        let (ground, situation) = (&self.world.ground.ground(), &self.situation());
        self.world.write(|tx| async move { linking::bear(&tx, ground, situation).await }).await
    }

    /// "Go on without it for now", and what stands then.
    pub async fn let_in(&self) -> Result<(), LinkingError> {
        let (ground, situation) = (&self.world.ground.ground(), &self.situation());
        self.world.write(|tx| async move { linking::begin_provisional(&tx, ground, situation).await }).await
    }

    pub async fn admit(&self) -> Result<linking::SignIn, LinkingError> {
        let (ground, situation) = (&self.world.ground.ground(), &self.situation());
        self.world.write(|tx| async move { linking::admit(&tx, ground, situation).await }).await
    }

    pub async fn ask_school(&self) -> Result<bool, LinkingError> {
        let (ground, situation) = (&self.world.ground.ground(), &self.situation());
        self.world.write(|tx| async move { linking::ask_school(&tx, ground, situation).await }).await
    }
}
