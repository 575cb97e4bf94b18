//! Typed ids. What we make ourselves is a prefix and 130 random bits, so nothing can be guessed or counted. Of what is only ever
//! added to, the first 45 of them are the time instead: what is written together lies together in every index.
//!
//! No id is a key. Whatever opens something by being known is 256 bits of [`Random::secret`], stored as a hash, or a code that
//! people type, which is short, limited in tries and bound to its person. Wherever an id comes in from outside, the row
//! is looked up by it and by whose it is, and a right id in the wrong hands answers like one that was never made. So the 85
//! bits that a dated id has left only keep it from being met by chance, and from telling how many there are; that it tells
//! when its row was made is no secret from those who see it.
//!
//! Three kinds are more than addresses: a hash over the id stands for a person or a seat towards platforms ([`AccountId`],
//! [`RosterPersonId`], [`JournalId`]). Those stay random in every bit. Why: `docs/architecture.md`, *Ids*.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::clock::Time;
use super::random::Random;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not {wanted}")]
pub struct InvalidId {
    /// What was expected, for a person to read.
    pub wanted: &'static str,
    /// What was found.
    pub found: String,
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $wanted:expr, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is stored and sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidId { wanted: $wanted, found: text.chars().take(80).collect() })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

macro_rules! made_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        text_id!($(#[$doc])* $name, concat!("an id that starts with ", $prefix, "_"), |text| {
            text.strip_prefix(concat!($prefix, "_")).is_some_and(|rest| {
                rest.len() == 26 && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
        });
    };
}

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        made_id!($(#[$doc])* $name, $prefix);

        impl $name {
            /// A new id nobody has seen before.
            #[must_use]
            pub fn random(random: &Random) -> Self {
                Self(format!(concat!($prefix, "_{}"), random.id_text()))
            }
        }
    };
}

macro_rules! dated_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        made_id!($(#[$doc])* $name, $prefix);

        impl $name {
            /// A new id nobody has seen before, of something that is made now.
            #[must_use]
            pub fn at(now: Time, random: &Random) -> Self {
                Self(format!(concat!($prefix, "_{}"), random.dated_id_text(now)))
            }
        }
    };
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
}

fn is_client_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 128 && text.bytes().all(|b| b.is_ascii_graphic())
}

/// `kind:value` in printable ASCII without spaces, such as `ehis:123`.
fn is_typed_number(text: &str) -> bool {
    text.len() <= 100
        && text.split_once(':').is_some_and(|(kind, value)| {
            !value.is_empty()
                && !kind.is_empty()
                && kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                && value.bytes().all(|b| b.is_ascii_graphic())
        })
}

text_id!(
    /// A learning platform, named by the operator.
    PlatformId, "a platform id (a-z, 0-9 and -, at most 64)", is_slug
);
text_id!(
    /// A school-side system, named by the operator.
    UpstreamId, "an upstream id (a-z, 0-9 and -, at most 64)", is_slug
);
text_id!(
    /// An OIDC client of a platform: `client_id` on the wire (RFC 6749, 2.2: visible ASCII).
    ClientId, "a client id (visible ASCII, at most 128)", is_client_id
);
text_id!(
    /// A school, known by its first typed number, such as `ehis:123`.
    SchoolId, "a typed school number such as ehis:123", is_typed_number
);

random_id!(
    /// A person as one platform knows them. Never dated and never told to a platform: a pairwise `sub` is a hash over it.
    AccountId, "acc"
);
random_id!(
    /// That one account went into another.
    MergeId, "mrg"
);
random_id!(
    /// A role of an account at a school.
    RoleId, "rol"
);
dated_id!(
    /// A person as one upstream knows them.
    IdentityId, "idn"
);
dated_id!(
    /// The join of an identity and an account.
    LinkId, "lnk"
);
random_id!(
    /// A request to a school: something only a person there can decide.
    CaseId, "cas"
);
dated_id!(
    /// Something an account's owner is told.
    NoticeId, "ntc"
);
dated_id!(
    /// One login from door to door.
    AttemptId, "att"
);
dated_id!(
    /// A browser session.
    SessionId, "ses"
);
dated_id!(
    /// All tokens that grew from one authorization code.
    FamilyId, "fam"
);
dated_id!(
    /// A row of the audit log.
    AuditId, "aud"
);
dated_id!(
    /// A row of the event feed.
    EventId, "evt"
);
random_id!(
    /// A client secret.
    SecretId, "sec"
);
random_id!(
    /// The enabling of an upstream at a school.
    EnablingId, "enb"
);
random_id!(
    /// A journal of an upstream as it is linked at one platform.
    JournalId, "jrn"
);
random_id!(
    /// A teacher's pressing of "link with learning environment".
    LaunchId, "jln"
);
random_id!(
    /// Something an upstream is to be told of a journal.
    MessageId, "msg"
);
random_id!(
    /// A person as the rosters of one upstream tell of them. Never dated and never told to a platform: the id under which a
    /// platform knows somebody who waits is a hash over it.
    RosterPersonId, "rsp"
);
random_id!(
    /// A set of learning material.
    KitId, "kit"
);
random_id!(
    /// A group that exists at a platform.
    GroupId, "grp"
);
random_id!(
    /// Something a school pays for at a platform.
    ProductId, "prd"
);
random_id!(
    /// The licences that a school has of a product.
    PoolId, "pol"
);
random_id!(
    /// A licence that an account holds.
    LicenceId, "lic"
);
random_id!(
    /// One refresh of a school's journals.
    RunId, "run"
);
random_id!(
    /// A refresh that waits for a decision.
    HoldId, "hld"
);
random_id!(
    /// A letter that says which journals end.
    EndNoticeId, "end"
);
random_id!(
    /// A claim code that was printed.
    CodeId, "cod"
);
random_id!(
    /// That somebody administers a school.
    GrantId, "gra"
);
random_id!(
    /// A second factor of an account.
    FactorId, "fac"
);
random_id!(
    /// Something that waits for a second person.
    ProposalId, "prp"
);
random_id!(
    /// Two accounts that may be one person's.
    DuplicateId, "dup"
);
random_id!(
    /// A school's change from one upstream to another, or to new subjects of the same one.
    SwitchId, "swi"
);
