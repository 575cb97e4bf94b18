//! Whom we talk to: the cache, every upstream, and ourselves as the world sees us.

use chrono::DateTime;
use serde_json::Value;
use url::Url;

use super::Finding;
use super::database::CLOCK_TOLERANCE;
use crate::cache::CacheState;
use crate::ground::Ground;
use crate::outgoing::{Answer, Outgoing, OutgoingError};
use crate::storage::upstreams::{self, Upstream};
use crate::upstream::{Client, DepartRequest, Registry};

/// Asks the cache how it is.
pub async fn cache(ground: &Ground) -> Finding {
    match ground.cache.state().await {
        CacheState::Memory => Finding::well("cache", "in this process's memory"),
        CacheState::Shared => Finding::well("cache", ground.config.cache.shown()),
        CacheState::Degraded => {
            let hint = "sign-ins go on; start Redis, or look at cache.url";
            Finding::failing("cache", format!("{} does not answer", ground.config.cache.shown()), hint)
        }
    }
}

/// Asks every upstream that is switched on for its addresses, and calls the one where people sign in.
pub async fn upstreams(ground: &Ground) -> Vec<Finding> {
    let hint = "look at [outgoing] and at the database";
    let rows = match ground.db.read(|tx| async move { upstreams::list(&tx).await }).await {
        Ok(rows) => rows,
        Err(error) => return vec![Finding::failing("upstreams", error.to_string(), hint)],
    };
    let tools = (Registry::new(ground.clone()), Outgoing::new(&ground.config.outgoing));
    let (Ok(registry), Ok(outgoing)) = tools else {
        return vec![Finding::failing("upstreams", "outgoing calls cannot be set up", hint)];
    };
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| row.disabled_at.is_none()) {
        let check = format!("upstream {}", row.id);
        found.push(match reach(ground, &registry, &outgoing, row).await {
            Ok(answer) => on_time(check, ground, &answer),
            Err(problem) => {
                let hint = format!("`koppel upstream show {}`; is its address right, and open from here?", row.id);
                Finding::failing(check, problem, hint)
            }
        });
    }
    found
}

async fn reach(ground: &Ground, registry: &Registry, outgoing: &Outgoing, row: &Upstream) -> Result<Answer, String> {
    let url = front(ground, registry, row).await?;
    let front = url.join("/").map_err(|error| error.to_string())?;
    get(outgoing, &front).await.map_err(|error| format!("{front}: {error}"))
}

/// Where browsers are sent to.
async fn front(ground: &Ground, registry: &Registry, row: &Upstream) -> Result<Url, String> {
    let client = registry.client(row).await.map_err(|error| error.to_string())?;
    if let Client::Lti(client) = &client {
        return Ok(client.auth_url().clone());
    }
    let redirect_uri = ground.config.server.public_url.join(&format!("/upstream/{}/callback", row.id));
    let request = DepartRequest {
        redirect_uri: redirect_uri.map_err(|error| error.to_string())?,
        state: ground.random.secret(),
        fresh: false,
        max_age: None,
        login_hint: None,
        ui_locales: None,
    };
    let departure = client.depart(&request).await.map_err(|error| error.to_string())?;
    Ok(departure.url)
}

async fn get(outgoing: &Outgoing, url: &Url) -> Result<Answer, OutgoingError> {
    let request = http::Request::get(url.as_str()).body(vec![]);
    outgoing.send(request.map_err(|_| OutgoingError::Refused("not an address"))?).await
}

/// Tokens carry times: a clock that is wrong refuses everybody.
fn on_time(check: String, ground: &Ground, answer: &Answer) -> Finding {
    let date = answer.headers.get(http::header::DATE).and_then(|date| date.to_str().ok());
    let Some(date) = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()) else {
        return Finding::well(check, "answers");
    };
    let apart = (date.timestamp() - ground.now().timestamp()).abs();
    if apart <= CLOCK_TOLERANCE {
        return Finding::well(check, "answers, and its clock agrees with ours");
    }
    Finding::failing("clock", format!("{apart} s apart from that of {check}"), "run an NTP client on this machine")
}

/// Reads our own discovery document where platforms read it.
pub async fn public_url(ground: &Ground) -> Finding {
    let issuer = ground.issuer();
    let hint = "is `koppel serve` running, and does the proxy pass server.public_url on to server.bind?";
    match discovered(ground).await {
        Ok(found) if found.as_deref() == Some(issuer) => Finding::well("public url", issuer),
        Ok(_) => Finding::failing("public url", format!("{issuer} is not answered by this Koppel"), hint),
        Err(problem) => Finding::failing("public url", format!("{issuer}: {problem}"), hint),
    }
}

async fn discovered(ground: &Ground) -> Result<Option<String>, String> {
    let public = &ground.config.server.public_url;
    let mut config = ground.config.outgoing.clone();
    // The one private address that may always be called is our own.
    config.allow_private.extend(public.host_str().map(|host| host.trim_matches(['[', ']']).to_owned()));
    let outgoing = Outgoing::new(&config).map_err(|error| error.to_string())?;
    let url = public.join("/.well-known/openid-configuration").map_err(|error| error.to_string())?;
    let answer = get(&outgoing, &url).await.map_err(|error| error.to_string())?;
    let issuer = answer.json::<Value>().and_then(|document| Some(document.get("issuer")?.as_str()?.to_owned()));
    Ok(issuer)
}
