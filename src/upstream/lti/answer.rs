//! The answer to a deep linking request (deep linking 2.0, 4.5): the course gets a link to us.

use serde_json::{Value, json};
use url::Url;

use super::Lti;
use super::launch::{DeepLinking, Ticket};
use crate::domain::Time;
use crate::upstream::UpstreamError;

/// How long an answer is good, in seconds: as long as somebody may look at the page that carries it.
const LIFE_SECONDS: i64 = 600;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;

/// An answer that the browser brings: the field `JWT` of a form.
#[derive(Clone, PartialEq, Eq)]
pub struct Handing {
    /// Where the form is sent to.
    pub url: Url,
    /// What is in the field.
    pub jwt: String,
}

impl std::fmt::Debug for Handing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handing(…)")
    }
}

/// What the course gets a link to.
#[derive(Debug, Clone, Copy)]
pub struct Linking<'a> {
    /// What the link says.
    pub title: &'a str,
    /// The one address of ours where launches of this upstream arrive.
    pub launch_url: &'a str,
    /// The journal's own page.
    pub here: &'a str,
}

impl Lti {
    /// The answer to a launch; nothing where it asked for none.
    ///
    /// # Errors
    /// We have no key to sign with.
    pub(in crate::upstream) async fn hand_over(
        &self,
        token: &str,
        linking: Linking<'_>,
    ) -> Result<Option<Handing>, UpstreamError> {
        let ticket = Ticket::read(token)?;
        let Some(settings) = &ticket.deep_linking else { return Ok(None) };
        let now = self.line.now();
        let claims = self.claims(&ticket.deployment, settings, linking, now);
        let jwt = self.sign(&claims, now).await?;
        Ok(Some(Handing { url: settings.deep_link_return_url.clone(), jwt }))
    }

    fn claims(&self, deployment: &str, settings: &DeepLinking, linking: Linking<'_>, now: Time) -> Value {
        let seconds = now.timestamp();
        let mut claims = json!({
            "iss": self.client_id,
            "aud": self.issuer,
            "iat": seconds,
            "exp": seconds + LIFE_SECONDS,
            "nonce": self.random.secret(),
            "https://purl.imsglobal.org/spec/lti/claim/deployment_id": deployment,
            "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiDeepLinkingResponse",
            "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
            "https://purl.imsglobal.org/spec/lti-dl/claim/content_items": items(settings, linking),
        });
        if let (Some(data), Some(claims)) = (&settings.data, claims.as_object_mut()) {
            claims.insert("https://purl.imsglobal.org/spec/lti-dl/claim/data".to_owned(), data.clone());
        }
        claims
    }
}

/// One item of a type that is accepted: a link that launches us from the course, else one to the journal's page.
fn items(settings: &DeepLinking, linking: Linking<'_>) -> Value {
    let accepts = |kind: &str| settings.accept_types.iter().any(|accepted| accepted == kind);
    let title: String = linking.title.chars().take(LONGEST_TITLE).collect();
    if accepts("ltiResourceLink") {
        json!([{ "type": "ltiResourceLink", "title": title, "url": linking.launch_url }])
    } else if accepts("link") {
        json!([{ "type": "link", "title": title, "url": linking.here }])
    } else {
        json!([])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_gets_a_link_of_a_type_that_it_takes() {
        let linking = Linking { title: "5A", launch_url: "https://k.example/launch", here: "https://k.example/j" };
        let table = [
            (
                vec!["link", "ltiResourceLink"],
                json!([{"type": "ltiResourceLink", "title": "5A", "url": linking.launch_url}]),
            ),
            (vec!["link", "file"], json!([{"type": "link", "title": "5A", "url": linking.here}])),
            (vec!["file"], json!([])),
        ];
        for (types, expected) in table {
            let settings = DeepLinking {
                deep_link_return_url: "https://lms.example/back".parse().unwrap(),
                accept_types: types.iter().map(|kind| (*kind).to_owned()).collect(),
                data: None,
            };
            assert_eq!(items(&settings, linking), expected, "{types:?}");
        }
    }
}
