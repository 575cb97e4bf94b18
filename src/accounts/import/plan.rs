//! What a batch of rows would change: a pure function of the rows and of what we hold.

use std::collections::{HashMap, HashSet};

use super::row::{Place, Row};
use crate::accounts::passwords::Form;
use crate::domain::{
    AccountId, AccountOrigin, PasswordSource, PersonName, PlatformId, Random, Role, RoleId, SchoolId, Time, fold_name,
    fold_username,
};
use crate::files::{BadRow, Outcome};
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;

/// What we hold about the people of a batch.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub accounts: HashMap<String, Account>,
    pub usernames: HashMap<String, AccountId>,
    pub subs: HashMap<String, AccountId>,
    /// Those of accounts that another one took over.
    pub aliases: HashSet<String>,
    pub roles: HashMap<(AccountId, SchoolId, Role), Option<String>>,
}

/// What stands behind every planned row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    pub platform: &'a PlatformId,
    pub random: &'a Random,
    pub now: Time,
}

/// An account that is to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    pub account: Account,
    pub is_new: bool,
    /// Whether the account's own row changes; else only its roles do.
    pub writes: bool,
}

/// What a batch would change.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub changes: Vec<Planned>,
    pub roles: Vec<AccountRole>,
    pub outcomes: Vec<Outcome>,
    pub bad: Vec<BadRow>,
}

impl Plan {
    /// True when nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Plans a batch. Rows are taken in order; each sees what those before it would do.
pub(super) fn plan(rows: &[Row], known: Known, terms: Terms<'_>) -> Plan {
    let mut planner = Planner { known, terms, plan: Plan::default(), places: HashMap::new() };
    for row in rows {
        match planner.place_row(row) {
            Ok(outcome) => planner.plan.outcomes.push(outcome),
            Err((field, reason)) => {
                let bad = BadRow { row: row.number, field: Some(field.to_owned()), reason: reason.to_owned() };
                planner.plan.bad.push(bad);
            }
        }
    }
    planner.plan
}

struct Planner<'a> {
    known: Known,
    terms: Terms<'a>,
    plan: Plan,
    /// Where an account of this batch stands in `plan.changes`.
    places: HashMap<AccountId, usize>,
}

type Wrong = (&'static str, &'static str);

impl Planner<'_> {
    fn place_row(&mut self, row: &Row) -> Result<Outcome, Wrong> {
        let old = self.known.accounts.get(&row.external_id).cloned();
        let outcome_if_new = if old.is_none() { Outcome::Created } else { Outcome::Updated };
        let sub = row.sub.as_ref().unwrap_or(&row.external_id);
        let is_alias = old.is_none() && self.known.aliases.contains(sub);
        if is_alias || old.as_ref().is_some_and(|account| account.merged_into.is_some()) {
            // Its people are kept under the account that took it over; the file cannot split them again.
            return Ok(Outcome::Unchanged);
        }
        let new = match &old {
            Some(old) => changed(old, row)?,
            None => self.fresh(row)?,
        };
        self.claim(&new)?;
        let writes = old.as_ref() != Some(&new);
        let role = row.place.as_ref().and_then(|place| self.role(&new.id, place));
        if !writes && role.is_none() {
            return Ok(Outcome::Unchanged);
        }
        self.plan.roles.extend(role);
        self.record(new, old.is_none(), writes);
        Ok(outcome_if_new)
    }

    fn record(&mut self, mut account: Account, is_new: bool, writes: bool) {
        if writes {
            account.updated_at = self.terms.now;
        }
        if let Some(external) = &account.external_id {
            self.known.accounts.insert(external.clone(), account.clone());
        }
        let planned = self.places.get(&account.id).and_then(|place| self.plan.changes.get_mut(*place));
        if let Some(planned) = planned {
            planned.account = account;
            planned.writes |= writes;
        } else {
            self.places.insert(account.id.clone(), self.plan.changes.len());
            self.plan.changes.push(Planned { account, is_new, writes });
        }
    }

    fn fresh(&self, row: &Row) -> Result<Account, Wrong> {
        let sub = row.sub.clone().unwrap_or_else(|| row.external_id.clone());
        let now = self.terms.now;
        let empty = Account {
            id: AccountId::random(self.terms.random),
            platform_id: self.terms.platform.clone(),
            sub,
            username: None,
            username_folded: None,
            given_name: None,
            family_name: None,
            name_folded: String::new(),
            email: None,
            email_verified: false,
            birth_date: None,
            national_hash: None,
            national_key: None,
            external_id: Some(row.external_id.clone()),
            history_count: 0,
            last_activity_at: None,
            password_hash: None,
            password_source: None,
            password_changed_at: None,
            password_must_change: false,
            locale: None,
            origin: AccountOrigin::Import,
            created_at: now,
            updated_at: now,
            used_at: None,
            disabled_at: None,
            merged_into: None,
        };
        // OpenID Connect Core 1.0, section 2: at most 255 ASCII characters.
        if !empty.sub.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return Err(("sub", "is not ASCII; give one that is"));
        }
        changed(&empty, row)
    }

    /// Takes user name and sub for the account, in the order of the rows; nothing is taken by a row that is refused.
    fn claim(&mut self, account: &Account) -> Result<(), Wrong> {
        let id = &account.id;
        if account.username_folded.as_ref().and_then(|name| self.known.usernames.get(name)).is_some_and(|by| by != id) {
            return Err(("username", "belongs to another account"));
        }
        if self.known.subs.get(&account.sub).is_some_and(|by| by != id) {
            return Err(("sub", "belongs to another account"));
        }
        if let Some(name) = &account.username_folded {
            self.known.usernames.insert(name.clone(), id.clone());
        }
        self.known.subs.insert(account.sub.clone(), id.clone());
        Ok(())
    }

    /// The role to write, if it is not there as it is told. One statement may not meet the same row twice; two rows that
    /// say otherwise about one role do not come here (see `Repeats`).
    fn role(&mut self, account: &AccountId, place: &Place) -> Option<AccountRole> {
        let key = (account.clone(), place.school.clone(), place.role);
        match self.known.roles.get(&key) {
            Some(held) if place.class.is_none() || *held == place.class => return None,
            _ => {}
        }
        self.known.roles.insert(key, place.class.clone());
        Some(AccountRole {
            id: RoleId::random(self.terms.random),
            account_id: account.clone(),
            school_id: place.school.clone(),
            role: place.role,
            class_name: place.class.clone(),
            source: "import".to_owned(),
            since: self.terms.now,
            ended_at: None,
        })
    }
}

/// The account as the row tells it. What the file leaves out stays.
fn changed(old: &Account, row: &Row) -> Result<Account, Wrong> {
    let mut new = old.clone();
    if row.sub.as_ref().is_some_and(|sub| *sub != old.sub) {
        return Err(("sub", "differs from the account's; a sub never changes"));
    }
    // A subject or external id that comes back with other facts belongs to somebody else now.
    if matches!((old.birth_date, row.birth_date), (Some(held), Some(told)) if held != told) {
        return Err(("birth_date", "differs from the account's; is this another person?"));
    }
    new.birth_date = row.birth_date.or(old.birth_date);
    national(&mut new, row)?;
    overlay(&mut new.given_name, row.given_name.as_ref());
    overlay(&mut new.family_name, row.family_name.as_ref());
    overlay(&mut new.username, row.username.as_ref());
    refold(&mut new, old);
    if row.email.is_some() && row.email != old.email {
        new.email.clone_from(&row.email);
        new.email_verified = false;
    }
    if row.email.is_some() {
        new.email_verified = row.email_verified.unwrap_or(new.email_verified);
    }
    new.history_count = row.history_count.unwrap_or(old.history_count);
    new.last_activity_at = row.last_activity.or(old.last_activity_at);
    password(&mut new, row);
    Ok(new)
}

fn overlay(held: &mut Option<String>, told: Option<&String>) {
    if let Some(told) = told {
        *held = Some(told.clone());
    }
}

/// Folds follow what they fold. Most rows of most runs change no name.
fn refold(new: &mut Account, old: &Account) {
    if new.username != old.username {
        new.username_folded = new.username.as_deref().map(fold_username);
    }
    if (&new.given_name, &new.family_name) != (&old.given_name, &old.family_name) {
        let name = PersonName { given: new.given_name.clone(), family: new.family_name.clone() };
        new.name_folded = fold_name(&name);
    }
}

fn national(account: &mut Account, row: &Row) -> Result<(), Wrong> {
    let Some((first, all)) = row.national.as_ref().and_then(|all| Some((all.first()?, all))) else { return Ok(()) };
    let comparable = all.iter().find(|hash| account.national_key.as_ref() == Some(&hash.key_id));
    if let (Some(held), Some(told)) = (&account.national_hash, comparable)
        && *held != told.hash
    {
        return Err(("national_number", "differs from the account's; is this another person?"));
    }
    account.national_hash = Some(first.hash.clone());
    account.national_key = Some(first.key_id.clone());
    Ok(())
}

/// Only where no password is, or still the imported one of an account that nobody used here: from the first sign-in
/// on, this is the one place where the password changes. A hash in our own form has seen that sign-in.
fn password(account: &mut Account, row: &Row) {
    let ours = |hash: &String| Form::parse(hash).is_ok_and(|form| form.is_ours());
    let untouched = match account.password_source {
        None => account.password_hash.is_none(),
        Some(PasswordSource::Imported) => {
            account.used_at.is_none() && !account.password_hash.as_ref().is_some_and(ours)
        }
        Some(_) => false,
    };
    if let Some(hash) = &row.password_hash
        && untouched
    {
        account.password_hash = Some(hash.clone());
        account.password_source = Some(PasswordSource::Imported);
    }
}
