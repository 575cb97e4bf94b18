//! Everything [`decide`](super::decide) may know about one step of one login. Gathered in one snapshot.

use crate::domain::{
    AccountId, AccountOrigin, Freshness, IdentityId, LinkId, LinkOrigin, NewAccounts, Purpose, Role, SchoolId, Time,
};

use super::{Facts, RoleClass};

/// The evidence of one step.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that a row of the table asks for")]
pub struct Evidence {
    /// What the login is for.
    pub purpose: Purpose,
    /// What is switched on.
    pub doors: Doors,
    /// The identity that the upstream vouches for.
    pub person: Person,
    /// The live link of that identity at this platform.
    pub link: Option<FoundLink>,
    /// What the person said to "have you used this platform before?".
    pub answer: Option<Answer>,
    /// An account that was proven in this login.
    pub proof: Option<Proof>,
    /// The account at this platform that is signed in in this browser.
    pub signed_in: Option<AccountId>,
    /// True when the confirm button of exactly this identity and account was pressed; `attach` consumes its value.
    pub confirmed: bool,
    /// What the schools want for people without an account; the strictest of the person's schools.
    pub new_accounts: NewAccounts,
    /// A place in a journal waits for this person, so the question is never skipped.
    pub waiting_seat: bool,
    /// The school lets this year group pass without the question.
    pub skip_question: bool,
    /// Whoever sits there as this pupil is let in before the older account is proven: every school of the seats says so, and
    /// the platform can follow.
    pub lets_in: bool,
}

impl Evidence {
    /// Whether "go on without it for now" is a way: for pupils only, and for whoever has no account in use yet. It does not
    /// look at what may be theirs, so that the page tells nobody whether there is something.
    #[must_use]
    pub fn may_be_let_in(&self) -> bool {
        self.lets_in
            && self.person.facts.role_class == Some(RoleClass::Pupil)
            && self.person.places.iter().all(|place| place.role == Role::Pupil)
            && self.link.as_ref().is_none_or(|link| link.is_unclaimed() && link.account_open)
    }

    /// The person works on a provisional account.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.provisional.is_some())
    }
}

/// What is switched on. All of it must be, or nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each names one switch that a person turned")]
pub struct Doors {
    /// The platform.
    pub platform: bool,
    /// The client that asked; true where none did.
    pub client: bool,
    /// The upstream as a whole.
    pub upstream: bool,
    /// The upstream at one of the person's schools at this platform.
    pub school: bool,
}

impl Doors {
    /// Everything on.
    pub const OPEN: Self = Self { platform: true, client: true, upstream: true, school: true };
}

/// The identity and what its upstream says today.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Which identity.
    pub identity: IdentityId,
    /// The subject seems to belong to somebody else now.
    pub quarantined: bool,
    /// A parent or carer and nothing else.
    pub guardian_only: bool,
    /// How fresh the sign-in there was.
    pub freshness: Freshness,
    /// Facts of the verified assertion.
    pub facts: Facts,
    /// Schools of this platform where the upstream is enabled, with the person's role; sorted, each once.
    pub places: Vec<Place>,
    /// The place chosen in this session.
    pub chosen: Option<Place>,
}

/// A school and what a person is there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Where.
    pub school: SchoolId,
    /// What.
    pub role: Role,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
}

impl Place {
    /// True when both are the same role at the same school, whatever the class.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        self.school == other.school && self.role == other.role
    }
}

/// A live link and the account behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// Which link.
    pub link: LinkId,
    /// The account it signs in to: the one that its own went into, else its own.
    pub account: AccountId,
    /// The account it is a link of. What comes of a sign-in by it is written there.
    pub home: AccountId,
    /// Whether the account may be used.
    pub account_open: bool,
    /// How the link came to be.
    pub origin: LinkOrigin,
    /// How its own account came to be.
    pub account_origin: AccountOrigin,
    /// Whether anybody has ever signed in to its own account, through us or at the platform, or brought it together with
    /// another.
    pub used: bool,
    /// Whether anybody has signed in to its own account through us.
    pub entered: bool,
    /// What is known where the account is provisional for this identity.
    pub provisional: Option<Provisional>,
}

/// An account that waits to go into the older one of its pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provisional {
    /// It is time to ask for the older one again.
    pub is_due: bool,
    /// No other link opens the account.
    pub is_alone: bool,
}

impl FoundLink {
    /// Born at an import, to an account that nobody has used: the person was never asked.
    #[must_use]
    pub fn is_unclaimed(&self) -> bool {
        self.origin == LinkOrigin::Born && self.account_origin != AccountOrigin::SignIn && !self.used
    }

    /// Ends when its person proves the account they had before.
    #[must_use]
    pub fn gives_way(&self) -> bool {
        self.is_unclaimed() || self.provisional.is_some()
    }
}

/// What the person said to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// "I have used it before."
    Yes,
    /// "I have not."
    No,
    /// "I have, and I cannot sign in to it."
    CannotSignIn,
    /// "I have, and I go on without it for now."
    Later,
}

/// How an account was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// User name and password.
    Password,
    /// A password that the school printed.
    PrintedPassword,
    /// A system that is linked to the account already.
    Upstream,
    /// A sign-in not older than some minutes, in the settings.
    Session,
    /// The platform's own sign-in, through a link session.
    Platform,
    /// A printed claim code.
    ClaimCode,
}

impl ProofKind {
    /// How a link made at a sign-in by this proof says it came to be.
    #[must_use]
    pub fn origin(self) -> LinkOrigin {
        match self {
            Self::Password | Self::PrintedPassword | Self::Upstream | Self::Session => LinkOrigin::Claim,
            Self::Platform => LinkOrigin::Platform,
            Self::ClaimCode => LinkOrigin::Code,
        }
    }
}

/// An account that was proven in this login.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that a row of the table asks for")]
pub struct Proof {
    /// Which account: the one that stands for what was proven.
    pub account: AccountId,
    /// The account whose way in proved it. What is added belongs to that one.
    pub home: AccountId,
    /// How.
    pub kind: ProofKind,
    /// When.
    pub proven_at: Time,
    /// How fresh it was at an upstream; passwords and codes are [`Freshness::Proven`].
    pub freshness: Freshness,
    /// Whether it is young enough to be used.
    pub fresh: bool,
    /// Whether the account may be used.
    pub account_open: bool,
    /// Whether the account, or one that went into it, has a live link of this upstream, of another subject.
    pub upstream_taken: bool,
    /// Whether the account is provisional itself.
    pub is_provisional: bool,
    /// Whether the two must never be known to be one person's: either is withheld, and no link of them was ever written.
    pub is_apart: bool,
    /// Facts of the account, of the one whose way in proved it, and of the identity that did where an upstream did.
    pub facts: Vec<Facts>,
}
