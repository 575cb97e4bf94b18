//! The rows of the table: what is done again and again, after what was prepared once.

use super::column::Column;
use crate::load::{Figures, Person, Upstream, Way, asks, drive, median_of, text};

/// Users of a row.
pub const USERS: usize = 16;
/// What a client may have for itself.
const OWN: &str = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly";
/// Asks for a refresh token, too.
const OFFLINE: &str = "openid profile offline_access";

fn people(column: &Column<'_>, alg: &str) -> Vec<Person> {
    let desk = column.desk(alg);
    (0..USERS).map(|_| Person::new(&desk)).collect()
}

/// People with sessions.
async fn signed_in(column: &Column<'_>, alg: &str) -> Vec<Person> {
    let mut people = people(column, alg);
    for (n, person) in people.iter_mut().enumerate() {
        column.sign_in(person, n).await;
    }
    people
}

/// People whose platform holds a token of theirs.
async fn with_token(column: &Column<'_>, alg: &str, which: &str) -> Vec<Person> {
    let mut people = signed_in(column, alg).await;
    for person in &mut people {
        let code = person.press(OFFLINE, "").await.unwrap_or_else(|(url, answer)| asks(&url, &answer));
        let tokens = person.redeem(&code).await;
        text(&tokens, which).clone_into(&mut person.token);
    }
    people
}

async fn measured(column: &Column<'_>, way: Way, people: &mut [Person], work: impl AsyncFn(&mut Person)) -> Figures {
    median_of(&drive(people, way, || column.meter(), work).await)
}

/// A public document.
pub async fn document(column: &Column<'_>, way: Way, path: &str) -> Figures {
    let work = async |person: &mut Person| {
        let answer = person.call("GET", path, "", "").await;
        assert!(answer.status == 200 && answer.body.len() > 200, "{path}: {}", answer.text());
    };
    measured(column, way, &mut people(column, "ES256"), work).await
}

/// Button, code, tokens, userinfo, with a session that stands.
pub async fn code_flow(column: &Column<'_>, way: Way, alg: &str) -> Figures {
    let mut people = signed_in(column, alg).await;
    measured(column, way, &mut people, async |person| person.whole("").await).await
}

/// A refresh token becomes the next one.
pub async fn refresh(column: &Column<'_>, way: Way, alg: &str) -> Figures {
    let mut people = with_token(column, alg, "refresh_token").await;
    let work = async |person: &mut Person| {
        let token = std::mem::take(&mut person.token);
        let tokens = person.post("/token", &[("grant_type", "refresh_token"), ("refresh_token", &token)]).await;
        text(&tokens, "refresh_token").clone_into(&mut person.token);
        assert!(person.token != token && !text(&tokens, "id_token").is_empty());
    };
    measured(column, way, &mut people, work).await
}

/// The platform's server asks for a token of its own.
pub async fn client_credentials(column: &Column<'_>, way: Way) -> Figures {
    let mut people = people(column, "ES256");
    let work = async |person: &mut Person| {
        let tokens = person.post("/token", &[("grant_type", "client_credentials"), ("scope", OWN)]).await;
        assert!(text(&tokens, "access_token").len() >= 32);
    };
    measured(column, way, &mut people, work).await
}

/// The platform's server asks about an opaque access token.
pub async fn introspection(column: &Column<'_>, way: Way) -> Figures {
    let mut people = with_token(column, "ES256", "access_token").await;
    let work = async |person: &mut Person| {
        let token = person.token.clone();
        let answer = person.post("/introspect", &[("token", &token)]).await;
        assert_eq!(answer.get("active").and_then(serde_json::Value::as_bool), Some(true));
    };
    measured(column, way, &mut people, work).await
}

/// The platform asks who an opaque access token is for.
pub async fn userinfo(column: &Column<'_>, way: Way) -> Figures {
    let mut people = with_token(column, "ES256", "access_token").await;
    let work = async |person: &mut Person| {
        let token = person.token.clone();
        person.userinfo(&token).await;
    };
    measured(column, way, &mut people, work).await
}

/// Platform, broker, upstream, callback, code, tokens, userinfo: a new browser every time, an account that is linked.
pub async fn brokered(column: &Column<'_>, way: Way, alg: &str, users: usize, upstream: &Upstream) -> Figures {
    let host = upstream.issuer.trim_start_matches("http://");
    let mut people = linked(column, alg, 'u', host).await;
    people.truncate(users);
    let federated = column.federated();
    let work = async |person: &mut Person| {
        person.anew(host);
        person.whole(federated).await;
    };
    measured(column, way, &mut people, work).await
}

/// People who came from the upstream once; a name that begins with `t` is a teacher's.
pub async fn linked(column: &Column<'_>, alg: &str, first: char, host: &str) -> Vec<Person> {
    let mut people = people(column, alg);
    for (n, person) in people.iter_mut().enumerate() {
        person.user = format!("{first}{n}");
        person.anew(host);
        column.introduce(person).await;
    }
    people
}
