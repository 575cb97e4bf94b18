//! The way into a launch: third-party initiated login (LTI 1.3 core, 5.1.1; security framework 1.0, 5.1.1).

use url::Url;

use super::Lti;

/// The longest parameter that is taken, in bytes.
const LONGEST: usize = 4096;
/// The deployment from which the system opens us.
const DEPLOYMENT: &str = "lti_deployment_id";
/// Everything that is read.
const NAMES: [&str; 6] = ["iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", DEPLOYMENT];

/// What binds the way back to the way out. State and nonce are made by the caller, for one browser.
#[derive(Debug, Clone, Copy)]
pub struct Outset<'a> {
    /// The one address of ours where launches of this upstream arrive.
    pub launch_url: &'a str,
    /// Finds the launch again.
    pub state: &'a str,
    /// Must stand in the ID token.
    pub nonce: &'a str,
}

/// A parameter of a login request that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Which.
    pub parameter: &'static str,
    /// It is not there, rather than another one than it should be.
    pub missing: bool,
}

impl Wrong {
    /// Whether the system opens us from a deployment that nobody set up here, or that was taken out again.
    #[must_use]
    pub fn is_deployment(self) -> bool {
        self.parameter == DEPLOYMENT
    }
}

impl Lti {
    /// Those parameters of a login request that mean something, in an order of ours.
    #[must_use]
    pub fn known(params: &[(String, String)]) -> Vec<(&'static str, &str)> {
        let values = |name: &'static str| params.iter().filter(move |(found, _)| found == name);
        NAMES.into_iter().flat_map(|name| values(name).map(move |(_, value)| (name, value.as_str()))).collect()
    }

    /// Where the browser is sent to for the launch.
    ///
    /// # Errors
    /// [`Wrong`] names the parameter that is another system's, another client's, or not there.
    pub fn depart(&self, params: &[(String, String)], outset: Outset<'_>) -> Result<Url, Wrong> {
        let issuer = one(params, "iss")?.ok_or(Wrong { parameter: "iss", missing: true })?;
        let hint = one(params, "login_hint")?.ok_or(Wrong { parameter: "login_hint", missing: true })?;
        let is = |name, expected: &str| match one(params, name)? {
            Some(found) if found != expected => Err(Wrong { parameter: name, missing: false }),
            _ => Ok(()),
        };
        if issuer != self.issuer {
            return Err(Wrong { parameter: "iss", missing: false });
        }
        is("client_id", &self.client_id)?;
        is("target_link_uri", outset.launch_url)?;
        if one(params, DEPLOYMENT)?.is_some_and(|id| !self.settings.allows(id)) {
            return Err(Wrong { parameter: DEPLOYMENT, missing: false });
        }
        let mut url = self.settings.auth.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("scope", "openid").append_pair("response_type", "id_token");
            query.append_pair("response_mode", "form_post").append_pair("prompt", "none");
            query.append_pair("client_id", &self.client_id).append_pair("redirect_uri", outset.launch_url);
            query.append_pair("state", outset.state).append_pair("nonce", outset.nonce);
            query.append_pair("login_hint", hint);
            if let Some(message) = one(params, "lti_message_hint")? {
                query.append_pair("lti_message_hint", message);
            }
        }
        Ok(url)
    }
}

/// The one value of a parameter; empty is none.
fn one<'p>(params: &'p [(String, String)], parameter: &'static str) -> Result<Option<&'p str>, Wrong> {
    let mut values = params.iter().filter(|(name, _)| name == parameter).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(Wrong { parameter, missing: false }),
        (Some(value), None) if value.len() > LONGEST => Err(Wrong { parameter, missing: false }),
        (value, None) => Ok(value.filter(|value| !value.is_empty())),
    }
}
