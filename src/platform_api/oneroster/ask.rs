//! The query of a read: `limit`, `offset`, `cursor`, `sort`, `orderBy`, `filter`, `fields`.

use std::collections::BTreeMap;

use super::fault::{Fault, Minor};
use super::filter::Filter;
use super::records::Kind;
use crate::storage::delivered::Part;

/// Records on a page when nothing is said. Source: OneRoster 1.2, Rostering Service, "Pagination".
const DEFAULT_LIMIT: i64 = 100;
/// Records on a page at most. More is refused and not cut, or whoever counts offsets by their own limit would miss some.
pub(super) const MAX_LIMIT: i64 = 10_000;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub part: Part,
    /// Where the page before ended, sealed.
    pub cursor: Option<String>,
    pub filter: Filter,
    /// Only these members of each record.
    pub fields: Option<Vec<String>>,
    /// The list must be in the order of `sourcedId`.
    pub sorted: bool,
    /// What the next page repeats.
    repeated: Vec<(String, String)>,
}

impl Ask {
    /// Reads the query of a list of `kind`.
    pub(super) fn read(query: &str, kind: Kind) -> Result<Self, Fault> {
        let mut values = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if values.insert(name.clone().into_owned(), value.into_owned()).is_some() {
                return Err(Fault::data("a parameter is there more than once"));
            }
        }
        let find = |name: &str| values.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let part = Part {
            limit: number(find("limit"), DEFAULT_LIMIT, 1..=MAX_LIMIT, "limit is a number from 1 to 10000")?,
            offset: number(find("offset"), 0, 0..=i64::MAX / 2, "offset is a number, 0 or more")?,
        };
        let repeated = ["filter", "sort", "orderBy", "fields"];
        let repeated =
            repeated.iter().filter_map(|name| find(name).map(|value| ((*name).to_owned(), value.to_owned())));
        Ok(Self {
            part,
            cursor: find("cursor").map(str::to_owned),
            filter: find("filter").map(|text| Filter::read(text, kind)).transpose()?.unwrap_or_default(),
            fields: find("fields").map(|text| fields(text, kind)).transpose()?,
            sorted: sorted(find("sort"), find("orderBy"))?,
            repeated: repeated.collect(),
        })
    }

    /// The query of the page that begins at `offset`, after the place in `cursor`.
    pub(super) fn next(&self, offset: i64, cursor: Option<&str>) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("limit", &self.part.limit.to_string())
            .append_pair("offset", &offset.to_string())
            .extend_pairs(cursor.map(|cursor| ("cursor", cursor)))
            .extend_pairs(&self.repeated)
            .finish()
    }
}

fn number(
    text: Option<&str>,
    default: i64,
    range: std::ops::RangeInclusive<i64>,
    why: &'static str,
) -> Result<i64, Fault> {
    let Some(text) = text else { return Ok(default) };
    text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| Fault::data(why))
}

fn fields(text: &str, kind: Kind) -> Result<Vec<String>, Fault> {
    let named: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if named.iter().all(|name| kind.fields().contains(&name.as_str())) {
        return Ok(named);
    }
    Err(Fault::Request(Minor::InvalidSelectionField, format!("fields are some of: {}", kind.fields().join(", "))))
}

/// True when an order was asked for; there is one that can be.
fn sorted(sort: Option<&str>, order: Option<&str>) -> Result<bool, Fault> {
    match (sort, order) {
        (None | Some("sourcedId"), None | Some("asc")) => Ok(sort.is_some()),
        _ => {
            Err(Fault::Request(Minor::InvalidSortField, "sort by sourcedId, orderBy asc, or leave both out".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor(query: &str) -> Option<Minor> {
        match Ask::read(query, Kind::User) {
            Err(Fault::Request(minor, _)) => Some(minor),
            _ => None,
        }
    }

    #[test]
    fn what_is_not_said_is_the_standards_default() {
        let ask = Ask::read("", Kind::User).unwrap();
        assert_eq!((ask.part, ask.cursor, ask.fields), (Part { limit: 100, offset: 0 }, None, None));
        assert!(Ask::read("limit=&offset=&fields=&unknown=1", Kind::User).is_ok());
    }

    #[test]
    fn odd_parameters_are_refused_by_name() {
        for query in ["limit=0", "limit=-1", "limit=10001", "limit=x", "offset=-1", "offset=1e3", "limit=5&limit=5"] {
            assert_eq!(minor(query), Some(Minor::InvalidData), "{query}");
        }
        assert_eq!(minor("fields=sourcedId,shoeSize"), Some(Minor::InvalidSelectionField));
        for query in ["sort=familyName", "sort=sourcedId&orderBy=desc", "orderBy=up"] {
            assert_eq!(minor(query), Some(Minor::InvalidSortField), "{query}");
        }
        assert_eq!(minor("filter=shoeSize%3D'40'"), Some(Minor::InvalidFilterField));
    }

    #[test]
    fn the_next_page_asks_for_the_same() {
        let query = "filter=status%3D%27active%27&limit=5&fields=sourcedId%2Cstatus&offset=10";
        let ask = Ask::read(query, Kind::User).unwrap();
        let next = Ask::read(&ask.next(15, Some("v1.a.b")), Kind::User).unwrap();
        assert_eq!((next.part, next.cursor.as_deref()), (Part { limit: 5, offset: 15 }, Some("v1.a.b")));
        assert_eq!((&next.filter, &next.fields), (&ask.filter, &ask.fields));
    }
}
