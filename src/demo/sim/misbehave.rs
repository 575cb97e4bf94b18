//! The misbehaviours of the wire, as a layer around every API endpoint.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LINK, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use super::Sim;
use super::control::{Mode, Order};

const MIB: usize = 1024 * 1024;

/// An API endpoint: which simulator, and the name under which calls are counted.
pub(super) type Endpoint = (Sim, &'static str);

/// Counts the call, then behaves or misbehaves. The mode is left in the request's extensions for the handler.
pub(super) async fn misbehave(State((sim, name)): State<Endpoint>, mut request: Request, next: Next) -> Response {
    let order = sim.control.note(name);
    if order.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(order.delay_ms)).await;
    }
    if let Some(answer) = instead(&sim, &order) {
        return answer;
    }
    match order.mode {
        Mode::Silence => std::future::pending().await,
        mode => {
            request.extensions_mut().insert(mode);
            after(&sim, mode, next.run(request).await).await
        }
    }
}

/// Answers that need no handler.
fn instead(sim: &Sim, order: &Order) -> Option<Response> {
    let status =
        |code: StatusCode| Some((code, axum::Json(serde_json::json!({"error": code.as_str()}))).into_response());
    match order.mode {
        Mode::Unauthorized => status(StatusCode::UNAUTHORIZED),
        Mode::Forbidden => status(StatusCode::FORBIDDEN),
        Mode::ServerError => status(StatusCode::INTERNAL_SERVER_ERROR),
        Mode::Unavailable => status(StatusCode::SERVICE_UNAVAILABLE),
        Mode::TooMany => {
            let after = order.retry_after.clone().unwrap_or_else(|| "1".to_owned());
            Some((StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, after)]).into_response())
        }
        Mode::Html => {
            let page = Html("<!doctype html><title>Hooldus</title><h1>Hooldustööd</h1>");
            Some(with_type(page.into_response(), "application/json"))
        }
        Mode::Empty => Some(with_type(StatusCode::OK.into_response(), "application/json")),
        Mode::Trickle => Some(with_type(Response::new(trickle()), "application/json")),
        Mode::Reset | Mode::ExpiredCertificate => Some(with_type(Response::new(broken()), "application/json")),
        Mode::HugeBody => Some(with_type(Response::new(huge()), "application/json")),
        Mode::GzipBomb => Some(bomb()),
        Mode::RedirectLoopback => Some((StatusCode::FOUND, [(LOCATION, sim.trap())]).into_response()),
        _ => None,
    }
}

/// Answers that are a right answer made wrong.
async fn after(sim: &Sim, mode: Mode, answer: Response) -> Response {
    if !matches!(
        mode,
        Mode::TruncatedJson | Mode::WrongLength | Mode::PageRepeated | Mode::PageSkipped | Mode::NextElsewhere
    ) {
        return answer;
    }
    let (mut head, body) = answer.into_parts();
    let bytes = to_bytes(body, MIB).await.unwrap_or_default();
    head.headers.remove(CONTENT_LENGTH);
    let bytes = match mode {
        Mode::TruncatedJson => bytes.slice(..bytes.len() / 2),
        Mode::WrongLength => {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len() + 100));
            return Response::from_parts(head, Body::from_stream(stream::iter([Ok::<_, std::io::Error>(bytes)])));
        }
        Mode::NextElsewhere => {
            if let Ok(link) = HeaderValue::from_str(&format!("<{}>; rel=\"next\"", sim.trap())) {
                head.headers.insert(LINK, link);
            }
            rewritten(&bytes, |json| {
                json.as_object_mut().map(|fields| fields.insert("next".to_owned(), sim.trap().into()));
            })
        }
        Mode::PageRepeated => rewritten(&bytes, |json| each_list(json, &|list| list.extend_from_within(..))),
        _ => rewritten(&bytes, |json| each_list(json, &|list| list.truncate(list.len() / 2))),
    };
    Response::from_parts(head, Body::from(bytes))
}

fn with_type(mut answer: Response, content_type: &'static str) -> Response {
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

fn rewritten(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Bytes {
    let mut json: Value = serde_json::from_slice(bytes).unwrap_or_default();
    change(&mut json);
    Bytes::from(json.to_string())
}

fn each_list(json: &mut Value, change: &dyn Fn(&mut Vec<Value>)) {
    match json {
        Value::Array(list) => {
            change(list);
            for item in list {
                each_list(item, change);
            }
        }
        Value::Object(fields) => {
            for item in fields.values_mut() {
                each_list(item, change);
            }
        }
        _ => {}
    }
}

fn trickle() -> Body {
    let letters = stream::iter(br#"{"access_token":"#.iter().copied().chain(std::iter::repeat(b'a')));
    Body::from_stream(letters.then(|letter| async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok::<_, std::io::Error>(Bytes::from(vec![letter]))
    }))
}

fn broken() -> Body {
    let start = Ok(Bytes::from_static(br#"{"access_token":"abc"#));
    Body::from_stream(stream::iter([start, Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))]))
}

fn huge() -> Body {
    let chunk = Bytes::from(vec![b' '; MIB]);
    Body::from_stream(stream::iter((0..100).map(move |_| Ok::<_, std::io::Error>(chunk.clone()))))
}

/// A gzip stream whose one MiB of zeros, packed once with a full flush, is sent 1,024 times.
fn bomb() -> Response {
    let mut packed = Vec::with_capacity(4096);
    let mut deflate = Compress::new(Compression::best(), false);
    let flushed = deflate.compress_vec(&vec![0; MIB], &mut packed, FlushCompress::Full);
    if flushed.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let (head, block) = (Bytes::from_static(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]), Bytes::from(packed));
    let body = std::iter::once(head).chain(std::iter::repeat_n(block, 1024)).map(Ok::<_, std::io::Error>);
    let mut answer = with_type(Response::new(Body::from_stream(stream::iter(body))), "application/json");
    answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    answer
}
