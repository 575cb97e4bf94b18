//! `koppel doctor`.

use super::desk::Desk;
use crate::support::smtp::{MailServer, Manner};

#[tokio::test(flavor = "multi_thread")]
async fn doctor_is_content_with_a_server_that_runs() {
    let desk = Desk::with_platform();
    let (server, mail) = (desk.serve(), MailServer::start().await);
    let text = std::fs::read_to_string(desk.path("koppel.toml")).unwrap();
    let mail = format!("[mail]\nsmtp_url = 'smtp://{}?tls=none'\nfrom = 'koppel@a.example'\n", mail.address());
    desk.write("koppel.toml", &format!("{}{mail}", text.replace("http://127.0.0.1:0", &server.base)));
    let done = desk.run("doctor");
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    assert!(done.err.contains("ok public url"), "{}", done.err);
}

#[test]
fn doctor_says_one_line_with_a_hint_per_failing_check() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web --pkce optional");
    let done = desk.run("doctor");
    assert_eq!(done.code, 1);
    let lines: Vec<&str> = done.out.lines().collect();
    for wanted in ["failing upstream ekool: ", "failing public url: ", "warning client web: PKCE is optional"] {
        assert!(lines.iter().any(|line| line.starts_with(wanted)), "{wanted} in {}", done.out);
    }
    assert!(lines.iter().all(|line| line.contains("hint: ")), "{}", done.out);
}

#[test]
fn doctor_warns_where_nobody_would_hear_of_a_held_update() {
    let desk = Desk::with_platform().with_upstream();
    let warned = |desk: &Desk| desk.run("doctor").out.lines().filter(|line| line.starts_with("warning ")).count();
    assert!(desk.run("doctor").out.contains("warning mail server: there is no [mail]"));
    assert_eq!(warned(&desk), 2, "no mail and no signing key yet; nothing is enabled at the school");
    desk.json("school enable ehis:1 --platform opiq --upstream ekool");
    let line = "warning contacts: nobody is told of held updates of ehis:1 at opiq. hint: `koppel school change";
    assert!(desk.run("doctor").out.lines().any(|said| said.starts_with(line)));
    desk.json("school change --id ehis:1 --platform opiq --hold-contact office@kool.example");
    assert_eq!(warned(&desk), 2);
}

#[test]
fn doctor_names_a_wrong_setting_and_a_database_without_tables() {
    let desk = Desk::new();
    assert!(desk.run("doctor").out.contains("failing migrations: the database is empty. hint: `koppel migrate`"));
    desk.write("koppel.toml", "[server]\nbind = 1");
    assert!(desk.run("doctor").out.starts_with("failing configuration: server.bind: "));
}

/// `\0koppel\0p@ss` in base64.
const SIGN_IN: &str = "AGtvcHBlbABwQHNz";

#[tokio::test(flavor = "multi_thread")]
async fn doctor_signs_in_to_the_mail_server_and_says_what_is_wrong() {
    let desk = Desk::with_platform();
    let text = std::fs::read_to_string(desk.path("koppel.toml")).unwrap();
    let server = MailServer::with(Manner { sign_in: Some(SIGN_IN.to_owned()), ..Manner::default() }).await;
    let look = |url: &str| {
        let url = url.replace("HOST", &server.address().to_string());
        desk.write("koppel.toml", &format!("{text}[mail]\nsmtp_url = '{url}'\nfrom = 'koppel@a.example'\n"));
        desk.run("doctor")
    };
    let well = look("smtp://koppel:p%40ss@HOST?tls=none");
    assert!(well.err.contains("ok mail server: ") && !well.out.contains("mail server"), "{} {}", well.out, well.err);
    for (url, problem) in [
        ("smtp://koppel:other@HOST?tls=none", "sign_in failed: "),
        ("smtp://koppel:p%40ss@HOST", "connect failed: "),
        ("smtp://127.0.0.1:9?tls=none", "connect failed: "),
    ] {
        let done = look(url);
        let found = done.out.lines().find(|line| line.starts_with("failing mail server: ")).unwrap_or_default();
        assert!(found.contains(problem) && found.contains("hint: "), "{url}: {}", done.out);
        assert!(!done.out.contains("p%40ss") && !done.out.contains("p@ss"), "{}", done.out);
    }
    assert!(server.heard().iter().all(|line| !line.starts_with("MAIL")), "{:?}", server.heard());
}
