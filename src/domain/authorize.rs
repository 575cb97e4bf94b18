//! What a platform asks of us, and what is known when we answer: the words between `issuer` and `login`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::clock::Time;
use super::id::{AccountId, ClientId, LinkId, PlatformId, SchoolId, SessionId, UpstreamId};

crate::terms!(
    /// A scope we know (RFC 6749, 3.3). Anything else in a request is ignored.
    Scope {
        /// Makes the request an OpenID one; always needed.
        OpenId = "openid",
        /// Names.
        Profile = "profile",
        /// The account's own address.
        Email = "email",
        /// Schools, roles and the way in.
        Koppel = "koppel",
        /// A refresh token.
        OfflineAccess = "offline_access",
    }
);

crate::terms!(
    /// A scope that a client has for itself, with nobody signed in (RFC 6749, 4.4). None of them is ever part of a sign-in.
    ///
    /// Source of those for rosters: OneRoster 1.2, Rostering Service, REST binding, "Scopes".
    ApiScope {
        /// Reading rosters, without demographics.
        RosterCore = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly",
        /// Reading rosters. Opens as much as the other: there are no demographics here.
        Roster = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly",
        /// Being told what happened to accounts and links.
        Events = "koppel.events",
    }
);

crate::terms!(
    /// A claim that userinfo can carry, apart from `sub`. Each client has an allow list of these.
    Claim {
        /// Both names together.
        Name = "name",
        /// Given names.
        GivenName = "given_name",
        /// Family name, prefix included.
        FamilyName = "family_name",
        /// User name at the platform.
        PreferredUsername = "preferred_username",
        /// Language tag.
        Locale = "locale",
        /// Birth date, `YYYY-MM-DD`.
        Birthdate = "birthdate",
        /// Seconds since 1970.
        UpdatedAt = "updated_at",
        /// The account's own address.
        Email = "email",
        /// Whether somebody showed that they read mail there.
        EmailVerified = "email_verified",
        /// `[{id, name}]`.
        KoppelSchool = "koppel:school",
        /// `[{school, role}]`.
        KoppelRoles = "koppel:roles",
        /// `{upstream, kind, assurance, since}`.
        KoppelLink = "koppel:link",
    }
);

impl Claim {
    /// The scope that asks for this claim (OIDC Core 5.4).
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Email | Self::EmailVerified => Scope::Email,
            Self::KoppelSchool | Self::KoppelRoles | Self::KoppelLink => Scope::Koppel,
            _ => Scope::Profile,
        }
    }
}

crate::terms!(
    /// What the platform says about asking the person (OIDC Core 3.1.2.1).
    Prompt {
        /// Show nothing: answer or fail.
        None = "none",
        /// Ask for a sign-in even if there is a session.
        Login = "login",
        /// Ask for consent; schools decide that here, so the person is shown the login pages.
        Consent = "consent",
        /// Let the person choose the account.
        SelectAccount = "select_account",
    }
);

crate::terms!(
    /// How the answer travels back to the platform.
    ResponseMode {
        /// In the query of the redirect URI.
        Query = "query",
    }
);

/// Scopes a client gets when nobody says otherwise, space separated.
pub const DEFAULT_SCOPES: &str = "openid profile email koppel offline_access";

/// Claims a client may be given when nobody says otherwise, space separated: all but the birth date.
pub const DEFAULT_CLAIMS: &str = "name given_name family_name preferred_username locale updated_at email email_verified \
                                  koppel:school koppel:roles koppel:link";

/// An authorization request after every check that needs no person: lives in the login attempt as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizeRequest {
    /// Who asks.
    pub client_id: ClientId,
    /// Whose client that is.
    pub platform: PlatformId,
    /// Where the answer goes; registered, byte for byte.
    pub redirect_uri: String,
    /// How the answer goes there.
    pub response_mode: ResponseMode,
    /// What was asked for and is allowed to this client.
    pub scope: BTreeSet<Scope>,
    /// Comes back unchanged.
    pub state: Option<String>,
    /// Goes into the ID token unchanged.
    pub nonce: Option<String>,
    /// PKCE, always S256 (RFC 7636).
    pub code_challenge: Option<String>,
    /// How to ask the person.
    pub prompt: BTreeSet<Prompt>,
    /// How old the sign-in may be, in seconds.
    pub max_age: Option<i64>,
    /// Who the platform thinks it is: fills in the user name.
    pub login_hint: Option<String>,
    /// Languages in order of preference, space separated (BCP 47).
    pub ui_locales: Option<String>,
    /// The `sub` of a verified `id_token_hint`: nobody else may be the answer.
    pub hinted_sub: Option<String>,
    /// It was asked for by its value (OIDC Core 5.5.1): a `sub` that stands for it now will not do.
    #[serde(default)]
    pub exact_sub: bool,
    /// Wishes about the way in, in order; only `urn:koppel:…` means something here.
    pub acr_values: Vec<String>,
    /// Claims asked for one by one (OIDC Core 5.5), allowed to this client.
    pub claims: BTreeSet<Claim>,
    /// Skip the chooser and go to this upstream.
    pub koppel_upstream: Option<UpstreamId>,
    /// Preselect this school.
    pub koppel_school: Option<SchoolId>,
}

impl AuthorizeRequest {
    /// The granted scopes as they are stored and sent.
    #[must_use]
    pub fn scope_text(&self) -> String {
        join(self.scope.iter().map(|scope| scope.as_str()))
    }

    /// The singly requested claims as they are stored.
    #[must_use]
    pub fn claims_text(&self) -> String {
        join(self.claims.iter().map(|claim| claim.as_str()))
    }

    /// True when a sign-in has to happen now, whatever session there is.
    #[must_use]
    pub fn wants_fresh(&self) -> bool {
        self.prompt.contains(&Prompt::Login) || self.max_age == Some(0)
    }

    /// True when a person must be shown something before the answer.
    #[must_use]
    pub fn wants_person(&self) -> bool {
        self.wants_fresh() || self.prompt.contains(&Prompt::SelectAccount) || self.prompt.contains(&Prompt::Consent)
    }

    /// The upstream to go to without a chooser: `koppel_upstream`, else the first `urn:koppel:upstream:<id>`.
    #[must_use]
    pub fn upstream_wish(&self) -> Option<UpstreamId> {
        let from_acr = || self.acr_values.iter().find_map(|value| value.strip_prefix(ACR_UPSTREAM)?.parse().ok());
        self.koppel_upstream.clone().or_else(from_acr)
    }
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// `acr` of a sign-in through an upstream, followed by its id.
pub const ACR_UPSTREAM: &str = "urn:koppel:upstream:";

/// `acr` of a sign-in with the account's own password.
pub const ACR_PASSWORD: &str = "urn:koppel:password";

/// Who signed in, how and when: everything a code is made of besides the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session behind it; kind `code` where no broker session may stay.
    pub session: SessionId,
    /// The account at the asking platform.
    pub account: AccountId,
    /// The asking platform.
    pub platform: PlatformId,
    /// The link that was used; nothing when it was the password.
    pub link: Option<LinkId>,
    /// The upstream that was used.
    pub upstream: Option<UpstreamId>,
    /// The school the person is there for.
    pub school: Option<SchoolId>,
    /// When the person proved who they are.
    pub auth_time: Time,
}

impl SignedIn {
    /// The `acr` claim: which way in was used.
    #[must_use]
    pub fn acr(&self) -> String {
        self.upstream.as_ref().map_or_else(|| ACR_PASSWORD.to_owned(), |id| format!("{ACR_UPSTREAM}{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_lists_are_words_we_know() {
        assert!(DEFAULT_SCOPES.split(' ').all(|word| word.parse::<Scope>().is_ok()));
        assert!(DEFAULT_CLAIMS.split(' ').all(|word| word.parse::<Claim>().is_ok()));
    }
}
