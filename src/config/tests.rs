//! What stops the start, case by case.

use std::path::Path;

use secrecy::ExposeSecret as _;

use super::{Config, ConfigError, DEFAULT, MailTls, known_keys};

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("koppel.toml");
    std::fs::write(&path, file).unwrap();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some(&path), environment)
}

const GOOD_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// The key that is named, and a file that is wrong there.
const IMPOSSIBLE: &[(&str, &str)] = &[
    ("server.prot", "[server]\nprot = 1"),
    ("sever.bind", "[sever]\nbind = '127.0.0.1:1'"),
    ("top", "top = 1"),
    ("server.bind", "[server]\nbind = 'localhost'"),
    ("server.bind", "[server]\nbind = 8080"),
    ("server.public_url", "[server]\npublic_url = ''"),
    ("server.public_url", "[server]\npublic_url = 'koppel.example.org'"),
    ("server.public_url", "[server]\npublic_url = 'ftp://koppel.example.org'"),
    ("server.public_url", "[server]\npublic_url = 'http://koppel.example.org'"),
    ("server.public_url", "[server]\npublic_url = 'https://koppel.example.org?x=1'"),
    ("server.public_url", "[server]\npublic_url = 'https://koppel.example.org#top'"),
    ("server.public_url", "[server]\npublic_url = 'https://koppel.example.org/auth/'"),
    ("server.public_url", "[server]\npublic_url = 'https://me:pw@koppel.example.org'"),
    ("server.trusted_proxies", "[server]\ntrusted_proxies = ['10.0.0.0/99']"),
    ("server.trusted_proxies", "[server]\ntrusted_proxies = [1]"),
    ("server.metrics_bind", "[server]\nbind = '127.0.0.1:9'\nmetrics_bind = '127.0.0.1:9'"),
    ("server.shutdown_seconds", "[server]\nshutdown_seconds = 0"),
    ("database.url", "[database]\nurl = ''"),
    ("database.url", "[database]\nurl = 'mysql://db/koppel'"),
    ("database.url", "[database]\nurl = 'sqlite::memory:'"),
    ("database.url", "[database]\nurl = 'sqlite:/no/such/directory/koppel.db'"),
    ("database.url", "[database]\nurl = 'sqlite:/proc/koppel.db'"),
    ("database.url", "[database]\nurl = 'postgres:'"),
    ("database.url", "[database]\nurl = 'sqlite:k.db'\nurl_file = '/dev/null'"),
    ("database.url_file", "[database]\nurl_file = '/no/such/file'"),
    ("cache.url", "[cache]\nurl = 'redis:'"),
    ("cache.url", "[cache]\nurl = 'memcached://host'"),
    ("cache.url_file", "[cache]\nurl_file = '/dev/null'"),
    ("keys.0.id", "[[keys]]\nsecret = 'x'"),
    ("keys.0.id", "[[keys]]\nid = 'K 1'\nsecret = 'x'"),
    ("keys.0.secret", "[[keys]]\nid = 'a'"),
    ("keys.0.secret", "[[keys]]\nid = 'a'\nsecret = ''"),
    ("keys.0.secret", "[[keys]]\nid = 'a'\nsecret = 'not base64!'"),
    ("keys.0.secret", "[[keys]]\nid = 'a'\nsecret = 'c2hvcnQ'"),
    ("keys.0.secret", "[[keys]]\nid = 'a'\nsecret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"),
    ("keys.0.secret", "[[keys]]\nid = 'a'\nsecret = 'x'\nfile = '/dev/null'"),
    ("keys.0.file", "[[keys]]\nid = 'a'\nfile = '/dev/null'"),
    ("outgoing.extra_ca_file", "[outgoing]\nextra_ca_file = '/dev/null'"),
    ("outgoing.allow_private", "[outgoing]\nallow_private = ['10.0.0.0/64']"),
    ("outgoing.connect_ms", "[outgoing]\nconnect_ms = 6000"),
    ("outgoing.max_body_bytes", "[outgoing]\nmax_body_bytes = -1"),
    ("tokens.code_seconds", "[tokens]\ncode_seconds = 61"),
    ("tokens.access_seconds", "[tokens]\naccess_seconds = 'soon'"),
    ("tokens.refresh_idle_seconds", "[tokens]\nrefresh_absolute_seconds = 60"),
    ("sessions.idle_minutes", "[sessions]\nidle_minutes = 721"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'http://mail'"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'smtp://mail?tls=opportunistic'"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'smtp://koppel@mail'"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'smtp://koppel:pw@mail?tls=none'"),
    ("mail.smtp_url", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'smtp://mail/me'"),
    ("mail.total_ms", "[mail]\nfrom = 'a@example.org'\nsmtp_url = 'smtp://mail'\ntotal_ms = 0"),
    ("mail.from", "[mail]\nfrom = 'nobody'\nsmtp_url = 'smtp://mail'"),
    ("log.format", "[log]\nformat = 'xml'"),
    ("log.level", "[log]\nlevel = 'koppel=loud'"),
    ("--config", "this is not TOML"),
];

/// D16. Each file stops the start with one line that names its key.
#[test]
fn an_impossible_setting_is_refused_by_name() {
    let two_keys = format!("[[keys]]\nid='a'\nsecret='{GOOD_KEY}'\n[[keys]]\nid='a'\nsecret='{GOOD_KEY}'");
    let more = [("keys.1.id", two_keys.as_str())];
    for (key, file) in IMPOSSIBLE.iter().chain(&more) {
        let error = load(file, &[]).expect_err(file);
        assert_eq!(error.key, *key, "{file}: {error}");
        assert!(!error.to_string().contains('\n') && !error.hint.is_empty(), "{file}: {error}");
    }
    println!("catalogue: D16 n={} settings that cannot work", IMPOSSIBLE.len() + more.len());
}

#[test]
fn every_setting_stands_in_the_default_file_with_a_comment() {
    let lines: Vec<&str> = DEFAULT.lines().collect();
    let mut section = String::new();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let bare = line.trim_start_matches("# ");
        if bare.starts_with('[') {
            section = bare.trim_matches(['[', ']']).to_owned();
        } else if let Some((name, _)) = bare.split_once(" = ") {
            found.push(format!("{section}.{name}"));
            assert!(lines[number - 1].starts_with("# "), "{name} has no comment");
        }
    }
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), known_keys_in_file_order(&found));
    assert_eq!(found.len(), known_keys().len());
}

fn known_keys_in_file_order(found: &[String]) -> Vec<&'static str> {
    let mut known = known_keys();
    known.sort_by_key(|key| found.iter().position(|other| other == key));
    known
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = "[server]\nbind = '127.0.0.1:1'\nshutdown_seconds = 5";
    let config = load(
        file,
        &[
            ("KOPPEL__SERVER__BIND", "127.0.0.1:2"),
            ("KOPPEL__SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("KOPPEL__KEYS__0__ID", "a"),
            ("KOPPEL__KEYS__0__SECRET", GOOD_KEY),
            ("OTHER", "1"),
        ],
    )
    .unwrap();
    assert_eq!(config.server.bind.port(), 2);
    assert_eq!(config.server.shutdown_seconds, 5);
    assert_eq!(config.sessions.idle_minutes, 60);
    assert_eq!(config.server.trusted_proxies, ["10.0.0.0/8", "::1"].map(|text| text.parse().unwrap()));
    assert_eq!(config.keys.len(), 1);
}

#[test]
fn an_unknown_variable_is_refused_by_name() {
    let error = load("", &[("KOPPEL__SERVER__PORT", "1")]).unwrap_err();
    assert_eq!(error.key, "server.port");
    assert!(error.hint.contains("server."), "{}", error.hint);
}

#[test]
fn a_secret_may_come_from_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let ring = directory.path().join("ring");
    std::fs::write(&ring, format!("{GOOD_KEY}\n")).unwrap();
    let config = load(&format!("[[keys]]\nid = 'a'\nfile = '{}'", ring.display()), &[]).unwrap();
    let vault = super::vault(&config.keys, crate::domain::Random::system()).unwrap();
    assert!(vault.seal("here", b"x").unwrap().starts_with("v1.a."));
}

#[test]
fn a_missing_file_is_refused_by_name() {
    let error = Config::load(Some(Path::new("/no/such/koppel.toml")), []).unwrap_err();
    assert_eq!(error.key, "--config");
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    let config = load("[database]\nurl = 'postgres://koppel:hunter2@db/koppel'", &[]).unwrap();
    assert_eq!(format!("{:?}", config.database), "Store(postgres://koppel:***@db/koppel)");
}

/// Nothing is sent in the clear unless the address says so, and then no password.
#[test]
fn mail_is_in_the_clear_only_where_the_address_says_so() {
    let mail =
        |url: &str| load(&format!("[mail]\nfrom = 'a@example.org'\nsmtp_url = '{url}'"), &[]).unwrap().mail.unwrap();
    for (url, tls, port) in [
        ("smtps://mail.example.org", MailTls::Implicit, 465),
        ("smtp://mail.example.org", MailTls::StartTls, 587),
        ("smtp://mail.example.org:2525?tls=required", MailTls::StartTls, 2525),
        ("smtp://mail.example.org?tls=none", MailTls::Plain, 25),
        ("smtp://a:b@127.0.0.1:9?tls=none", MailTls::Plain, 9),
        ("smtp://a:b@[::1]:9?tls=none", MailTls::Plain, 9),
    ] {
        let mail = mail(url);
        assert_eq!((mail.tls, mail.port, mail.total_ms), (tls, port, 15_000), "{url}");
    }
    let sign_in = mail("smtps://koppel:p%40ss@mail.example.org").sign_in.unwrap();
    assert_eq!((sign_in.user.as_str(), sign_in.password.expose_secret()), ("koppel", "p@ss"));
    assert!(!format!("{sign_in:?}").contains("p@ss"));
}
