//! The mail server's door: TLS, STARTTLS, passwords.

use koppel::config::Config;
use koppel::mail::{MailError, Post, Stage};

use crate::support::config::test_config;
use crate::support::smtp::{Authority, MailServer, Manner};

/// `\0koppel\0p@ss` in base64.
const SIGN_IN: &str = "AGtvcHBlbABwQHNz";

fn config(server: &MailServer, url: &str, authority: Option<&Authority>) -> Config {
    let mut config = test_config("sqlite:unused.db");
    config.mail = Some(server.settings_at(url));
    config.outgoing.extra_ca_file = authority.map(Authority::file);
    config
}

async fn greet(server: &MailServer, url: &str, authority: Option<&Authority>) -> Result<(), MailError> {
    Post::open(&config(server, url, authority)).unwrap().greet().await
}

fn stage(met: &Result<(), MailError>) -> Option<Stage> {
    match met {
        Err(MailError::Failed { stage, .. }) => Some(*stage),
        _ => None,
    }
}

#[tokio::test]
async fn tls_and_starttls_need_an_authority_we_trust() {
    let authority = Authority::new();
    let tls = || Some(authority.acceptor());
    let sign_in = Some(SIGN_IN.to_owned());
    let wrapped = Manner { implicit: tls(), sign_in: sign_in.clone(), ..Manner::default() };
    let started = Manner { start_tls: tls(), sign_in, ..Manner::default() };
    for (url, manner) in [("smtps://koppel:p%40ss@HOST", wrapped), ("smtp://koppel:p%40ss@HOST", started)] {
        let server = MailServer::with(manner).await;
        let strange = greet(&server, url, None).await;
        assert_eq!(stage(&strange), Some(Stage::Connect), "{url}: {strange:?}");
        assert!(!server.heard().iter().any(|line| line.starts_with("AUTH")), "{:?}", server.heard());
        greet(&server, url, Some(&authority)).await.unwrap();
        let heard = server.heard();
        assert!(heard.iter().any(|line| line == &format!("AUTH PLAIN {SIGN_IN}")), "{heard:?}");
        assert!(heard.iter().any(|line| line == "EHLO koppel.test"), "{heard:?}");
    }
}

/// Somebody in between who takes STARTTLS out of the greeting learns nothing.
#[tokio::test]
async fn nothing_is_said_to_a_server_without_starttls() {
    let server = MailServer::with(Manner { sign_in: Some(SIGN_IN.to_owned()), ..Manner::default() }).await;
    let met = greet(&server, "smtp://koppel:p%40ss@HOST", None).await;
    assert_eq!(stage(&met), Some(Stage::Connect), "{met:?}");
    assert_eq!(server.heard(), ["EHLO koppel.test"]);
}

#[tokio::test]
async fn wrong_password_is_found_at_the_sign_in() {
    let server = MailServer::with(Manner { sign_in: Some(SIGN_IN.to_owned()), ..Manner::default() }).await;
    let met = greet(&server, "smtp://koppel:other@HOST?tls=none", None).await;
    assert_eq!(stage(&met), Some(Stage::SignIn), "{met:?}");
    greet(&server, "smtp://koppel:p%40ss@HOST?tls=none", None).await.unwrap();
}
