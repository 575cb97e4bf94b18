//! The real binary, in the clear or behind haproxy, with one platform, one pupil and one client.

use std::process::{Command, Stdio};

use koppel::demo::browser::Browser;

use super::authority::Authority;
use super::child::{Running, free_port};
use crate::cli::desk::{Desk, Server};

/// The pupil's password.
const PASSWORD: &str = "kevadine-varsakabi-4";
/// The pupil's `sub` at the platform.
pub const SUB: &str = "1701";
/// The client's secret.
pub const SECRET: &str = "secret-of-web-0123456789abcdef0123456789";
/// Where codes go, unless a test has a platform of its own.
pub const CALLBACK: &str = "https://opiq.example/third/callback";
/// Where browsers go after signing out.
pub const BYE: &str = "https://opiq.example/third/bye";

/// How the broker is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// http on loopback.
    Plain,
    /// https; haproxy ends TLS.
    Tls,
}

/// A broker that serves until it is dropped.
pub struct Broker {
    pub desk: Desk,
    pub way: Way,
    pub issuer: String,
    pub authority: Authority,
    _server: Server,
    _haproxy: Option<Running>,
}

const HAPROXY: &str = "global
  maxconn 200
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
frontend tls
  bind 127.0.0.1:FRONT ssl crt SERVER alpn h2,http/1.1
  http-request set-header X-Forwarded-Proto https
  default_backend broker
backend broker
  server broker 127.0.0.1:BACK
";

impl Broker {
    /// Platform `opiq` with the client `web`, school `ehis:1`, and a pupil with a password.
    pub fn start(way: Way, redirect: &str, bye: &str) -> Self {
        Self::on(Desk::with_platform(), way, redirect, bye)
    }

    /// The same at a desk that has platform and school.
    pub fn on(desk: Desk, way: Way, redirect: &str, bye: &str) -> Self {
        let authority = Authority::new();
        desk.write("secret", SECRET);
        desk.json(&format!(
            "client add --platform opiq --client-id web --client-secret-file secret --redirect-uri {redirect} \
             --post-logout-redirect-uri {bye}"
        ));
        let account =
            "account add --platform opiq --username mari --given-name Mari --family-name Tamm --school ehis:1";
        let account = format!("{account} --role pupil --external-id {SUB} --password-file -");
        desk.run_with(&account, PASSWORD).json();
        let (front, back) = (free_port(), free_port());
        let issuer = match way {
            Way::Plain => format!("http://127.0.0.1:{back}"),
            Way::Tls => format!("https://127.0.0.1:{front}"),
        };
        let server = serve(&desk, &authority, &issuer, back);
        let haproxy = (way == Way::Tls).then(|| haproxy(&desk, &authority, front, back));
        Self { desk, way, issuer, authority, _server: server, _haproxy: haproxy }
    }

    /// A browser that was nowhere yet.
    pub fn browser(&self) -> Browser {
        let mut browser = Browser::trusting("en", &self.authority.pem()).unwrap();
        browser.on_step = |step| eprintln!("  {step}");
        browser
    }
}

fn serve(desk: &Desk, authority: &Authority, issuer: &str, port: u16) -> Server {
    desk.serve_with(&[
        ("KOPPEL__SERVER__BIND", &format!("127.0.0.1:{port}")),
        ("KOPPEL__SERVER__PUBLIC_URL", issuer),
        ("KOPPEL__SERVER__TRUSTED_PROXIES", "127.0.0.1"),
        ("KOPPEL__OUTGOING__EXTRA_CA_FILE", &authority.ca().display().to_string()),
    ])
}

fn haproxy(desk: &Desk, authority: &Authority, front: u16, back: u16) -> Running {
    let text = HAPROXY.replace("FRONT", &front.to_string()).replace("BACK", &back.to_string());
    let file = desk.write("haproxy.cfg", &text.replace("SERVER", &authority.server().display().to_string()));
    let found = ["/usr/sbin/haproxy", "haproxy"].into_iter().find(|path| std::path::Path::new(path).exists());
    let mut command = Command::new(found.unwrap_or("haproxy"));
    command.args(["-db", "-q", "-f", &file]).stdin(Stdio::null());
    Running::start(command, front)
}

/// Types the pupil's name and password at the broker's login page.
pub async fn type_password(browser: &mut Browser) {
    assert!(browser.page().has("#password-submit"), "{}", browser.page().html);
    browser.fill("username", "mari");
    browser.fill("password", PASSWORD);
    browser.press("password-submit").await.unwrap();
}
