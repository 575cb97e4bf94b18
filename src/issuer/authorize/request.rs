//! The checks that need no person. A pure function of the parameters and what we know about the client.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::requested_claims;
use crate::domain::{AuthMethod, AuthorizeRequest, Claim, Pkce, Prompt, ResponseMode, Scope};
use crate::issuer::OAuthError;
use crate::issuer::hint::Hint;
use crate::issuer::params::{ParamError, Params};
use crate::storage::clients::Client;
use crate::web::Fault;

/// Why a request gets no further. Before client and redirect URI are sure, nothing is sent anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Objection {
    /// A page here: which parameter, and what is wrong with it.
    Page(&'static str, Fault),
    /// Back to the platform.
    Back(Box<Back>),
}

/// An error on its way to a registered URI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Back {
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) error: OAuthError,
    /// For the developer at the other side.
    pub(super) why: String,
}

/// Oldest sign-in that `max_age` can speak of: ten years, in seconds.
const OLDEST: i64 = 315_360_000;

/// What a page says about an odd parameter.
pub(super) fn fault_of(error: ParamError) -> Fault {
    if matches!(error, ParamError::Repeated(_)) { Fault::Repeated } else { Fault::Malformed }
}

/// Where the answer may go: the sent URI, if exactly these bytes are registered (RFC 9700, 2.1).
fn redirect_uri(params: &Params, registered: &[String]) -> Result<String, Objection> {
    let sent = params.text("redirect_uri", 2_000).map_err(|error| Objection::Page("redirect_uri", fault_of(error)))?;
    let sent = sent.ok_or(Objection::Page("redirect_uri", Fault::Missing))?;
    if registered.contains(&sent) { Ok(sent) } else { Err(Objection::Page("redirect_uri", Fault::NotRegistered)) }
}

/// The request, or why not.
pub(super) fn check(
    params: &Params,
    client: &Client,
    registered: &[String],
    hint: Option<&Hint>,
) -> Result<AuthorizeRequest, Objection> {
    let redirect_uri = redirect_uri(params, registered)?;
    let state = params.text("state", 4_096);
    let known_state = state.clone().ok().flatten();
    let read = Reading { params, client, hint };
    let request = state.map_err(Wrong::from).and_then(|state| read.all(redirect_uri.clone(), state));
    request.map_err(|wrong| {
        Objection::Back(Box::new(Back { redirect_uri, state: known_state, error: wrong.error, why: wrong.why }))
    })
}

struct Wrong {
    error: OAuthError,
    why: String,
}

impl From<ParamError> for Wrong {
    fn from(error: ParamError) -> Self {
        Self { error: OAuthError::InvalidRequest, why: error.to_string() }
    }
}

fn wrong<T>(error: OAuthError, why: &str) -> Result<T, Wrong> {
    Err(Wrong { error, why: why.to_owned() })
}

struct Reading<'a> {
    params: &'a Params,
    client: &'a Client,
    hint: Option<&'a Hint>,
}

impl Reading<'_> {
    fn all(&self, redirect_uri: String, state: Option<String>) -> Result<AuthorizeRequest, Wrong> {
        self.shape()?;
        let params = self.params;
        let wishes = params.text("claims", 4_096)?.map(|text| requested_claims::parse(&text)).transpose();
        let wishes = wishes.map_err(|why| Wrong { error: OAuthError::InvalidRequest, why: why.to_owned() })?;
        let wishes = wishes.unwrap_or_default();
        let acr_values = params.text("acr_values", 1_000)?.unwrap_or_default();
        Ok(AuthorizeRequest {
            client_id: self.client.id.clone(),
            platform: self.client.platform_id.clone(),
            redirect_uri,
            response_mode: ResponseMode::Query,
            scope: self.scope()?,
            state,
            nonce: params.text("nonce", 1_024)?,
            code_challenge: self.code_challenge()?,
            prompt: self.prompt()?,
            max_age: self.max_age()?,
            login_hint: params.text("login_hint", 320)?,
            ui_locales: params.text("ui_locales", 200)?,
            exact_sub: wishes.sub.is_some(),
            hinted_sub: self.hinted_sub(wishes.sub)?,
            acr_values: acr_values.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            claims: wishes.claims.intersection(&words::<Claim>(&self.client.claims)).copied().collect(),
            koppel_upstream: params.find("koppel_upstream", 100)?.and_then(|id| id.parse().ok()),
            koppel_school: params.find("koppel_school", 100)?.and_then(|id| id.parse().ok()),
        })
    }

    /// What kind of request it is: a code, in the query, said in plain parameters.
    fn shape(&self) -> Result<(), Wrong> {
        let refused = [
            ("request", OAuthError::RequestNotSupported),
            ("request_uri", OAuthError::RequestUriNotSupported),
            ("registration", OAuthError::RegistrationNotSupported),
        ];
        for (name, error) in refused {
            if self.params.find(name, usize::MAX)?.is_some() {
                return wrong(error, "send plain parameters");
            }
        }
        match self.params.find("response_type", 100)? {
            Some("code") => {}
            Some(_) => return wrong(OAuthError::UnsupportedResponseType, "response_type must be code"),
            None => return wrong(OAuthError::InvalidRequest, "response_type is missing"),
        }
        match self.params.find("response_mode", 100)? {
            None | Some("query") => Ok(()),
            Some(_) => wrong(OAuthError::InvalidRequest, "response_mode must be query"),
        }
    }

    fn scope(&self) -> Result<BTreeSet<Scope>, Wrong> {
        let asked: BTreeSet<Scope> = words(self.params.find("scope", 1_000)?.unwrap_or_default());
        let granted: BTreeSet<Scope> = asked.intersection(&words(&self.client.scopes)).copied().collect();
        if granted.contains(&Scope::OpenId) {
            Ok(granted)
        } else {
            wrong(OAuthError::InvalidScope, "scope must contain openid, and the client must be allowed it")
        }
    }

    /// RFC 7636; S256 only. Public clients have nothing else to prove themselves with.
    fn code_challenge(&self) -> Result<Option<String>, Wrong> {
        let method = self.params.find("code_challenge_method", 20)?;
        let challenge = self.params.find("code_challenge", 128)?;
        let required = self.client.pkce == Pkce::Required || self.client.auth_method == AuthMethod::None;
        match (challenge, method) {
            (None, None) if required => wrong(OAuthError::InvalidRequest, "code_challenge is missing"),
            (None, None) => Ok(None),
            (None, Some(_)) => wrong(OAuthError::InvalidRequest, "code_challenge_method without code_challenge"),
            (Some(text), Some("S256")) if is_sha256(text) => Ok(Some(text.to_owned())),
            (Some(_), Some("S256")) => wrong(OAuthError::InvalidRequest, "code_challenge is no S256 challenge"),
            (Some(_), _) => wrong(OAuthError::InvalidRequest, "code_challenge_method must be S256"),
        }
    }

    fn prompt(&self) -> Result<BTreeSet<Prompt>, Wrong> {
        let text = self.params.find("prompt", 200)?.unwrap_or_default();
        let prompt: BTreeSet<Prompt> = words(text);
        let words = text.split(' ').filter(|word| !word.is_empty()).count();
        if prompt.contains(&Prompt::None) && words > 1 {
            wrong(OAuthError::InvalidRequest, "prompt=none stands alone")
        } else {
            Ok(prompt)
        }
    }

    fn max_age(&self) -> Result<Option<i64>, Wrong> {
        let Some(text) = self.params.find("max_age", 20)? else { return Ok(None) };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<u64>() {
            Ok(seconds) if digits => Ok(Some(i64::try_from(seconds).unwrap_or(OLDEST).min(OLDEST))),
            _ => wrong(OAuthError::InvalidRequest, "max_age is no number of seconds"),
        }
    }

    /// Who must answer, if the platform said so in either way.
    fn hinted_sub(&self, wished: Option<String>) -> Result<Option<String>, Wrong> {
        match self.hint {
            None | Some(Hint::Forgotten) => Ok(wished),
            Some(Hint::Known(known)) if known.aud != self.client.id.as_str() => {
                wrong(OAuthError::InvalidRequest, "id_token_hint is for another client")
            }
            Some(Hint::Known(known)) if wished.as_ref().is_some_and(|sub| *sub != known.sub) => {
                wrong(OAuthError::InvalidRequest, "id_token_hint and claims name two persons")
            }
            Some(Hint::Known(known)) => Ok(Some(known.sub.clone())),
            Some(Hint::Bad) => wrong(OAuthError::InvalidRequest, "id_token_hint is not a token of ours"),
        }
    }
}

/// The words of a list that we know.
fn words<T: std::str::FromStr + Ord>(list: &str) -> BTreeSet<T> {
    list.split(' ').filter_map(|word| word.parse().ok()).collect()
}

fn is_sha256(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}
