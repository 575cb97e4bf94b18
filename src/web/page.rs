//! Rendering: a template and what every page needs around it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use fluent_bundle::FluentArgs;
use http::{HeaderValue, StatusCode, header};
use url::Url;

use super::colour::Colour;
use super::dates;
use super::error::Error;
use super::lang::Lang;
use super::texts::Say;
use super::visit::{Brand, Visit};
use crate::domain::Time;

/// Where a page's forms may lead to besides us, through any number of redirects: Chromium applies `form-action` to
/// the whole chain after a form is sent, so pages within an authorization request list the client's redirect origin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormTargets(Vec<String>);

impl FormTargets {
    /// The origin (or, for an app's own scheme, the scheme) of each redirect URI.
    #[must_use]
    pub fn to<'a>(redirect_uris: impl IntoIterator<Item = &'a Url>) -> Self {
        Self(redirect_uris.into_iter().filter_map(source).collect())
    }

    /// The value of `form-action`.
    fn directive(&self) -> String {
        self.0.iter().fold("'self'".to_owned(), |list, source| format!("{list} {source}"))
    }
}

/// A CSP source for a URL; `None` when its host could not stand in a policy (RFC 3986 allows `;` and `,` in hosts).
fn source(url: &Url) -> Option<String> {
    let source = match url.scheme() {
        "http" | "https" => url.origin().ascii_serialization(),
        scheme => format!("{scheme}:"),
    };
    source.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.:/[]".contains(&b)).then_some(source)
}

/// What every template has as its first field, `frame`.
#[derive(Debug, Clone)]
pub struct Frame {
    visit: Visit,
    zone: Tz,
}

impl Frame {
    /// The frame of a page; times are shown in UTC unless [`Frame::in_zone`] says otherwise.
    #[must_use]
    pub fn new(visit: &Visit) -> Self {
        Self { visit: visit.clone(), zone: Tz::UTC }
    }

    /// The same with a school's time zone (IANA name); an unknown name changes nothing.
    #[must_use]
    pub fn in_zone(mut self, name: &str) -> Self {
        self.zone = name.parse().unwrap_or(self.zone);
        self
    }

    /// A text.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.visit.say(key, None)
    }

    /// A text with one variable.
    #[must_use]
    pub fn t1(&self, key: &str, name: &'static str, value: impl Say) -> String {
        self.visit.say(key, Some(&FluentArgs::from_iter([(name, value.say())])))
    }

    /// A text with two variables.
    #[must_use]
    pub fn t2(&self, key: &str, name: &'static str, value: impl Say, name2: &'static str, value2: impl Say) -> String {
        self.visit.say(key, Some(&FluentArgs::from_iter([(name, value.say()), (name2, value2.say())])))
    }

    /// A text with many variables.
    #[must_use]
    pub fn with(&self, key: &str, args: &FluentArgs<'_>) -> String {
        self.visit.say(key, Some(args))
    }

    /// The page's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.visit.lang()
    }

    /// The languages to switch to.
    #[must_use]
    pub fn languages(&self) -> [Lang; 4] {
        Lang::ALL
    }

    /// The platform this page belongs to.
    #[must_use]
    pub fn brand(&self) -> Option<&Brand> {
        self.visit.journey().map(|journey| &journey.brand)
    }

    /// The platform's name, or "your learning platform" where none is known.
    #[must_use]
    pub fn platform(&self) -> String {
        self.brand().map_or_else(|| self.t("a-platform"), |brand| brand.name.clone())
    }

    /// Where the platform starts.
    #[must_use]
    pub fn home_url(&self) -> Option<&str> {
        self.brand().and_then(|brand| brand.home_url.as_deref())
    }

    /// The style sheet with the platform's colour.
    #[must_use]
    pub fn brand_style(&self) -> Option<String> {
        let colour = self.brand()?.colour.as_deref().and_then(Colour::parse)?;
        Some(format!("/assets/brand/{}.css", colour.hex()))
    }

    /// The style sheet.
    #[must_use]
    pub fn style(&self) -> String {
        self.visit.assets().style()
    }

    /// The style sheet of what is printed, beside the other.
    #[must_use]
    pub fn sheet_style(&self) -> String {
        self.visit.assets().sheet()
    }

    /// The icon.
    #[must_use]
    pub fn icon(&self) -> String {
        self.visit.assets().icon()
    }

    /// The script of a page that watches something; see [`watching_page`].
    #[must_use]
    pub fn script(&self) -> String {
        self.visit.assets().script()
    }

    /// The hidden field `csrf`.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.visit.csrf()
    }

    /// What a person reads out to get help.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.visit.reference()
    }

    /// Path and query of this page, when it can be loaded again in another language.
    #[must_use]
    pub fn here(&self) -> Option<&str> {
        self.visit.here()
    }

    /// A day as the reader writes it: `12 October`, with the year when it is another one.
    #[must_use]
    pub fn day(&self, time: &Time) -> String {
        dates::day(self.lang(), *time, self.visit.now(), self.zone)
    }

    /// A day as it stands in a sentence: `on 12 October`.
    #[must_use]
    pub fn on_day(&self, time: &Time) -> String {
        dates::on_day(self.lang(), *time, self.visit.now(), self.zone)
    }

    /// Day and time of day.
    #[must_use]
    pub fn moment(&self, time: &Time) -> String {
        dates::moment(self.lang(), *time, self.visit.now(), self.zone)
    }
}

/// A page.
pub fn page(visit: &Visit, status: StatusCode, template: &impl Template) -> Response {
    let nowhere_else = FormTargets::default();
    leading(visit, status, template, (targets(visit, &nowhere_else), NO_SCRIPTS))
}

/// A page whose form leads to one other site.
pub fn page_to(visit: &Visit, target: &Url, template: &impl Template) -> Response {
    leading(visit, StatusCode::OK, template, (&FormTargets::to([target]), NO_SCRIPTS))
}

/// A page that looks on while something happens: the only kind on which a script of ours may run and ask us.
pub fn watching_page(visit: &Visit, template: &impl Template) -> Response {
    let nowhere_else = FormTargets::default();
    leading(visit, StatusCode::OK, template, (targets(visit, &nowhere_else), OUR_SCRIPT))
}

/// Where forms of this login may lead.
fn targets<'a>(visit: &'a Visit, nowhere_else: &'a FormTargets) -> &'a FormTargets {
    visit.journey().map_or(nowhere_else, |journey| &journey.form_targets)
}

fn leading(
    visit: &Visit,
    status: StatusCode,
    template: &impl Template,
    (targets, scripts): (&FormTargets, &str),
) -> Response {
    visit.mark_used();
    match template.render() {
        Ok(body) => {
            let policy = [(header::CONTENT_SECURITY_POLICY, policy(targets, scripts))];
            (status, policy, axum::response::Html(body)).into_response()
        }
        Err(error) => Error::internal(error).into_response(),
    }
}

/// `303 See Other`: after a form was taken, never 307, which would send the password along (RFC 9700, 4.12).
#[must_use]
pub fn see_other(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// `default-src` forbids them.
const NO_SCRIPTS: &str = "";
const OUR_SCRIPT: &str = "script-src 'self'; connect-src 'self'; ";

fn policy(targets: &FormTargets, scripts: &str) -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; {scripts}form-action {}; base-uri 'none'; \
         frame-ancestors 'none'",
        targets.directive()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_targets_are_origins_and_app_schemes() {
        let uris: Vec<Url> =
            ["https://opiq.example/cb?x=1", "http://127.0.0.2:8081/cb", "ee.opiq.app:/cb", "https://a;b.example/"]
                .iter()
                .filter_map(|text| text.parse().ok())
                .collect();
        let expected = "'self' https://opiq.example http://127.0.0.2:8081 ee.opiq.app:";
        assert_eq!(FormTargets::to(&uris).directive(), expected);
    }
}
