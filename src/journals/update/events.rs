//! The same as the page tells, as it happens: server-sent events. The database is what is looked at, for another process may
//! be the one that works.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{self, Stream};
use http::{HeaderName, header};
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::super::teacher::enter;
use super::{about, run};
use crate::login::{Login, Turned};
use crate::storage::journals::Journal;
use crate::web::pages::runs::Step;
use crate::web::{Frame, Trouble, Visit};

/// Streams of one process at the same time; whoever comes later loads the page again and again.
const MOST: usize = 200;
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
    places: Arc<Semaphore>,
}

impl Watching {
    /// All places are free.
    pub(in crate::journals) fn new(login: Login) -> Self {
        Self { login, places: Arc::new(Semaphore::new(MOST)) }
    }
}

/// `GET /journals/{platform}/{journal}/update/{run}/events`: `progress` with {"step", "text"} when that changed, and `over`
/// at the end.
pub(in crate::journals) async fn watch(
    State(watching): State<Watching>,
    Path((platform, journal, run)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let Watching { login, places } = watching;
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    run::find(&login, &journal, &run).await?;
    let place = places.try_acquire_owned().map_err(|_| Trouble::Busy { retry_after_seconds: 5 })?;
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

/// One browser that looks on.
struct Watch {
    login: Login,
    journal: Journal,
    run: String,
    upstream: String,
    frame: Frame,
    began: Instant,
    told: Told,
    _place: OwnedSemaphorePermit,
}

/// What it was told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Step(Step),
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
            let now =
                if run.state.is_over() { Told::Over } else { Told::Step(run::step(&run, self.login.ground.now())) };
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
            Told::Step(step) => {
                let told = json!({ "step": step.number(), "text": step.text(&self.frame, &self.upstream) });
                Some(Event::default().event("progress").retry(RETRY).data(told.to_string()))
            }
        }
    }
}
