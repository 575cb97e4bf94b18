//! Tells a school's named contact which journals end, before they do.

use std::time::Duration;

use lettre::message::Message;

use super::letters::{Office, Waiting, bring_all};
use super::{Job, JobError};
use crate::domain::{MailState, Time};
use crate::ground::Ground;
use crate::mail::{self, MailError};
use crate::storage::end_notices::{self, EndNotice};
use crate::storage::{Durability, StorageError};

/// Every minute, in every process.
pub(super) fn job() -> Job {
    Job::new("end_mail", Duration::from_mins(1), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    bring_all::<EndNotice>(ground).await
}

impl Waiting for EndNotice {
    const KIND: &'static str = "end_notice";
    const METRIC: &'static str = "koppel_end_mails_total";

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
        ground.db.read(|tx| async move { end_notices::list_mail_due(&tx, now, most).await }).await
    }

    async fn claim(&self, ground: &Ground, next_at: Time) -> Result<(), StorageError> {
        let (id, tries) = (&self.id, self.mail_attempts);
        let write = |tx| async move { end_notices::claim_mail(&tx, id, tries, next_at).await };
        ground.db.write(Durability::Relaxed, write).await
    }

    async fn settle(&self, ground: &Ground, state: MailState) -> Result<(), StorageError> {
        let (id, tries) = (&self.id, self.mail_attempts + 1);
        let write = |tx| async move { end_notices::settle_mail(&tx, id, tries, state).await };
        ground.db.write(Durability::Durable, write).await
    }

    async fn letter(
        &self,
        ground: &Ground,
        office: &Office,
    ) -> Result<Option<Result<Message, MailError>>, StorageError> {
        let found = ground.db.read(|tx| async move { mail::gather_end(&tx, ground, self).await }).await?;
        Ok(found.map(|letter| mail::compose_end(&office.texts, &office.from, &office.host, &letter)))
    }
}
