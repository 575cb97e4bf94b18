//! Tells a school's named contact of every refresh that is held.

use std::time::Duration;

use lettre::message::Message;

use super::letters::{Office, Waiting, bring_all};
use super::{Job, JobError};
use crate::domain::{MailState, Time};
use crate::ground::Ground;
use crate::mail::{self, MailError};
use crate::storage::holds::{self, Hold};
use crate::storage::{Durability, StorageError};

/// Every five seconds, in every process.
pub(super) fn job() -> Job {
    Job::new("hold_mail", Duration::from_secs(5), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    bring_all::<Hold>(ground).await
}

impl Waiting for Hold {
    const KIND: &'static str = "hold";
    const METRIC: &'static str = "koppel_hold_mails_total";

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn tries(&self) -> i64 {
        self.mail_attempts
    }

    fn expires_at(&self) -> Option<Time> {
        None
    }

    async fn due(ground: &Ground, most: i64) -> Result<Vec<Self>, StorageError> {
        let now = ground.now();
        ground.db.read(|tx| async move { holds::list_mail_due(&tx, now, most).await }).await
    }

    async fn claim(&self, ground: &Ground, next_at: Time) -> Result<(), StorageError> {
        let (id, tries) = (&self.id, self.mail_attempts);
        let write = |tx| async move { holds::claim_mail(&tx, id, tries, next_at).await };
        ground.db.write(Durability::Relaxed, write).await
    }

    async fn settle(&self, ground: &Ground, state: MailState) -> Result<(), StorageError> {
        let (id, tries) = (&self.id, self.mail_attempts + 1);
        let write = |tx| async move { holds::settle_mail(&tx, id, tries, state).await };
        ground.db.write(Durability::Durable, write).await
    }

    async fn letter(
        &self,
        ground: &Ground,
        office: &Office,
    ) -> Result<Option<Result<Message, MailError>>, StorageError> {
        let found = ground.db.read(|tx| async move { mail::gather_hold(&tx, ground, self).await }).await?;
        Ok(found.map(|letter| mail::compose_hold(&office.texts, &office.from, &office.host, &letter)))
    }
}
