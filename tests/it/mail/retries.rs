//! What happens when the mail server is not in the mood.

use std::time::Duration;

use koppel::domain::MailState::{Failed, Queued, Sent};
use tokio::time::Instant;

use super::on_both_engines;
use crate::support::logs::Log;
use crate::support::smtp::Mood;

#[tokio::test]
async fn letter_put_off_is_tried_again_and_sent() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.server.mood(Mood::Later);
        office.run().await;
        office.run().await;
        assert_eq!((office.state(&id).await, office.server.tries()), ((Queued, 1), 1), "not at once");
        office.server.mood(Mood::Take);
        office.wait(2);
        office.run().await;
        office.wait(60 * 24);
        office.run().await;
        assert_eq!((office.state(&id).await, office.server.taken().len()), ((Sent, 2), 1));
    })
    .await;
}

/// Eight tries with growing waits, and then never again.
#[tokio::test]
async fn letter_always_put_off_is_given_up() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.server.mood(Mood::Later);
        office.run().await;
        for (before, minutes) in [2, 5, 15, 60, 180, 480, 1440].into_iter().enumerate() {
            assert_eq!(office.state(&id).await.0, Queued);
            office.wait(minutes - 1);
            office.run().await;
            assert_eq!(office.server.tries(), before + 1, "a minute too early");
            office.wait(1);
            office.run().await;
            assert_eq!(office.server.tries(), before + 2, "after {minutes} minutes");
        }
        assert_eq!(office.state(&id).await, (Failed, 8));
        office.wait(2 * 1440);
        office.run().await;
        assert_eq!(office.server.tries(), 8);
    })
    .await;
}

#[tokio::test]
async fn final_no_is_not_tried_again() {
    on_both_engines(async |office| {
        for (name, mood) in [("a", Mood::Refuse), ("b", Mood::RefuseLetter)] {
            office.server.mood_for(&format!("{name}@kodu.example"), mood);
            let id = office.queue(&office.reader(name).await).await;
            office.run().await;
            assert_eq!(office.state(&id).await, (Failed, 1), "{mood:?}");
        }
        office.wait(2 * 1440);
        office.run().await;
        assert_eq!((office.server.tries(), office.server.taken().len()), (2, 0));
    })
    .await;
}

/// A server that does not want us as a sender has nothing against the address: an operator can mend that.
#[tokio::test]
async fn no_to_the_sender_is_tried_again() {
    on_both_engines(async |office| {
        office.server.mood(Mood::RefuseSender);
        let id = office.queue(&office.reader("mari").await).await;
        office.run().await;
        assert_eq!(office.state(&id).await, (Queued, 1));
        office.server.mood(Mood::Take);
        office.wait(2);
        office.run().await;
        assert_eq!(office.state(&id).await, (Sent, 2));
    })
    .await;
}

/// n = 20 others; the limit for one letter is two seconds.
#[tokio::test]
async fn recipient_that_hangs_is_left_in_time_and_blocks_nobody() {
    on_both_engines(async |office| {
        office.server.mood_for("hangs@kodu.example", Mood::Hang);
        let id = office.queue(&office.reader("hangs").await).await;
        for n in 0..20 {
            office.queue(&office.reader(&format!("p{n}")).await).await;
        }
        let began = Instant::now();
        office.run().await;
        office.run().await;
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!((office.server.taken().len(), office.state(&id).await), (20, (Queued, 1)));
    })
    .await;
}

/// Nobody knows whether a letter was taken when the line breaks after it: it comes again, and can be seen to be the same.
#[tokio::test]
async fn letter_after_which_the_line_broke_comes_again_as_the_same() {
    on_both_engines(async |office| {
        let id = office.queue(&office.reader("mari").await).await;
        office.server.mood(Mood::HangUp);
        office.run().await;
        assert_eq!(office.state(&id).await, (Queued, 1));
        office.server.mood(Mood::Take);
        office.wait(2);
        office.run().await;
        let ids: Vec<_> = office.server.taken().iter().map(|letter| letter.header("Message-ID").unwrap()).collect();
        let expected = format!("<{id}@koppel.test>");
        assert_eq!((office.state(&id).await, ids), ((Sent, 2), vec![expected.clone(), expected]));
    })
    .await;
}

/// P4 for mail: the server's words hold the address; no log line at any level does.
#[tokio::test]
async fn no_log_line_holds_an_address() {
    on_both_engines(async |office| {
        let log = Log::default();
        let _listening = log.listen();
        for mood in [Mood::Take, Mood::Later, Mood::Refuse, Mood::RefuseLetter, Mood::HangUp] {
            office.server.mood(mood);
            office.queue(&office.reader(&format!("canary{}", mood as u8)).await).await;
            office.run().await;
        }
        let text = log.text();
        assert_eq!(text.matches("a letter cannot be mailed").count(), 2, "{text}");
        assert_eq!(text.matches("a letter could not be mailed; it is tried again").count(), 2, "{text}");
        // What the database's driver says of its own statements is not ours to write here.
        let ours = text.lines().filter(|line| !line.contains("sqlx"));
        let found: Vec<_> = ours.filter(|line| line.contains("canary") || line.contains("kodu.example")).collect();
        assert_eq!(found, Vec::<&str>::new());
    })
    .await;
}

#[tokio::test]
async fn server_that_is_not_there_costs_a_try_and_nothing_else() {
    on_both_engines(async |mut office| {
        let id = office.queue(&office.reader("mari").await).await;
        let nowhere = office.server.settings_at("smtp://127.0.0.1:9?tls=none");
        office.ground = office.ground.configured(|config| config.mail = Some(nowhere));
        office.run().await;
        assert_eq!(office.state(&id).await, (Queued, 1));
    })
    .await;
}
