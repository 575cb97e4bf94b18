//! The word to a platform's broker that something happened to a journal: signed, and with nothing in it but which journal
//! and what kind of thing.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use url::Url;

use super::super::stuudium::signature;
use super::super::{Inner, SimClient};
use super::wire::id;

/// How long the broker may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the broker answered; nothing when nobody linked the journal, or nobody answers.
pub(super) async fn send(sim: &Inner, journal: &str) -> Option<StatusCode> {
    let client = linker(sim, journal)?;
    let address = Url::parse(&client.journal_uri).ok()?.join("notify").ok()?;
    let (seconds, nonce) = (sim.now().timestamp(), sim.options.random.id_text());
    let signed = signature(&client.secret, &format!("{seconds} {nonce}"));
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
    let told = http
        .build()
        .ok()?
        .post(address)
        .header("Stuudium-Auth", format!("Data v2 {} {seconds} {nonce} {signed}", client.id))
        .json(&json!({ "journal": id(sim, journal), "event": event(sim, journal) }));
    Some(told.send().await.ok()?.status())
}

/// The client that linked a journal.
pub(super) fn linker<'a>(sim: &'a Inner, journal: &str) -> Option<&'a SimClient> {
    let client = sim.store().journals.links.get(journal)?.client.clone();
    sim.client(&client)
}

fn event(sim: &Inner, journal: &str) -> &'static str {
    let withdrawn = sim.store().journals.changes.get(journal).and_then(|changes| changes.withdraw);
    if withdrawn.unwrap_or_default() { "consent_withdrawn" } else { "changed" }
}
