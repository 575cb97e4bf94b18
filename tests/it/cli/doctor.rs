//! `koppel doctor`.

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn doctor_is_content_with_a_server_that_runs() {
    let desk = Desk::with_platform();
    let server = desk.serve();
    let text = std::fs::read_to_string(desk.path("koppel.toml")).unwrap();
    desk.write("koppel.toml", &text.replace("http://127.0.0.1:0", &server.base));
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
fn doctor_names_a_wrong_setting_and_a_database_without_tables() {
    let desk = Desk::new();
    assert!(desk.run("doctor").out.contains("failing migrations: the database is empty. hint: `koppel migrate`"));
    desk.write("koppel.toml", "[server]\nbind = 1");
    assert!(desk.run("doctor").out.starts_with("failing configuration: server.bind: "));
}
