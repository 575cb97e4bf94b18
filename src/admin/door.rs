//! Who may be at the console of a school. There is no other way to a [`Steward`] than [`May`], and no page about a school
//! without one.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use chrono::TimeDelta;
use http::request::Parts;
use http::uri::PathAndQuery;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::{Actor, ConsoleRole, PlatformId, Purpose, Right, SchoolId, SessionKind, Time};
use crate::login::{self, Beginning, ConsoleGoal, Goal, Login, Owner, Present, Turned};
use crate::storage::schools::{PlatformSchool, School};
use crate::storage::{StorageError, Tx, console_grants, console_sessions, schools, taught};
use crate::web::pages::console::{NavItem, Place};
use crate::web::{Trouble, Visit, see_other};

/// For so long a second factor that was shown is fresh enough to change what weighs most.
const FRESH_MINUTES: i64 = 5;

/// The other pages: which right each needs, the key of its name, and what its address ends in.
const PAGES: &[(Right, &str, &str)] = &[
    (Right::See, "con-home", ""),
    (Right::SeePeople, "con-people", "/people"),
    (Right::Requests, "con-requests", "/requests"),
    (Right::Duplicates, "con-duplicates", "/duplicates"),
    (Right::Journals, "con-journals", "/journals"),
    (Right::Holds, "con-holds", "/holds"),
    (Right::Switch, "con-switch", "/switch"),
    (Right::Audit, "con-audit", "/audit"),
    (Right::Grants, "con-grants", "/grants"),
];

/// Somebody at the console of one school.
#[derive(Debug)]
pub struct Steward {
    /// Who is signed in, where.
    pub(crate) owner: Owner,
    /// The school.
    pub school: School,
    /// The school at this platform.
    pub place: PlatformSchool,
    /// As what they are here: the best of their roles that has the right they came for.
    pub role: ConsoleRole,
    /// Why they are here, where they are of support.
    pub reason: Option<String>,
    /// When they last showed their second factor.
    pub factor_at: Time,
}

impl Steward {
    /// In whose name something is written.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Account(self.owner.id().clone())
    }

    /// At which platform.
    #[must_use]
    pub fn platform(&self) -> &PlatformId {
        &self.owner.platform.id
    }

    /// At which school.
    #[must_use]
    pub fn school(&self) -> &SchoolId {
        &self.school.id
    }

    /// Whether their role has another right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        right.is_of(self.role)
    }

    /// The address of a page about this school: `/admin/opiq/ehis%3A123` and the tail.
    #[must_use]
    pub fn path(&self, tail: &str) -> String {
        path(self.platform(), self.school(), tail)
    }

    /// What stands around every page about this school. `here`: the key of the page in the list, such as `con-people`.
    #[must_use]
    pub fn nav(&self, here: &'static str) -> Place {
        let held = PAGES.iter().filter(|(right, _, _)| self.may(*right));
        let item = |&(_, key, tail): &(Right, &'static str, &str)| {
            let path = self.path(tail);
            NavItem { key, path, here: key == here, count: 0 }
        };
        Place {
            platform: self.platform().clone(),
            school: self.school().clone(),
            school_name: self.school.name.clone(),
            at: self.path(""),
            items: held.map(item).collect(),
            support: self.reason.clone(),
        }
    }
}

/// The right that a handler needs, as a type: an empty enum of the handler's file.
pub(crate) trait Needs {
    /// Which right.
    const RIGHT: Right;
    /// A form that looks only, and changes nothing.
    const READS: bool = false;
}

/// Somebody who has a right at the school that the address names. No handler gets one without it.
pub(crate) struct May<N>(pub Steward, PhantomData<fn() -> N>);

impl<N: Needs> FromRequestParts<Login> for May<N> {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, login: &Login) -> Result<Self, Turned> {
        let names = Path::<HashMap<String, String>>::from_request_parts(parts, login).await;
        let names = names.map_err(|_| Trouble::NotFound)?.0;
        let visit = <Visit as FromRequestParts<Login>>::from_request_parts(parts, login).await?;
        let here = here(parts, &visit);
        let steward = enter(login, &visit, &names, &here, N::RIGHT).await?;
        let changes = !parts.method.is_safe() && !N::READS;
        if changes && wants_factor_again(N::RIGHT, login.ground.now() - steward.factor_at) {
            let path = factor_path("step-up", steward.platform(), &here);
            return Err(Turned::SignInFirst(Box::new(see_other(&path))));
        }
        Ok(Self(steward, PhantomData))
    }
}

/// Where to come back to: path and query, under which the page of a form stands too.
pub(super) fn here(parts: &Parts, visit: &Visit) -> String {
    let asked = parts.uri.path_and_query().map_or("", PathAndQuery::as_str);
    visit.here().unwrap_or(asked).to_owned()
}

/// Whether a second factor shown so long ago is too old to change something by this right.
fn wants_factor_again(right: Right, age: TimeDelta) -> bool {
    right.wants_fresh_factor() && age > TimeDelta::minutes(FRESH_MINUTES)
}

/// Opens the console of the school that the address names, for one right. Whoever is not signed in for the console, or has not
/// shown a second factor there, does so and comes back. Nothing about the school is read for whoever has nothing to do with it.
async fn enter(
    login: &Login,
    visit: &Visit,
    names: &HashMap<String, String>,
    here: &str,
    right: Right,
) -> Result<Steward, Turned> {
    let platform: PlatformId = named(names, "platform")?;
    let school: SchoolId = named(names, "school")?;
    let owner = at_console(login, visit, &platform, here).await?;
    let (now, who, at) = (login.ground.now(), &owner, &school);
    let (role, reason) = login
        .ground
        .db
        .read(|tx| async move { role(&tx, who, at, right, now).await })
        .await?
        .ok_or(Trouble::NotFound)?;
    let found = login.ground.db.read(|tx| async move { find(&tx, who, at).await }).await?;
    let Found { school, place, factor_at } = found.ok_or(Trouble::NotFound)?;
    let Some(factor_at) = factor_at else {
        let path = factor_path("second-factor", &platform, here);
        return Err(Turned::SignInFirst(Box::new(see_other(&path))));
    };
    let steward = Steward { owner, school, place, role, reason, factor_at };
    super::entry::note_look(login, &steward).await?;
    Ok(steward)
}

fn named<T: FromStr>(names: &HashMap<String, String>, name: &str) -> Result<T, Trouble> {
    names.get(name).and_then(|text| text.parse().ok()).ok_or(Trouble::NotFound)
}

/// Whoever is signed in for the console at a platform in this browser, with or without a second factor. Everybody else signs in
/// and comes back.
pub(super) async fn at_console(
    login: &Login,
    visit: &Visit,
    platform: &PlatformId,
    here: &str,
) -> Result<Owner, Turned> {
    if let Present::Owner(owner) = login::present(login, visit, platform.as_str()).await?
        && owner.live.session.kind == SessionKind::Console
    {
        return Ok(*owner);
    }
    let back = back(platform, here);
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        // Whoever finds a school system open in this browser must not administer a school by it.
        purpose: Purpose::Settings,
        goal: Goal::Console(ConsoleGoal { console_of: platform.clone(), back }),
        session: None,
        proven: None,
    };
    Err(login::sign_in_first(login, &beginning).await)
}

/// The best of somebody's roles at a school that has a right; with the reason, where that is support.
async fn role(
    tx: &Tx,
    owner: &Owner,
    school: &SchoolId,
    right: Right,
    now: Time,
) -> Result<Option<(ConsoleRole, Option<String>)>, StorageError> {
    let (account, platform) = (owner.id(), &owner.platform.id);
    let grants = console_grants::find_live(tx, platform, school, account, now).await?;
    let mut roles = ConsoleRole::ALL.iter().filter(|role| right.is_of(**role));
    if let Some(grant) = roles.find_map(|role| grants.iter().find(|grant| grant.role == *role)) {
        return Ok(Some((grant.role, grant.reason.clone().filter(|_| grant.role == ConsoleRole::Support))));
    }
    let teaches = right.is_of(ConsoleRole::Teacher) && taught::teaches_at(tx, account, platform, school).await?;
    Ok(teaches.then_some((ConsoleRole::Teacher, None)))
}

struct Found {
    school: School,
    place: PlatformSchool,
    factor_at: Option<Time>,
}

/// The school, unless it is switched off, and the second factor of this session.
async fn find(tx: &Tx, owner: &Owner, school: &SchoolId) -> Result<Option<Found>, StorageError> {
    let Some(place) = schools::find_at_platform(tx, &owner.platform.id, school).await? else { return Ok(None) };
    let Some(school) = schools::find(tx, school).await? else { return Ok(None) };
    let factor_at = factor_at(tx, owner).await?;
    let is_live = place.disabled_at.is_none() && school.is_live();
    Ok(is_live.then_some(Found { school, place, factor_at }))
}

/// When somebody showed their second factor in this session.
pub(super) async fn factor_at(tx: &Tx, owner: &Owner) -> Result<Option<Time>, StorageError> {
    let shown = console_sessions::find(tx, &owner.live.session.id).await?;
    Ok(shown.filter(|shown| shown.account_id == *owner.id()).map(|shown| shown.factor_at))
}

/// The address of a page of the console of a school.
pub(super) fn path(platform: &PlatformId, school: &SchoolId, tail: &str) -> String {
    format!("/admin/{platform}/{}{tail}", encoded(school.as_str()))
}

/// The address where a second factor is shown, `second-factor` or `step-up`, and from where one comes back.
fn factor_path(page: &str, platform: &PlatformId, back: &str) -> String {
    format!("/admin/{platform}/{page}?back={}", encoded(back))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A path to come back to, if it is one of the console of this platform; else where that begins.
pub(super) fn back(platform: &PlatformId, wanted: &str) -> String {
    let home = format!("/admin/{platform}");
    let rest = wanted.strip_prefix(&home);
    let is_inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // Nothing that a browser could read as another site's.
    let is_plain = wanted.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_inside && is_plain { wanted.to_owned() } else { home }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_at_the_console_of_the_platform() {
        let opiq = "opiq".parse().unwrap();
        for path in ["/admin/opiq", "/admin/opiq/ehis%3A123/people?q=a"] {
            assert_eq!(back(&opiq, path), path);
        }
        for path in
            ["", "/login", "/admin/opiqa", "/admin/other/", "//a.example/admin/opiq/", "/admin/opiq/\\a.example"]
        {
            assert_eq!(back(&opiq, path), "/admin/opiq", "{path}");
        }
    }

    #[test]
    fn a_second_factor_is_fresh_for_five_minutes_for_what_weighs_most() {
        let age = |seconds| TimeDelta::minutes(FRESH_MINUTES) + TimeDelta::seconds(seconds);
        for right in Right::ALL {
            assert!(!wants_factor_again(*right, age(0)), "{right:?}");
            assert_eq!(wants_factor_again(*right, age(1)), right.wants_fresh_factor(), "{right:?}");
        }
        assert!(Right::Merge.wants_fresh_factor() && Right::Grants.wants_fresh_factor());
        assert!(!Right::SeePeople.wants_fresh_factor());
    }

    #[test]
    fn an_address_carries_the_number_of_a_school() {
        let (opiq, school) = ("opiq".parse().unwrap(), "brin:99XX-00".parse().unwrap());
        assert_eq!(path(&opiq, &school, "/people"), "/admin/opiq/brin%3A99XX%2D00/people");
    }
}
