//! What stops a command before it does anything.

use super::desk::{Desk, RING};

/// D16: one line that names the setting.
#[test]
fn a_wrong_setting_is_one_line_that_names_it() {
    let desk = Desk::new();
    for (variable, value, key) in [
        ("KOPPEL__SERVER__PROT", "1", "server.prot"),
        ("KOPPEL__SERVER__PUBLIC_URL", "http://koppel.example.org", "server.public_url"),
        ("KOPPEL__KEYS__0__SECRET", "c2hvcnQ", "keys.0.secret"),
        ("KOPPEL__DATABASE__URL", "sqlite:/proc/koppel.db", "database.url"),
        ("KOPPEL__CACHE__URL", "redis:", "cache.url"),
    ] {
        let output = desk.command().env(variable, value).arg("serve").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{variable}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with(&format!("error: {key}: ")) && said.contains("hint: "), "{said}");
    }
}

#[test]
fn a_server_without_a_key_ring_says_how_to_make_one() {
    let desk = Desk::new();
    desk.write("koppel.toml", "");
    let done = desk.run("serve");
    assert!(done.hinted().contains("koppel keys new-ring-key"), "{}", done.err);
}

/// D16: a ring that cannot open what is stored stops the start, instead of failing at somebody's sign-in.
#[test]
fn a_server_with_another_ring_does_not_start() {
    let desk = Desk::with_platform().with_upstream();
    let other = RING.replace('A', "B");
    let output = desk.command().env("KOPPEL__KEYS__0__SECRET", &other).arg("serve").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.lines().last().unwrap().starts_with("error: keys: "), "{said}");
}

/// D16: an upstream without a secret would let nobody in, and say so only then.
#[test]
fn an_empty_secret_is_refused() {
    let desk = Desk::with_platform();
    desk.write("empty", "\n");
    let add = "upstream add --kind ekool --id e --client-id k --client-secret-file empty";
    assert!(desk.run(add).hinted().contains("--client-secret-file"));
    let add = "client add --platform opiq --redirect-uri https://a.example/cb --client-secret-file empty";
    assert!(desk.run(add).hinted().contains("--client-secret-file"));
}

/// D16: two upstreams with one issuer would give people two identities.
#[test]
fn a_second_upstream_with_the_same_issuer_is_refused() {
    let desk = Desk::with_platform();
    desk.write("secret", "x");
    let add = |id: &str, issuer: &str| {
        desk.run(&format!(
            "upstream add --kind oidc --id {id} --issuer {issuer} --client-id k --client-secret-file secret"
        ))
    };
    add("one", "https://id.example.org").json();
    assert!(add("two", "https://id.example.org/").hinted().contains("upstream one"));
    assert!(add("us", "http://127.0.0.1:0").hinted().contains("Koppel itself"));
}

#[test]
fn an_outdated_database_is_not_touched_and_an_empty_one_is_made() {
    let desk = Desk::new();
    assert_eq!(desk.run("migrate").err.trim(), "the database was made");
    assert_eq!(desk.run("migrate").err.trim(), "the database was up to date");
}
