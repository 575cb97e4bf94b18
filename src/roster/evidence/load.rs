//! The statements behind the evidence.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::super::candidates::candidates;
use super::super::{Filtered, HeldLink, HeldStanding, Place, Row};
use super::{Asked, Depth, Evidence, Seen, Sought, applied, rules, sought};
use crate::domain::{AccountId, JournalId, RosterSubject, UpstreamId};
use crate::ground::Ground;
use crate::storage::journals::Journal;
use crate::storage::{StorageError, Tx, journals_bulk, listed, not_same, roster_people, seats, standings};

impl Evidence {
    /// What we hold about these readings, all of one upstream and scope, and about their journals, as far as those are
    /// linked.
    ///
    /// # Errors
    /// The database's.
    pub(in crate::roster) async fn of(
        tx: &Tx,
        ground: &Ground,
        (place, depth): (Place<'_>, Depth<'_>),
        journals: Vec<Journal>,
        asked: &[Asked<'_>],
    ) -> Result<Self, StorageError> {
        let mut evidence = Self::nothing(place, journals);
        match depth {
            Depth::Everybody => {}
            Depth::Moved => {
                let seen = evidence.remembered(tx, asked).await?;
                evidence.seated_again(tx, asked, &seen.iter().map(Option::as_ref).collect::<Vec<_>>()).await?;
            }
            Depth::Again(seen) => evidence.seated_again(tx, asked, seen).await?,
        }
        evidence.seated(tx).await?;
        if !matches!(depth, Depth::Everybody) {
            evidence.settle(asked);
        }
        evidence.load(tx, ground, place, asked).await?;
        if !evidence.settled.is_empty() && evidence.links.values().any(|link| link.via_merge) {
            // That two people have one account is seen only where both are looked at.
            evidence.settled.clear();
            evidence.seats.clear();
            evidence.seated(tx).await?;
            evidence.load(tx, ground, place, asked).await?;
        }
        Ok(evidence)
    }

    fn nothing(place: Place<'_>, journals: Vec<Journal>) -> Self {
        Self {
            terms: place.terms,
            rules: rules(place.terms),
            journals: journals.into_iter().map(|journal| (journal.external_id.clone(), journal)).collect(),
            seats: HashMap::new(),
            settled: HashMap::new(),
            people: HashMap::new(),
            standings: HashMap::new(),
            links: HashMap::new(),
            ended: HashSet::new(),
            identities: HashMap::new(),
            candidates: HashMap::new(),
            taken: BTreeMap::new(),
        }
    }

    /// Whom plans of these readings may pass over, as far as it was remembered who sits there.
    async fn remembered(&self, tx: &Tx, asked: &[Asked<'_>]) -> Result<Vec<Option<Seen>>, StorageError> {
        let journal = |said: &Filtered| {
            let journal = self.journals.get(&said.journal.key.external_id);
            journal.filter(|journal| said.is_complete && self.is_settled(journal))
        };
        let ids: Vec<&JournalId> = asked.iter().filter_map(|(said, _)| Some(&journal(said)?.id)).collect();
        if ids.is_empty() {
            return Ok(vec![None; asked.len()]);
        }
        let texts = journals_bulk::list_applied(tx, &ids).await?;
        let texts: HashMap<&JournalId, &str> = texts.iter().map(|one| (&one.journal_id, one.seats.as_str())).collect();
        let each = asked.iter().map(|(said, _)| {
            let journal = journal(said)?;
            Some(applied::seen(journal, texts.get(&journal.id)?, said))
        });
        Ok(each.collect())
    }

    /// Reads the seats of those of whom something moved, where it is known who that is.
    async fn seated_again(&mut self, tx: &Tx, asked: &[Asked<'_>], seen: &[Option<&Seen>]) -> Result<(), StorageError> {
        let Some((first, _)) = asked.first() else { return Ok(()) };
        let mut pairs: Vec<(&JournalId, &str)> = Vec::new();
        for ((said, _), seen) in asked.iter().zip(seen) {
            let (Some(journal), Some(seen)) = (self.journals.get(&said.journal.key.external_id), seen) else {
                continue;
            };
            if !self.is_settled(journal) || journal.applied_digest != seen.digest {
                continue;
            }
            self.settled.insert(journal.id.clone(), Arc::clone(&seen.settled));
            self.seats.insert(journal.id.clone(), Vec::new());
            let told = said.rows.iter().map(|row| row.subject.as_str());
            let moved = told.filter(|subject| !subject.is_empty() && !seen.settled.contains(*subject));
            pairs.extend(moved.chain(seen.untold.iter().map(String::as_str)).map(|subject| (&journal.id, subject)));
        }
        if pairs.is_empty() {
            return Ok(());
        }
        let key = &first.journal.key;
        for seat in seats::list_live_of(tx, (&key.upstream, &key.scope), &pairs).await? {
            self.seats.entry(seat.journal_id.clone()).or_default().push(seat);
        }
        Ok(())
    }

    /// Reads all seats of the other journals.
    async fn seated(&mut self, tx: &Tx) -> Result<(), StorageError> {
        let journals = self.journals.values().filter(|journal| !self.seats.contains_key(&journal.id));
        let ids: Vec<&JournalId> = journals.map(|journal| &journal.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        for seat in seats::list_live_among(tx, &ids).await? {
            match self.seats.get_mut(&seat.journal_id) {
                Some(of_journal) => of_journal.push(seat),
                None => drop(self.seats.insert(seat.journal_id.clone(), vec![seat])),
            }
        }
        Ok(())
    }

    async fn load(
        &mut self,
        tx: &Tx,
        ground: &Ground,
        place: Place<'_>,
        asked: &[Asked<'_>],
    ) -> Result<(), StorageError> {
        let Some((first, _)) = asked.first() else { return Ok(()) };
        let key = &first.journal.key;
        let of = (&key.upstream, key.scope.as_str());
        let rows = self.open_rows(asked);
        let told: BTreeSet<&str> = rows.iter().map(|row| row.subject.as_str()).collect();
        let told: Vec<&str> = told.into_iter().collect();
        self.people(tx, place, of, &told).await?;
        if !told.is_empty() {
            self.links(tx, place, of, &told).await?;
        }
        if place.terms.roster_subject == RosterSubject::SameAsLogin {
            let mut open: Vec<&Row> = rows.into_iter().filter(|row| self.is_open(row)).collect();
            let mut seen = HashSet::new();
            open.retain(|row| seen.insert(sought(row)));
            self.candidates = self.found(tx, ground, place, &open).await?;
            self.taken(tx, of.0).await?;
        }
        Ok(())
    }

    /// Everybody with an id of whom something may have moved.
    fn open_rows<'a>(&self, asked: &[Asked<'a>]) -> Vec<&'a Row> {
        let nobody = Arc::default();
        let mut rows = Vec::new();
        for (said, _) in asked {
            let journal = self.journals.get(&said.journal.key.external_id);
            let settled = journal.and_then(|journal| self.settled.get(&journal.id)).unwrap_or(&nobody);
            let told = said.rows.iter().map(Arc::as_ref);
            rows.extend(told.filter(|row: &&Row| !row.subject.is_empty() && !settled.contains(&row.subject)));
        }
        rows
    }

    /// Those who are told of, and those who sit there.
    async fn people(
        &mut self,
        tx: &Tx,
        place: Place<'_>,
        (upstream, scope): (&UpstreamId, &str),
        told: &[&str],
    ) -> Result<(), StorageError> {
        let unsettled = self.seats.iter().flat_map(|(journal, seats)| {
            let settled = self.settled.get(journal);
            seats.iter().filter(move |seat| !settled.is_some_and(|settled| settled.contains(&seat.subject)))
        });
        let all: BTreeSet<&str> = unsettled.map(|seat| seat.subject.as_str()).chain(told.iter().copied()).collect();
        let all: Vec<&str> = all.into_iter().collect();
        let known =
            if all.is_empty() { Vec::new() } else { roster_people::list_by_subject(tx, upstream, scope, &all).await? };
        let ids: Vec<_> = known.iter().map(|person| &person.id).collect();
        let subject_of: HashMap<_, _> = known.iter().map(|person| (&person.id, &person.subject)).collect();
        let listed = if ids.is_empty() { Vec::new() } else { standings::list(tx, place.platform, &ids).await? };
        let stands = listed.into_iter().filter_map(|standing| {
            let subject = (*subject_of.get(&standing.person_id)?).clone();
            let (state, reason, decided_by) = (standing.state, standing.reason, standing.decided_by);
            Some((subject, HeldStanding { state, reason, decided_by }))
        });
        self.standings = stands.collect();
        self.people = known.into_iter().map(|person| (person.subject.clone(), person)).collect();
        Ok(())
    }

    async fn links(
        &mut self,
        tx: &Tx,
        place: Place<'_>,
        of: (&UpstreamId, &str),
        told: &[&str],
    ) -> Result<(), StorageError> {
        let identities = listed::list_identities(tx, of, told).await?;
        self.identities = identities.into_iter().map(|identity| (identity.subject.clone(), identity)).collect();
        if self.identities.is_empty() {
            return Ok(());
        }
        for link in listed::list_links(tx, place.platform, of, told).await? {
            if link.is_live {
                let (account, is_open, via_merge) = (link.account_id, link.is_open, link.via_merge);
                self.links.insert(link.subject, HeldLink { account, is_open, via_merge });
            } else {
                self.ended.insert(link.subject);
            }
        }
        Ok(())
    }

    /// Candidates of those for whom they can decide anything, without those that somebody said are another person's.
    async fn found(
        &self,
        tx: &Tx,
        ground: &Ground,
        place: Place<'_>,
        open: &[&Row],
    ) -> Result<HashMap<Sought, BTreeSet<AccountId>>, StorageError> {
        let each = candidates(tx, ground, (place.platform, place.school), open).await?;
        let found = open.iter().zip(each).filter(|(_, accounts)| !accounts.is_empty());
        let mut found: Vec<(&Row, BTreeSet<AccountId>)> = found.map(|(row, accounts)| (*row, accounts)).collect();
        let ids: BTreeSet<_> = found.iter().filter_map(|(row, _)| self.person(&row.subject)).collect();
        if !ids.is_empty() {
            let mut others: HashMap<_, BTreeSet<AccountId>> = HashMap::new();
            for two in not_same::list(tx, place.platform, &ids.into_iter().collect::<Vec<_>>()).await? {
                others.entry(two.person_id).or_default().insert(two.account_id);
            }
            for (row, accounts) in &mut found {
                if let Some(others) = self.person(&row.subject).and_then(|person| others.get(person)) {
                    accounts.retain(|account| !others.contains(account));
                }
            }
        }
        Ok(found
            .into_iter()
            .filter(|(_, accounts)| !accounts.is_empty())
            .map(|(row, all)| (sought(row), all))
            .collect())
    }

    /// By whom the candidates are linked already.
    async fn taken(&mut self, tx: &Tx, upstream: &UpstreamId) -> Result<(), StorageError> {
        let accounts: BTreeSet<&AccountId> = self.candidates.values().flatten().collect();
        if accounts.is_empty() {
            return Ok(());
        }
        for taken in listed::list_taken(tx, upstream, &accounts.into_iter().collect::<Vec<_>>()).await? {
            self.taken.entry(taken.account_id).or_default().insert(taken.subject);
        }
        Ok(())
    }
}
