//! Every route there is, so that tests can visit all of them. A test compares this list with the source.

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

/// One route, as axum writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteEntry {
    /// Methods, such as `GET POST`.
    pub methods: &'static str,
    /// Path, such as `/upstream/{id}/callback`.
    pub path: &'static str,
    /// What kind.
    pub kind: RouteKind,
}

const fn page(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Page }
}

const fn protocol(methods: &'static str, path: &'static str) -> RouteEntry {
    RouteEntry { methods, path, kind: RouteKind::Protocol }
}

const fn asset(path: &'static str) -> RouteEntry {
    RouteEntry { methods: "GET", path, kind: RouteKind::Asset }
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
    protocol("POST", "/token"),
    protocol("GET POST", "/userinfo"),
    protocol("POST", "/introspect"),
    protocol("POST", "/revoke"),
    page("GET POST", "/logout"),
    // platform_api
    protocol("POST", "/api/link-sessions"),
    protocol("PUT", "/api/accounts/{external_id}"),
    protocol("PUT", "/api/products/{external_id}"),
    protocol("PUT", "/api/kits/{external_id}"),
    protocol("PUT", "/api/groups/{external_id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/orgs"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/orgs/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/classes"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/students"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/teachers"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/schools/{id}/enrollments"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/classes"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/classes/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/classes/{id}/students"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/classes/{id}/teachers"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/courses"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/courses/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/academicSessions"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/academicSessions/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/users"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/users/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/students"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/students/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/teachers"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/teachers/{id}"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/enrollments"),
    protocol("GET", "/ims/oneroster/rostering/v1p2/enrollments/{id}"),
    // login
    page("GET POST", "/login"),
    page("POST", "/login/depart"),
    page("GET", "/upstream/{id}/callback"),
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
    page("GET POST", "/journals/launch/{launch}"),
    page("GET", "/journals/launch/{launch}/window"),
    page("GET", "/journals/{platform}"),
    page("GET", "/journals/{platform}/{journal}"),
    page("GET POST", "/journals/{platform}/{journal}/update"),
    page("GET", "/journals/{platform}/{journal}/update/{run}"),
    page("GET", "/journals/{platform}/{journal}/update/{run}/events"),
    page("GET", "/journals/{platform}/{journal}/runs"),
    page("GET", "/upstream/{id}/journal/update"),
    page("GET", "/journals/{platform}/update"),
    protocol("POST", "/upstream/{id}/notify"),
    page("GET POST", "/journals/{platform}/{journal}/codes"),
    page("GET POST", "/journals/{platform}/{journal}/word"),
    page("GET POST", "/journals/{platform}/{journal}/class"),
    // settings
    page("GET", "/settings/{platform}/integrations"),
    page("POST", "/settings/{platform}/integrations/add"),
    page("GET POST", "/settings/{platform}/integrations/confirm"),
    page("GET POST", "/settings/{platform}/integrations/end"),
    page("POST", "/settings/{platform}/integrations/older"),
    page("GET POST", "/settings/{platform}/password"),
    page("POST", "/settings/{platform}/sign-out"),
];
