//! What a dry run would have written by now: later rows of the same file meet it.

use std::collections::{HashMap, HashSet};

use super::write::{LINKED, TAKEN};
use crate::domain::{AccountId, SubjectKey, UpstreamId};
use crate::files::Outcome;
use crate::vault::sha256;

/// Links that would stand here, by subject and by account.
#[derive(Debug, Default)]
pub(super) struct Promised {
    accounts: HashMap<String, AccountId>,
    seats: HashSet<String>,
}

impl Promised {
    /// Promises a link, or says which field stands in its way and why.
    pub fn promise(&mut self, key: &SubjectKey, account: &AccountId) -> Result<Outcome, (&'static str, &'static str)> {
        let subject = sha256(&format!("{}\n{}\n{}", key.upstream, key.scope, key.subject));
        match self.accounts.get(&subject) {
            Some(promised) if promised == account => return Ok(Outcome::Unchanged),
            Some(_) => return Err(("subject", LINKED)),
            None => {}
        }
        if self.seats.contains(&seat(account, &key.upstream)) {
            return Err(("account", TAKEN));
        }
        self.seats.insert(seat(account, &key.upstream));
        self.accounts.insert(subject, account.clone());
        Ok(Outcome::Created)
    }
}

fn seat(account: &AccountId, upstream: &UpstreamId) -> String {
    format!("{account} {upstream}")
}
