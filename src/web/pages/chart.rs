//! Bars of a small chart: how many joined upwards, how many left downwards. Whole numbers in a box of 300 by 80.

/// Most bars of a chart.
const SLOTS: usize = 30;
/// How far bars lie apart.
const SLOT: u64 = 10;
/// How wide a bar is.
const WIDTH: u64 = 7;
/// Where nought is.
const MIDDLE: u64 = 40;
/// How high the highest bar is.
const HEIGHT: u64 = 36;

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Left edge.
    pub x: u64,
    /// Upper edge.
    pub y: u64,
    /// Width.
    pub width: u64,
    /// Height.
    pub height: u64,
    /// Who joined, or else who left.
    pub is_joined: bool,
}

/// The bars for pairs of (joined, left), from left to right; the last [`SLOTS`] of them. Noughts have no bar, and
/// everything that is not nought can be seen.
#[must_use]
pub fn bars(counts: &[(u64, u64)]) -> Vec<Bar> {
    let shown = counts.iter().skip(counts.len().saturating_sub(SLOTS));
    let most = shown.clone().map(|(joined, left)| *joined.max(left)).max().unwrap_or(0);
    let height = |count: u64| (count.saturating_mul(HEIGHT) / most.max(1)).max(2);
    (0..)
        .zip(shown)
        .flat_map(|(place, (joined, left))| {
            let x = place * SLOT + (SLOT - WIDTH) / 2;
            let up = (*joined > 0).then(|| (MIDDLE - height(*joined), height(*joined), true));
            let down = (*left > 0).then(|| (MIDDLE, height(*left), false));
            let bar = move |(y, height, is_joined)| Bar { x, y, width: WIDTH, height, is_joined };
            [up, down].into_iter().flatten().map(bar).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_middle_line_and_within_the_box() {
        let drawn = bars(&[(4, 0), (0, 2), (0, 0), (1_000, 1)]);
        let up = Bar { x: 1, y: 38, width: 7, height: 2, is_joined: true };
        assert_eq!(drawn.first(), Some(&up), "small is not nothing");
        assert_eq!(drawn.iter().map(|bar| bar.x).collect::<Vec<_>>(), [1, 11, 31, 31]);
        assert!(drawn.iter().all(|bar| bar.y >= MIDDLE - HEIGHT && bar.y + bar.height <= MIDDLE + HEIGHT));
        assert!(drawn.iter().all(|bar| if bar.is_joined { bar.y + bar.height == MIDDLE } else { bar.y == MIDDLE }));
        assert_eq!(bars(&[(0, 0)]), []);
    }

    #[test]
    fn only_the_last_thirty_are_drawn() {
        let many: Vec<(u64, u64)> = (0..40).map(|n| (n, 0)).collect();
        let drawn = bars(&many);
        assert_eq!((drawn.len(), drawn.last().map(|bar| bar.height)), (30, Some(HEIGHT)));
    }
}
