//! The real `koppel` on one store, with a platform, its clients, people with passwords, and an upstream.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use koppel::domain::ApiScope;

use super::process::{Process, free_port};
use super::store::Store;
use crate::load::{CLIENT, Desk, Person, Upstream, asks, hidden};

const KOPPEL: &str = env!("CARGO_BIN_EXE_koppel");
const SECRET: &str = "secret-of-the-platform-0123456789abcdef0123";
/// Everybody's password.
pub const PASSWORD: &str = "kolm tassi teed";
/// A ring key that is no secret.
const RING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
/// Makes the platform send everybody to the upstream.
pub const FEDERATED: &str = "&acr_values=urn%3Akoppel%3Aupstream%3Afast";

/// A broker that serves.
pub struct Broker {
    pub store: Store,
    pub process: Process,
    pub host: String,
    /// Where its `koppel.toml` is.
    pub directory: tempfile::TempDir,
}

impl Broker {
    /// Furnished with `people` password accounts `p0` …, teachers all.
    pub async fn open(store: Store, upstream: &Upstream, people: usize) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let host = format!("127.0.0.1:{}", free_port());
        let settings = format!(
            "[server]\nbind = '{host}'\npublic_url = 'http://{host}'\ntrusted_proxies = ['127.0.0.1']\n\
             [database]\nurl = '{}'\n[cache]\nurl = '{}'\n[[keys]]\nid = 'a'\nsecret = '{RING}'\n\
             [outgoing]\nallow_private = ['127.0.0.0/8']\n[log]\nlevel = 'warn'\n",
            store.database, store.cache
        );
        std::fs::write(directory.path().join("koppel.toml"), settings).unwrap();
        furnish(&directory, upstream, people);
        let process = start(&directory, &host).await;
        Self { store, process, host, directory }
    }

    /// Ends it and starts it again; answers how long that took until `/readyz` said 200, in milliseconds.
    pub async fn restart(&mut self) -> f64 {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(&id).status().unwrap().success());
        while std::fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z ")) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        self.process = start(&self.directory, &self.host).await;
        self.process.start
    }

    /// CPU so far, in seconds: the broker's and its store's.
    pub fn meter(&self) -> (f64, f64) {
        (super::process::cpu(self.process.id(), false), self.store.cpu())
    }

    /// As the client whose ID tokens are signed with `alg` knows it.
    pub fn desk(&self, alg: &str) -> Desk {
        Desk { host: self.host.clone(), client: if alg == "RS256" { "web-rs" } else { "web" }, secret: SECRET }
    }
}

async fn start(directory: &tempfile::TempDir, host: &str) -> Process {
    let mut command = Command::new(KOPPEL);
    command.arg("serve").env("KOPPEL_CONFIG", directory.path().join("koppel.toml"));
    Process::start(&command, host, "/readyz").await
}

/// What an operator types.
fn furnish(directory: &tempfile::TempDir, upstream: &Upstream, people: usize) {
    let write = |name: &str, text: &str| {
        let path: PathBuf = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let run = |line: &str| {
        let mut command = Command::new(KOPPEL);
        command.args(line.split(' ')).env("KOPPEL_CONFIG", directory.path().join("koppel.toml"));
        let done = command.stdout(Stdio::null()).status().unwrap();
        assert!(done.success(), "koppel {line}");
    };
    let (secret, shared) = (write("secret", SECRET), write("shared", "secret-of-the-upstream"));
    let settings = write("settings.json", r#"{"id_token_alg": "ES256", "profile": {"roles": "/roles"}}"#);
    let redirect = crate::load::REDIRECT;
    run("migrate");
    run("platform add --id opiq --name Opiq");
    run("school add --id ehis:1 --name Tamme --country ee --platform opiq");
    for (id, alg) in [("web", "ES256"), ("web-rs", "RS256")] {
        let add = format!("client add --platform opiq --client-id {id} --client-secret-file {secret}");
        let scopes = format!("openid profile email koppel offline_access {}", ApiScope::RosterCore);
        run(&format!("{add} --redirect-uri {redirect} --id-token-alg {alg} --scopes {scopes}"));
    }
    let add = format!("upstream add --kind oidc --id fast --name Fast --issuer {}", upstream.issuer);
    run(&format!("{add} --client-id {CLIENT} --client-secret-file {shared} --settings-file {settings}"));
    run("school enable ehis:1 --upstream fast --platform opiq");
    run("school change ehis:1 --platform opiq --new-accounts create");
    run(&format!("account import {} --platform opiq", write("people.csv", &table(people))));
}

/// One hash for all of them: it is compared, not made.
fn table(people: usize) -> String {
    let hash = koppel::accounts::passwords::hash(&koppel::domain::Random::system(), PASSWORD).unwrap();
    let mut file = "external_id;username;given_name;family_name;school;role;password_hash\n".to_owned();
    for n in 0..people {
        writeln!(file, "{n};p{n};Mari;Tamm{n};ehis:1;teacher;{hash}").unwrap();
    }
    file
}

/// A form that is ready to be sent.
pub struct Ready {
    pub url: url::Url,
    fields: String,
}

impl Ready {
    /// The chooser with its password form, in an empty browser.
    pub async fn of(person: &mut Person) -> Self {
        person.anew("");
        let Err((url, page)) = person.press("openid profile", "").await else { return Self::none() };
        let html = page.text();
        let fields = format!("csrf={}&attempt={}", hidden(&html, "csrf"), hidden(&html, "attempt"));
        Self { url, fields }
    }

    fn none() -> Self {
        Self { url: url::Url::parse("http://nowhere.example").unwrap(), fields: String::new() }
    }

    /// Its body with a name and a password.
    pub fn with(&self, username: &str, password: &str) -> String {
        let typed = [("username", username), ("password", password)];
        let typed = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
        format!("{}&{typed}", self.fields)
    }
}

/// Signs `username` in; the browser then has a session.
pub async fn sign_in(person: &mut Person, username: &str) {
    let form = Ready::of(person).await;
    let sent = person.submit(&form.url, "/login", &form.with(username, PASSWORD)).await;
    sent.unwrap_or_else(|(url, answer)| asks(&url, &answer));
}

/// The first sign-in of somebody through the upstream: the question is answered with no, and an account is made.
pub async fn first_time(person: &mut Person) {
    let Err((url, page)) = person.press("openid profile", FEDERATED).await else { return };
    let html = page.text();
    assert!(html.contains("question-no"), "{url}: {html}");
    let body = format!("csrf={}&attempt={}&answer=no", hidden(&html, "csrf"), hidden(&html, "attempt"));
    let sent = person.submit(&url, "/login/question", &body).await;
    sent.unwrap_or_else(|(url, answer)| asks(&url, &answer));
}
