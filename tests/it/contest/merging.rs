//! C6: an administrator merges and takes it back, a link is ended, the platform brings its list and the person signs in by either
//! door, all at the same moment.

use koppel::accounts::AccountsError;
use koppel::accounts::import::{self, Format, Options};
use koppel::accounts::sessions::{self, Entry};
use koppel::domain::{AccountId, Actor, Assertion, LinkId, Random, Role, SessionKind};
use koppel::linking::{self, EndReason, LinkingError, MergeError, Merging, Pair};
use koppel::storage::{Durability, StorageError, account_merges};
use koppel::vault::sha256;

use crate::linking::merge::{account, live_links, merge_by, pair, preview, sound};
use crate::linking::world::{World, assertion};
use crate::support::{TestGround, both_engines, counted, figure};

/// What one of those who come at once does, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Merged,
    MergeRefused,
    MergeChanged,
    Unmerged,
    NothingToUnmerge,
    Ended,
    Imported,
    ImportPassedOver,
    /// By the door of the one that goes: to the one that stays, or to its own.
    Entered {
        stays: bool,
    },
    ShutOut,
    EnteredOwn,
}

/// What a model of the pair knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    is_joined: bool,
    is_live: bool,
    is_renamed: bool,
}

impl State {
    /// What stands after this came of it; nothing where it cannot have.
    fn after(self, came: Came) -> Option<Self> {
        let is_shown = self.is_live && !self.is_renamed;
        let (next, may) = match came {
            Came::Merged => (Self { is_joined: true, ..self }, !self.is_joined && is_shown),
            Came::MergeRefused | Came::ImportPassedOver => (self, self.is_joined),
            Came::MergeChanged => (self, !self.is_joined && !is_shown),
            Came::Unmerged => (Self { is_joined: false, ..self }, self.is_joined),
            Came::NothingToUnmerge => (self, !self.is_joined),
            Came::Ended => (Self { is_live: false, ..self }, self.is_live),
            Came::Imported => (Self { is_renamed: true, ..self }, !self.is_joined && !self.is_renamed),
            Came::Entered { stays } => (self, self.is_live && stays == self.is_joined),
            Came::ShutOut => (self, !self.is_live),
            Came::EnteredOwn => (self, true),
        };
        may.then_some(next)
    }

    /// Whether some order of what came leads from here to there.
    fn leads(self, left: &[Came], to: Self) -> bool {
        if left.is_empty() {
            return self == to;
        }
        (0..left.len()).any(|n| {
            let mut rest = left.to_vec();
            let came = rest.remove(n);
            self.after(came).is_some_and(|next| next.leads(&rest, to))
        })
    }
}

/// A pair in front of those who come at once.
struct Round<'a> {
    world: &'a World<'a>,
    n: usize,
    pair: Pair,
    /// By the door of the one that stays, and by that of the one that goes.
    said: [Assertion; 2],
    link: LinkId,
    plan_hash: String,
    began: State,
}

impl<'a> Round<'a> {
    async fn new(world: &'a World<'a>, n: usize, is_joined: bool) -> Self {
        let (stays, goes) = (format!("s{n}"), format!("g{n}"));
        let pair = pair(&world.pupil(&stays, "Mari", 2014).await, &world.pupil(&goes, "Mari", 2014).await);
        let said = [assertion("ekool", &stays, "Mari", 2014), assertion("stuudium", &goes, "Mari", 2014)];
        world.claim(&said[0], &pair.survivor).await;
        let link = world.claim(&said[1], &pair.joined).await.id;
        // The roles of a sign-in stand before the page is drawn.
        for said in &said {
            world.arrive(said).await.admit().await.unwrap();
        }
        let plan_hash = preview(world, &pair, None).await.unwrap().hash;
        if is_joined {
            merge_by(world, &pair, &Actor::Cli(format!("before{n}"))).await.unwrap();
        }
        let began = State { is_joined, is_live: true, is_renamed: false };
        Self { world, n, pair, said, link, plan_hash, began }
    }

    async fn merge(&self) -> Came {
        let (ground, actor) = (&self.world.ground.ground(), &Actor::Cli(format!("root{}", self.n)));
        let plan_hash = &self.plan_hash;
        let merging =
            &Merging { pair: &self.pair, school: None, plan_hash, reason: "one person", actor, seconded: None };
        let write = |tx| async move { linking::merge(&tx, ground, merging).await };
        match ground.db.write(Durability::Durable, write).await {
            Ok(_) => Came::Merged,
            Err(MergeError::Refused(_)) => Came::MergeRefused,
            Err(MergeError::Changed) => Came::MergeChanged,
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn unmerge(&self) -> Came {
        let (ground, actor, goes) = (&self.world.ground.ground(), &Actor::Cli("root".into()), &self.pair.joined);
        let write = |tx| async move {
            let found = account_merges::find_live(&tx, goes).await?.ok_or(MergeError::Missing)?;
            linking::unmerge(&tx, ground, &found.id, "two people", actor).await
        };
        match ground.db.write(Durability::Durable, write).await {
            Ok(_) => Came::Unmerged,
            Err(MergeError::Missing) => Came::NothingToUnmerge,
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn end(&self) -> Came {
        let (ground, link, actor) = (&self.world.ground.ground(), &self.link, &Actor::Cli("root".into()));
        let write = |tx| async move { linking::end(&tx, ground, link, EndReason::Administrator, actor).await };
        self.world.write(write).await.unwrap();
        Came::Ended
    }

    async fn import(&self) -> Came {
        let platform = self.world.platform.clone();
        let options = Options { platform, format: Format::Csv, dry_run: false, actor: Actor::Cli("root".into()) };
        let text = format!("external_id,family_name\ng{},Tamme\n", self.n);
        let report = import::run(self.world.ground, text.as_bytes(), &options, |_| ()).await.unwrap();
        match (report.updated, report.unchanged, report.bad) {
            (1, 0, 0) => Came::Imported,
            (0, 1, 0) => Came::ImportPassedOver,
            _ => panic!("{report:?}"),
        }
    }

    /// A sign-in with its session.
    async fn enter(&self, door: usize) -> Came {
        let visit = self.world.arrive(&self.said[door]).await;
        let (ground, situation) = (&self.world.ground.ground(), &visit.situation());
        let browser_hash = &sha256(&ground.random.secret());
        let enter = |tx| async move {
            let sign_in = linking::admit(&tx, ground, situation).await?;
            let entry = Entry {
                kind: SessionKind::Browser,
                browser_hash,
                platform: situation.platform,
                account: &sign_in.account,
                link: Some(&sign_in.link),
                upstream: Some(&situation.assertion.key.upstream),
                school: None,
                role: Some(Role::Pupil),
                auth_time: ground.now(),
            };
            sessions::enter(&tx, ground, None, &entry).await.map_err(failed)?;
            Ok(sign_in.account)
        };
        let entered: Result<AccountId, LinkingError> = ground.db.write(Durability::Relaxed, enter).await;
        match entered {
            Ok(account) if door == 1 => {
                let stays = account == self.pair.survivor;
                assert!(stays || account == self.pair.joined, "nobody comes in anywhere else");
                Came::Entered { stays }
            }
            Ok(account) => {
                assert_eq!(account, self.pair.survivor, "nobody comes in by the wrong door");
                Came::EnteredOwn
            }
            Err(LinkingError::Changed(_) | LinkingError::Storage(StorageError::Changed)) => Came::ShutOut,
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn stands(&self) -> State {
        let goes = account(self.world, &self.pair.joined).await;
        assert!(goes.merged_into.is_none() || goes.merged_into.as_ref() == Some(&self.pair.survivor));
        State {
            is_joined: goes.merged_into.is_some(),
            is_live: live_links(self.world, &goes.id).await.iter().any(|link| link.id == self.link),
            is_renamed: goes.family_name.as_deref() == Some("Tamme"),
        }
    }

    /// Everybody at once, each after another little while.
    async fn come(&self, random: &Random) -> Vec<Came> {
        let late = random.bytes::<6>().map(|late| std::time::Duration::from_micros(u64::from(late) * 20));
        let after = async |n: usize| tokio::time::sleep(late[n]).await;
        let came = tokio::join!(
            async {
                after(0).await;
                self.merge().await
            },
            async {
                after(1).await;
                self.unmerge().await
            },
            async {
                after(2).await;
                self.end().await
            },
            async {
                after(3).await;
                self.import().await
            },
            async {
                after(4).await;
                self.enter(1).await
            },
            async {
                after(5).await;
                self.enter(0).await
            },
        );
        vec![came.0, came.1, came.2, came.3, came.4, came.5]
    }
}

fn failed(error: AccountsError) -> LinkingError {
    match error {
        AccountsError::Storage(error) => error.into(),
        other => panic!("{other}"),
    }
}

/// C6: 2,000 interleavings on one pair each: what came of it is what some order of the six gives, and everything is sound.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn merge_end_import_and_sign_in_at_once_are_some_order_of_them() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let (rounds, random) = (figure(2_000, 60), Random::system());
        let (mut merged, mut unmerged) = (0, 0);
        for n in 0..rounds {
            let round = Round::new(&world, n, n % 2 == 1).await;
            let came = Box::pin(round.come(&random)).await;
            let stands = round.stands().await;
            assert!(round.began.leads(&came, stands), "round {n}: {:?}, then {came:?}, now {stands:?}", round.began);
            merged += usize::from(came.contains(&Came::Merged));
            unmerged += usize::from(came.contains(&Came::Unmerged));
            if n % figure(200, 50) == 0 {
                sound(&world).await;
            }
        }
        sound(&world).await;
        let told = format!("{merged} merged, {unmerged} taken back, each a serial order");
        counted("C6", &format!("{rounds} interleavings, {}: {told}", ground.engine()));
        assert!(merged > 0 && unmerged > 0, "{told}");
    })
    .await;
}
