//! Which account a person lands on: the heart of Koppel. `decide` says what may happen, `attach` and `bear` write it,
//! `end` and `undo` take it back. Why each rule is as it is: `docs/linking.md`.

mod absorb;
mod admit;
mod apart;
mod ask;
mod attach;
mod bear;
mod bear_listed;
mod candidates;
mod cases;
mod claim_code;
mod close_case;
mod decide;
mod deeds;
pub mod duplicates;
mod end;
mod error;
mod evidence;
pub mod facts;
mod fingerprint;
mod gather;
mod identify;
pub mod import;
mod merge;
mod offer;
mod pairing;
pub mod privacy;
mod probing;
mod provisional;
mod record;
mod rehearse;
mod rest;
mod same_name;
mod same_person;
mod seated;
mod sides;
mod spelling;
mod sure;
pub mod switch;
mod teacher;
mod unbear;
mod undo;
mod vouch;
mod why_log;

pub use absorb::{GivenBack, give_back};
pub use admit::{PasswordEntry, admit, admit_password, let_in};
pub use apart::{TwoPeople, allow_again, keep_apart, say_two_people};
pub use ask::ask_school;
pub use attach::{Attach, assurance, attach};
pub use bear::{assurance_born, bear};
pub use bear_listed::{Births, Newcomer, bear_listed};
pub use candidates::{Card, Known, Listed, Mail, Strength, Suggested, Why, candidates, known_at, name_fits, suggest};
pub use cases::{CaseAbout, open_case};
pub use claim_code::{
    MadeCode, MakeCode, PrintCodes, PrintedFor, Typed, code_prospects, make_code, print_codes, revoke_code, type_code,
};
pub use close_case::{CaseOutcome, Closing, close_case, outcomes, standing_link};
pub use decide::{Block, Decision, Join, Refusal, SignIn, decide};
pub use deeds::{
    Deed, code_printed, end_link_of, end_role_of, print_password, sign_out_person, switch_account, what_ends,
};
pub use end::{EndReason, Ended, end};
pub use error::LinkingError;
pub use evidence::{Answer, Doors, Evidence, FoundLink, Person, Place, Proof, ProofKind, Provisional};
pub use gather::{Proven, Situation, gather, gather_about};
pub use identify::{identify, recognise, remember};
pub use merge::{
    MERGE_DAYS, MERGE_RULE, MergeError, MergePreview, MergeRefusal, Merging, MoveLink, MovePreview, Pair, SecondReason,
    Side, Told, Unmerged, merge, move_link, preview, preview_move, unmerge,
};
pub use offer::offer_confirm;
pub use pairing::Unfit;
pub use probing::{Claimant, is_probing, try_name};
pub use provisional::{begin_provisional, remember_asked};
pub use rehearse::{rehearse_merge, rehearse_unmerge};
pub use rest::Through;
pub use same_name::{NameMatch, same_name};
pub use same_person::{Birth, Comparison, Facts, Reason, RoleClass, SamePerson, compare, same_person};
pub use sure::{sure_accounts, sure_pairs};
pub use teacher::{ClassWord, Confirmed, confirm_class, covers, take_back, taken_back_until};
pub use unbear::{Unborn, unbear};
pub use undo::{Undo, acknowledge, notices_due, offer_notice, offer_undo, undo};
pub use vouch::{Outcome, Vouched, vouch};
pub use why_log::{LinkWhy, why};
