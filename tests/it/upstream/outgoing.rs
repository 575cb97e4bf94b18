//! The one way out, over real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use koppel::config;
use koppel::demo::sim::control::Mode;
use koppel::demo::sim::{EXPIRED_AUTHORITY, Simulator};
use koppel::outgoing::{Outgoing, OutgoingError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::demo::sim::Stage;

fn limits(allow: &[&str]) -> config::Outgoing {
    config::Outgoing {
        extra_ca_file: None,
        allow_private: allow.iter().map(|entry| (*entry).to_owned()).collect(),
        connect_ms: 500,
        total_ms: 1_000,
        max_body_bytes: 100_000,
    }
}

fn get(url: &str) -> http::Request<Vec<u8>> {
    http::Request::get(url).body(Vec::new()).unwrap()
}

/// A server that answers every connection with these bytes, and counts connections.
async fn raw(answer: &'static [u8]) -> (String, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicU64::new(0));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer).await;
        }
    });
    (url, count)
}

#[tokio::test]
async fn nothing_private_is_called_without_an_exception() {
    let (url, count) = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
    let port = url.rsplit(':').next().unwrap();
    let closed = Outgoing::new(&limits(&[])).unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]", "0", "2130706433"] {
        for scheme in ["http", "https"] {
            let refused = closed.send(get(&format!("{scheme}://{host}:{port}/"))).await;
            assert!(matches!(refused, Err(OutgoingError::Refused(_))), "{scheme}://{host}: {refused:?}");
        }
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    assert_eq!(open.send(get(&url)).await.unwrap().body, b"{}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let (inside, count) = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {inside}/\r\nContent-Length: 0\r\n\r\n");
    let (url, _) = raw(answer.leak().as_bytes()).await;
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    assert_eq!(open.send(get(&url)).await.unwrap().status, 302);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit() {
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    let (announced, _) = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n").await;
    assert_eq!(open.send(get(&announced)).await.unwrap_err(), OutgoingError::TooLarge);
    let stage = Stage::start(Simulator::harid).await;
    for mode in [Mode::GzipBomb, Mode::HugeBody] {
        stage.sim.simulator.order(mode);
        let url = stage.at("/.well-known/openid-configuration");
        assert_eq!(open.send(get(&url)).await.unwrap_err(), OutgoingError::TooLarge, "{mode}");
    }
}

#[tokio::test]
async fn endless_and_broken_answers_end() {
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    let endless =
        format!("HTTP/1.1 200 OK\r\n{}", "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(20_000));
    for answer in [
        b"" as &'static [u8],
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        endless.leak().as_bytes(),
    ] {
        let (url, _) = raw(answer).await;
        let verdict = tokio::time::timeout(Duration::from_secs(3), open.send(get(&url))).await.unwrap();
        assert!(verdict.is_err(), "{:.40}", String::from_utf8_lossy(answer));
    }
}

#[tokio::test]
async fn silence_and_one_byte_a_second_run_out_of_time() {
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    let stage = Stage::start(Simulator::harid).await;
    for mode in [Mode::Silence, Mode::Trickle] {
        stage.sim.simulator.order(mode);
        let url = stage.at("/.well-known/openid-configuration");
        assert_eq!(open.send(get(&url)).await.unwrap_err(), OutgoingError::TimedOut, "{mode}");
    }
}

/// The certificate of the simulators' TLS door ran out; trusting its authority does not make it good.
#[tokio::test]
async fn an_expired_certificate_is_not_trusted() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), EXPIRED_AUTHORITY).unwrap();
    let mut config = limits(&["127.0.0.1"]);
    config.extra_ca_file = Some(file.path().to_owned());
    let open = Outgoing::new(&config).unwrap();
    let stage = Stage::start(Simulator::harid).await;
    let url = stage.at("/.well-known/openid-configuration").replace("http:", "https:");
    let refused = open.send(get(&url)).await.unwrap_err();
    assert_eq!(refused, OutgoingError::Unreachable("the certificate is not trusted"));
}

#[tokio::test]
async fn a_ca_file_that_is_none_stops_the_start() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n").unwrap();
    for path in [file.path().to_owned(), "/nowhere/ca.pem".into()] {
        let mut config = limits(&[]);
        config.extra_ca_file = Some(path);
        let error = Outgoing::new(&config).unwrap_err();
        assert!(error.to_string().starts_with("outgoing.extra_ca_file /"), "{error}");
    }
}

/// No proxy of the environment is asked: it would resolve names behind our back.
#[tokio::test]
async fn an_error_says_what_happened_and_nothing_of_the_answer() {
    let open = Outgoing::new(&limits(&["127.0.0.1"])).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/?token=secret", listener.local_addr().unwrap());
    drop(listener);
    let error = open.send(get(&url)).await.unwrap_err();
    assert_eq!(error, OutgoingError::Unreachable("the connection was refused"));
    assert!(!format!("{error} {error:?}").contains("secret"));
}
