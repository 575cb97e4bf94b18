//! One row: what a platform tells of a product, a kit or a group of its own.

use crate::domain::SchoolId;
use crate::files::{BadRow, Fields, Format, RawRow, Rows, Wrong, yes_or_no};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Something a school pays for.
    Product,
    /// A set of learning material.
    Kit,
    /// A group that exists at the platform.
    Group,
}

impl Noun {
    /// What a row may tell.
    #[must_use]
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Product => &["external_id", "name", "ended"],
            Self::Kit => &["external_id", "name", "product", "ended"],
            Self::Group => &["external_id", "name", "school", "teachers", "ended"],
        }
    }
}

/// Whether a kit needs a licence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Needs {
    /// As before; of a new one: no.
    #[default]
    Untold,
    /// It needs none.
    Nothing,
    /// One of this product, by the platform's own id.
    Product(String),
}

/// What is told of one of them. Whatever is not told stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The platform's own id, the only thing it is found by.
    pub external_id: String,
    /// For people to read; a new one needs it.
    pub name: Option<String>,
    /// Of a kit.
    pub needs: Needs,
    /// Of a group, which needs one when it is new.
    pub school: Option<SchoolId>,
    /// Of a group: everybody it lists, by the platform's own ids of their accounts.
    pub teachers: Option<Vec<String>>,
    /// Whether the platform has it no more.
    pub ended: Option<bool>,
}

/// Reads one row; or says the first thing that is wrong with it.
pub(super) fn read(noun: Noun, raw: RawRow) -> Result<Told, BadRow> {
    let fields = Fields::of(raw, noun.columns())?;
    typed(&fields).map_err(|wrong| fields.refused(wrong))
}

/// Reads a row that is one JSON object.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read_json(noun: Noun, object: &str) -> Result<Told, BadRow> {
    let unreadable = || BadRow { row: 1, field: None, reason: "cannot be read".to_owned() };
    let raw = Rows::open(object.as_bytes(), Format::Jsonl).and_then(|mut rows| rows.read());
    let raw = raw.map_err(|_| unreadable())?.ok_or_else(unreadable)?;
    read(noun, raw)
}

fn typed(fields: &Fields) -> Result<Told, Wrong> {
    let external_id = fields.text("external_id", 255)?.ok_or_else(|| ("external_id", "is missing".to_owned()))?;
    let teachers = fields.text("teachers", 10_000)?;
    Ok(Told {
        external_id,
        name: fields.text("name", 200)?,
        needs: fields.text("product", 255)?.map_or(Needs::Untold, Needs::Product),
        school: fields.parsed("school", "is not a typed school number", |text| text.parse::<SchoolId>().ok())?,
        teachers: teachers.map(|all| all.split_whitespace().map(str::to_owned).collect()),
        ended: fields.parsed("ended", "is neither true nor false", yes_or_no)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(noun: Noun, fields: &[(&str, &str)]) -> Result<Told, BadRow> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(noun, RawRow { number: 2, fields: Ok(fields) })
    }

    #[test]
    fn a_row_tells_what_its_noun_has_and_nothing_else() {
        let told =
            row(Noun::Group, &[("external_id", "g1"), ("school", "ehis:123"), ("teachers", "18  19"), ("ended", "no")]);
        let told = told.unwrap();
        assert_eq!(told.teachers.as_deref(), Some(&["18".to_owned(), "19".to_owned()][..]));
        assert_eq!((told.name, told.ended, told.needs), (None, Some(false), Needs::Untold));
        let kit = row(Noun::Kit, &[("external_id", "k"), ("product", "maths")]).unwrap();
        assert_eq!(kit.needs, Needs::Product("maths".to_owned()));
        for (noun, fields, wrong) in [
            (Noun::Product, &[("name", "Maths")][..], "external_id"),
            (Noun::Product, &[("external_id", "p"), ("product", "x")], "product"),
            (Noun::Kit, &[("external_id", "k"), ("school", "ehis:1")], "school"),
            (Noun::Group, &[("external_id", "g"), ("school", "123")], "school"),
            (Noun::Kit, &[("external_id", "k"), ("ended", "perhaps")], "ended"),
        ] {
            assert_eq!(row(noun, fields).unwrap_err().field.as_deref(), Some(wrong));
        }
    }
}
