//! Every route there is, so that tests can visit all of them. A test compares this list with the source.

use crate::domain::Right;

/// What kind of answer a route gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKind {
    /// Pages and the forms on them.
    Page,
    /// Spoken by programs: OAuth 2, OpenID Connect, health.
    Protocol,
    /// May be kept by browsers.
    Asset,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anyone; what it opens is bound to a browser or to what it brings along.
    Anyone,
    /// Somebody who is signed in at a platform, for what is theirs.
    SignedIn,
    /// A platform's client.
    Client,
    /// An upstream.
    Upstream,
    /// Somebody who administers a school, by a right there.
    Console(Right),
}

/// One route, as axum writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteEntry {
    /// Methods, such as `GET POST`.
    pub methods: &'static str,
    /// Path, such as `/upstream/{id}/callback`.
    pub path: &'static str,
    /// What kind.
    pub kind: RouteKind,
    /// Who may use it.
    pub who: Who,
}

/// A page for anyone.
const fn page(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Page, who: Who::Anyone }
}

/// A page for somebody who is signed in.
const fn settings(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Page, who: Who::SignedIn }
}

/// A page of the console.
const fn console(methods: &'static str, path: &'static str, right: Right) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Page, who: Who::Console(right) }
}

/// A call that anyone may make.
const fn protocol(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Protocol, who: Who::Anyone }
}

/// A call of a platform.
const fn client(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Protocol, who: Who::Client }
}

/// A call of an upstream.
const fn upstream(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Protocol, who: Who::Upstream }
}

const fn asset(path: &'static str) -> RouteEntry {
    RouteEntry { methods: "GET", path, kind: RouteKind::Asset, who: Who::Anyone }
}

/// Every route. Each room adds its own.
pub const ROUTES: &[RouteEntry] = &[
    asset("/assets/{name}"),
    asset("/assets/brand/{name}"),
    page("POST", "/language"),
    protocol("GET", "/livez"),
    protocol("GET", "/readyz"),
    // issuer
    protocol("GET", "/.well-known/openid-configuration"),
    protocol("GET", "/.well-known/oauth-authorization-server"),
    protocol("GET", "/jwks"),
    protocol("GET POST", "/authorize"),
    client("POST", "/token"),
    client("GET POST", "/userinfo"),
    client("POST", "/introspect"),
    client("POST", "/revoke"),
    page("GET POST", "/logout"),
    // platform_api
    client("POST", "/api/link-sessions"),
    client("PUT", "/api/accounts/{external_id}"),
    client("PUT", "/api/products/{external_id}"),
    client("PUT", "/api/kits/{external_id}"),
    client("PUT", "/api/groups/{external_id}"),
    client("POST", "/events/poll"),
    client("POST", "/events/replay"),
    client("GET", "/ims/oneroster/rostering/v1p2/orgs"),
    client("GET", "/ims/oneroster/rostering/v1p2/orgs/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/classes"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/students"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/teachers"),
    client("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/enrollments"),
    client("GET", "/ims/oneroster/rostering/v1p2/classes"),
    client("GET", "/ims/oneroster/rostering/v1p2/classes/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/classes/{id}/students"),
    client("GET", "/ims/oneroster/rostering/v1p2/classes/{id}/teachers"),
    client("GET", "/ims/oneroster/rostering/v1p2/courses"),
    client("GET", "/ims/oneroster/rostering/v1p2/courses/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/academicSessions"),
    client("GET", "/ims/oneroster/rostering/v1p2/academicSessions/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/users"),
    client("GET", "/ims/oneroster/rostering/v1p2/users/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/students"),
    client("GET", "/ims/oneroster/rostering/v1p2/students/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/teachers"),
    client("GET", "/ims/oneroster/rostering/v1p2/teachers/{id}"),
    client("GET", "/ims/oneroster/rostering/v1p2/enrollments"),
    client("GET", "/ims/oneroster/rostering/v1p2/enrollments/{id}"),
    // login
    page("GET POST", "/login"),
    page("POST", "/login/depart"),
    page("GET", "/upstream/{id}/callback"),
    page("GET POST", "/login/opened"),
    page("GET POST", "/login/question"),
    page("GET POST", "/login/claim"),
    page("GET POST", "/login/code"),
    page("POST", "/login/cannot"),
    page("POST", "/login/later"),
    page("GET POST", "/login/older"),
    page("GET", "/login/asked"),
    page("GET POST", "/login/confirm"),
    page("GET POST", "/login/linked"),
    page("POST", "/login/not-me"),
    page("GET POST", "/login/notice"),
    page("GET POST", "/login/new-password"),
    page("GET POST", "/login/school"),
    page("POST", "/login/at-platform"),
    page("GET", "/link/start"),
    page("GET", "/link/continue"),
    // journals
    page("GET", "/upstream/{id}/journal"),
    page("GET POST", "/upstream/{id}/lti/login"),
    page("POST", "/upstream/{id}/lti/launch"),
    page("GET", "/upstream/{id}/lti/continue"),
    page("GET", "/upstream/{id}/lti/opened"),
    page("GET POST", "/journals/launch/{launch}"),
    page("GET", "/journals/launch/{launch}/window"),
    settings("GET", "/journals/{platform}"),
    settings("GET", "/journals/{platform}/{journal}"),
    settings("GET POST", "/journals/{platform}/{journal}/update"),
    settings("GET", "/journals/{platform}/{journal}/update/{run}"),
    settings("GET", "/journals/{platform}/{journal}/update/{run}/events"),
    settings("GET", "/journals/{platform}/{journal}/runs"),
    page("GET", "/upstream/{id}/journal/update"),
    settings("GET", "/journals/{platform}/update"),
    upstream("POST", "/upstream/{id}/notify"),
    settings("GET POST", "/journals/{platform}/{journal}/codes"),
    settings("GET POST", "/journals/{platform}/{journal}/word"),
    settings("GET POST", "/journals/{platform}/{journal}/class"),
    // settings
    settings("GET", "/settings/{platform}/integrations"),
    settings("POST", "/settings/{platform}/integrations/add"),
    settings("GET POST", "/settings/{platform}/integrations/confirm"),
    settings("GET POST", "/settings/{platform}/integrations/end"),
    settings("POST", "/settings/{platform}/integrations/older"),
    settings("GET POST", "/settings/{platform}/password"),
    settings("POST", "/settings/{platform}/sign-out"),
    settings("GET POST", "/settings/{platform}/other-account"),
    // admin
    settings("GET", "/admin/{platform}"),
    settings("GET POST", "/admin/{platform}/second-factor"),
    settings("GET POST", "/admin/{platform}/step-up"),
    console("GET", "/admin/{platform}/{school}", Right::See),
    page("GET POST", "/admin/invite/{invite}"),
    console("GET POST", "/admin/{platform}/{school}/grants", Right::Grants),
    console("GET POST", "/admin/{platform}/{school}/factor-reset", Right::Second),
    console("GET", "/admin/{platform}/{school}/second", Right::Second),
    console("GET POST", "/admin/{platform}/{school}/second/{proposal}", Right::Second),
    console("GET POST", "/admin/{platform}/{school}/upstreams/{upstream}", Right::Enable),
    console("GET POST", "/admin/{platform}/{school}/upstreams/{upstream}/check", Right::Enable),
    console("GET", "/admin/{platform}/{school}/duplicates", Right::Duplicates),
    console("GET POST", "/admin/{platform}/{school}/duplicates/{duplicate}", Right::Duplicates),
    console("GET POST", "/admin/{platform}/{school}/merge", Right::Merge),
    console("GET POST", "/admin/{platform}/{school}/merge/move", Right::Merge),
    console("GET", "/admin/{platform}/{school}/merges", Right::Merge),
    console("GET POST", "/admin/{platform}/{school}/merges/{merge}", Right::Merge),
    console("GET", "/admin/{platform}/{school}/people", Right::SeePeople),
    console("GET POST", "/admin/{platform}/{school}/people/passwords", Right::ActOnPeople),
    console("GET", "/admin/{platform}/{school}/people/{account}", Right::SeePeople),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/end-link", Right::EndLinks),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/sign-out", Right::ActOnPeople),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/disable", Right::ActOnPeople),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/role", Right::ActOnPeople),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/password", Right::ActOnPeople),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/code", Right::ActOnPeople),
    console("GET", "/admin/{platform}/{school}/requests", Right::Requests),
    console("GET POST", "/admin/{platform}/{school}/requests/{case}", Right::Requests),
    console("GET", "/admin/{platform}/{school}/audit", Right::Audit),
    console("GET POST", "/admin/{platform}/{school}/audit/export", Right::Export),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/erase", Right::Erase),
    console("GET POST", "/admin/{platform}/{school}/people/{account}/export", Right::Export),
    // admin: journals, refreshes, another upstream
    console("GET", "/admin/{platform}/{school}/journals", Right::Journals),
    console("GET", "/admin/{platform}/{school}/journals/{journal}", Right::Journals),
    console("GET POST", "/admin/{platform}/{school}/journals/{journal}/end", Right::Journals),
    console("GET POST", "/admin/{platform}/{school}/journals/{journal}/reopen", Right::Journals),
    console("GET", "/admin/{platform}/{school}/holds", Right::Holds),
    console("GET POST", "/admin/{platform}/{school}/holds/{hold}", Right::Holds),
    console("GET", "/admin/{platform}/{school}/runs", Right::Holds),
    console("GET", "/admin/{platform}/{school}/runs/{run}", Right::Holds),
    console("GET POST", "/admin/{platform}/{school}/refresh", Right::Holds),
    console("GET POST", "/admin/{platform}/{school}/switch", Right::Switch),
    console("GET POST", "/admin/{platform}/{school}/switch/{switch}", Right::Switch),
];
