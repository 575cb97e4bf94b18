//! The `claims` parameter (OIDC Core 5.5), as far as it means something here.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::domain::Claim;

/// What is asked for one by one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wishes {
    /// Claims for userinfo. Personal claims in the ID token are never granted there.
    pub(super) claims: BTreeSet<Claim>,
    /// The one `sub` that may be the answer.
    pub(super) sub: Option<String>,
}

/// Reads the JSON. Unknown claims are ignored, as the standard says.
pub(super) fn parse(text: &str) -> Result<Wishes, &'static str> {
    let Ok(Value::Object(all)) = serde_json::from_str(text) else { return Err("claims is no JSON object") };
    let (userinfo, id_token) = (member(&all, "userinfo")?, member(&all, "id_token")?);
    let names = userinfo.iter().flat_map(|object| object.keys());
    let sub = |object: Option<&Map<String, Value>>| Some(object?.get("sub")?.get("value")?.as_str()?.to_owned());
    Ok(Wishes {
        claims: names.filter_map(|name| name.parse().ok()).collect(),
        sub: sub(id_token).or_else(|| sub(userinfo)),
    })
}

fn member<'a>(all: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Map<String, Value>>, &'static str> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err("a member of claims is no JSON object"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_claims_are_for_userinfo_only() {
        let wishes = parse(
            r#"{"userinfo": {"name": {"essential": true}, "shoe_size": null}, "id_token": {"email": null, "sub": {"value": "17"}}}"#,
        );
        assert_eq!(wishes, Ok(Wishes { claims: BTreeSet::from([Claim::Name]), sub: Some("17".to_owned()) }));
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["", "[]", "name", "{\"userinfo\": [\"name\"]}", "{\"id_token\": 1}", "{"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
