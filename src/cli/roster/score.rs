//! Counts of right and wrong judgements.

use serde_json::{Value, json};

/// How often a yes or no was right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    true_positive: u32,
    false_positive: u32,
    false_negative: u32,
    true_negative: u32,
}

impl Score {
    /// What [`Score::shown`] answers, in order.
    pub const COLUMNS: &[&str] =
        &["set", "pairs", "true_positive", "false_positive", "false_negative", "true_negative", "precision", "recall"];

    /// One more judgement: what is so, and what was found.
    pub fn add(&mut self, is_so: bool, found: bool) {
        let count = match (is_so, found) {
            (true, true) => &mut self.true_positive,
            (false, true) => &mut self.false_positive,
            (true, false) => &mut self.false_negative,
            (false, false) => &mut self.true_negative,
        };
        *count += 1;
    }

    /// The counts of a set and what follows from them: shares of one, four digits, null where nothing was found or true.
    pub fn shown(&self, set: &str) -> Value {
        json!({
            "set": set,
            "pairs": self.true_positive + self.false_positive + self.false_negative + self.true_negative,
            "true_positive": self.true_positive,
            "false_positive": self.false_positive,
            "false_negative": self.false_negative,
            "true_negative": self.true_negative,
            "precision": share(self.true_positive, self.false_positive),
            "recall": share(self.true_positive, self.false_negative),
        })
    }
}

fn share(hits: u32, misses: u32) -> Option<f64> {
    let all = hits + misses;
    (all > 0).then(|| (f64::from(hits) / f64::from(all) * 10_000.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_from_the_counts() {
        let mut score = Score::default();
        for (is_so, found, times) in [(true, true, 3), (false, true, 1), (true, false, 2), (false, false, 4)] {
            (0..times).for_each(|_| score.add(is_so, found));
        }
        let shown = score.shown("tune");
        assert_eq!((&shown["pairs"], &shown["precision"], &shown["recall"]), (&json!(10), &json!(0.75), &json!(0.6)));
        assert_eq!(Score::default().shown("none")["precision"], Value::Null);
    }
}
