//! Links move to new subjects, a few in each transaction: whoever begins again after a crash goes on where it stopped.

use serde_json::{Value, json};

use super::super::attach::{NewLink, write};
use super::super::end::{EndReason, end};
use super::super::identify::find_or_make;
use super::super::{LinkingError, seated};
use super::judge::{ALL, Fate, count_unproven, digest, list};
use super::seats::follow;
use super::{UNDO_DAYS, record};
use crate::domain::{Actor, Assurance, IdentityId, LinkId, LinkOrigin, PairState, ProposalKind, SubjectKey, SwitchId};
use crate::ground::Ground;
use crate::storage::identities::{self, Identity};
use crate::storage::links::{self, Link};
use crate::storage::upstream_switches::{self as switches, Found, Switch};
use crate::storage::{Durability, StorageError, Tx, accounts, audit, events, proposals, switch_moves};

/// Pairs in one transaction: sign-ins beside it wait for milliseconds.
const BATCH: i64 = 50;

/// What was done with pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Moved {
    /// Whose link, or only whose seats, moved.
    pub moved: u64,
    /// Of which nothing moved.
    pub taken: u64,
    /// Of nobody at the school.
    pub unknown: u64,
}

impl Moved {
    pub(super) fn count(&mut self, state: PairState) {
        match state {
            PairState::Moved | PairState::Undone => self.moved += 1,
            PairState::Taken => self.taken += 1,
            PairState::Unknown | PairState::Waiting => self.unknown += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { moved: self.moved + other.moved, taken: self.taken + other.taken, unknown: self.unknown + other.unknown }
    }
}

/// Somebody agrees to the pairs that [`Dry::hash`](super::Dry::hash) names: they may be applied from now on. Whoever agrees once
/// more agrees to go on. At a console a second person must have agreed where nothing but a pair says whose a new subject is; whoever
/// has the shell is trusted with it. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such switch; [`StorageError::Changed`] when the pairs are others by now, when there is
/// none, when nobody else has agreed who must, or when it is over.
pub async fn agree(tx: &Tx, ground: &Ground, id: &SwitchId, agreed: &str, actor: &Actor) -> Result<(), LinkingError> {
    let switch = switches::lock(tx, id).await?.ok_or(LinkingError::Gone)?;
    let pairs = switches::list_pairs(tx, id).await?;
    if pairs.is_empty() || digest(&pairs) != agreed {
        return Err(StorageError::Changed.into());
    }
    if switch.is_applied() {
        return Ok(());
    }
    let now = ground.now();
    if !matches!(actor, Actor::Cli(_)) {
        seconded(tx, ground, &switch, agreed).await?;
    }
    switches::apply(tx, id, now, now + chrono::TimeDelta::days(UNDO_DAYS)).await?;
    let detail = json!({ "pairs": pairs.len(), "hash": agreed });
    record(tx, ground, &switch, ("switch.applied", detail), actor).await
}

/// What a second person is asked about.
#[must_use]
pub fn object(id: &SwitchId) -> String {
    format!("switch:{id}")
}

/// Uses up the word of a second person, where one is needed.
async fn seconded(tx: &Tx, ground: &Ground, switch: &Switch, agreed: &str) -> Result<(), LinkingError> {
    if count_unproven(&list(tx, ground, switch, ALL).await?, switch.is_renewal()) == 0 {
        return Ok(());
    }
    let (kind, object, now) = (ProposalKind::Switch, object(&switch.id), ground.now());
    let found = proposals::find_agreed(tx, kind, &switch.platform_id, &object, agreed, now).await?;
    let found = found.ok_or(StorageError::Changed)?;
    proposals::spend(tx, &found.id, now).await?;
    Ok(())
}

/// Applies some of the pairs that wait; nothing when none does. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when nobody has agreed, or it was taken back; the database's. Then nothing of these was done.
pub async fn go_on(ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<Option<Moved>, LinkingError> {
    let write = |tx: Tx| async move { batch(&tx, ground, id, actor).await };
    ground.db.write(Durability::Durable, write).await
}

/// Agrees, and applies every pair.
///
/// # Errors
/// As [`agree`] and [`go_on`]. What was done stays; begin again.
pub async fn apply(ground: &Ground, id: &SwitchId, agreed: &str, actor: &Actor) -> Result<Moved, LinkingError> {
    let write = |tx: Tx| async move { agree(&tx, ground, id, agreed, actor).await };
    ground.db.write(Durability::Durable, write).await?;
    let mut all = Moved::default();
    while let Some(some) = go_on(ground, id, actor).await? {
        all = all.and(some);
    }
    Ok(all)
}

async fn batch(tx: &Tx, ground: &Ground, id: &SwitchId, actor: &Actor) -> Result<Option<Moved>, LinkingError> {
    let switch = switches::lock(tx, id).await?.filter(Switch::is_applied).ok_or(StorageError::Changed)?;
    let judged = list(tx, ground, &switch, BATCH).await?;
    if judged.is_empty() {
        return Ok(None);
    }
    let work = Work { tx, ground, switch: &switch, actor };
    let mut moved = Moved::default();
    for (found, fate) in &judged {
        let (state, old, new) = work.one(found, *fate).await?;
        let key = (found.from_scope.as_str(), found.from_subject.as_str());
        switches::set_pair(tx, id, key, state, (old.as_ref(), new.as_ref())).await?;
        moved.count(state);
    }
    Ok(Some(moved))
}

/// How a pair stands then, the link that was ended, and the link that was made.
type Done = (PairState, Option<LinkId>, Option<LinkId>);

/// One transaction's work.
pub(super) struct Work<'a> {
    pub(super) tx: &'a Tx,
    pub(super) ground: &'a Ground,
    pub(super) switch: &'a Switch,
    pub(super) actor: &'a Actor,
}

impl Work<'_> {
    async fn one(&self, found: &Found, fate: Fate) -> Result<Done, LinkingError> {
        let old_key = self.key(true, (&found.from_scope, &found.from_subject));
        let new_key = self.key(false, (&found.to_scope, &found.to_subject));
        match fate {
            Fate::Moves => self.carry(found, (&old_key, &new_key)).await,
            Fate::Joined => {
                let old = self.live(found).await?;
                let ended = self.let_go(&old, found.is_elsewhere).await?;
                Ok((PairState::Moved, ended, None))
            }
            Fate::Seat => {
                follow(self.tx, self.ground, &self.switch.platform_id, (&old_key, &new_key)).await?;
                Ok((PairState::Moved, None, None))
            }
            Fate::Taken => Ok((PairState::Taken, None, None)),
            Fate::Unknown => Ok((PairState::Unknown, None, None)),
        }
    }

    /// The key of a subject, an old one or a new one.
    pub(super) fn key(&self, is_old: bool, (scope, subject): (&str, &str)) -> SubjectKey {
        let upstream = if is_old { &self.switch.from_id } else { &self.switch.to_id };
        SubjectKey { upstream: upstream.clone(), scope: scope.to_owned(), subject: subject.to_owned() }
    }

    async fn live(&self, found: &Found) -> Result<Link, LinkingError> {
        let id = found.link_id.as_ref().ok_or(LinkingError::Gone)?;
        links::find(self.tx, id).await?.filter(|link| link.ended_at.is_none()).ok_or(LinkingError::Gone)
    }

    /// Moves one link. Within one upstream the old one ends first, or the account would have two of it.
    async fn carry(&self, found: &Found, (old_key, new_key): (&SubjectKey, &SubjectKey)) -> Result<Done, LinkingError> {
        let old = self.live(found).await?;
        let identity = inherit(self.tx, self.ground, &old.identity_id, new_key).await?;
        if self.switch.is_renewal() {
            end(self.tx, self.ground, &old.id, EndReason::Switched, self.actor).await?;
            follow(self.tx, self.ground, &self.switch.platform_id, (old_key, new_key)).await?;
            let made = self.make(&old, &identity, ("switch.pair", weakened(old.assurance))).await?;
            return Ok((PairState::Moved, Some(old.id), Some(made.id)));
        }
        let made = self.make(&old, &identity, ("switch.pair", weakened(old.assurance))).await?;
        let ended = self.let_go(&old, found.is_elsewhere).await?;
        Ok((PairState::Moved, ended, Some(made.id)))
    }

    /// Ends the old link, unless another school of the person uses its upstream still.
    pub(super) async fn let_go(&self, old: &Link, stays: bool) -> Result<Option<LinkId>, LinkingError> {
        if stays {
            return Ok(None);
        }
        end(self.tx, self.ground, &old.id, EndReason::Switched, self.actor).await?;
        // Its journals are those of the system that the school leaves: nothing there follows.
        seated::unlinked(self.tx, self.ground, old, self.actor).await?;
        Ok(Some(old.id.clone()))
    }

    /// The same link for another subject: its account and its age stay.
    pub(super) async fn make(
        &self,
        old: &Link,
        identity: &Identity,
        (rule, assurance): (&'static str, Assurance),
    ) -> Result<Link, LinkingError> {
        let account = accounts::lock(self.tx, &old.account_id).await?;
        let new = NewLink {
            identity,
            account: &account,
            platform: &old.platform_id,
            origin: origin(old.origin),
            rule,
            assurance,
            evidence: json!({ "switch": self.switch.id, "link": old.id }),
            reason: None,
            actor: self.actor,
            since: Some(old.since),
            used: false,
            keeps_codes: true,
        };
        let made = write(self.tx, self.ground, &new).await?;
        switch_moves::keep_use(self.tx, &made.id, old.last_used_at).await?;
        self.tell(old, &made).await?;
        Ok(made)
    }

    /// Audit row and event: the platform is told which link took the place of which.
    async fn tell(&self, old: &Link, made: &Link) -> Result<(), LinkingError> {
        let now = self.ground.now();
        let account = accounts::find(self.tx, &made.account_id).await?.ok_or(LinkingError::Gone)?;
        let entry = audit::Entry {
            platform: Some(&made.platform_id),
            school: Some(&self.switch.school_id),
            account: Some(&made.account_id),
            link: Some(&made.id),
            object: Some(format!("switch:{}", self.switch.id)),
            detail: json!({ "was": old.id }),
            ..audit::Entry::new(now, "link.switched", self.actor)
        };
        let audit = audit::record(self.tx, &self.ground.random, &entry).await?;
        let payload: Value =
            json!({ "link": made.id, "was": old.id, "upstream": made.upstream_id, "from_upstream": old.upstream_id });
        let said = events::Announcement {
            at: now,
            platform: &made.platform_id,
            kind: "link.switched",
            sub: &account.sub,
            audit: &audit,
            payload,
        };
        events::announce(self.tx, &self.ground.random, &said).await?;
        Ok(())
    }
}

/// A chain is as strong as its weakest part, and a pair is the school's word.
fn weakened(assurance: Assurance) -> Assurance {
    match assurance {
        Assurance::High | Assurance::Substantial => Assurance::School,
        weaker => weaker,
    }
}

/// No teacher said it of the new subject, and no teacher takes it back.
fn origin(old: LinkOrigin) -> LinkOrigin {
    if old == LinkOrigin::Teacher { LinkOrigin::Administrator } else { old }
}

/// The identity of the new subject. One that nobody came with yet gets the fingerprint of the old one: whoever comes with it and
/// is another person is stopped at the door.
async fn inherit(tx: &Tx, ground: &Ground, was: &IdentityId, key: &SubjectKey) -> Result<Identity, LinkingError> {
    let new = find_or_make(tx, ground, key).await?;
    let new = identities::lock(tx, &new.id).await?;
    if new.name_hash.is_some() || new.birth_hash.is_some() || new.national_hash.is_some() {
        return Ok(new);
    }
    let old = identities::find(tx, was).await?.ok_or(LinkingError::Gone)?;
    let new = Identity {
        given_name: new.given_name.or(old.given_name),
        family_name: new.family_name.or(old.family_name),
        name_hash: old.name_hash,
        birth_hash: old.birth_hash,
        national_hash: old.national_hash,
        hash_key: old.hash_key,
        ..new
    };
    identities::see_again(tx, &new).await?;
    Ok(new)
}
