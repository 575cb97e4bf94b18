//! Plain types and pure rules: ids, clock, randomness, the closed vocabularies, people as facts.

mod actor;
mod authorize;
mod claim_code;
mod client_uri;
mod clock;
mod console;
mod id;
mod names;
mod person;
mod random;
mod roster;
mod terms;

pub use actor::Actor;
pub use authorize::{
    ACR_PASSWORD, ACR_UPSTREAM, ApiScope, AuthorizeRequest, Claim, DEFAULT_CLAIMS, DEFAULT_SCOPES, Prompt,
    ResponseMode, Scope, SignedIn,
};
pub use claim_code::{ClaimCode, Slip};
pub use client_uri::{ClientUriKind, UnfitUri, check_client_uri, is_loopback};
pub use clock::{Clock, Time};
pub use console::{ConsoleRole, DuplicateState, ItemKind, MergeFate, PairState, ProposalKind, Right, SwitchState};
pub use id::{
    AccountId, AttemptId, AuditId, CaseId, ClientId, CodeId, DuplicateId, EnablingId, EndNoticeId, EventId, FactorId,
    FamilyId, GrantId, GroupId, HoldId, IdentityId, InvalidId, JournalId, KitId, LaunchId, LicenceId, LinkId, MergeId,
    MessageId, NoticeId, PlatformId, PoolId, ProductId, ProposalId, RoleId, RosterPersonId, RunId, SchoolId, SecretId,
    SessionId, SwitchId, UpstreamId,
};
pub use names::{NameFolds, fold_name, fold_national_number, fold_username, is_showable, misleads};
pub use person::{AssertedRole, Assertion, Freshness, PersonName, SubjectKey};
pub use random::Random;
pub use roster::{
    CodeEnd, Completeness, HoldReason, HoldState, JournalFacts, JournalKey, JournalOutcome, JournalState, LicenceEnd,
    LimitPassed, Member, MessageKind, MessageState, PartialRead, Presence, Reading, ReadingFault, RosterSubject,
    RunCause, RunProblem, RunState, SeatEnd, SeatReason, SeatRole, SeatState, StandingState, school_year,
};
pub use terms::{
    AccountOrigin, ApartCause, Assurance, AuthMethod, CaseKind, FreshLogin, LinkOrigin, MailState, MergeCause,
    NewAccounts, NoticeKind, OneTimePurpose, PasswordOwner, PasswordSource, Pkce, Purpose, Role, SessionKind,
    SigningAlg, SubMode, UnknownTerm, UpstreamKind,
};
