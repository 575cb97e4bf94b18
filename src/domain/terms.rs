//! The small closed vocabularies of the product, each with its one spelling in the database and on the wire.

/// A text that is not one of a closed set of words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not a {kind}; use one of {allowed}")]
pub struct UnknownTerm {
    /// Which vocabulary.
    pub kind: &'static str,
    /// What was found.
    pub found: String,
    /// All words of the vocabulary.
    pub allowed: &'static str,
}

/// Defines an enum with one fixed text per variant: `as_str`, `FromStr`, `Display`, serde by that text.
#[macro_export]
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every word, in the order of definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownTerm;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownTerm {
                        kind: stringify!($name),
                        found: text.chars().take(80).collect(),
                        allowed: concat!($($text, " "),+),
                    }),
                }
            }
        }
    };
}

terms!(
    /// What kind of system an upstream is.
    UpstreamKind {
        /// Any system that signs people in by OpenID Connect as the standard says.
        Oidc = "oidc",
        /// eKool (Estonia), OAuth 2 with a profile call.
        Ekool = "ekool",
        /// Stuudium (Estonia), an own redirect and a signed verify call.
        Stuudium = "stuudium",
        /// HarID (Estonia), OpenID Connect with its own quirks.
        Harid = "harid",
        /// A learning management system that opens us as a tool (LTI 1.3): it brings people and their courses, and nobody is
        /// sent to it.
        Lti = "lti",
    }
);
terms!(
    /// How far an upstream can be made to ask for a fresh sign-in.
    FreshLogin {
        /// `prompt=login` or `max_age=0` is sent and `auth_time` is checked.
        Proven = "proven",
        /// It is asked for, and nothing in the answer proves it.
        Requested = "requested",
        /// The upstream has no way to ask.
        Impossible = "impossible",
    }
);
terms!(
    /// What a person is at a school.
    Role {
        /// Learns there.
        Pupil = "pupil",
        /// Teaches there.
        Teacher = "teacher",
        /// Works there without teaching.
        Staff = "staff",
        /// Parent or carer of a pupil; gets neither account nor link.
        Guardian = "guardian",
        /// Administers the school at this platform; never granted by a feed.
        Admin = "admin",
    }
);
terms!(
    /// Which `sub` a platform sees.
    SubMode {
        /// The account's own stored id: the platform's id when imported, random otherwise.
        Account = "account",
        /// A value made for this platform only.
        Pairwise = "pairwise",
    }
);
terms!(
    /// Who verifies passwords of a platform's accounts.
    PasswordOwner {
        /// We do; the platform gave us its hashes.
        Broker = "broker",
        /// The platform does; we never show a password form.
        Platform = "platform",
    }
);
terms!(
    /// How a client proves itself at the token endpoint (OIDC Core 9).
    AuthMethod {
        /// HTTP Basic.
        ClientSecretBasic = "client_secret_basic",
        /// Secret in the form.
        ClientSecretPost = "client_secret_post",
        /// A JWT signed with the client's key (RFC 7523).
        PrivateKeyJwt = "private_key_jwt",
        /// A public client, proven by PKCE alone.
        None = "none",
    }
);
terms!(
    /// Whether a client must use PKCE (RFC 7636).
    Pkce {
        /// Every authorization request carries an S256 challenge.
        Required = "required",
        /// A confidential client may leave it out; `doctor` says so.
        Optional = "optional",
    }
);
terms!(
    /// How ID tokens are signed.
    SigningAlg {
        /// RSA with SHA-256: the standard's default.
        Rs256 = "RS256",
        /// ECDSA on P-256.
        Es256 = "ES256",
        /// Ed25519.
        EdDsa = "EdDSA",
    }
);
terms!(
    /// Where an account came from.
    AccountOrigin {
        /// From the platform's list of accounts.
        Import = "import",
        /// Made at a first sign-in.
        SignIn = "sign_in",
        /// Made by an administrator.
        Administrator = "administrator",
        /// Made by the platform's API.
        Platform = "platform",
        /// Made for somebody new in a journal, before they ever came.
        Roster = "roster",
    }
);
terms!(
    /// How a link came to be.
    LinkOrigin {
        /// The person proved the old account at a first sign-in.
        Claim = "claim",
        /// Born together with its account.
        Born = "born",
        /// Added in the settings.
        Settings = "settings",
        /// The platform said that these were linked.
        Import = "import",
        /// An administrator, with a reason.
        Administrator = "administrator",
        /// A teacher confirmed.
        Teacher = "teacher",
        /// A printed claim code.
        Code = "code",
        /// A link session that the platform started.
        Platform = "platform",
    }
);
terms!(
    /// How sure we are of a link.
    Assurance {
        /// Both sides proven afresh.
        High = "high",
        /// Both sides proven; one could not be shown to be fresh.
        Substantial = "substantial",
        /// Rests on a roster or on an unproven sign-in.
        Low = "low",
        /// Rests on a teacher's word.
        Teacher = "teacher",
        /// Rests on a school's printed password or code.
        School = "school",
        /// Rests on the platform's word.
        Platform = "platform",
    }
);
terms!(
    /// What a login is for.
    Purpose {
        /// A platform asked.
        SignIn = "sign_in",
        /// The person wants their settings.
        Settings = "settings",
        /// A signed-in person adds an integration.
        Add = "add",
    }
);
terms!(
    /// What a school is asked to decide.
    CaseKind {
        /// The person says they have an account and cannot sign in to it.
        CannotSignIn = "cannot_sign_in",
        /// Proof was given, but identity and account seem to be two people.
        PeopleDiffer = "people_differ",
        /// The identity belongs to another account.
        IdentityTaken = "identity_taken",
        /// The account already has a link of this upstream.
        AccountTaken = "account_taken",
        /// The subject seems to belong to another person now.
        Recycled = "recycled",
        /// The owner said: this was not me.
        NotMe = "not_me",
        /// The school wants to see new accounts first.
        NewAccount = "new_account",
        /// Two accounts may be one person.
        SuspectedDuplicate = "suspected_duplicate",
        /// One identity tried several accounts.
        ClaimProbing = "claim_probing",
        /// Two accounts were merged, and something since says that they are two people's.
        MergeDoubted = "merge_doubted",
    }
);
terms!(
    /// Why a person and an account are two.
    ApartCause {
        /// The account's owner said of the link: this was not me.
        NotMe = "not_me",
        /// The person saw both sides, and said that these are two people.
        TwoPeople = "two_people",
        /// A teacher took back a word about them.
        TakenBack = "taken_back",
        /// An administrator said so.
        Administrator = "administrator",
    }
);
terms!(
    /// Why an account went into another.
    MergeCause {
        /// Its pupil worked on it until they proved the older one.
        Provisional = "provisional",
        /// A person who administers a school found that both are one person's.
        School = "school",
    }
);
terms!(
    /// What an account's owner is told.
    NoticeKind {
        /// A way in was added.
        Linked = "linked",
        /// A way in was ended.
        LinkEnded = "link_ended",
        /// The password was changed.
        PasswordChanged = "password_changed",
        /// Somebody said "this was not me".
        NotMe = "not_me",
        /// Two accounts went together.
        Merged = "merged",
        /// They are apart again.
        Unmerged = "unmerged",
        /// A person who administers a school changed something.
        AdminActed = "admin_acted",
        /// A second factor for the console was set up.
        FactorAdded = "factor_added",
        /// Another account may be theirs too; only on a page.
        MaybeOther = "maybe_other",
    }
);
terms!(
    /// What a school wants for people without an account.
    NewAccounts {
        /// Make one at the first sign-in.
        Create = "create",
        /// Open a request to the school.
        AskSchool = "ask_school",
    }
);
terms!(
    /// What a session may be used for.
    SessionKind {
        /// Signs its person in at platforms without asking again.
        Browser = "browser",
        /// Opens the settings pages only, and not for long.
        Settings = "settings",
        /// Stands behind the tokens of one login; its value is in no cookie.
        Code = "code",
        /// Opens the pages of those who administer a school, together with a second factor.
        Console = "console",
    }
);
terms!(
    /// Where the password that stands at an account came from.
    PasswordSource {
        /// The platform's own hash, from its list of accounts.
        Imported = "imported",
        /// Set by an operator.
        Set = "set",
        /// A printed one-time password; the next sign-in must change it.
        Reset = "reset",
        /// Chosen by the person.
        Changed = "changed",
    }
);
terms!(
    /// What a one-time value is good for; it opens nothing else.
    OneTimePurpose {
        /// `state` of a departure to an upstream.
        State = "state",
        /// Confirms the join of one identity and one account on the confirm page.
        Confirm = "confirm",
        /// "This was not me", on the page right after linking.
        Undo = "undo",
        /// "This was not me", on the notice page of a later sign-in.
        Notice = "notice",
        /// A password printed by the school, good for one sign-in.
        PasswordReset = "password_reset",
        /// Asks a platform whose account a browser is signed in to there.
        LinkRequest = "link_request",
        /// A link session: the platform's answer to such a question, which the browser brings back.
        LinkSession = "link_session",
        /// Where a platform wants the browser after signing out, while the person is asked.
        Logout = "logout",
        /// `state` of an LTI launch that begins.
        LtiLogin = "lti_login",
        /// What an LTI launch brought by another site's form, until the browser's next step shows whose it is.
        LtiToken = "lti_token",
        /// The one sign-in that an LTI launch is good for.
        LtiSignIn = "lti_sign_in",
        /// Invites somebody to administer a school.
        ConsoleInvite = "console_invite",
    }
);
terms!(
    /// How far the mail of a notice got.
    MailState {
        /// There is no verified address.
        None = "none",
        /// Waits for the mail job.
        Queued = "queued",
        /// Handed to the mail server.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
    }
);
