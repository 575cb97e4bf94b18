//! `koppel serve`.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_says_that_it_lives_and_is_ready_and_stops_at_sigterm() {
    let desk = Desk::new();
    let server = desk.serve();
    assert_eq!(server.get("/livez").await, (200, "ok\n".to_owned()));
    assert_eq!(server.get("/readyz").await, (200, r#"{"status":"ready","failing":[]}"#.to_owned()));
    assert_eq!(server.terminate(), Some(0));
}

/// D14, in small: what was asked before SIGTERM is answered, nobody new is let in, and the server ends with 0.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_in_flight_at_sigterm_is_answered() {
    let desk = Desk::new();
    let server = desk.serve();
    let address = server.base.trim_start_matches("http://").to_owned();
    let mut asking = TcpStream::connect(&address).await.unwrap();
    let form = "application/x-www-form-urlencoded";
    let head =
        format!("POST /token HTTP/1.1\r\nhost: x\r\ncontent-type: {form}\r\ncontent-length: 30\r\n\r\ngrant_type=");
    asking.write_all(head.as_bytes()).await.unwrap();
    // Long enough to be read, so that it is in flight and not waiting at the door.
    tokio::time::sleep(Duration::from_millis(500)).await;
    server.signal();
    let closed = async {
        while TcpStream::connect(&address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), closed).await.expect("nobody new is let in");
    asking.write_all(b"authorization_code+").await.unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("invalid_client"), "{answer}");
    assert_eq!(server.exit_code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_on_their_own_listener_only() {
    let desk = Desk::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = desk.serve_with(&[("KOPPEL__SERVER__METRICS_BIND", &free)]);
    assert_eq!(server.get("/metrics").await.0, 404);
    let text = reqwest::get(format!("http://{free}/metrics")).await.unwrap().text().await.unwrap();
    assert!(text.contains("koppel_http_seconds"), "{text}");
    let other = reqwest::get(format!("http://{free}/livez")).await.unwrap().status();
    assert_eq!(other, 404);
}

/// A broker without its shared cache signs people in and says that it is degraded.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_its_redis_is_degraded_and_ready() {
    let desk = Desk::new();
    let server = desk.serve_with(&[("KOPPEL__CACHE__URL", "redis://127.0.0.1:9")]);
    assert_eq!(server.get("/readyz").await, (200, r#"{"status":"degraded","failing":["cache"]}"#.to_owned()));
}

/// What the command line changes, the next request sees.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_by_the_command_line_is_seen_by_the_next_request() {
    let desk = Desk::with_platform();
    desk.json("client add --platform opiq --redirect-uri https://a.example/cb --client-id web --pkce optional");
    let server = desk.serve();
    let ask = "/authorize?response_type=code&client_id=web&scope=openid&redirect_uri=https://a.example/cb&prompt=none";
    assert_eq!(server.get(ask).await.0, 303);
    desk.json("client remove web");
    assert_eq!(server.get(ask).await.0, 400);
    desk.json("client change web --enable");
    assert_eq!(server.get(ask).await.0, 303);
    desk.json("platform remove opiq");
    assert_eq!(server.get(ask).await.0, 400);
}

#[test]
fn an_address_in_use_is_named() {
    let desk = Desk::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = desk.command().env("KOPPEL__SERVER__BIND", &address).arg("serve").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("error: server.bind: cannot listen on {address}")), "{said}");
    assert!(said.contains("hint: "), "{said}");
}
