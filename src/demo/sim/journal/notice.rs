//! The word to a platform's broker that something changed in a journal: signed, and with nothing in it but which journal.

use http::StatusCode;
use serde_json::json;
use url::Url;

use super::super::Inner;
use super::super::stuudium::signature;
use super::wire::id;

/// What the broker answered; nothing when nobody linked the journal, or nobody answers.
pub(super) async fn send(sim: &Inner, journal: &str) -> Option<StatusCode> {
    let client = sim.store().journals.links.get(journal)?.client.clone();
    let client = sim.client(&client)?;
    let address = Url::parse(&client.journal_uri).ok()?.join("notify").ok()?;
    let (seconds, nonce) = (sim.now().timestamp(), sim.options.random.id_text());
    let signed = signature(&client.secret, &format!("{seconds} {nonce}"));
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().ok()?;
    let told = http
        .post(address)
        .header("Stuudium-Auth", format!("Data v2 {} {seconds} {nonce} {signed}", client.id))
        .json(&json!({ "journal": id(sim, journal) }));
    Some(told.send().await.ok()?.status())
}
