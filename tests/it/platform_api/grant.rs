//! A client asks for itself: who may, for what, and what the token opens.

use koppel::args;
use koppel::domain::{ApiScope, AuthMethod};
use koppel::storage::Arg;

use super::house::{BASE, House, READER, minor, reader, token};
use crate::issuer::desk::{Answer, Desk, WEB, field, form};
use crate::support::{TestGround, both_engines};

const CORE: &str = ApiScope::RosterCore.as_str();
const ALL: &str = ApiScope::Roster.as_str();

async fn asked(desk: &Desk, client: &str, scope: Option<&str>) -> Answer {
    let mut pairs = vec![("grant_type", "client_credentials")];
    pairs.extend(scope.map(|scope| ("scope", scope)));
    desk.call("/token", client, &pairs).await
}

/// RFC 6749, 4.4: what a client may have for itself, and none of the scopes of people.
#[tokio::test]
async fn a_client_gets_what_it_is_allowed_for_itself() {
    let desk = Desk::sqlite().await;
    reader(&desk, READER, "openid profile").await;
    for scope in [None, Some(CORE)] {
        let answer = asked(&desk, READER, scope).await;
        assert_eq!((answer.status, &answer.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
        let json = answer.json();
        let members: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["access_token", "token_type", "expires_in", "scope"], "no refresh token, no ID token");
        assert_eq!((field(&json, "scope"), &json["expires_in"]), (CORE.to_owned(), &600.into()));
    }
    for scope in ["openid", "profile", ALL, "nothing", &format!("{CORE} openid"), &format!("{CORE} {ALL}")] {
        let answer = asked(&desk, READER, Some(scope)).await;
        assert_eq!((answer.status, answer.error()), (400, "invalid_scope".to_owned()), "{scope}");
    }
    let none = "SELECT COUNT(*) AS n FROM token_family";
    assert_eq!(desk.count(none).await, 0, "nobody signed in");
}

/// A public client, one without such a scope, a wrong secret, a wrong method.
#[tokio::test]
async fn who_proves_nothing_or_is_allowed_nothing_gets_nothing() {
    let desk = Desk::sqlite().await;
    desk.client("app", |client| {
        client.auth_method = AuthMethod::None;
        client.scopes = format!("openid {CORE}");
    })
    .await;
    let public = desk.post("/token", &[], form(&[("grant_type", "client_credentials"), ("client_id", "app")])).await;
    assert_eq!((public.status, public.error()), (400, "unauthorized_client".to_owned()));
    assert_eq!(asked(&desk, WEB, None).await.error(), "unauthorized_client");
    assert_eq!(asked(&desk, WEB, Some(CORE)).await.error(), "unauthorized_client");
    reader(&desk, READER, "openid").await;
    let wrong = [("grant_type", "client_credentials"), ("client_id", READER), ("client_secret", "secret-of-reads")];
    assert_eq!(desk.post("/token", &[], form(&wrong)).await.error(), "invalid_client", "post instead of basic");
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM client_token").await, 0);
}

#[tokio::test]
async fn discovery_names_the_grant_its_scopes_and_the_reads() {
    let desk = Desk::sqlite().await;
    let document = desk.visit("/.well-known/openid-configuration", "").await.json();
    let has = |list: &str, word: &str| document[list].as_array().unwrap().iter().any(|one| one == word);
    assert!(has("grant_types_supported", "client_credentials"));
    assert!(has("scopes_supported", CORE) && has("scopes_supported", ALL) && has("scopes_supported", "openid"));
    assert_eq!(document["koppel_oneroster_endpoint"], format!("https://koppel.test{BASE}"));
}

/// A scope of clients in a sign-in is ignored like any unknown one, whoever is allowed it.
#[tokio::test]
async fn no_sign_in_ever_carries_a_scope_of_clients() {
    let desk = Desk::sqlite().await;
    desk.change("UPDATE client SET scopes = $1 WHERE id = 'web'", args![format!("openid profile {CORE}")]).await;
    let signed = desk.sign_in("17").await;
    let code = desk.code(&signed, &[("scope", &format!("openid {CORE}"))]).await;
    let tokens = desk.redeem(WEB, &code, &[]).await.json();
    assert_eq!(tokens["scope"], "openid");
}

/// The audience: a person's token opens no class, a client's no person. S24: nobody else's token is introspected.
#[tokio::test]
async fn tokens_of_people_and_of_clients_open_nothing_of_each_other() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let signed = desk.sign_in("17").await;
        let person = field(&desk.tokens(&signed).await, "access_token");
        reader(&desk, READER, "openid").await;
        let own = token(&desk, READER).await;
        let classes = &format!("{BASE}/classes");
        let refused = desk.bearer(classes, &person).await;
        assert_eq!((refused.status, minor(&refused)), (401, "unauthorisedrequest".to_owned()));
        assert!(refused.headers["www-authenticate"].to_str().unwrap().contains("error=\"invalid_token\""));
        assert_eq!(desk.bearer(classes, "nonsense").await.body, refused.body);
        assert_eq!(desk.visit(classes, "").await.body, refused.body);
        assert_eq!(desk.bearer("/userinfo", &own).await.status, 401);
        assert_eq!(desk.bearer(classes, &own).await.status, 200);
        let told = desk.call("/introspect", READER, &[("token", &own)]).await.json();
        assert_eq!((&told["active"], &told["client_id"], &told["sub"]), (&true.into(), &READER.into(), &().into()));
        assert_eq!(told["aud"], format!("https://koppel.test{BASE}"));
        let foreign = desk.call("/introspect", WEB, &[("token", &own)]).await;
        assert_eq!(foreign.body, "{\"active\":false}");
        assert_eq!(desk.call("/revoke", WEB, &[("token", &own)]).await.status, 200);
        assert_eq!(desk.bearer(classes, &own).await.status, 200, "somebody else gave it back");
        assert_eq!(desk.call("/revoke", READER, &[("token", &own)]).await.status, 200);
        assert_eq!(desk.bearer(classes, &own).await.status, 401);
        assert_eq!(desk.call("/introspect", READER, &[("token", &own)]).await.body, "{\"active\":false}");
    })
    .await;
}

/// A21: client, platform and scope end it at the next call, and it lives again afterwards; its time ends it for good.
#[tokio::test]
async fn whatever_it_stands_on_ends_it_at_the_next_call() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let now = desk.ground.now();
        let rest = format!("openid {CORE}");
        let switches: [(&str, Arg, &str, Arg, u16); 3] = [
            (
                "UPDATE client SET disabled_at = $1 WHERE id = 'reads'",
                now.into(),
                "UPDATE client SET disabled_at = $1 WHERE id = 'reads'",
                Arg::Time(None),
                401,
            ),
            (
                "UPDATE platform SET disabled_at = $1",
                now.into(),
                "UPDATE platform SET disabled_at = $1",
                Arg::Time(None),
                401,
            ),
            (
                "UPDATE client SET scopes = $1 WHERE id = 'reads'",
                "openid".into(),
                "UPDATE client SET scopes = $1 WHERE id = 'reads'",
                rest.as_str().into(),
                403,
            ),
        ];
        for (off, with, on, back, status) in switches {
            desk.change(off, vec![with]).await;
            let answer = house.read("orgs").await;
            assert_eq!(answer.status, status, "{off}");
            assert_eq!(minor(&answer), if status == 401 { "unauthorisedrequest" } else { "forbidden" });
            desk.change(on, vec![back]).await;
            assert_eq!(house.read("orgs").await.status, 200, "{on}");
        }
        house.pass(15);
        assert_eq!(house.read("orgs").await.status, 401, "900 seconds are over");
    })
    .await;
}
