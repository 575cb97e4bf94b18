//! What is to be done to somebody, what the page says before, and what stands against it.

use super::super::door::Steward;
use crate::domain::{LinkId, Role, Time};
use crate::ground::Ground;
use crate::linking::{self, Deed, LinkingError};
use crate::storage::accounts::Account;
use crate::storage::links::Link;
use crate::storage::{Tx, console_grants, people, person_page, upstreams, ways_in};
use crate::web::Frame;
use crate::web::pages::parts::role_key;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// End a link.
    EndLink(LinkId),
    /// End every session.
    SignOut,
    /// Switch the account off, or on again.
    Switch {
        /// On.
        on: bool,
    },
    /// Take a role away.
    EndRole(Role),
}

/// What the page says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) what: Vec<String>,
    pub(super) submit: String,
    /// Fields that go along with the form.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// Something stands against it.
    pub(super) is_impossible: bool,
}

/// What stands against switching an account off or printing a password for it, as the key of a text: it is the reader's
/// own, or it administers another school too. To switch off, that it is at another school as well.
pub(super) async fn hindrance(
    tx: &Tx,
    steward: &Steward,
    account: &Account,
    switches_off: bool,
    now: Time,
) -> Result<Option<&'static str>, LinkingError> {
    let (platform, school) = (steward.platform(), steward.school());
    if account.id == *steward.owner.id() {
        return Ok(Some("ppl-not-yourself"));
    }
    let grants = console_grants::list_live(tx, &account.id, now).await?;
    if grants.iter().any(|grant| grant.platform_id != *platform || grant.school_id != *school) {
        return Ok(Some("ppl-not-administrator"));
    }
    if switches_off && people::is_elsewhere(tx, platform, school, &account.id).await? {
        return Ok(Some("ppl-not-elsewhere"));
    }
    Ok(None)
}

impl Wish {
    /// Where its page is, below the person's.
    pub(super) fn tail(&self) -> &'static str {
        match self {
            Self::EndLink(_) => "end-link",
            Self::SignOut => "sign-out",
            Self::Switch { .. } => "disable",
            Self::EndRole(_) => "role",
        }
    }

    /// What its page has to be told besides, so that it can be opened again at the form's own address.
    pub(super) fn query(&self) -> String {
        match self {
            Self::EndLink(link) => format!("?link={link}"),
            Self::EndRole(role) => format!("?role={role}"),
            Self::SignOut | Self::Switch { .. } => String::new(),
        }
    }

    /// The word for the page that follows.
    pub(super) fn done(&self) -> &'static str {
        match self {
            Self::EndLink(_) => "link-ended",
            Self::SignOut => "signed-out",
            Self::Switch { on: false } => "disabled",
            Self::Switch { on: true } => "enabled",
            Self::EndRole(_) => "role-ended",
        }
    }

    /// What the page says before. [`LinkingError::Gone`] when there is nothing to do any more.
    pub(super) async fn say(
        &self,
        tx: &Tx,
        frame: &Frame,
        (steward, account): (&Steward, &Account),
        (name, now): (&str, Time),
    ) -> Result<Said, LinkingError> {
        match self {
            Self::EndLink(link) => say_end_link(tx, frame, account, (name, link)).await,
            Self::SignOut => Ok(Said {
                title: frame.t1("ppl-sign-out-title", "name", name),
                what: vec![frame.t("ppl-sign-out-what")],
                submit: frame.t("ppl-sign-out"),
                ..Said::default()
            }),
            Self::Switch { on: true } => Ok(Said {
                title: frame.t1("ppl-enable-title", "name", name),
                what: vec![frame.t("ppl-enable-what")],
                submit: frame.t("ppl-enable"),
                hidden: vec![("choice", "on".to_owned())],
                ..Said::default()
            }),
            Self::Switch { on: false } => say_disable(tx, frame, (steward, account), (name, now)).await,
            Self::EndRole(role) => say_end_role(tx, frame, (steward, account), (name, *role)).await,
        }
    }

    /// Does it. Durable.
    pub(super) async fn fulfil(
        &self,
        tx: &Tx,
        ground: &Ground,
        steward: &Steward,
        deed: &Deed<'_>,
    ) -> Result<(), LinkingError> {
        match self {
            Self::EndLink(link) => linking::end_link_of(tx, ground, deed, link).await.map(drop),
            Self::SignOut => linking::sign_out_person(tx, ground, deed).await.map(drop),
            Self::Switch { on } => {
                if !on && hindrance(tx, steward, deed.account, true, ground.now()).await?.is_some() {
                    return Err(LinkingError::Gone);
                }
                linking::switch_account(tx, ground, deed, *on).await.map(drop)
            }
            Self::EndRole(role) => linking::end_role_of(tx, ground, deed, (steward.school(), *role)).await.map(drop),
        }
    }
}

async fn say_end_link(
    tx: &Tx,
    frame: &Frame,
    account: &Account,
    (name, link): (&str, &LinkId),
) -> Result<Said, LinkingError> {
    let theirs = person_page::list_links(tx, &account.id).await?;
    let link: Link =
        theirs.into_iter().find(|one| one.id == *link && one.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    let upstream = upstreams::find(tx, &link.upstream_id).await?;
    let upstream = upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name);
    let mut what = vec![frame.t2("ppl-end-link-what", "name", name, "upstream", &upstream)];
    if !ways_in::find(tx, &account.id).await?.remain_without(&link.id) {
        what.push(frame.t("ppl-end-link-last"));
    }
    Ok(Said {
        title: frame.t2("ppl-end-link-title", "name", name, "upstream", &upstream),
        what,
        submit: frame.t("ppl-end-link"),
        hidden: vec![("link", link.id.to_string())],
        is_impossible: false,
    })
}

async fn say_disable(
    tx: &Tx,
    frame: &Frame,
    (steward, account): (&Steward, &Account),
    (name, now): (&str, Time),
) -> Result<Said, LinkingError> {
    let against = hindrance(tx, steward, account, true, now).await?;
    Ok(Said {
        title: frame.t1("ppl-disable-title", "name", name),
        what: vec![frame.t(against.unwrap_or("ppl-disable-what"))],
        submit: frame.t("ppl-disable"),
        hidden: vec![("choice", "off".to_owned())],
        is_impossible: against.is_some(),
    })
}

/// Which licences that frees, who keeps one, and who waits for what is free.
async fn say_end_role(
    tx: &Tx,
    frame: &Frame,
    (steward, account): (&Steward, &Account),
    (name, role): (&str, Role),
) -> Result<Said, LinkingError> {
    let removal = linking::what_ends(tx, account, (steward.school(), role)).await?;
    let mut what = vec![frame.t("ppl-role-what")];
    for freed in &removal.frees {
        what.push(frame.t2("ppl-role-frees", "product", &freed.product, "free", freed.free));
        if freed.lacking > 0 {
            what.push(frame.t2("ppl-role-lacking", "product", &freed.product, "count", freed.lacking));
        }
    }
    if removal.frees.is_empty() {
        what.push(frame.t("ppl-role-frees-none"));
    }
    what.extend(removal.keeps.iter().map(|product| frame.t1("ppl-role-keeps", "product", product)));
    Ok(Said {
        title: frame.t2("ppl-role-title", "name", name, "role", frame.t(role_key(role))),
        what,
        submit: frame.t("ppl-role"),
        hidden: vec![("role", role.to_string())],
        is_impossible: false,
    })
}
