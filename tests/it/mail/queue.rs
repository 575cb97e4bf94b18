//! Who gets a letter, and that everybody gets it once.

use std::collections::BTreeSet;
use std::time::Duration;

use koppel::args;
use koppel::domain::MailState::{Failed, None as Nobody, Queued, Sent};
use koppel::domain::NoticeKind;
use koppel::storage::accounts;
use koppel::storage::notices::Notice;

use super::{on_both_engines, run};
use crate::support::smtp::Mood;

/// Each of these takes the address away after the notice was queued.
const GONE: &[(&str, &str)] = &[
    ("unverified", "UPDATE account SET email_verified = FALSE WHERE id = $1"),
    ("without", "UPDATE account SET email = NULL WHERE id = $1"),
    ("disabled", "UPDATE account SET disabled_at = created_at WHERE id = $1"),
    ("merged", "UPDATE account SET merged_into = id WHERE id = $1"),
];

#[tokio::test]
async fn account_without_a_verified_address_or_closed_gets_no_mail() {
    on_both_engines(async |office| {
        let mut queued = Vec::new();
        for (name, sql) in GONE {
            let account = &office.reader(name).await;
            queued.push(office.queue(account).await);
            office.write(|tx| async move { tx.execute(sql, args![account]).await }).await;
        }
        let mari = office.queue(&office.reader("mari").await).await;
        office.run().await;
        for id in &queued {
            assert_eq!(office.state(id).await.0, Nobody);
        }
        assert_eq!(office.state(&mari).await, (Sent, 1));
        let taken = office.server.taken();
        assert_eq!(taken.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["mari@kodu.example"]);
        assert_eq!(office.server.tries(), 1);
    })
    .await;
}

/// n = 60 letters, two processes at once, on each engine.
#[tokio::test]
async fn two_processes_send_every_letter_once() {
    on_both_engines(async |office| {
        let other = office.ground.another_process().await;
        for n in 0..60 {
            office.queue(&office.reader(&format!("p{n}")).await).await;
        }
        // One that finds nothing left ends early: both go on until nothing is due.
        for _ in 0..20 {
            tokio::join!(run(&office.ground), run(&other));
            if office.server.taken().len() >= 60 {
                break;
            }
        }
        let taken = office.server.taken();
        let ids: BTreeSet<_> = taken.iter().map(|letter| letter.header("Message-ID").unwrap()).collect();
        assert_eq!((taken.len(), ids.len()), (60, 60));
    })
    .await;
}

#[tokio::test]
async fn letter_in_one_process_hands_is_not_tried_by_another() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.server.mood(Mood::Hang);
        let other = office.ground.another_process().await;
        let both = async {
            while office.server.tries() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            run(&other).await;
            assert_eq!(office.server.tries(), 1);
        };
        tokio::join!(run(&office.ground), both);
        assert_eq!((office.state(&id).await, office.server.tries()), ((Queued, 1), 1));
    })
    .await;
}

/// The first process dies with the letter in its hands; another one sends it.
#[tokio::test]
async fn queue_survives_a_process_that_dies() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.server.mood(Mood::Hang);
        let dying = office.ground.another_process().await;
        let task = tokio::spawn(async move { run(&dying).await });
        while office.server.tries() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        office.server.mood(Mood::Take);
        run(&office.ground.another_process().await).await;
        assert_eq!(office.state(&id).await, (Queued, 1), "its time is not up yet");
        office.wait(2);
        run(&office.ground.another_process().await).await;
        assert_eq!((office.state(&id).await, office.server.taken().len()), ((Sent, 2), 1));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_sent_without_a_mail_server() {
    on_both_engines(async |mut office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.ground = office.ground.configured(|config| config.mail = None);
        office.run().await;
        assert_eq!((office.state(&id).await, office.server.tries()), ((Queued, 0), 0));
    })
    .await;
}

/// Mail that was switched off for long does not pour out old news.
#[tokio::test]
async fn notice_past_its_days_is_not_mailed() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.wait(30 * 24 * 60);
        office.run().await;
        assert_eq!((office.state(&id).await.0, office.server.tries()), (Failed, 0));
    })
    .await;
}

/// It asks for a password; so do the letters of those who steal them.
#[tokio::test]
async fn that_another_account_may_be_theirs_is_told_on_a_page_only() {
    on_both_engines(async |office| {
        let (id, ground) = (&office.reader("mari").await, &office.ground);
        let found = ground.db.read(|tx| async move { accounts::find(&tx, id).await }).await.unwrap();
        let account = found.unwrap();
        for kind in NoticeKind::ALL {
            let notice = Notice::to(&account, *kind, ground.now(), &ground.config, &ground.random);
            let state = if *kind == NoticeKind::MaybeOther { Nobody } else { Queued };
            assert_eq!(notice.mail_state, state, "{kind}");
        }
    })
    .await;
}
