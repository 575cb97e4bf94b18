//! What people and platforms do: follow a platform's button to its code, redeem it, ask who it was.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use koppel::vault::sha256;
use serde_json::Value;
use url::Url;

use super::http::{Answer, Line};
use super::jar::Jar;

/// Where codes go; nobody listens there.
pub const REDIRECT: &str = "https://platform.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

/// A server as one of its clients knows it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// `127.0.0.1:port`.
    pub host: String,
    /// The client.
    pub client: &'static str,
    /// What it says for itself.
    pub secret: &'static str,
}

/// Somebody with a browser and, behind it, the platform's server that answers for them.
pub struct Person {
    pub desk: Desk,
    pub jar: Jar,
    /// What the upstream knows them by.
    pub user: String,
    /// The token that the next step of a row needs.
    pub token: String,
    /// The address that a proxy would tell, when it matters.
    pub from: Option<Ipv4Addr>,
    lines: HashMap<String, Line>,
}

impl Person {
    /// A person with an empty browser.
    pub fn new(desk: &Desk) -> Self {
        Self {
            desk: desk.clone(),
            jar: Jar::default(),
            user: String::new(),
            token: String::new(),
            from: None,
            lines: HashMap::new(),
        }
    }

    /// Empties the browser, save that the upstream at `host` knows who it is.
    pub fn anew(&mut self, host: &str) {
        self.jar = Jar::default();
        self.jar.put(host, "user", &self.user);
    }

    async fn send(&mut self, host: &str, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        if !self.lines.contains_key(host) {
            self.lines.insert(host.to_owned(), Line::to(host));
        }
        self.lines.get_mut(host).unwrap().ask(method, path, headers, body).await.unwrap()
    }

    /// A call without cookies.
    pub async fn call(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let host = self.desk.host.clone();
        self.send(&host, method, path, headers, body).await
    }

    /// A page of the browser, at an absolute address.
    async fn open(&mut self, url: &Url, form: Option<&str>) -> Answer {
        let host = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(80));
        let mut headers = self.jar.line(&host);
        if let Some(from) = self.from {
            let _ = write!(headers, "x-forwarded-for: {from}\r\n");
        }
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path = format!("{path}?{query}");
        }
        let answer = match form {
            None => self.send(&host, "GET", &path, &headers, "").await,
            Some(body) => {
                headers += "sec-fetch-site: same-origin\r\n";
                headers += FORM;
                self.send(&host, "POST", &path, &headers, body).await
            }
        };
        for line in &answer.set_cookies {
            self.jar.take(&host, line);
        }
        answer
    }

    /// Follows redirects until the platform has its code (`Ok`) or a page asks something.
    async fn follow(&mut self, mut url: Url, mut answer: Answer) -> Result<String, (Url, Answer)> {
        for _ in 0..20 {
            let Some(location) = answer.location.take() else { return Err((url, answer)) };
            if location.starts_with(REDIRECT) {
                let back = Url::parse(&location).unwrap();
                let code = back.query_pairs().find(|(name, _)| name == "code").map(|(_, value)| value.into_owned());
                assert!(code.is_some(), "no code in {location}");
                return Ok(code.unwrap_or_default());
            }
            url = url.join(&location).unwrap();
            answer = self.open(&url, None).await;
        }
        Err((url, answer))
    }

    /// Presses the platform's button; `extra` is more of the query, beginning with `&`.
    pub async fn press(&mut self, scope: &str, extra: &str) -> Result<String, (Url, Answer)> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", self.desk.client)
            .append_pair("redirect_uri", REDIRECT)
            .append_pair("response_type", "code")
            .append_pair("scope", scope)
            .append_pair("state", "of-the-platform")
            .append_pair("nonce", "once")
            .append_pair("code_challenge", &sha256(VERIFIER))
            .append_pair("code_challenge_method", "S256")
            .finish();
        let url = Url::parse(&format!("http://{}/authorize?{query}{extra}", self.desk.host)).unwrap();
        let answer = self.open(&url, None).await;
        self.follow(url, answer).await
    }

    /// Sends a form from the page at `url`, and follows.
    pub async fn submit(&mut self, url: &Url, action: &str, body: &str) -> Result<String, (Url, Answer)> {
        let url = url.join(action).unwrap();
        let answer = self.open(&url, Some(body)).await;
        self.follow(url, answer).await
    }

    /// A call of the client, with its secret.
    pub async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Value {
        let basic = STANDARD.encode(format!("{}:{}", self.desk.client, self.desk.secret));
        let headers = format!("authorization: Basic {basic}\r\n{FORM}");
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let answer = self.call("POST", path, &headers, &body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// The code's tokens.
    pub async fn redeem(&mut self, code: &str) -> Value {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ];
        self.post("/token", &pairs).await
    }

    /// Who an access token is for; it must be somebody.
    pub async fn userinfo(&mut self, token: &str) {
        let answer = self.call("GET", "/userinfo", &format!("authorization: Bearer {token}\r\n"), "").await;
        let body = answer.text();
        assert!(answer.status == 200 && body.contains("\"sub\":"), "userinfo {}: {body}", answer.status);
    }

    /// Code, tokens, userinfo.
    pub async fn whole(&mut self, extra: &str) {
        let code = self.press("openid profile", extra).await.unwrap_or_else(|(url, answer)| asks(&url, &answer));
        let tokens = self.redeem(&code).await;
        self.userinfo(text(&tokens, "access_token")).await;
    }
}

/// A member of an answer that must be a text.
pub fn text<'a>(json: &'a Value, name: &str) -> &'a str {
    json.get(name).and_then(Value::as_str).unwrap()
}

/// The value of a hidden field.
pub fn hidden(html: &str, name: &str) -> String {
    let value = html.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// Nobody expected a page here.
pub fn asks(url: &Url, answer: &Answer) -> String {
    assert!(answer.status == 0, "{url} answers {}: {}", answer.status, answer.text());
    String::new()
}
