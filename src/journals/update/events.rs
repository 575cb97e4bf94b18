//! The same as the page tells, as it happens: server-sent events. The database is what is looked at, for another process may
//! be the one that works.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{self, Stream};
use http::{HeaderName, StatusCode, header};
use serde_json::json;

use super::super::teacher::enter;
use super::places::{Place, Places};
use super::{about, run};
use crate::login::{Login, Turned};
use crate::storage::journals::Journal;
use crate::web::pages::runs::{Pupils, RELOAD_SECONDS, Step};
use crate::web::{Frame, Visit};

/// How often is looked.
const LOOK: Duration = Duration::from_secs(1);
/// A stream ends then, and the browser opens the next one: the right to it is looked at again, and a server that stops does
/// not wait for longer.
const LIFE: Duration = Duration::from_secs(15);
/// After so long the browser comes back.
const RETRY: Duration = Duration::from_secs(1);

/// What the streams of one process share.
#[derive(Debug, Clone)]
pub(in crate::journals) struct Watching {
    login: Login,
    places: Places,
}

impl Watching {
    /// All places are free.
    pub(in crate::journals) fn new(login: Login) -> Self {
        Self { login, places: Places::default() }
    }
}

/// `GET /journals/{platform}/{journal}/update/{run}/events`: `progress` with {"step", "text", "pupils"} when that changed, and
/// `over` at the end. Where no place is free it is 503 with `Retry-After` and `retry`, and the page loads itself again after so
/// long.
pub(in crate::journals) async fn watch(
    State(watching): State<Watching>,
    Path((platform, journal, run)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let Watching { login, places } = watching;
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    run::find(&login, &journal, &run).await?;
    let Some(place) = places.take(teacher.account()) else { return Ok(full()) };
    let (about, _) = about(&login, teacher.platform(), &journal).await?;
    let began = Instant::now();
    let upstream = about.upstream;
    let frame = Frame::new(&visit);
    let watch = Watch { login, journal, run, upstream, frame, began, told: Told::Nothing, _place: place };
    let events = Sse::new(events(watch)).keep_alive(KeepAlive::new().interval(Duration::from_secs(5)));
    // Proxies must hand on what comes as it comes.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), "no");
    Ok(([(header::CACHE_CONTROL, "no-store"), unbuffered], events).into_response())
}

/// A page is loaded again instead, so nobody has to act: it is no trouble that is shown and logged.
fn full() -> Response {
    let headers = [
        (header::RETRY_AFTER, RELOAD_SECONDS.to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_TYPE, "text/event-stream".to_owned()),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, format!("retry: {}\n\n", RELOAD_SECONDS * 1000)).into_response()
}

/// One browser that looks on.
struct Watch {
    login: Login,
    journal: Journal,
    run: String,
    upstream: String,
    frame: Frame,
    began: Instant,
    told: Told,
    _place: Place,
}

/// What it was told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Step(Step, Pupils),
    Over,
}

fn events(watch: Watch) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(watch, |mut watch| async move {
        let event = watch.look().await?;
        Some((Ok(event), watch))
    })
}

impl Watch {
    /// The next thing to tell; nothing at the end, when it lasted long enough, or when nothing can be read.
    async fn look(&mut self) -> Option<Event> {
        while self.told != Told::Over && self.began.elapsed() < LIFE {
            if self.told != Told::Nothing {
                tokio::time::sleep(LOOK).await;
            }
            let (run, _) = run::find(&self.login, &self.journal, &self.run).await.ok()?;
            let step = run::step(&run, self.login.ground.now());
            let now = if run.state.is_over() { Told::Over } else { Told::Step(step, run::pupils(&run, step)) };
            if now != self.told {
                self.told = now;
                return self.event();
            }
        }
        None
    }

    fn event(&self) -> Option<Event> {
        match self.told {
            Told::Nothing => None,
            // An event without data is no event to a browser.
            Told::Over => Some(Event::default().event("over").data("{}")),
            Told::Step(step, pupils) => {
                let (text, pupils) = (step.text(&self.frame, &self.upstream), pupils.text(&self.frame));
                let told = json!({ "step": step.number(), "text": text, "pupils": pupils });
                Some(Event::default().event("progress").retry(RETRY).data(told.to_string()))
            }
        }
    }
}
