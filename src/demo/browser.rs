//! A scripted browser without JavaScript: cookies per host, real links and forms, redirects, meta refresh.
//!
//! It does what a person does: it finds a control by its `id`, fills fields by name and presses buttons.

mod cookies;
mod page;

use std::collections::BTreeMap;
use std::net::IpAddr;

use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER, SET_COOKIE};
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;
use url::Url;

use self::cookies::Cookies;
pub use self::page::{Page, Press};

/// Why the browser cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// Nobody answers.
    #[error("no answer: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// The page has no such control.
    #[error("{url} ({title}) has no {wanted}")]
    Missing {
        /// Where the browser is, secrets cut.
        url: String,
        /// The page's title.
        title: String,
        /// What was looked for.
        wanted: String,
    },
    /// A link or redirect that leads nowhere.
    #[error("not an address: {0}")]
    Address(#[from] url::ParseError),
    /// More than 20 redirects in a row.
    #[error("the redirects do not end")]
    Endless,
}

/// One request and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// GET or POST.
    pub method: Method,
    /// Where, secrets cut.
    pub url: String,
    /// The answer's status.
    pub status: u16,
    /// Names of the form's fields.
    pub fields: Vec<String>,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:<4} {} {}", self.method, self.status, self.url)?;
        if self.fields.is_empty() { Ok(()) } else { write!(f, "  [{}]", self.fields.join(" ")) }
    }
}

/// The browser of one person.
#[derive(Debug)]
pub struct Browser {
    http: reqwest::Client,
    cookies: Cookies,
    filled: BTreeMap<String, String>,
    page: Page,
    language: String,
    /// Everything that was asked so far.
    pub trace: Vec<Step>,
    /// Called for every step as it happens.
    pub on_step: fn(&Step),
    /// A path prefix the browser does not go to: it stops before and keeps the address in [`Browser::held`].
    pub stop_before: Option<String>,
    /// The address it stopped before.
    pub held: Option<Url>,
    /// The headers of the page it shows.
    pub headers: HeaderMap,
}

impl Browser {
    /// A browser that has been nowhere and reads `language` (such as `et`).
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn new(language: &str) -> Result<Self, BrowserError> {
        Self::made(language, None, &[])
    }

    /// The same, which also trusts the certificates of a PEM file.
    ///
    /// # Errors
    /// The PEM cannot be read, or no HTTP client can be made.
    pub fn trusting(language: &str, pem: &[u8]) -> Result<Self, BrowserError> {
        Self::made(language, None, pem)
    }

    /// The same on a computer with the address `from`, which must be one of this machine's.
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn at(language: &str, from: IpAddr) -> Result<Self, BrowserError> {
        Self::made(language, Some(from), &[])
    }

    fn made(language: &str, from: Option<IpAddr>, pem: &[u8]) -> Result<Self, BrowserError> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(30))
            .no_proxy()
            .tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem)?)
            .local_address(from)
            .build()?;
        let language = language.to_owned();
        let (cookies, filled, page) = Default::default();
        Ok(Self {
            http,
            cookies,
            filled,
            page,
            language,
            trace: vec![],
            on_step: |_| {},
            stop_before: None,
            held: None,
            headers: HeaderMap::new(),
        })
    }

    /// The page the browser shows.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The value of a cookie that would be sent to `url`.
    #[must_use]
    pub fn cookie(&self, url: &Url, name: &str) -> Option<String> {
        self.cookies.value(url, name)
    }

    /// Opens an address.
    ///
    /// # Errors
    /// Nobody answers, or the redirects do not end.
    pub async fn open(&mut self, url: &str) -> Result<&Page, BrowserError> {
        self.go(Method::GET, url.parse()?, None).await
    }

    /// Types into a field of the page; sent when a button of its form is pressed.
    pub fn fill(&mut self, field: &str, text: &str) {
        self.filled.insert(field.to_owned(), text.to_owned());
    }

    /// Presses the button or follows the link with this `id`.
    ///
    /// # Errors
    /// There is no such control, or nobody answers.
    pub async fn press(&mut self, id: &str) -> Result<&Page, BrowserError> {
        let filled = std::mem::take(&mut self.filled);
        match self.page.press(id, &filled)? {
            Press::Follow(url) => self.go(Method::GET, url, None).await,
            Press::Submit { url, fields } => self.go(Method::POST, url, Some(fields)).await,
        }
    }

    /// Sends a form that no page offers, as if the page shown had it.
    ///
    /// # Errors
    /// Nobody answers.
    pub async fn send(&mut self, url: &str, fields: &[(&str, &str)]) -> Result<&Page, BrowserError> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.go(Method::POST, url.parse()?, Some(fields)).await
    }

    /// Asks for JSON with this browser's cookies; the page stays.
    ///
    /// # Errors
    /// Nobody answers, or not with this JSON.
    pub async fn json<T: DeserializeOwned>(&mut self, url: &str) -> Result<T, BrowserError> {
        let url: Url = url.parse()?;
        let answer = self.ask(Method::GET, &url, None).await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    async fn go(
        &mut self,
        method: Method,
        url: Url,
        fields: Option<Vec<(String, String)>>,
    ) -> Result<&Page, BrowserError> {
        let (mut method, mut url, mut fields) = (method, url, fields);
        for _ in 0..20 {
            if self.stop_before.as_ref().is_some_and(|prefix| url.path().starts_with(prefix)) {
                self.stop_before = None;
                self.held = Some(url);
                return Ok(&self.page);
            }
            let answer = self.ask(method.clone(), &url, fields.as_deref()).await?;
            let (status, location) = (answer.status(), header(answer.headers(), LOCATION.as_str()));
            if let Some(location) = location.filter(|_| status.is_redirection()) {
                url = url.join(&location)?;
                // 307 and 308 repeat the method and the form; the others fetch.
                if ![307, 308].contains(&status.as_u16()) {
                    (method, fields) = (Method::GET, None);
                }
                continue;
            }
            let refresh = header(answer.headers(), "refresh");
            self.headers = answer.headers().clone();
            self.page = Page::new(url.clone(), status.as_u16(), answer.text().await?);
            match self.page.refresh_target(refresh.as_deref())? {
                Some(next) => (method, url, fields) = (Method::GET, next, None),
                None => return Ok(&self.page),
            }
        }
        Err(BrowserError::Endless)
    }

    async fn ask(
        &mut self,
        method: Method,
        url: &Url,
        fields: Option<&[(String, String)]>,
    ) -> Result<reqwest::Response, BrowserError> {
        let mut request = self.http.request(method.clone(), url.clone()).header(ACCEPT_LANGUAGE, &self.language);
        if let Some(cookies) = self.cookies.header(url) {
            request = request.header(COOKIE, cookies);
        }
        let from = self.page.url();
        if let Some(from) = from {
            request = request.header(REFERER, from.origin().ascii_serialization() + "/");
        }
        let site = from.map_or("none", |from| if from.origin() == url.origin() { "same-origin" } else { "cross-site" });
        request = request.header("sec-fetch-site", site).header("sec-fetch-mode", "navigate");
        if let Some(fields) = fields {
            let origin = from.map_or_else(|| "null".to_owned(), |from| from.origin().ascii_serialization());
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            request = request.header(ORIGIN, origin);
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        }
        let answer = request.send().await?;
        let names = fields.unwrap_or_default().iter().map(|(name, _)| name.clone()).collect();
        let step = Step { method, url: without_secrets(url), status: answer.status().as_u16(), fields: names };
        (self.on_step)(&step);
        self.trace.push(step);
        for set in answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            self.cookies.take(url, set);
        }
        Ok(answer)
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Parameters whose values are no secrets.
const PLAIN: &[&str] = &[
    "client_id",
    "response_type",
    "redirect_uri",
    "post_logout_redirect_uri",
    "scope",
    "prompt",
    "max_age",
    "code_challenge_method",
    "iss",
    "error",
    "error_description",
    "koppel_upstream",
    "ui_locales",
    "lang",
];

/// The address with the values of all other parameters cut.
fn without_secrets(url: &Url) -> String {
    let mut shown = url.clone();
    let pairs =
        url.query_pairs().map(|(name, value)| if PLAIN.contains(&&*name) { (name, value) } else { (name, "".into()) });
    let query: Vec<String> = pairs
        .map(|(name, value)| if value.is_empty() { format!("{name}=…") } else { format!("{name}={value}") })
        .collect();
    shown.set_query(None);
    shown.set_fragment(None);
    if query.is_empty() { shown.into() } else { format!("{shown}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trace_shows_no_code_state_or_token() {
        let url = "http://127.0.0.1/callback?code=abc&state=def&iss=http://x".parse().unwrap();
        assert_eq!(without_secrets(&url), "http://127.0.0.1/callback?code=…&state=…&iss=http://x");
    }
}
