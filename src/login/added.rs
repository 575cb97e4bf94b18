//! Where a browser goes when an integration was added, or was not: to our settings, or back to the platform's.

use super::entered::Entered;
use super::store::{Goal, LinkGoal};

/// How adding an integration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was added.
    Linked,
    /// It was there already.
    AlreadyLinked,
    /// The person did not want to.
    Cancelled,
    /// It took too long: the sign-in at the platform is not fresh any more.
    Expired,
}

impl Outcome {
    /// As the platform's return address reads it in `koppel_link`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::AlreadyLinked => "already_linked",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

/// The address to go to. Without a registered return address that is the platform's start page, else our settings.
pub(super) fn address(entered: &Entered, outcome: Outcome) -> String {
    let home = format!("/settings/{}/integrations", entered.platform.id);
    match &entered.running.goal {
        Goal::Link(goal) => back_to_platform(goal, entered.platform.home_url.as_deref(), outcome).unwrap_or(home),
        Goal::Authorize(_) | Goal::Settings(_) | Goal::Journals(_) | Goal::Console(_) => home,
    }
}

fn back_to_platform(goal: &LinkGoal, home_url: Option<&str>, outcome: Outcome) -> Option<String> {
    let mut url: url::Url = goal.return_uri.as_deref().or(home_url)?.parse().ok()?;
    url.query_pairs_mut().append_pair("koppel_link", outcome.as_str());
    Some(url.into())
}
