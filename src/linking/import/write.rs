//! Writing a batch of links: each row looks at what stands, and the unique indexes have the last word.

use serde_json::json;

use super::account::{CLOSED, find_account};
use super::promised::Promised;
use super::row::LinkRow;
use super::{ImportError, Options};
use crate::domain::{AccountId, Assurance, LinkOrigin, SubjectKey};
use crate::files::{BadRow, Outcome, Report};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::linking::attach::{NewLink, write};
use crate::linking::identify::find_or_make;
use crate::linking::privacy::are_apart;
use crate::storage::accounts::Account;
use crate::storage::{Durability, Tx, identities, joined, links, provisional_accounts, upstreams};

/// One run.
pub(super) struct Writer<'a> {
    ground: &'a Ground,
    options: &'a Options,
    /// Names the run in the evidence of its links.
    run: String,
    /// What a dry run would have written by now.
    promised: Promised,
}

/// What became of a row.
#[derive(Debug)]
enum Done {
    /// It was good.
    Good(Outcome),
    /// It would make a link of these two.
    Free(SubjectKey, AccountId),
    /// It was refused.
    Bad(BadRow),
}

pub(super) const LINKED: &str = "is linked to another account";
pub(super) const TAKEN: &str = "has a link of this upstream to another subject";

impl<'a> Writer<'a> {
    pub fn new(ground: &'a Ground, options: &'a Options) -> Self {
        Self { ground, options, run: ground.random.id_text(), promised: Promised::default() }
    }

    /// Brings in one batch. Rows we know already cost no write.
    pub async fn write(&mut self, rows: &[LinkRow], report: &mut Report) -> Result<(), ImportError> {
        let reader = &*self;
        let mut done = reader.ground.db.read(|tx| async move { reader.each(&tx, rows, false).await }).await?;
        let fresh = done.iter().any(|one| matches!(one, Done::Free(..)));
        if fresh && !self.options.dry_run {
            let writer = &*self;
            let write = |tx| async move { writer.each(&tx, rows, true).await };
            done = writer.ground.db.write(Durability::Durable, write).await?;
        }
        for (row, one) in rows.iter().zip(done) {
            match self.kept(row, one) {
                Ok(outcome) => report.count(outcome),
                Err(bad) => report.refuse(bad),
            }
        }
        Ok(())
    }

    fn kept(&mut self, row: &LinkRow, done: Done) -> Result<Outcome, BadRow> {
        match done {
            Done::Good(outcome) => Ok(outcome),
            Done::Bad(bad) => Err(bad),
            Done::Free(key, account) => {
                self.promised.promise(&key, &account).map_err(|(field, reason)| row.refused(field, reason))
            }
        }
    }

    async fn each(&self, tx: &Tx, rows: &[LinkRow], writes: bool) -> Result<Vec<Done>, LinkingError> {
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            done.push(self.one(tx, row, writes).await?);
        }
        Ok(done)
    }

    async fn one(&self, tx: &Tx, row: &LinkRow, writes: bool) -> Result<Done, LinkingError> {
        let account = match find_account(tx, &self.options.platform, &row.named).await? {
            Ok(account) => account,
            Err(reason) => return Ok(Done::Bad(row.refused("account", reason))),
        };
        let row = match self.scoped(tx, row).await? {
            Ok(row) => row,
            Err(bad) => return Ok(Done::Bad(bad)),
        };
        match self.standing(tx, &row, &account).await? {
            Some(done) => Ok(done),
            None if writes => self.join(tx, &row, &account).await,
            None => Ok(Done::Free(row.key, account.id)),
        }
    }

    /// What stands here already decides, if anything does.
    async fn standing(&self, tx: &Tx, row: &LinkRow, account: &Account) -> Result<Option<Done>, LinkingError> {
        let bad = |field, reason| Ok(Some(Done::Bad(row.refused(field, reason))));
        if let Some(live) = links::find_live(tx, &self.options.platform, &row.key).await? {
            let same = joined::are_one(tx, &live.account_id, &account.id).await?;
            return if same { Ok(Some(Done::Good(Outcome::Unchanged))) } else { bad("subject", LINKED) };
        }
        let whole = account.merged_into.as_ref().unwrap_or(&account.id);
        if links::find_live_of_account(tx, whole, &row.key.upstream).await?.is_some() {
            return bad("account", TAKEN);
        }
        if links::was_ended(tx, &account.id, &row.key).await? {
            return bad("subject", "had this link, and it was ended here");
        }
        let known = identities::find_by_key(tx, &row.key).await?;
        if known.as_ref().is_some_and(|identity| identity.quarantined_at.is_some()) {
            return bad("subject", "seems to belong to another person now");
        }
        if are_apart(tx, self.ground, &row.key, (&account.id, whole)).await? {
            return bad("account", CLOSED);
        }
        let held = provisional_accounts::find(tx, &account.id).await?.filter(|held| held.ended_at.is_none());
        if held.is_some_and(|held| known.is_none_or(|identity| identity.id != held.identity_id)) {
            return bad("account", "waits for the older account of somebody else");
        }
        Ok(None)
    }

    /// The row with the scope of its upstream: nobody could ever come with another one.
    async fn scoped(&self, tx: &Tx, row: &LinkRow) -> Result<Result<LinkRow, BadRow>, LinkingError> {
        let Some(upstream) = upstreams::find(tx, &row.key.upstream).await? else {
            return Ok(Err(row.refused("upstream", "is not an upstream")));
        };
        let Some(own) = upstream.scope() else { return Ok(Err(row.refused("upstream", "has no issuer"))) };
        if row.scoped && row.key.scope != own {
            return Ok(Err(row.refused("scope", "is not that of this upstream; leave it out")));
        }
        let mut row = row.clone();
        row.key.scope = own;
        Ok(Ok(row))
    }

    async fn join(&self, tx: &Tx, row: &LinkRow, account: &Account) -> Result<Done, LinkingError> {
        let identity = find_or_make(tx, self.ground, &row.key).await?;
        let new = NewLink {
            identity: &identity,
            account,
            platform: &self.options.platform,
            origin: LinkOrigin::Import,
            rule: "import.platform",
            assurance: Assurance::Platform,
            evidence: json!({ "import": self.run }),
            reason: None,
            actor: &self.options.actor,
            since: row.since,
            used: false,
            keeps_codes: false,
        };
        match write(tx, self.ground, &new).await {
            Ok(_) => Ok(Done::Good(Outcome::Created)),
            Err(LinkingError::IdentityTaken) => Ok(Done::Bad(row.refused("subject", LINKED))),
            Err(LinkingError::AccountTaken) => Ok(Done::Bad(row.refused("account", TAKEN))),
            Err(error) => Err(error),
        }
    }
}
