//! What the calls of a platform cost: `cargo bench --bench token_endpoints`. One task, no network, no TLS; the embedded
//! engine on a temporary directory. Prints microseconds of wall time per call, the median of seven rounds.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

#[path = "token_endpoints/desk.rs"]
mod desk;
#[path = "shared/mod.rs"]
mod shared;

use std::time::Instant;

use desk::Desk;

/// Calls in one round.
const CALLS: u32 = 200;
/// Rounds; the median counts.
const ROUNDS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for alg in ["ES256", "EdDSA", "RS256"] {
        let desk = Desk::open(alg).await;
        println!("{alg}");
        report("discovery", async || drop(desk.get("/.well-known/openid-configuration", "").await)).await;
        report("code flow with a session", async || drop(desk.sign_in().await)).await;
        let tokens = desk.sign_in().await;
        let bearer = format!("Bearer {}", field(&tokens, "access_token"));
        report("userinfo", async || drop(desk.get("/userinfo", &bearer).await)).await;
        let access = field(&tokens, "access_token");
        report("introspect", async || drop(desk.post("/introspect", &[("token", access)]).await)).await;
        let refresh = std::cell::RefCell::new(field(&tokens, "refresh_token").to_owned());
        report("refresh, rotated", async || {
            let token = refresh.borrow().clone();
            let pairs = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            let json = desk.post("/token", &pairs).await;
            field(&json, "refresh_token").clone_into(&mut refresh.borrow_mut());
        })
        .await;
    }
}

fn field<'a>(json: &'a serde_json::Value, name: &str) -> &'a str {
    json.get(name).and_then(serde_json::Value::as_str).unwrap_or_default()
}

async fn report(name: &str, call: impl AsyncFn()) {
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..=ROUNDS {
        let started = Instant::now();
        for _ in 0..CALLS {
            call().await;
        }
        rounds.push(started.elapsed() / CALLS);
    }
    // The first round warms up.
    let mut measured = rounds.split_off(1);
    measured.sort_unstable();
    println!("  {name:<26} {:>8.1} µs", measured.get(ROUNDS / 2).unwrap().as_secs_f64() * 1e6);
}
