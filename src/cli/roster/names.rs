//! `koppel roster names`: precision and recall of the comparison of names, on a file of labelled pairs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::failure::failure;
use super::super::output::{self, Format};
use super::score::Score;
use crate::domain::PersonName;
use crate::linking::name_fits;

/// Which pairs.
#[derive(Debug, Args)]
pub struct Names {
    /// CSV with the columns `set`, `country`, `one_given`, `one_family`, `other_given`, `other_family`, `same` (yes or
    /// no) and `why`.
    file: PathBuf,
    /// List the pairs of this set that were judged wrongly.
    #[arg(long, value_name = "SET")]
    wrong: Option<String>,
    #[command(flatten)]
    format: Format,
}

/// One labelled pair, as it stands in the file.
#[derive(Debug, Deserialize)]
struct Pair {
    set: String,
    country: String,
    one_given: String,
    one_family: String,
    other_given: String,
    other_family: String,
    same: Label,
    why: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Yes,
    No,
}

impl Pair {
    fn is_same(&self) -> bool {
        self.same == Label::Yes
    }

    fn is_found(&self) -> bool {
        let name = |given: &str, family: &str| PersonName { given: part(given), family: part(family) };
        name_fits(&name(&self.one_given, &self.one_family), &name(&self.other_given, &self.other_family))
    }

    fn shown(&self) -> Value {
        json!({
            "country": self.country,
            "one": format!("{} | {}", self.one_given, self.one_family),
            "other": format!("{} | {}", self.other_given, self.other_family),
            "same": self.is_same(),
            "why": self.why,
        })
    }
}

fn part(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Compares every pair and prints the counts of each set, or the pairs of one set that were judged wrongly.
pub fn run(names: &Names) -> Result<()> {
    let pairs = read(names)?;
    if let Some(set) = &names.wrong {
        let wrong = pairs.iter().filter(|pair| pair.set == *set && pair.is_found() != pair.is_same());
        let rows: Vec<Value> = wrong.map(Pair::shown).collect();
        return Ok(output::table(names.format, &rows, &["country", "one", "other", "same", "why"])?);
    }
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for pair in &pairs {
        scores.entry(&pair.set).or_default().add(pair.is_same(), pair.is_found());
    }
    let rows: Vec<Value> = scores.iter().map(|(set, score)| score.shown(set)).collect();
    Ok(output::table(names.format, &rows, Score::COLUMNS)?)
}

fn read(names: &Names) -> Result<Vec<Pair>> {
    let file = names.file.display();
    let mut reader = csv::Reader::from_path(&names.file).with_context(|| format!("{file} cannot be read"))?;
    let pairs: Result<Vec<Pair>, csv::Error> = reader.deserialize().collect();
    pairs.map_err(|error| failure(format!("{file}: {error}"), "`koppel roster names --help` lists the columns"))
}
