//! Forms: nothing is read before the browser binding and the CSRF field fit together.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use http::header;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::trouble::Trouble;
use super::visit::Visit;

/// The fields of a form of ours. Refuses what does not carry the CSRF token of this browser; a bad form is a page.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| Error::internal("a form stands outside web::shell"))?;
        let kind = request.headers().get(header::CONTENT_TYPE).cloned().ok_or(Trouble::BadForm)?;
        let body = Bytes::from_request(request, state).await.map_err(|refused| unreadable(&refused))?;
        check(&visit, &body)?;
        let again = Request::post("/").header(header::CONTENT_TYPE, kind).body(Body::from(body));
        let again = again.map_err(Error::internal)?;
        let fields = axum_extra::extract::Form::<T>::from_request(again, state).await;
        fields.map(|form| Self(form.0)).map_err(|refused| Error::from(Trouble::BadForm).caused_by(refused))
    }
}

fn unreadable(refused: &axum::extract::rejection::BytesRejection) -> Error {
    let too_large = refused.status() == http::StatusCode::PAYLOAD_TOO_LARGE;
    Error::from(if too_large { Trouble::TooLarge } else { Trouble::BadForm })
}

fn check(visit: &Visit, body: &[u8]) -> Result<(), Error> {
    if !visit.is_known_browser() {
        return Err(Trouble::NoCookies.into());
    }
    let mut sent = url::form_urlencoded::parse(body).filter(|(name, _)| name == "csrf").map(|(_, value)| value);
    match (sent.next(), sent.next()) {
        (Some(value), None) if visit.accepts_csrf(&value) => Ok(()),
        _ => Err(Trouble::Stale.into()),
    }
}
