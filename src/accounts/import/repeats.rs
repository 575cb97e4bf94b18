//! A person at two schools stands in the file twice. Both rows must tell the same person.

use std::collections::HashMap;

use super::row::Row;
use crate::files::BadRow;
use crate::vault::sha256;

/// What the file said so far, as 16 bytes per person and place: a million rows are some tens of megabytes.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    people: HashMap<[u8; 16], [u8; 16]>,
    places: HashMap<[u8; 16], [u8; 16]>,
}

impl Repeats {
    /// Remembers a row.
    ///
    /// # Errors
    /// An earlier row says something else about the same person: either would be overwritten by the other for ever.
    pub fn note(&mut self, row: &Row) -> Result<(), BadRow> {
        let wrong = |field: &str, reason: &str| BadRow {
            row: row.number,
            field: Some(field.to_owned()),
            reason: reason.to_owned(),
        };
        let person = Row { number: 0, place: None, ..row.clone() };
        let told = short(&format!("{person:?}"));
        if *self.people.entry(short(&row.external_id)).or_insert(told) != told {
            return Err(wrong("external_id", "stands in an earlier row that tells another person"));
        }
        let Some(place) = &row.place else { return Ok(()) };
        let key = short(&format!("{}|{}|{}", row.external_id, place.school, place.role));
        let class = short(&format!("{:?}", place.class));
        if *self.places.entry(key).or_insert(class) == class {
            Ok(())
        } else {
            Err(wrong("class", "differs from that of an earlier row with the same school and role"))
        }
    }
}

fn short(text: &str) -> [u8; 16] {
    let mut bytes = [0; 16];
    for (byte, digest) in bytes.iter_mut().zip(sha256(text).bytes()) {
        *byte = digest;
    }
    bytes
}
