//! School years, as upstreams write them.

/// The year in which a school year begins: `2026/27`, `2026/2027` and `2026-2027` are one. Nothing where a text is no school
/// year, or one of another length than a year.
#[must_use]
pub fn school_year(text: &str) -> Option<i32> {
    let (first, second) = text.trim().split_once(['/', '-', '–'])?;
    let (first, second) = (first.trim(), second.trim());
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() != 4 || !is_number(first) || !is_number(second) {
        return None;
    }
    let (begins, ends): (i32, i32) = (first.parse().ok()?, second.parse().ok()?);
    let follows = match second.len() {
        4 => begins + 1,
        2 => (begins + 1) % 100,
        _ => return None,
    };
    (ends == follows).then_some(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_school_year_is_written_in_many_ways() {
        for text in ["2026/27", "2026/2027", "2026-2027", "2026-27", "2026–2027", " 2026 / 2027 "] {
            assert_eq!(school_year(text), Some(2026), "{text}");
        }
        assert_eq!(school_year("1999/00"), Some(1999));
        for text in
            ["", "2026", "2026/", "2026/28", "2026/2028", "26/27", "2026/027", "2026/+27", "spring 2026", "2026/27 II"]
        {
            assert_eq!(school_year(text), None, "{text}");
        }
    }
}
