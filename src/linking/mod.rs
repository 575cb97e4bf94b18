//! Which account a person lands on: the heart of Koppel. `decide` says what may happen, `attach` and `bear` write it,
//! `end` and `undo` take it back. Why each rule is as it is: `docs/linking.md`.

mod decide;
mod evidence;
mod same_name;
mod same_person;
mod spelling;

pub use decide::{Block, Decision, Join, Refusal, SignIn, decide};
pub use evidence::{Answer, Doors, Evidence, FoundLink, Person, Place, Proof, ProofKind};
pub use same_name::{NameMatch, same_name};
pub use same_person::{Birth, Comparison, Facts, Reason, RoleClass, SamePerson, compare, same_person};
