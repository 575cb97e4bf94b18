//! A mail server of one's own: speaks SMTP over TCP (RFC 5321), and has moods.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use koppel::config::Mail;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// How the server is disposed towards a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Takes the letter.
    #[default]
    Take,
    /// 451 to the recipient.
    Later,
    /// 550 to the recipient, with the address in the text.
    Refuse,
    /// 554 to the letter.
    RefuseLetter,
    /// 550 to the sender.
    RefuseSender,
    /// Says nothing when the recipient is named.
    Hang,
    /// Takes the letter and hangs up before saying so.
    HangUp,
}

/// A letter that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// RCPT TO.
    pub to: String,
    /// Headers and body as they came, dots unstuffed.
    pub text: String,
}

impl Taken {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
    }
}

#[derive(Default)]
struct State {
    mood: Mutex<Mood>,
    moods: Mutex<BTreeMap<String, Mood>>,
    taken: Mutex<Vec<Taken>>,
    heard: Mutex<Vec<String>>,
    sign_in: Option<String>,
    start_tls: Option<TlsAcceptor>,
}

/// The running server; ends with the test.
pub struct MailServer {
    state: Arc<State>,
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a server wants to be met.
#[derive(Default)]
pub struct Manner {
    /// `\0user\0password` in base64, as AUTH PLAIN sends it.
    pub sign_in: Option<String>,
    /// TLS after STARTTLS.
    pub start_tls: Option<TlsAcceptor>,
    /// TLS from the first byte.
    pub implicit: Option<TlsAcceptor>,
}

impl MailServer {
    /// One without TLS or passwords.
    pub async fn start() -> Self {
        Self::with(Manner::default()).await
    }

    /// One with manners.
    pub async fn with(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State { sign_in: manner.sign_in, start_tls: manner.start_tls, ..State::default() });
        let (shared, implicit) = (state.clone(), manner.implicit);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, implicit) = (shared.clone(), implicit.clone());
                tokio::spawn(async move {
                    let line: Box<dyn Line> = match implicit {
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => Box::new(stream),
                            Err(_) => return,
                        },
                        None => Box::new(stream),
                    };
                    let _ = Talk { state, line: BufReader::new(line), to: String::new() }.talk().await;
                });
            }
        });
        Self { state, address, task }
    }

    /// `[mail]` for this server in the clear, with two seconds per letter.
    pub fn settings(&self) -> Mail {
        self.settings_at(&format!("smtp://{}?tls=none", self.address))
    }

    /// `[mail]` for an address with another scheme; `HOST` stands for ours.
    pub fn settings_at(&self, url: &str) -> Mail {
        let from = "Koppel <koppel@koppel.test>".parse().unwrap();
        Mail::at(&url.replace("HOST", &self.address.to_string()), from, 2_000).unwrap()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its disposition towards everybody.
    pub fn mood(&self, mood: Mood) {
        *self.state.mood.lock().unwrap() = mood;
    }

    /// Towards one recipient.
    pub fn mood_for(&self, to: &str, mood: Mood) {
        self.state.moods.lock().unwrap().insert(to.to_owned(), mood);
    }

    /// Letters taken.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().unwrap().clone()
    }

    /// Every command heard, in order.
    pub fn heard(&self) -> Vec<String> {
        self.state.heard.lock().unwrap().clone()
    }

    /// How often a recipient was named.
    pub fn tries(&self) -> usize {
        self.heard().iter().filter(|line| line.starts_with("RCPT")).count()
    }
}

trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

struct Talk {
    state: Arc<State>,
    line: BufReader<Box<dyn Line>>,
    to: String,
}

impl Talk {
    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.line.get_mut().write_all(format!("{text}\r\n").as_bytes()).await?;
        self.line.get_mut().flush().await
    }

    async fn hear(&mut self) -> std::io::Result<String> {
        let mut text = String::new();
        match self.line.read_line(&mut text).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(text),
        }
    }

    fn mood(&self) -> Mood {
        let own = self.state.moods.lock().unwrap().get(&self.to).copied();
        own.unwrap_or(*self.state.mood.lock().unwrap())
    }

    async fn talk(mut self) -> std::io::Result<()> {
        self.say("220 post.test ESMTP").await?;
        loop {
            let said = self.hear().await?;
            let said = said.trim_end();
            self.state.heard.lock().unwrap().push(said.to_owned());
            let verb = said.split(' ').next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" => self.greet().await?,
                "STARTTLS" => self = self.wrap().await?,
                "AUTH" => {
                    let right = self.state.sign_in.as_ref().is_some_and(|want| said == format!("AUTH PLAIN {want}"));
                    self.say(if right { "235 welcome" } else { "535 5.7.8 wrong password" }).await?;
                }
                "MAIL" if self.mood() == Mood::RefuseSender => self.say("550 not from you").await?,
                "RCPT" => self.recipient(said).await?,
                "DATA" => self.letter().await?,
                "QUIT" => return self.say("221 bye").await,
                _ => self.say("250 fine").await?,
            }
        }
    }

    async fn greet(&mut self) -> std::io::Result<()> {
        self.say("250-post.test").await?;
        if self.state.start_tls.is_some() {
            self.say("250-STARTTLS").await?;
        }
        if self.state.sign_in.is_some() {
            self.say("250-AUTH PLAIN").await?;
        }
        self.say("250 8BITMIME").await
    }

    async fn wrap(mut self) -> std::io::Result<Self> {
        let Some(tls) = self.state.start_tls.clone() else {
            self.say("502 no").await?;
            return Ok(self);
        };
        self.say("220 go on").await?;
        let line = tls.accept(self.line.into_inner()).await?;
        Ok(Self { line: BufReader::new(Box::new(line)), ..self })
    }

    async fn recipient(&mut self, said: &str) -> std::io::Result<()> {
        self.to = said.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
        match self.mood() {
            Mood::Later => self.say("451 4.7.1 come again later").await,
            Mood::Refuse => {
                let text = format!("550 5.1.1 <{}> is nobody here", self.to);
                self.say(&text).await
            }
            Mood::Hang => std::future::pending().await,
            _ => self.say("250 fine").await,
        }
    }

    async fn letter(&mut self) -> std::io::Result<()> {
        self.say("354 go on").await?;
        let mut text = String::new();
        loop {
            let line = self.hear().await?;
            if line == ".\r\n" {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        if self.mood() == Mood::RefuseLetter {
            return self.say("554 5.7.1 not with us").await;
        }
        let taken = Taken { to: self.to.clone(), text };
        self.state.taken.lock().unwrap().push(taken);
        match self.mood() {
            Mood::HangUp => Err(std::io::ErrorKind::ConnectionAborted.into()),
            _ => self.say("250 taken").await,
        }
    }
}

/// A certificate for 127.0.0.1 and localhost, from an authority of its own.
pub struct Authority {
    dir: tempfile::TempDir,
}

impl Authority {
    /// Makes both with `openssl`.
    pub fn new() -> Self {
        let own = Self { dir: tempfile::tempdir().unwrap() };
        own.openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Authority -keyout ca.key -out ca.pem");
        own.openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout leaf.key -out leaf.csr");
        std::fs::write(own.path("leaf.ext"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n").unwrap();
        own.openssl(
            "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out leaf.pem",
        );
        own
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn openssl(&self, line: &str) {
        let done = Command::new("openssl").args(line.split(' ')).current_dir(self.dir.path()).output();
        let done = done.expect("openssl is installed by tests/run.sh");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// The authority's certificate, as `outgoing.extra_ca_file` wants it.
    pub fn file(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// A server's side of TLS.
    pub fn acceptor(&self) -> TlsAcceptor {
        let read = |name: &str| std::fs::read(Path::new(&self.path(name))).unwrap();
        let leaf = CertificateDer::from_pem_slice(&read("leaf.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_slice(&read("leaf.key")).unwrap();
        let aws = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(aws).with_safe_default_protocol_versions().unwrap();
        TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(vec![leaf], key).unwrap()))
    }
}
