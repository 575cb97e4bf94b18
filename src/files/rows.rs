//! A file row by row: CSV (`;`, `,` or tab, sniffed) or JSON lines, UTF-8 with or without a BOM.
//!
//! A CSV cell that [`guarded`](super::guarded) marked is read without its mark. Never holds more than one row, and no row may be longer than [`MOST_ROW_BYTES`].

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::guard::unguarded;

/// A longer row ends the import: the file is damaged, such as by a quote that never closes.
pub const MOST_ROW_BYTES: u64 = 1_048_576;
/// A header within this many bytes; nobody's is longer.
const MOST_HEADER_BYTES: usize = 65_536;
const MOST_COLUMNS: usize = 200;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma, semicolon or tab separated, with a header.
    Csv,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// By the end of the file's name; CSV when it says nothing.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let end = name.rsplit('.').next().unwrap_or_default();
        if end.eq_ignore_ascii_case("jsonl") || end.eq_ignore_ascii_case("ndjson") { Self::Jsonl } else { Self::Csv }
    }
}

/// One row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Line of the file it begins at; the header of a CSV file is line 1.
    pub number: u64,
    /// Values that are not empty, by the column's name; or what is wrong with the row.
    pub fields: Result<BTreeMap<String, String>, String>,
}

/// The rows of a file.
pub struct Rows<R> {
    format: Inner<Metered<R>>,
    meter: Arc<Meter>,
}

enum Inner<R> {
    Csv { reader: Box<csv::Reader<Cut<R>>>, columns: Vec<String>, offset: u64 },
    Jsonl { reader: BufReader<Cut<R>>, line: u64 },
}

/// What was read while looking for the header, then the rest.
type Cut<R> = io::Chain<Cursor<Vec<u8>>, R>;

#[derive(Debug, Default)]
struct Meter {
    total: AtomicU64,
    row: AtomicU64,
}

struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.total.fetch_add(read as u64, Ordering::Relaxed);
        if self.meter.row.fetch_add(read as u64, Ordering::Relaxed) > MOST_ROW_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a row is longer than 1 MiB; is a quote left open?",
            ));
        }
        Ok(read)
    }
}

impl<R: Read> Rows<R> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// It cannot be read, or has no header.
    pub fn open(inner: R, format: Format) -> io::Result<Self> {
        let meter = Arc::new(Meter::default());
        let mut metered = Metered { inner, meter: meter.clone() };
        let head = read_head(&mut metered)?;
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).to_vec();
        let format = match format {
            Format::Jsonl => Inner::Jsonl { reader: BufReader::new(Cursor::new(head).chain(metered)), line: 0 },
            Format::Csv => {
                let delimiter = sniff(&head);
                // The reader counts a line at its LF, and begins a record right after the CR before it.
                let offset = u64::from(first_line(&head).ends_with(b"\r"));
                let cut = Cursor::new(head).chain(metered);
                let mut reader = Box::new(csv::ReaderBuilder::new().delimiter(delimiter).from_reader(cut));
                let columns = columns(&mut reader)?;
                Inner::Csv { reader, columns, offset }
            }
        };
        Ok(Self { format, meter })
    }

    /// The names of a CSV file's columns, as [`column_name`] writes them; none for JSON lines.
    #[must_use]
    pub fn columns(&self) -> Option<&[String]> {
        match &self.format {
            Inner::Csv { columns, .. } => Some(columns),
            Inner::Jsonl { .. } => None,
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.meter.total.load(Ordering::Relaxed)
    }

    /// The next row, or nothing at the end. A row that is wrong in itself is a row too.
    ///
    /// # Errors
    /// The file cannot be read on.
    pub fn read(&mut self) -> io::Result<Option<RawRow>> {
        self.meter.row.store(0, Ordering::Relaxed);
        match &mut self.format {
            Inner::Csv { reader, columns, offset } => csv_row(reader, columns, *offset),
            Inner::Jsonl { reader, line } => json_row(reader, line),
        }
    }
}

fn read_head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; 4_096];
    while head.len() < MOST_HEADER_BYTES && !head.contains(&b'\n') {
        let read = reader.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        head.extend(chunk.iter().take(read));
    }
    Ok(head)
}

fn first_line(head: &[u8]) -> &[u8] {
    head.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The separator that stands most often in the header, outside quotes.
fn sniff(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in first_line(head) {
        quoted ^= *byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(delimiter, _)| *delimiter)
}

fn columns<R: Read>(reader: &mut csv::Reader<R>) -> io::Result<Vec<String>> {
    let header = reader.headers().map_err(io::Error::other)?;
    if header.len() > MOST_COLUMNS {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the header has more than 200 columns"));
    }
    Ok(header.iter().map(column_name).collect())
}

/// `External ID`, `external-id` and `external_id` are one column.
#[must_use]
pub fn column_name(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

fn csv_row<R: Read>(reader: &mut csv::Reader<R>, columns: &[String], offset: u64) -> io::Result<Option<RawRow>> {
    let mut record = csv::ByteRecord::new();
    let number = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line) + offset;
    match reader.read_byte_record(&mut record) {
        Ok(false) => Ok(None),
        Ok(true) => Ok(Some(RawRow { number: number(record.position()), fields: named(columns, &record) })),
        Err(error) => match error.kind() {
            csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
                let wrong = format!("has {len} fields; the header has {expected_len}");
                Ok(Some(RawRow { number: number(pos.as_ref()), fields: Err(wrong) }))
            }
            _ => Err(io::Error::other(error)),
        },
    }
}

fn named(columns: &[String], record: &csv::ByteRecord) -> Result<BTreeMap<String, String>, String> {
    let mut fields = BTreeMap::new();
    for (name, value) in columns.iter().zip(record) {
        let value = std::str::from_utf8(value).map_err(|_| format!("{name} is not UTF-8"))?.trim();
        let value = unguarded(value);
        if !value.is_empty() && fields.insert(name.clone(), value.to_owned()).is_some() {
            return Err(format!("the column {name} stands in the file twice"));
        }
    }
    Ok(fields)
}

fn json_row(reader: &mut impl BufRead, line: &mut u64) -> io::Result<Option<RawRow>> {
    loop {
        let mut bytes = Vec::new();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *line += 1;
        if !bytes.trim_ascii().is_empty() {
            return Ok(Some(RawRow { number: *line, fields: json_fields(&bytes) }));
        }
    }
}

fn json_fields(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let row: BTreeMap<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| format!("is not a JSON object ({})", error_kind(&error)))?;
    let mut fields = BTreeMap::new();
    for (name, value) in row {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.trim().to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Array(_) | Value::Object(_) => return Err(format!("{} is not a plain value", column_name(&name))),
        };
        if !text.is_empty() && fields.insert(column_name(&name), text).is_some() {
            return Err(format!("{} stands in the row twice", column_name(&name)));
        }
    }
    Ok(fields)
}

/// Not the error's own text: it may quote the row.
fn error_kind(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Syntax => "bad syntax",
        serde_json::error::Category::Data | serde_json::error::Category::Io => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], format: Format) -> Vec<RawRow> {
        let mut rows = Rows::open(text, format).unwrap();
        std::iter::from_fn(|| rows.read().unwrap()).collect()
    }

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_separator_and_a_byte_order_mark_are_understood() {
        for text in [
            "\u{feff}External ID;given_name\n7;Õie\n",
            "external_id,given_name\r\n7,Õie\r\n",
            "external-id\tgiven_name\n7\t\"Õie\"",
            "\"external_id\",\"given_name\"\n\"7\",\" Õie \"\n",
        ] {
            let rows = read(text.as_bytes(), Format::Csv);
            assert_eq!(
                rows,
                [RawRow { number: 2, fields: Ok(fields(&[("external_id", "7"), ("given_name", "Õie")])) }]
            );
        }
    }

    #[test]
    fn a_bad_row_stops_nothing_and_names_its_line() {
        let rows = read(b"external_id,class\n1,\"a\nb\"\n2\n3,\xff\n4,5B\n", Format::Csv);
        let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [2, 4, 5, 6]);
        assert_eq!(rows[1].fields, Err("has 1 fields; the header has 2".to_owned()));
        assert_eq!(rows[2].fields, Err("class is not UTF-8".to_owned()));
        assert_eq!(rows[3].fields, Ok(fields(&[("external_id", "4"), ("class", "5B")])));
    }

    #[test]
    fn a_guarded_cell_is_read_as_it_was_in_csv_only() {
        let rows = read(b"sub,class\n'=1,'5B\n", Format::Csv);
        assert_eq!(rows[0].fields, Ok(fields(&[("sub", "=1"), ("class", "'5B")])));
        let rows = read(b"{\"sub\":\"'=1\"}", Format::Jsonl);
        assert_eq!(rows[0].fields, Ok(fields(&[("sub", "'=1")])));
    }

    #[test]
    fn json_lines_take_plain_values_only() {
        let text =
            "\u{feff}{\"external_id\": 7, \"email_verified\": true, \"class\": null}\n\n{\"roles\": []}\n{oops\n[1]\n";
        let rows = read(text.as_bytes(), Format::Jsonl);
        assert_eq!(rows[0].fields, Ok(fields(&[("email_verified", "true"), ("external_id", "7")])));
        assert_eq!(rows[1], RawRow { number: 3, fields: Err("roles is not a plain value".to_owned()) });
        assert!(rows[2].fields.is_err() && rows[3].fields.is_err());
    }

    #[test]
    fn an_open_quote_does_not_fill_the_memory() {
        let endless = Cursor::new(b"external_id,class\n1,\"".to_vec()).chain(io::repeat(b'x'));
        let mut rows = Rows::open(endless, Format::Csv).unwrap();
        assert!(rows.read().is_err());
        let wide = format!("{}\n", "a,".repeat(1_000_000));
        assert!(Rows::open(wide.as_bytes(), Format::Csv).is_err());
    }

    #[test]
    fn the_file_name_says_the_format() {
        assert_eq!(Format::of_name("people.JSONL"), Format::Jsonl);
        assert_eq!(Format::of_name("people.csv"), Format::Csv);
    }
}
