//! Passwords: how many per second, what happens when a school comes at once (G3), and whether a name betrays itself by
//! the time its refusal takes (B13).

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::broker::{Broker, PASSWORD, Ready};
use super::work::USERS;
use crate::load::{Figures, Person, Way, asks, drive, median_of};

/// Sign-ins by password, from the form to the code.
pub async fn sign_ins(broker: &Broker, way: Way) -> Figures {
    let desk = broker.desk("ES256");
    let mut people: Vec<(usize, Person)> = (0..USERS).map(|n| (n, Person::new(&desk))).collect();
    let work = async |(n, person): &mut (usize, Person)| super::broker::sign_in(person, &format!("p{n}")).await;
    median_of(&drive(&mut people, way, || broker.meter(), work).await)
}

/// What came of many at once.
pub struct Rush {
    pub inside: usize,
    pub sent_away: usize,
    /// Of those inside, in seconds.
    pub longest: f64,
}

/// So many right passwords at one moment.
pub async fn rush(broker: &Broker, people: usize) -> Rush {
    let desk = broker.desk("ES256");
    let mut ready = Vec::new();
    for n in 0..people {
        let mut person = Person::new(&desk);
        let form = Ready::of(&mut person).await;
        ready.push((n, person, form));
    }
    let sent = ready.iter_mut().map(async |(n, person, form)| {
        let started = Instant::now();
        let answer = person.submit(&form.url, "/login", &form.with(&format!("p{n}"), PASSWORD)).await;
        (answer.map_err(|(_, answer)| answer.status), started.elapsed())
    });
    let answers = join_all(sent).await;
    let inside: Vec<Duration> = answers.iter().filter(|(answer, _)| answer.is_ok()).map(|(_, time)| *time).collect();
    let sent_away = answers.iter().filter(|(answer, _)| *answer == Err(429)).count();
    assert_eq!(inside.len() + sent_away, people, "every answer is a code or 429");
    Rush { inside: inside.len(), sent_away, longest: inside.iter().max().copied().unwrap_or_default().as_secs_f64() }
}

/// Refusals of known and unknown names, in turns, each in a browser of its own.
pub struct Betrayal {
    pub n: usize,
    /// Median of a known name's refusal, in ms.
    pub known: f64,
    /// Median of an unknown name's refusal, in ms.
    pub unknown: f64,
    /// How often a known name's refusal takes longer than an unknown one's: 0.5 says nothing.
    pub auc: f64,
}

/// `n` refusals of each kind, one at a time.
pub async fn betrayal(broker: &Broker, n: usize) -> Betrayal {
    let mut person = Person::new(&broker.desk("ES256"));
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..n {
        // Which comes first changes, so that whatever follows a pair's beginning meets both alike.
        let first = n % 2 == 0;
        for is_known in [first, !first] {
            let name = format!("{}{n}", if is_known { 'p' } else { 'q' });
            let time = refusal(&mut person, &name).await;
            let times = if is_known { &mut known } else { &mut unknown };
            times.push(time);
        }
    }
    known.sort_unstable_by(f64::total_cmp);
    unknown.sort_unstable_by(f64::total_cmp);
    let middle = |sorted: &[f64]| sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    Betrayal { n, known: middle(&known), unknown: middle(&unknown), auc: auc(&known, &unknown) }
}

/// One refusal, in ms. The throttle counts per address: everybody comes from one of their own.
async fn refusal(person: &mut Person, name: &str) -> f64 {
    let form = Ready::of(person).await;
    let body = form.with(name, "vale parool siin");
    let octets = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    person.from = Some(std::net::Ipv4Addr::from(0x0a00_0000 | octets & 0x00ff_ffff));
    let started = Instant::now();
    let Err((url, answer)) = person.submit(&form.url, "/login", &body).await else { return 0.0 };
    let time = started.elapsed().as_secs_f64() * 1e3;
    person.from = None;
    if answer.status != 401 {
        asks(&url, &answer);
    }
    time
}

/// The area under the curve of the best classifier by time: the share of pairs in which the known name took longer.
fn auc(known: &[f64], unknown: &[f64]) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let longer = |time: &f64| {
        let below = unknown.partition_point(|other| other < time);
        let same = unknown.partition_point(|other| other <= time) - below;
        count(below) + count(same) / 2.0
    };
    known.iter().map(longer).sum::<f64>() / (count(known.len()) * count(unknown.len()))
}
