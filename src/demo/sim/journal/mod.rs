//! Class journals of a simulator, by "journal-link v1" (docs/journal-link.md): a teacher launches one, a platform reads it
//! with the launch's token, says that it is linked, reads it again by its id, and says when that is over.

mod book;
mod many;
mod notice;
mod pages;
mod wire;

pub use many::Many;

use std::collections::{BTreeSet, HashMap};

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use super::{Kind, Sim, api_get, api_post};
use crate::domain::Time;

/// What a simulator remembers of journals.
#[derive(Debug, Default)]
pub(super) struct Journals {
    /// By token.
    launches: HashMap<String, Launch>,
    /// By journal: who linked it, and where that leads.
    links: HashMap<String, Linked>,
    /// By journal: what is different from the list of people.
    changes: HashMap<String, Changes>,
}

/// A teacher pressed the button.
#[derive(Debug, Clone)]
struct Launch {
    journal: String,
    client: String,
    teacher: String,
    made_at: Time,
}

#[derive(Debug, Clone)]
struct Linked {
    client: String,
    url: String,
}

/// `POST /control/journal`: what happened in a journal; each call adds to the calls before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Changes {
    /// Which journal.
    journal: String,
    /// Keys of people who are in it no more.
    remove: BTreeSet<String>,
    /// Keys of people who are in it now.
    add: BTreeSet<String>,
    /// Keys of people who were taken out, and the upstream says so.
    delete: BTreeSet<String>,
    /// Keys of people whose identity is protected.
    protect: BTreeSet<String>,
    /// Another name.
    rename: Option<String>,
    /// Whether the school lets platforms read it no more.
    withdraw: Option<bool>,
    /// Whether there is no data at the moment.
    unavailable: Option<bool>,
    /// Whether it does not tell how many people there are.
    uncounted: Option<bool>,
    /// Whether the broker of whoever linked it is told now that something changed.
    notify: bool,
}

impl Changes {
    fn and(&mut self, more: Self) {
        self.remove.retain(|key| !more.add.contains(key));
        self.delete.retain(|key| !more.add.contains(key));
        self.add.retain(|key| !more.remove.contains(key) && !more.delete.contains(key));
        self.remove.extend(more.remove);
        self.add.extend(more.add);
        self.delete.extend(more.delete);
        self.protect.extend(more.protect);
        self.rename = more.rename.or(self.rename.take());
        self.withdraw = more.withdraw.or(self.withdraw);
        self.unavailable = more.unavailable.or(self.unavailable);
        self.uncounted = more.uncounted.or(self.uncounted);
    }
}

pub(super) fn routes(sim: &Sim) -> Router<Sim> {
    let base = match sim.kind {
        Kind::Ekool => "/journal-link/v1",
        Kind::Stuudium => "/v1.1/data/journal",
        Kind::Harid => return Router::new(),
    };
    let read = if sim.kind == Kind::Ekool { format!("{base}/journal") } else { base.to_owned() };
    Router::new()
        .route(&read, api_get(sim, "journal", wire::read))
        .route(&format!("{base}/link"), api_post(sim, "journal_link", wire::link))
        .route(&format!("{base}/unlink"), api_post(sim, "journal_unlink", wire::unlink))
        .route("/journals", get(pages::list))
        .route("/journals/{journal}/launch", post(pages::launch))
        .route("/journals/{journal}/edit", post(pages::edit))
        .route("/control/journal", post(pages::change))
}
