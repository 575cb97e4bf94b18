//! Notices by mail, to a mail server of our own over real TCP.

mod door;
mod holds;
pub mod letters;
mod queue;
mod retries;
mod whole;

use std::time::Duration;

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{AccountId, MailState, NoticeId, NoticeKind};
use koppel::ground::Ground;
use koppel::jobs;
use koppel::storage::notices::{self, Notice};
use koppel::storage::{Durability, StorageError};

use crate::support::smtp::MailServer;
use crate::support::{TestGround, both_engines, seed};

/// A ground with a mail server, and people with verified addresses.
pub struct Office {
    pub ground: TestGround,
    pub server: MailServer,
}

const ADDRESS: &str = "UPDATE account SET email = $2, email_verified = TRUE WHERE id = $1";

/// Runs a test on both engines, each with a mail server of its own.
pub async fn on_both_engines(test: impl AsyncFn(Office)) {
    both_engines(async |ground| {
        let server = MailServer::start().await;
        let ground = ground.configured(|config| config.mail = Some(server.settings()));
        seed::basics(&ground).await;
        test(Office { ground, server }).await;
    })
    .await;
}

impl Office {
    /// An account with a verified address.
    pub async fn reader(&self, name: &str) -> AccountId {
        let account = seed::account(&self.ground, name).await;
        let (id, address) = (&account, &format!("{name}@kodu.example"));
        self.write(|tx| async move { tx.execute(ADDRESS, args![id, address]).await }).await;
        account
    }

    /// Queues a notice about a password, due now.
    pub async fn queue(&self, account: &AccountId) -> NoticeId {
        let now = self.ground.now();
        let notice = &Notice {
            id: NoticeId::at(now, &self.ground.random),
            account_id: account.clone(),
            kind: NoticeKind::PasswordChanged,
            link_id: None,
            created_at: now,
            expires_at: now + TimeDelta::days(30),
            shown_at: None,
            mail_state: MailState::Queued,
            mail_attempts: 0,
            mail_next_at: Some(now),
        };
        self.write(|tx| async move { notices::insert(&tx, notice).await }).await;
        notice.id.clone()
    }

    pub async fn write<T, F, Fut>(&self, work: F) -> T
    where
        T: Send,
        F: Fn(koppel::storage::Tx) -> Fut + Sync,
        Fut: Future<Output = Result<T, StorageError>> + Send,
    {
        self.ground.db.write(Durability::Durable, work).await.unwrap()
    }

    /// How far a mail got, and after how many tries.
    pub async fn state(&self, id: &NoticeId) -> (MailState, i64) {
        let found = self.ground.db.read(|tx| async move { notices::find(&tx, id).await }).await.unwrap().unwrap();
        (found.mail_state, found.mail_attempts)
    }

    /// One run of the job in this process.
    pub async fn run(&self) {
        run(&self.ground).await;
    }

    /// The clock goes on.
    pub fn wait(&self, minutes: i64) {
        self.ground.clock.advance(TimeDelta::minutes(minutes));
    }
}

/// One run of the job in some process; never longer than half a minute.
pub async fn run(ground: &Ground) {
    run_job(ground, "mail").await;
}

/// The same of any job.
pub async fn run_job(ground: &Ground, name: &str) {
    let job = jobs::all().into_iter().find(|job| job.name() == name).unwrap();
    tokio::time::timeout(Duration::from_secs(30), job.run_once(ground)).await.unwrap().unwrap();
}
