//! Writing a batch: planned from a snapshot first, and again in the transaction that writes it.

use std::collections::HashSet;

use serde_json::json;

use super::plan::{Known, Plan, Terms, plan};
use super::row::Row;
use super::{ImportError, Options};
use crate::accounts::AccountsError;
use crate::domain::{AuditId, EventId, fold_username};
use crate::files::{Outcome, Report};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::accounts_bulk as bulk;
use crate::storage::audit::{self, Entry};
use crate::storage::events::Event;
use crate::storage::{Durability, Tx};
use crate::vault::sha256;

/// One run.
pub(super) struct Writer<'a> {
    ground: &'a Ground,
    options: &'a Options,
    /// Names the run in its audit rows.
    run: String,
    /// External ids that a dry run would have made by now.
    promised: HashSet<String>,
    wrote: bool,
}

impl<'a> Writer<'a> {
    pub fn new(ground: &'a Ground, options: &'a Options) -> Self {
        Self { ground, options, run: ground.random.id_text(), promised: HashSet::new(), wrote: false }
    }

    /// Brings in one batch and counts what became of its rows.
    pub async fn write(&mut self, rows: &[Row], report: &mut Report) -> Result<(), ImportError> {
        let terms = self.terms();
        let known = self.ground.db.read(|tx: Tx| async move { known(&tx, terms, rows).await }).await?;
        // People we do not know make a write certain, and it plans for itself.
        let certain = rows.iter().any(|row| !known.accounts.contains_key(&row.external_id));
        let mut made = if certain && !self.options.dry_run { Plan::default() } else { plan(rows, known, terms) };
        if (certain || !made.is_empty()) && !self.options.dry_run {
            made = self.commit(rows).await?;
            self.wrote |= !made.is_empty();
        }
        if self.options.dry_run {
            self.promise(rows, &mut made);
        }
        made.outcomes.into_iter().for_each(|outcome| report.count(outcome));
        made.bad.into_iter().for_each(|bad| report.refuse(bad));
        Ok(())
    }

    fn terms(&self) -> Terms<'a> {
        Terms { platform: &self.options.platform, random: &self.ground.random, now: self.ground.now() }
    }

    async fn commit(&self, rows: &[Row]) -> Result<Plan, ImportError> {
        let (terms, run) = (self.terms(), self.run.as_str());
        let (ground, options) = (self.ground, self.options);
        let write = |tx: Tx| async move {
            let made = plan(rows, known(&tx, terms, rows).await?, terms);
            if made.is_empty() {
                return Ok::<_, AccountsError>(made);
            }
            apply(&tx, &made).await?;
            let audit = record(&tx, ground, options, run, &made).await?;
            bulk::announce(&tx, &events(ground, &made, &audit)).await?;
            Ok(made)
        };
        Ok(ground.db.write(Durability::Durable, write).await?)
    }

    /// A dry run has not made the accounts of earlier batches; their second rows would count as new ones.
    fn promise(&mut self, rows: &[Row], made: &mut Plan) {
        let bad: HashSet<u64> = made.bad.iter().map(|bad| bad.row).collect();
        let good = rows.iter().filter(|row| !bad.contains(&row.number));
        for (row, outcome) in good.zip(&mut made.outcomes) {
            if *outcome == Outcome::Created && !self.promised.insert(row.external_id.clone()) {
                *outcome = Outcome::Updated;
            }
        }
    }

    /// One row for the whole run, if it changed anything.
    pub async fn finish(&self, report: &Report) -> Result<(), ImportError> {
        if !self.wrote {
            return Ok(());
        }
        let (ground, options) = (self.ground, self.options);
        let counts = json!({
            "rows": report.rows, "created": report.created, "updated": report.updated,
            "unchanged": report.unchanged, "bad": report.bad,
        });
        let entry = &Entry {
            platform: Some(&options.platform),
            object: Some(format!("import:{}", self.run)),
            detail: counts,
            ..Entry::new(ground.now(), "account.import_finished", &options.actor)
        };
        let write = |tx: Tx| async move {
            audit::record(&tx, &ground.random, entry).await?;
            Ok::<_, AccountsError>(())
        };
        Ok(ground.db.write(Durability::Durable, write).await?)
    }
}

async fn known(tx: &Tx, terms: Terms<'_>, rows: &[Row]) -> Result<Known, AccountsError> {
    let externals: Vec<&str> = rows.iter().map(|row| row.external_id.as_str()).collect();
    let subs: Vec<&str> = rows.iter().map(|row| row.sub.as_ref().unwrap_or(&row.external_id).as_str()).collect();
    let names: Vec<String> = rows.iter().filter_map(|row| row.username.as_deref()).map(fold_username).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let accounts = bulk::list_by_external(tx, terms.platform, &externals).await?;
    let usernames = bulk::list_username_holders(tx, terms.platform, &names).await?;
    let aliases = bulk::list_aliases(tx, terms.platform, &subs).await?;
    let subs = bulk::list_sub_holders(tx, terms.platform, &subs).await?;
    let roles = bulk::list_imported_roles(tx, terms.platform, &externals).await?;
    Ok(Known {
        accounts: accounts.into_iter().filter_map(|row| Some((row.external_id.clone()?, row))).collect(),
        usernames: usernames.into_iter().map(|row| (row.held, row.account_id)).collect(),
        subs: subs.into_iter().map(|row| (row.held, row.account_id)).collect(),
        aliases: aliases.into_iter().map(|row| row.held).collect(),
        roles: roles.into_iter().map(|row| ((row.account_id, row.school_id, row.role), row.class_name)).collect(),
    })
}

async fn apply(tx: &Tx, made: &Plan) -> Result<(), AccountsError> {
    let written = |new: bool| -> Vec<&Account> {
        made.changes.iter().filter(|one| one.writes && one.is_new == new).map(|one| &one.account).collect()
    };
    // Changed ones first: a user name that one of them gives up may be taken by a new one.
    bulk::update(tx, &written(false)).await?;
    bulk::insert(tx, &written(true)).await?;
    bulk::put_roles(tx, &made.roles).await?;
    Ok(())
}

async fn record(tx: &Tx, ground: &Ground, options: &Options, run: &str, made: &Plan) -> Result<AuditId, AccountsError> {
    let kinds: Vec<String> =
        made.changes.iter().map(|one| format!("{}:{}", one.account.id, kind(one.is_new))).collect();
    let entry = Entry {
        platform: Some(&options.platform),
        object: Some(format!("import:{run}")),
        detail: json!({ "accounts": kinds.len(), "digest": sha256(&kinds.join("\n")) }),
        ..Entry::new(ground.now(), "account.imported", &options.actor)
    };
    Ok(audit::record(tx, &ground.random, &entry).await?)
}

fn kind(is_new: bool) -> &'static str {
    if is_new { "account.created" } else { "account.updated" }
}

fn events(ground: &Ground, made: &Plan, audit: &AuditId) -> Vec<Event> {
    let event = |one: &super::plan::Planned| Event {
        id: EventId::at(ground.now(), &ground.random),
        at: ground.now(),
        platform_id: one.account.platform_id.clone(),
        kind: kind(one.is_new).to_owned(),
        sub: one.account.sub.clone(),
        audit_id: audit.clone(),
        payload: json!({ "source": "import" }).to_string(),
        number: None,
        chain_hash: None,
    };
    made.changes.iter().map(event).collect()
}
