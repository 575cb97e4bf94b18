//! A class that was imported: pupils with an account of the same name wait, the others are new.

use koppel::domain::{AccountId, Actor, JournalId, RosterPersonId};
use koppel::linking::{self, Claimant, LinkingError, MadeCode, MakeCode, ProofKind, Proven, Typed};
use koppel::storage::roster_people;
use koppel::storage::seats::{self, ShownSeat};

use super::world::{Visit, World, assertion};
use crate::roster::school::{School, given, pupil};
use crate::support::TestGround;

pub struct Class<'a> {
    pub school: School<'a>,
    pub journal: JournalId,
    /// Of the pupils who wait, in their order.
    pub accounts: Vec<AccountId>,
}

impl<'a> Class<'a> {
    /// `waiting` pupils with accounts, then `new` ones.
    pub async fn new(ground: &'a TestGround, waiting: usize, new: usize) -> Self {
        Self::at(School::new(ground).await, waiting, new).await
    }

    pub async fn at(school: School<'a>, waiting: usize, new: usize) -> Self {
        let mut accounts = Vec::new();
        for n in 0..waiting {
            accounts.push(school.world.pupil(&n.to_string(), &given(n), 2014).await);
        }
        let members = (0..waiting + new).map(pupil).collect();
        let journal = school.apply(&school.reading("j1", members)).await.journal;
        Self { school, journal, accounts }
    }

    pub fn world(&self) -> &World<'a> {
        &self.school.world
    }

    /// Everybody's seat, by number.
    pub async fn seat(&self, n: usize) -> ShownSeat {
        let person = self.person(n).await;
        let journal = &self.journal;
        let seats = self.world().storage(|tx| async move { seats::list_shown(&tx, journal).await }).await;
        seats.into_iter().find(|seat| seat.person_id == person).unwrap()
    }

    pub async fn person(&self, n: usize) -> RosterPersonId {
        let key = &assertion("ekool", &format!("p{n:04}"), "x", 2014).key;
        let found = self.world().storage(|tx| async move { roster_people::find_by_key(&tx, key).await }).await;
        found.unwrap().id
    }

    /// Pupil `n` comes in through eKool.
    pub async fn arrive(&'a self, n: usize) -> Visit<'a> {
        self.world().arrive(&assertion("ekool", &format!("p{n:04}"), &given(n), 2014)).await
    }

    /// A code for the seat of one pupil and the account of one.
    pub async fn try_code(&self, seat: usize, account: &AccountId) -> Result<MadeCode, LinkingError> {
        let (ground, person) = (&self.world().ground.ground(), &self.person(seat).await);
        let actor = &Actor::Cli("root".into());
        let wish = &MakeCode { platform: &self.world().platform, journal: &self.journal, person, account, actor };
        self.world().write(|tx| async move { linking::make_code(&tx, ground, wish).await }).await
    }

    pub async fn code(&self, n: usize) -> MadeCode {
        self.try_code(n, &self.accounts[n]).await.unwrap()
    }

    /// Whoever `visit` is types a code.
    pub async fn type_code(&self, visit: &Visit<'_>, made: &MadeCode) -> Typed {
        let (ground, world) = (&self.world().ground.ground(), self.world());
        let who = &Claimant { identity: &visit.identity.id, platform: &world.platform, school: Some(&world.school) };
        let (key, code) = (&visit.assertion.key, &made.code);
        world.write(|tx| async move { linking::type_code(&tx, ground, who, key, code).await }).await.unwrap()
    }

    /// The same, with the proof it gives.
    pub async fn proven_by(&self, visit: Visit<'a>, made: &MadeCode) -> Visit<'a> {
        let Typed::Right(printed) = self.type_code(&visit, made).await else { panic!("not the right code") };
        let proven = Proven::fresh(printed.account_id, ProofKind::ClaimCode, self.world().ground.now());
        visit.proven(Proven { code: Some(printed.id), ..proven })
    }

    pub async fn end_journal(&self) {
        let root = Actor::Cli("root".to_owned());
        koppel::roster::end(self.world().ground, &self.journal, "over", &root).await.unwrap();
    }
}
