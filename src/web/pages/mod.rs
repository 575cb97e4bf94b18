//! Every page as a typed template. Words come from `texts/*.ftl` only.
//!
//! | page | view struct |
//! |---|---|
//! | choose a system, or user name and password | [`login::Chooser`] |
//! | the hop to an upstream | [`login::Leaving`] |
//! | a system that opens us: go there; who came from there | [`opened::Opening`], [`opened::Opened`] |
//! | which school and role | [`login::SchoolChoice`] |
//! | "Have you used … before?" | [`login::Question`] |
//! | prove the old account | [`login::Claim`] |
//! | … with a code from the school | [`login::TypeCode`] |
//! | in on a provisional account: is the older one at hand now? | [`older::Older`] |
//! | the school was asked: cannot sign in, new account, people differ, account taken, several accounts tried | [`login::SchoolAsked`] |
//! | both people side by side, at a sign-in and before an integration is added | [`login::Confirm`] |
//! | linked, and "this was not me" | [`login::Linked`] |
//! | notice at the next sign-in through an older way in | [`login::LinkNotice`] |
//! | "this was not me" is done | [`login::NotMeDone`] |
//! | a new password after a one-time one | [`login::NewPassword`] |
//! | the same person signs in again | [`login::SignInAgain`] |
//! | sign out? | [`login::ConfirmLogout`] |
//! | signed out | [`login::SignedOut`] |
//! | Settings → Integrations | [`settings::Integrations`] |
//! | check before one is ended | [`settings::EndConfirm`] |
//! | ended, and signed out by that | [`settings::Ended`] |
//! | change the password | [`settings::ChangePassword`] |
//! | a teacher's journals; one of them | [`journals::Journals`], [`journals::JournalPage`] |
//! | … claim codes and the sheet they are printed on | [`waiting::Codes`], [`waiting::Sheet`] |
//! | … "this pupil has no other account"; a teacher's word for the class | [`waiting::WordPage`], [`waiting::WordAsk`], [`waiting::ClassPage`] |
//! | a journal is to be linked: for which platform; by whom; what happens | [`journals::PlaceChoice`], [`journals::LaunchSomebody`], [`journals::Preview`] |
//! | its teacher came with the word of the upstream; goes back with ours | [`journals::LaunchArrived`], [`journals::LaunchHanding`] |
//! | a pupil opened us from a course before they were on their way in | [`journals::PupilArrived`] |
//! | it is linked; or was before | [`journals::JournalLinked`], [`journals::LaunchKnown`], [`journals::LaunchAgain`] |
//! | the upstream's window did not open | [`journals::WindowBlocked`] |
//! | what an update of a journal would change; how far it is; what came of it | [`updates::Update`], [`runs::Run`], [`runs::RunOver`] |
//! | its earlier updates; at which platform | [`runs::Runs`], [`updates::UpdateWhere`] |
//! | the schools that somebody administers; one of them; the second factor | [`console::Schools`], [`console::Home`], [`console::StepUp`] |
//! | an invitation; a second factor set up, its recovery codes; taken away | [`entry::Invited`], [`entry::SetUp`], [`entry::Enrol`], [`entry::RecoveryCodes`], [`entry::FactorReset`] |
//! | who administers a school; what waits for a second person | [`entry::Grants`], [`entry::Proposals`], [`entry::ProposalPage`] |
//! | an upstream at a school; what it said about whoever enables it | [`enabling::SystemPage`], [`enabling::CheckPage`] |
//! | two accounts that may be one person's: the queue, one pair; their owner shows that both are theirs | [`duplicates::Duplicates`], [`duplicates::PairPage`], [`duplicates::OtherAccount`], [`duplicates::OtherShown`] |
//! | a merge before it is done; those that were; one of them; a link is attached to the other account instead | [`merging::MergePage`], [`merging::Merges`], [`merging::MergeDone`], [`merging::MovePage`] |
//! | the people of a school; passwords for a class; what was printed | [`people::People`], [`people::ClassPasswords`], [`people::Printed`] |
//! | one person; before something is done to them | [`person::Person`], [`person::PersonCheck`] |
//! | the requests to a school; one of them | [`requests::Requests`], [`requests::Request`] |
//! | what happened at a school; taking that out | [`audit::AuditPage`], [`audit::AuditExport`] |
//! | everything about one person as a file; forgetting them | [`privacy::PersonExport`], [`privacy::PersonErase`], [`privacy::PersonErased`] |
//! | journals of a school; one of them; its end, and undoing that | [`console_journals::JournalList`], [`console_journals::JournalPage`], [`console_journals::JournalEnd`], [`console_journals::JournalReopen`] |
//! | refreshes that wait for a decision; what refreshes did; asking for one | [`console_holds::HoldList`], [`console_holds::HoldPage`], [`console_holds::RunList`], [`console_holds::RunPage`], [`console_holds::RefreshAsk`] |
//! | from one upstream to another | [`switch::SwitchList`], [`switch::SwitchPage`] |
//! | everything that stops a person (guardian, school not enabled, identity taken, too many tries, stale page, the other system is silent, denied, blocked, developer error …) | [`errors::TroublePage`], by returning `Err(Trouble::….into())` |

pub mod audit;
mod chart;
pub mod console;
pub mod console_holds;
pub mod console_journals;
pub mod duplicates;
pub mod enabling;
pub mod entry;
pub mod errors;
pub mod journals;
pub mod lights;
pub mod login;
pub mod merging;
pub mod older;
pub mod opened;
pub mod parts;
pub mod people;
pub mod person;
pub mod privacy;
pub mod requests;
pub mod runs;
pub mod seats;
pub mod settings;
pub mod switch;
pub mod updates;
pub mod waiting;
