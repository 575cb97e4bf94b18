//! A school whose eKool has journals.

use std::collections::BTreeSet;

use koppel::domain::{
    AccountId, Actor, Completeness, JournalFacts, JournalKey, KitId, Member, NewAccounts, PersonName, ProductId,
    Reading, Role, RosterSubject, SchoolId,
};
use koppel::roster::{
    self, Applied, Choice, FilterTerms, Filtered, Hidden, Place, Plan, RosterError, SeatTerms, Work, filter, gather,
    plan,
};
use koppel::storage::check::check;
use koppel::storage::kits::{self, Kit};
use koppel::storage::licence_pools::{self, LicencePool};
use koppel::storage::products::{self, Product};
use koppel::storage::seal::Stream;

use crate::linking::world::World;
use crate::storage::seal::seal;
use crate::support::{TestGround, seed};

/// `ehis:123` at `opiq`, and what its eKool tells.
pub struct School<'a> {
    pub world: World<'a>,
    pub choice: Choice,
    pub terms: SeatTerms,
}

/// A given name that is no spelling and no slip of anybody else's: a syllable for each digit, and no letter twice in a row.
pub fn given(n: usize) -> String {
    let consonant = |digit: char| char::from(b"bdfgklmnrv"[digit.to_digit(10).unwrap() as usize]);
    let syllable = |(digit, vowel): (char, char)| [consonant(digit), vowel].into_iter().collect::<String>();
    format!("Laps{}", format!("{n:04}").chars().zip("aeiouae".chars()).map(syllable).collect::<String>())
}

pub fn pupil(n: usize) -> Member {
    member(n, Role::Pupil)
}

pub fn member(n: usize, role: Role) -> Member {
    let name = PersonName { given: Some(given(n)), family: Some("Tamm".into()) };
    Member { name, class_name: Some("5B".into()), ..Member::new(format!("p{n:04}"), role) }
}

impl<'a> School<'a> {
    pub async fn new(ground: &'a TestGround) -> Self {
        let world = World::new(ground).await;
        let terms = SeatTerms { roster_subject: RosterSubject::SameAsLogin, new_accounts: NewAccounts::Create };
        Self { world, choice: Choice::default(), terms }
    }

    pub fn reading(&self, journal: &str, members: Vec<Member>) -> Reading {
        let key = JournalKey { upstream: "ekool".parse().unwrap(), scope: String::new(), external_id: journal.into() };
        Reading {
            read_at: self.world.ground.now(),
            completeness: Completeness::Complete,
            journal: JournalFacts {
                key,
                school: None,
                name: "Matemaatika 5B".into(),
                school_year: None,
                landing_url: None,
            },
            members,
            deleted: vec![],
            cursor: None,
        }
    }

    pub fn filtered(&self, reading: &Reading) -> (Filtered, Hidden) {
        let school: BTreeSet<SchoolId> = [self.world.school.clone()].into();
        let terms = FilterTerms {
            school: &school,
            country: Some("EE"),
            today: self.world.ground.now().date_naive(),
            slack_days: 14,
            unmarked_is_protected: false,
            vault: &self.world.ground.vault,
        };
        filter(reading, &terms)
    }

    pub fn place(&self) -> Place<'_> {
        Place { platform: &self.world.platform, school: &self.world.school, terms: self.terms }
    }

    /// What the preview shows.
    pub async fn plan(&self, reading: &Reading) -> Plan {
        let (ground, place) = (&self.world.ground.ground(), self.place());
        let (said, hidden) = &self.filtered(reading);
        let held = ground.db.read(|tx| async move { gather(&tx, ground, place, said, hidden).await }).await.unwrap();
        plan(said, &held)
    }

    pub async fn try_apply(&self, reading: &Reading, agreed: Option<&str>) -> Result<Applied, RosterError> {
        self.apply_at(&self.world.ground.ground(), reading, agreed).await
    }

    /// In this process or another.
    pub async fn apply_at(
        &self,
        ground: &koppel::ground::Ground,
        reading: &Reading,
        agreed: Option<&str>,
    ) -> Result<Applied, RosterError> {
        let (said, hidden) = &self.filtered(reading);
        let actor = &Actor::Job("test");
        let choice = Some(&self.choice);
        let work = Work { place: self.place(), said, hidden, choice, agreed, actor, run: "run1" };
        roster::apply(ground, &work).await
    }

    pub async fn apply(&self, reading: &Reading) -> Applied {
        self.try_apply(reading, None).await.unwrap()
    }

    /// A kit, its product, and so many licences of it.
    pub async fn kit_with(&mut self, seats: i64) -> ProductId {
        let ground = self.world.ground;
        let product = &Product {
            id: ProductId::random(&ground.random),
            platform_id: self.world.platform.clone(),
            external_id: "maths".into(),
            name: "Mathematics".into(),
            created_at: ground.now(),
            ended_at: None,
        };
        let kit = &Kit {
            id: KitId::random(&ground.random),
            platform_id: self.world.platform.clone(),
            external_id: "maths-5".into(),
            name: "Mathematics 5".into(),
            product_id: Some(product.id.clone()),
            created_at: ground.now(),
            ended_at: None,
        };
        self.world
            .storage(|tx| async move {
                products::put(&tx, product).await?;
                kits::put(&tx, kit).await
            })
            .await;
        self.pool(&product.id, seats).await;
        self.choice.kits = vec![kit.id.clone()];
        product.id.clone()
    }

    pub async fn pool(&self, product: &ProductId, seats: i64) -> LicencePool {
        let pool = &LicencePool {
            id: koppel::domain::PoolId::random(&self.world.ground.random),
            product_id: product.clone(),
            school_id: self.world.school.clone(),
            seats,
            created_at: self.world.ground.now(),
            updated_at: self.world.ground.now(),
        };
        self.world.storage(|tx| async move { licence_pools::put(&tx, pool).await }).await
    }

    /// 28 pupils: 12 with linked accounts, 9 with unlinked ones, 7 of whom nobody has heard.
    pub async fn opiq_case(&self) -> Vec<AccountId> {
        let mut accounts = Vec::new();
        for n in 0..21 {
            let account = self.world.pupil(&format!("{n}"), &given(n), 2014).await;
            if n < 12 {
                seed::link(self.world.ground, &account, &format!("p{n:04}")).await;
            }
            accounts.push(account);
        }
        accounts
    }

    /// Everything a run could change, counted.
    pub async fn everything(&self) -> Vec<i64> {
        let mut counts = Vec::new();
        for sql in [
            "SELECT COUNT(*) AS n FROM account",
            "SELECT COUNT(*) AS n FROM link",
            "SELECT COUNT(*) AS n FROM identity",
            "SELECT COUNT(*) AS n FROM roster_person",
            "SELECT COUNT(*) AS n FROM standing",
            "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL",
            "SELECT COUNT(*) AS n FROM seat WHERE absent_since IS NOT NULL",
            "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL",
            "SELECT COUNT(*) AS n FROM audit",
            "SELECT COUNT(*) AS n FROM event",
            "SELECT COUNT(*) AS n FROM notice",
        ] {
            counts.push(self.world.count(sql).await);
        }
        counts
    }

    /// Every invariant holds.
    pub async fn sound(&self) {
        let ground = self.world.ground;
        for stream in Stream::ALL {
            while seal(ground, stream, 1_000).await.unwrap() > 0 {}
        }
        // Where a test has moved the clock, what has had its time is cleaned up as it would have been.
        koppel::storage::cleanup::run(&ground.db, ground.now()).await.unwrap();
        assert_eq!(check(&ground.db, &ground.vault, ground.now()).await.unwrap(), []);
    }
}
