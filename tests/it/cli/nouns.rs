//! add, list, show, change, remove.

use serde_json::{Value, json};

use super::desk::Desk;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The options that `--help` tells of, as keys.
fn options(desk: &Desk, noun: &str) -> Vec<String> {
    let help = desk.run(&format!("{noun} add --help")).out;
    let lines = help.lines().filter_map(|line| line.strip_prefix("      --"));
    let names = lines.map(|rest| rest.split([' ', '.', '=']).next().unwrap().replace('-', "_"));
    names.filter(|name| name != "config").collect()
}

/// Whatever was not said is there too, as null; a file is its path, never what is in it.
#[test]
fn every_add_prints_one_object_under_the_names_of_its_options() {
    let desk = Desk::new();
    desk.write("secret", "0123456789abcdef0123456789abcdef");
    desk.write("keys", r#"{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}"#);
    desk.write("settings", "{}");
    let redirects = "--redirect-uri https://a.example/cb --redirect-uri https://a.example/two";
    for (line, files) in [
        ("platform add --id opiq --name Opiq", &[][..]),
        (&format!("client add --platform opiq {redirects}"), &[]),
        (
            &format!("client add --platform opiq {redirects} --client-secret-file secret"),
            &[("client_secret_file", "secret")],
        ),
        (
            &format!("client add --platform opiq {redirects} --auth-method private_key_jwt --jwks-file keys"),
            &[("jwks_file", "keys")],
        ),
        (
            "upstream add --kind ekool --id ekool --client-id koppel --client-secret-file secret --settings-file settings",
            &[("client_secret_file", "secret"), ("settings_file", "settings")],
        ),
        ("school add --id ehis:1 --name Tamme --country EE --platform opiq", &[]),
        (
            "account add --platform opiq --username mari --password-file secret --school ehis:1 --role pupil",
            &[("password_file", "secret")],
        ),
        ("account role add --platform opiq --username mari --school ehis:1 --role teacher", &[]),
    ] {
        let value = desk.json(line);
        let wanted = options(&desk, line.split_once(" add ").unwrap().0);
        assert!(wanted.len() > 3, "{line}: {wanted:?}");
        for key in &wanted {
            assert!(keys(&value).contains(&key.as_str()), "{line}: {key} in {value}");
        }
        for (key, path) in files {
            assert_eq!(value[key], *path, "{line}");
        }
        let told = value.to_string();
        let own = value["client_secret"] == "0123456789abcdef0123456789abcdef";
        assert!(own || !told.contains("0123456789abcdef"), "{told}");
        assert!(
            !line.starts_with("client")
                || (keys(&value).contains(&"client_id") && keys(&value).contains(&"client_secret"))
        );
    }
}

#[test]
fn a_client_is_added_with_safe_defaults_and_given_values_win() {
    let desk = Desk::with_platform();
    let value = desk.json("client add --platform opiq --redirect-uri https://a.example/cb");
    assert_eq!(value["auth_method"], "client_secret_basic");
    assert_eq!((&value["pkce"], &value["id_token_alg"]), (&json!("required"), &json!("RS256")));
    assert_eq!(value["client_secret"].as_str().unwrap().len(), 43);
    desk.write("secret", "0123456789abcdef0123456789abcdef");
    let value = desk.json(
        "client add --platform opiq --client-id web --redirect-uri https://a.example/cb --client-secret-file secret \
         --pkce optional --id-token-alg ES256 --auth-method client_secret_post",
    );
    assert_eq!((&value["client_id"], &value["pkce"]), (&json!("web"), &json!("optional")));
    assert_eq!(value["client_secret"], "0123456789abcdef0123456789abcdef");
}

/// A platform's server that only reads classes signs nobody in.
#[test]
fn a_client_for_itself_needs_no_redirect_uri() {
    let desk = Desk::with_platform();
    let core = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly";
    let value = desk.json(&format!("client add --platform opiq --client-id reads --scopes profile {core}"));
    assert_eq!(value["scopes"], format!("openid profile {core}"));
    assert_eq!(value["redirect_uri"], json!([]));
    desk.json("client change --id reads --name Reader");
    desk.run("client change --id reads --scopes openid").hinted();
}

#[test]
fn a_client_that_could_not_be_safe_is_refused() {
    let desk = Desk::with_platform();
    desk.write("short", "secret");
    desk.write("private", r#"{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}]}"#);
    for options in [
        "--redirect-uri http://a.example/cb",
        "--redirect-uri https://a.example/cb#x",
        "--redirect-uri https://a.example/cb --auth-method none --pkce optional",
        "--redirect-uri https://a.example/cb --auth-method private_key_jwt",
        "--redirect-uri https://a.example/cb --auth-method private_key_jwt --jwks-file private",
        "--redirect-uri https://a.example/cb --client-secret-file short",
        "--redirect-uri https://a.example/cb --scopes everything",
        "--scopes openid profile",
        "--auth-method none --scopes https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly",
    ] {
        desk.run(&format!("client add --platform opiq {options}")).hinted();
    }
    assert_eq!(desk.json("client list --json"), json!([]));
}

/// S9: a client's name on the wire is never somebody's `sub`.
#[test]
fn a_client_id_that_is_a_sub_is_refused() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username mari --external-id 17");
    let done = desk.run("client add --platform opiq --redirect-uri https://a.example/cb --client-id 17");
    assert!(done.hinted().contains("sub of an account"));
}

#[test]
fn an_old_secret_works_beside_the_new_one_for_as_long_as_was_said() {
    let desk = Desk::with_platform();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web");
    let second = desk.json("client change --id web --new-secret --keep-old-for 7d");
    assert_eq!(second["client_secret"].as_str().unwrap().len(), 43);
    let secrets = desk.json("client show web --json")["secrets"].as_array().unwrap().clone();
    assert_eq!(secrets.len(), 2);
    assert!(secrets[0]["until"].is_string() && secrets[1]["until"].is_null(), "{secrets:?}");
    desk.json("client change --id web --new-secret");
    assert_eq!(desk.json("client show web --json")["secrets"].as_array().unwrap().len(), 1);
}

#[test]
fn the_last_redirect_uri_stays() {
    let desk = Desk::with_platform();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web");
    desk.run("client change --id web --remove-redirect-uri https://a.example/cb").hinted();
    let line =
        "client change --id web --remove-redirect-uri https://a.example/cb --add-redirect-uri https://a.example/new";
    assert_eq!(desk.json(line)["redirect_uri"], json!(["https://a.example/new"]));
}

#[test]
fn what_is_removed_is_disabled_and_comes_back() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web");
    let account = desk.json("account add --platform opiq --username mari")["id"].as_str().unwrap().to_owned();
    for (noun, id) in
        [("platform", "opiq"), ("client", "web"), ("upstream", "ekool"), ("school", "ehis:1"), ("account", &account)]
    {
        let removed = desk.run(&format!("{noun} remove --id {id}"));
        assert!(removed.json()["disabled_at"].is_string(), "{noun}");
        assert!(removed.err.contains("disabled, because"), "{}", removed.err);
        let back = desk.json(&format!("{noun} change --id {id} --enable"));
        assert!(back["disabled_at"].is_null(), "{noun}");
    }
}

#[test]
fn an_upstream_is_enabled_at_a_school_and_its_end_is_kept() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("school add --id ehis:2 --name Kuu --country EE --number brin:99XX");
    let enable = "school enable --id brin:99XX --upstream ekool --platform opiq";
    assert_eq!(desk.json(enable)["enabled"], true);
    assert!(desk.run(enable).err.contains("already"));
    assert_eq!(desk.json("school disable ehis:2 --upstream ekool --platform opiq")["enabled"], false);
    let history = desk.json("school show ehis:2 --json")["upstream"].clone();
    assert_eq!(history[0]["enabled_by"], "cli:tester");
    assert_eq!(history[0]["ended_by"], "cli:tester");
    let line = "school change --id ehis:2 --platform opiq --pupils-keep-session true --new-accounts ask_school";
    assert_eq!(desk.json(line)["platform"]["new_accounts"], "ask_school");
}

#[test]
fn enabling_an_upstream_switches_no_school_on_again() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("school add --id ehis:2 --name Kuu --country EE");
    let enable = "school enable --id ehis:2 --upstream ekool --platform opiq";
    desk.json(enable);
    desk.run("school remove --id ehis:2 --platform opiq").json();
    assert!(desk.run(enable).hinted().contains("switched off at opiq"));
    desk.json("school change --id ehis:2 --platform opiq --enable");
    assert_eq!(desk.json(enable)["enabled"], true);
}

#[test]
fn what_is_not_there_is_said_and_what_is_there_is_not_added_twice() {
    let desk = Desk::with_platform();
    for line in ["platform show x", "client show x", "upstream show x", "school show ehis:9", "account show acc_x"] {
        desk.run(line).hinted();
    }
    assert!(desk.run("platform add --id opiq --name Again").hinted().contains("exists already"));
    assert!(desk.run("school add --id ehis:1 --name Again --country EE").hinted().contains("exists already"));
    assert!(desk.run("school add --id x:1 --name Far --country US").hinted().contains("--time-zone"));
}

#[test]
fn every_change_is_in_the_audit_log_and_every_invariant_holds() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web");
    desk.json("account add --platform opiq --username mari --school ehis:1 --role teacher");
    desk.json("platform remove opiq");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite:{}", desk.path("koppel.db").display());
    let count = runtime.block_on(async {
        let db = koppel::storage::Database::connect(&url).await.unwrap();
        let sql = "SELECT COUNT(*) AS n FROM audit JOIN audit_detail ON audit_id = id WHERE actor = $1";
        db.count(sql, koppel::args!["cli:tester"]).await.unwrap()
    });
    assert_eq!(count, 6);
    let checked = desk.run("check");
    assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{}", checked.err);
}

/// Each violation is one line, and a script sees it by the exit code.
#[test]
fn a_broken_promise_is_a_line_of_check_and_exit_1() {
    let desk = Desk::with_platform();
    desk.json("account add --platform opiq --username mari --school ehis:1 --role teacher");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite:{}", desk.path("koppel.db").display());
    runtime.block_on(async {
        let db = koppel::storage::Database::connect(&url).await.unwrap();
        let damage = |tx: koppel::storage::Tx| async move {
            tx.execute("UPDATE account_role SET role = 'admin', source = 'import'", vec![]).await
        };
        db.write::<_, koppel::storage::StorageError, _, _>(koppel::storage::Durability::Durable, damage).await.unwrap();
    });
    let done = desk.run("check");
    assert_eq!((done.code, done.out.lines().count()), (1, 1), "{}", done.out);
    assert!(done.out.starts_with("invariant 8: an administrator made by a feed"), "{}", done.out);
    assert!(done.err.contains("hint: "), "{}", done.err);
}
