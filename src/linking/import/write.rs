//! Writing a batch of links: each row looks at what stands, and the unique indexes have the last word.

use serde_json::json;

use super::account::find_account;
use super::row::LinkRow;
use super::{ImportError, Options};
use crate::domain::{Assurance, IdentityId, LinkOrigin, SubjectKey, UpstreamKind};
use crate::files::{BadRow, Outcome, Report};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::linking::attach::{NewLink, write};
use crate::linking::facts;
use crate::storage::accounts::Account;
use crate::storage::identities::{self, Identity};
use crate::storage::{Durability, Tx, links, upstreams};

/// One run.
pub(super) struct Writer<'a> {
    ground: &'a Ground,
    options: &'a Options,
    /// Names the run in the evidence of its links.
    run: String,
}

type Done = Result<Outcome, BadRow>;

const TAKEN: &str = "has a link of this upstream to another subject";

impl<'a> Writer<'a> {
    pub fn new(ground: &'a Ground, options: &'a Options) -> Self {
        Self { ground, options, run: ground.random.id_text() }
    }

    /// Brings in one batch. Rows we know already cost no write.
    pub async fn write(&self, rows: &[LinkRow], report: &mut Report) -> Result<(), ImportError> {
        let mut done = self.ground.db.read(|tx| async move { self.each(&tx, rows, false).await }).await?;
        let fresh = done.contains(&Ok(Outcome::Created));
        if fresh && !self.options.dry_run {
            let write = |tx| async move { self.each(&tx, rows, true).await };
            done = self.ground.db.write(Durability::Durable, write).await?;
        }
        for one in done {
            match one {
                Ok(outcome) => report.count(outcome),
                Err(bad) => report.refuse(bad),
            }
        }
        Ok(())
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
            Err(reason) => return Ok(Err(row.refused("account", reason))),
        };
        let row = match self.scoped(tx, row).await? {
            Ok(row) => row,
            Err(bad) => return Ok(Err(bad)),
        };
        match self.standing(tx, &row, &account).await? {
            Some(done) => Ok(done),
            None if writes => {
                let known = identities::find_by_key(tx, &row.key).await?;
                self.join(tx, &row, &account, known).await
            }
            None => Ok(Ok(Outcome::Created)),
        }
    }

    /// What stands here already decides, if anything does.
    async fn standing(&self, tx: &Tx, row: &LinkRow, account: &Account) -> Result<Option<Done>, LinkingError> {
        if let Some(live) = links::find_live(tx, &self.options.platform, &row.key).await? {
            let same = live.account_id == account.id;
            let taken = row.refused("subject", "is linked to another account");
            return Ok(Some(if same { Ok(Outcome::Unchanged) } else { Err(taken) }));
        }
        if links::find_live_of_account(tx, &account.id, &row.key.upstream).await?.is_some() {
            return Ok(Some(Err(row.refused("account", TAKEN))));
        }
        if links::was_ended(tx, &account.id, &row.key).await? {
            return Ok(Some(Err(row.refused("subject", "had this link, and it was ended here"))));
        }
        let known = identities::find_by_key(tx, &row.key).await?;
        if known.as_ref().is_some_and(|identity| identity.quarantined_at.is_some()) {
            return Ok(Some(Err(row.refused("subject", "seems to belong to another person now"))));
        }
        Ok(None)
    }

    /// The row with the scope of its upstream where it named none; nothing when there is no such upstream.
    async fn scoped(&self, tx: &Tx, row: &LinkRow) -> Result<Result<LinkRow, BadRow>, LinkingError> {
        let Some(upstream) = upstreams::find(tx, &row.key.upstream).await? else {
            return Ok(Err(row.refused("upstream", "is not an upstream")));
        };
        let mut row = row.clone();
        match (row.scoped, upstream.kind, upstream.issuer) {
            (true, _, _) | (false, UpstreamKind::Ekool | UpstreamKind::Stuudium, _) => {}
            // A subject is unique at its issuer (OpenID Connect Core 1.0, section 2).
            (false, UpstreamKind::Oidc | UpstreamKind::Harid, Some(issuer)) => row.key.scope = issuer,
            (false, UpstreamKind::Oidc | UpstreamKind::Harid, None) => {
                return Ok(Err(row.refused("scope", "is missing: give the issuer of this upstream")));
            }
        }
        Ok(Ok(row))
    }

    async fn join(
        &self,
        tx: &Tx,
        row: &LinkRow,
        account: &Account,
        known: Option<Identity>,
    ) -> Result<Done, LinkingError> {
        let identity = match known {
            Some(identity) => identity,
            None => self.meet(tx, &row.key).await?,
        };
        let new = NewLink {
            identity: &identity,
            account: &account.id,
            platform: &self.options.platform,
            origin: LinkOrigin::Import,
            rule: "import.platform",
            assurance: Assurance::Platform,
            evidence: json!({ "import": self.run }),
            reason: None,
            actor: &self.options.actor,
            since: row.since,
            used: false,
        };
        match write(tx, self.ground, &new).await {
            Ok(_) => Ok(Ok(Outcome::Created)),
            Err(LinkingError::IdentityTaken) => Ok(Err(row.refused("subject", "is linked to another account"))),
            Err(LinkingError::AccountTaken) => Ok(Err(row.refused("account", TAKEN))),
            Err(error) => Err(error),
        }
    }

    /// An identity that nobody came with yet. Its fingerprint is taken at the first sign-in.
    async fn meet(&self, tx: &Tx, key: &SubjectKey) -> Result<Identity, LinkingError> {
        let now = self.ground.now();
        let identity = Identity {
            id: IdentityId::random(&self.ground.random),
            upstream_id: key.upstream.clone(),
            scope: key.scope.clone(),
            subject: key.subject.clone(),
            given_name: None,
            family_name: None,
            name_hash: None,
            birth_hash: None,
            national_hash: None,
            hash_key: self.ground.vault.keyed_hash(facts::NAME, "").key_id,
            first_seen_at: now,
            last_seen_at: now,
            quarantined_at: None,
        };
        if identities::insert(tx, &identity).await? {
            return Ok(identity);
        }
        identities::find_by_key(tx, key).await?.ok_or(LinkingError::Gone)
    }
}
