//! A made-up school of any size, the same at every run. Names are syllables.

use std::fmt::Write as _;

/// How large it is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub people: usize,
    pub journals: usize,
    /// Pupils of each journal.
    pub each: usize,
    /// Journals that change in a day: one pupil comes, one goes.
    pub changed: usize,
}

impl Size {
    pub const WHOLE: Self = Self { people: 100_000, journals: 40_000, each: 25, changed: 9_000 };
    pub const QUICK: Self = Self { people: 10_000, journals: 4_000, each: 25, changed: 900 };

    pub fn seats(self) -> usize {
        self.journals * self.each
    }
}

/// Numbers that look random and are the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Who sits where.
pub struct Life {
    pub size: Size,
    pub journals: Vec<Vec<usize>>,
}

/// Somebody, as the school tells of them.
pub struct Person {
    pub subject: String,
    pub given: String,
    pub family: String,
    pub class: String,
}

impl Life {
    pub fn new(size: Size) -> Self {
        let mut dice = Dice(42);
        let journals = (0..size.journals).map(|_| (0..size.each).map(|_| dice.below(size.people)).collect()).collect();
        let mut life = Self { size, journals };
        life.journals.iter_mut().for_each(|people| distinct(people, size.people));
        life
    }

    /// A day later: one pupil of each changed journal has gone, and another one has come.
    pub fn change(&mut self) {
        let Size { people, journals, changed, .. } = self.size;
        for n in 0..changed {
            let journal = self.journals.get_mut(n * journals / changed).unwrap();
            let gone = journal.remove(n % journal.len());
            let mut come = (gone + 1) % people;
            while journal.contains(&come) {
                come = (come + 1) % people;
            }
            journal.push(come);
        }
    }

    pub fn person(n: usize) -> Person {
        let word = |mut number: usize, length: usize| {
            let mut word = String::new();
            for _ in 0..length {
                word.push_str(["ka", "le", "mi", "no", "ru", "sa", "ta", "vi"].get(number % 8).copied().unwrap());
                number /= 8;
            }
            word
        };
        Person {
            subject: format!("{:010}", 1_000_000_007_usize + n * 13),
            given: word(n, 3),
            family: word(n / 7, 5),
            class: format!("{}{}", 1 + n % 9, ["A", "B", "C"].get(n % 3).copied().unwrap()),
        }
    }

    /// One document, as `koppel roster apply` reads it.
    pub fn document(&self) -> String {
        let mut text = String::from("{\"people\":[");
        for n in 0..self.size.people {
            let Person { subject, given, family, class } = Self::person(n);
            let comma = if n == 0 { "" } else { "," };
            write!(
                text,
                "{comma}{{\"subject\":\"{subject}\",\"given_name\":\"{given}\",\"family_name\":\"{family}\",\"class\":\"{class}\"}}"
            )
            .unwrap();
        }
        text.push_str("],\"journals\":[");
        for (n, people) in self.journals.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            let pupils: Vec<String> =
                people.iter().map(|n| format!("\"{:010}\"", 1_000_000_007_usize + n * 13)).collect();
            let pupils = pupils.join(",");
            write!(text, "{comma}{{\"journal\":\"{n}\",\"journal_name\":\"Journal {n}\",\"pupils\":[{pupils}]}}")
                .unwrap();
        }
        text.push_str("]}");
        text
    }
}

/// Nobody sits in one journal twice.
fn distinct(people: &mut [usize], most: usize) {
    for at in 1..people.len() {
        let (before, rest) = people.split_at_mut(at);
        let this = rest.first_mut().unwrap();
        while before.contains(this) {
            *this = (*this + 1) % most;
        }
    }
}
