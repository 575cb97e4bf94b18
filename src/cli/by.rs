//! Who answers for a decision: a person by name, whatever the system account is called.

use clap::Args;

use crate::domain::is_showable;

/// Longest name.
const LONGEST: usize = 100;
/// What is written where nobody wants to be named.
const NOBODY: [&str; 5] = ["unknown", "nobody", "none", "n/a", "anonymous"];

/// See the module.
#[derive(Debug, Args)]
pub struct By {
    /// The person who decides, by name; stored and shown with the decision.
    #[arg(long = "by", value_name = "NAME", value_parser = person)]
    name: String,
}

impl By {
    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A name that somebody can be asked by.
pub fn person(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_nobody = NOBODY.iter().any(|word| name.eq_ignore_ascii_case(word));
    if is_nobody || name.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
        return Err("name the person who decides, such as 'Anu Kask'".to_owned());
    }
    if name.chars().count() > LONGEST || !is_showable(name) {
        return Err(format!("use at most {LONGEST} characters that can be shown"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_no_person() {
        for nobody in ["", "  ", "-", "7", "x", "unknown", "Unknown ", "NOBODY", "n/a", "Anu\nKask", "Anu\u{202e}ksaK"]
        {
            assert!(person(nobody).is_err(), "{nobody:?}");
        }
        assert_eq!(person(" Anu Kask "), Ok("Anu Kask".to_owned()));
        assert_eq!(person("Õie"), Ok("Õie".to_owned()));
    }
}
