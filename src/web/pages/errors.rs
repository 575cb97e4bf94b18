//! The page of a [`Trouble`].

use askama::Template;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use http::{HeaderValue, header};

use crate::web::{Frame, Trouble, Visit, page};

/// What happened, what to do next, a reference. Links: `again` (an address of ours), `home` (the platform).
#[derive(Debug, Template)]
#[template(path = "errors/trouble.html")]
pub struct TroublePage {
    /// What every page has.
    pub frame: Frame,
    /// What happened.
    pub trouble: Trouble,
    /// An address of ours where the person can try again.
    pub again: Option<String>,
}

impl TroublePage {
    /// The page of a trouble.
    #[must_use]
    pub fn new(visit: &Visit, trouble: Trouble, again: Option<String>) -> Self {
        Self { frame: Frame::new(visit), trouble, again }
    }

    /// With its status and, where there is a point in it, `Retry-After`.
    #[must_use]
    pub fn into_page(self, visit: &Visit) -> Response {
        let mut response = page(visit, self.trouble.status(), &self);
        if let Some(seconds) = self.trouble.retry_after_seconds() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// `title`, `what` or `next`.
    #[must_use]
    pub fn text(&self, part: &str) -> String {
        let mut args = self.args();
        let platform = self.frame.platform();
        args.set("platform", platform);
        self.frame.with(&format!("trouble-{}-{part}", self.trouble.slug()), &args)
    }

    /// What is wrong with the parameter, for a developer.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        match &self.trouble {
            Trouble::BadRequest { parameter, fault } => Some(self.frame.t1(fault.key(), "parameter", parameter)),
            _ => None,
        }
    }

    /// True when "try again" is the first thing to do.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.trouble.status().is_server_error()
    }

    fn args(&self) -> FluentArgs<'_> {
        self.trouble.args()
    }
}
