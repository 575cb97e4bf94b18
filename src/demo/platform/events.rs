//! What the broker tells of our accounts (RFC 8417, RFC 8936): asked for now and then, believed only when the broker signed it
//! for us, done once and in order, and acknowledged only then. What is not acknowledged comes again.

use std::collections::HashMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::party::PartyError;
use super::token::{self, EventClaims, TokenError};
use super::{Inner, Memory};
use crate::domain::ApiScope;

/// Before the name of what happened.
const KIND: &str = "urn:koppel:event:";

/// The answer to a poll.
#[derive(Debug, Deserialize)]
struct Polled {
    sets: HashMap<String, String>,
    #[serde(rename = "koppel:order")]
    order: Vec<String>,
}

impl Inner {
    /// Takes everything that waits.
    pub(super) async fn poll_events(&self) -> Result<(), PartyError> {
        let token = self.own_token(ApiScope::Events).await?;
        let knows_all = self.memory().knows_all_events;
        if !knows_all {
            self.ask_again(&token).await?;
            self.memory().knows_all_events = true;
        }
        let mut heard = self.take_events(&token, &[]).await?;
        while !heard.is_empty() {
            heard = self.take_events(&token, &heard).await?;
        }
        Ok(())
    }

    /// What we know is lost when we stop, so we begin with everything there is.
    async fn ask_again(&self, token: &str) -> Result<(), PartyError> {
        let url = self.party().await?.koppel_events_replay_endpoint;
        let answer = self.http.post(url).bearer_auth(token).json(&json!({ "after": null })).send().await?;
        match answer.status() {
            StatusCode::NO_CONTENT => Ok(()),
            status => Err(PartyError::Refused(status.to_string())),
        }
    }

    /// Says what was taken, and takes what is next; answers that.
    async fn take_events(&self, token: &str, heard: &[String]) -> Result<Vec<String>, PartyError> {
        let url = self.party().await?.koppel_events_endpoint;
        let asked = json!({ "returnImmediately": true, "ack": heard });
        let polled: Polled = self.json(self.http.post(url).bearer_auth(token).json(&asked)).await?;
        if !polled.order.is_empty() {
            let keys = self.keys().await?;
            for jti in &polled.order {
                let set = polled.sets.get(jti).ok_or(TokenError::Foreign("jti"))?;
                let claims = token::read_event(set, &keys, &self.options.issuer, &self.options.client_id)?;
                if claims.jti != *jti {
                    return Err(TokenError::Foreign("jti").into());
                }
                self.memory().hear(claims);
            }
        }
        Ok(polled.order)
    }
}

impl Memory {
    /// Does what an event says, unless it was done before: it may come twice.
    fn hear(&mut self, claims: EventClaims) {
        if !self.events.insert(claims.jti) {
            return;
        }
        let at = claims.toe.unwrap_or(claims.iat);
        for (kind, payload) in claims.events {
            let sub = |name: &str| payload.get(name).and_then(Value::as_str);
            let (Some(from), Some(into)) = (sub("from"), sub("into")) else { continue };
            match kind.strip_prefix(KIND).unwrap_or_default() {
                "account.merged" | "account.absorbed" => {
                    self.stand(from, Some(into), at);
                    // Nobody is signed in with it any more; the next sign-in is to the other one.
                    self.sessions.retain(|_, session| session.sub != from);
                }
                "account.unmerged" | "account.absorb_undone" => self.stand(from, None, at),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(jti: &str, toe: i64, kind: &str) -> EventClaims {
        let claims = json!({
            "jti": jti, "iat": toe + 9, "toe": toe,
            "events": { (format!("{KIND}{kind}")): { "from": "J", "into": "S" } },
        });
        serde_json::from_value(claims).unwrap()
    }

    #[test]
    fn an_event_that_comes_twice_is_done_once() {
        let mut memory = Memory::default();
        memory.hear(told("evt_1", 10, "account.merged"));
        memory.hear(told("evt_2", 20, "account.unmerged"));
        memory.hear(told("evt_1", 30, "account.merged"));
        assert_eq!(memory.former("S"), Vec::<String>::new());
    }

    /// An ID token, the classes and the events come by ways of their own: what happened later holds.
    #[test]
    fn what_was_said_earlier_undoes_nothing_that_was_said_later() {
        let mut memory = Memory::default();
        memory.stand("J", None, 30);
        memory.hear(told("evt_1", 20, "account.merged"));
        assert_eq!(memory.former("S"), Vec::<String>::new(), "taken back, as the ID token said");
        memory.hear(told("evt_2", 40, "account.merged"));
        memory.stand("J", None, 35);
        assert_eq!(memory.former("S"), ["J"], "the classes were read before");
    }

    #[test]
    fn whatever_else_happened_moves_no_work() {
        let mut memory = Memory::default();
        for (n, kind) in
            ["account.disabled", "link.created", "journal.changed", "account.merged.not"].iter().enumerate()
        {
            memory.hear(told(&format!("evt_{n}"), 10, kind));
        }
        assert_eq!(memory.former("S"), Vec::<String>::new());
    }
}
