//! npm openid-client, a certified relying party, as a platform: `tests/node/platform.mjs`.

use koppel::domain::{Clock, SigningAlg};
use serde_json::Value;

use super::desk::{Desk, WEB};
use crate::support::ground::{TestGround, morning};

/// openid-client names its redirect URI without a query, so it gets one that has none.
const PLAIN: &str = "https://opiq.example/plain";

/// Runs the platform against a desk; answers what it printed.
async fn run(desk: &Desk, cookies: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/platform.mjs");
    let mut node = std::process::Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node_modules/.bin/node"));
    node.args([script, &desk.url(""), WEB, "secret-of-web", PLAIN, cookies]);
    let done = tokio::task::spawn_blocking(move || node.output()).await.unwrap();
    let done = done.expect("node runs; see tests/run.sh");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}\nhint: npm ci --prefix tests");
    serde_json::from_slice(&done.stdout).unwrap()
}

/// B1, a platform of another make: discovery, code with PKCE, ID token, userinfo, refresh, introspection, revocation.
#[tokio::test]
async fn openid_client_signs_in_and_uses_every_endpoint() {
    for alg in SigningAlg::ALL {
        let ground = TestGround::sqlite().await;
        ground.clock.advance(Clock::system().now() - morning());
        let desk = Desk::open_on_loopback(ground).await;
        desk.change("UPDATE client SET id_token_alg = $1 WHERE id = 'web'", koppel::args![*alg]).await;
        let register = "INSERT INTO client_uri (client_id, kind, uri) VALUES ('web', 'redirect', $1)";
        desk.change(register, koppel::args![PLAIN]).await;
        let signed = desk.sign_in("17").await;
        let cookies = signed.cookies.replace("__Host-", "");
        let found = run(&desk, &cookies).await;
        assert_eq!(
            (&found["sub"], &found["renewedSub"], &found["userinfo"]["sub"]),
            (&"17".into(), &"17".into(), &"17".into())
        );
        assert_eq!((&found["before"], &found["after"]), (&true.into(), &false.into()), "{alg}");
        assert_eq!(found["logout"], "/logout");
    }
}
