//! Sample data for a teacher's pages about pupils who wait.

use axum::response::Response;
use koppel::domain::{ClaimCode, Random};
use koppel::web::pages::lights::Why;
use koppel::web::pages::waiting::{
    ClassPage, Codes, ConfirmedRow, JournalPlace, Met, NotPossible, PrintedRow, PupilRow, Sheet, StartPage, Strip,
    WordAsk, WordPage,
};
use koppel::web::{Qr, Visit};

use super::gallery::{Sample, ok};
use super::samples::{frame, id, time};

fn place() -> JournalPlace {
    JournalPlace { platform: id("opiq"), id: id("jrn_00000000000000000000000001"), name: "5A matemaatika".to_owned() }
}

fn pupil(number: u8, name: &str) -> PupilRow {
    let person = id(&format!("rsp_0000000000000000000000000{number}"));
    PupilRow { person, name: name.to_owned(), class_name: Some("5A".to_owned()) }
}

fn pupils() -> Vec<PupilRow> {
    vec![pupil(1, "Mari-Liis Õunapuu"), pupil(2, "Karl Mägi"), pupil(3, "Elsa Lindqvist")]
}

/// Every reason there is.
fn others() -> Vec<NotPossible> {
    Why::ALL.into_iter().map(|why| NotPossible { name: "Oskar Sepp".to_owned(), why }).collect()
}

fn codes(visit: &Visit, possible: Vec<PupilRow>, met: Met) -> Response {
    let printed = PrintedRow {
        id: id("cod_00000000000000000000000001"),
        name: "Liisa Saar".to_owned(),
        made_at: time("2026-11-20T08:00:00Z"),
        expires_at: time("2026-12-04T08:00:00Z"),
    };
    let printed = if possible.is_empty() { vec![] } else { vec![printed] };
    ok(visit, &Codes { frame: frame(visit), place: place(), possible, others: others(), printed, met })
}

fn sheet(visit: &Visit, start: Option<&str>, others: Vec<NotPossible>) -> Response {
    let strip = |(pupil, number): (PupilRow, u64)| {
        let code = ClaimCode::random(&Random::counter(number));
        Strip { name: pupil.name, class_name: pupil.class_name, code }
    };
    let view = Sheet {
        frame: frame(visit),
        place: place(),
        upstream: "eKool".to_owned(),
        start: start.map(|url| StartPage { url: url.to_owned(), qr: Qr::of(url) }),
        strips: pupils().into_iter().zip(1..).map(strip).collect(),
        others,
        expires_at: time("2026-12-14T08:00:00Z"),
    };
    ok(visit, &view)
}

fn word(visit: &Visit, waiting: Vec<PupilRow>, said: Vec<PupilRow>, met: Met) -> Response {
    let (mut made, mut used) = (vec![], vec![]);
    if !said.is_empty() {
        made.push(pupil(6, "Oliver Teder"));
        used.push(pupil(7, "Emma Kukk"));
    }
    ok(visit, &WordPage { frame: frame(visit), place: place(), waiting, said, made, used, met })
}

fn class(visit: &Visit, is_on: bool, pupils: Vec<PupilRow>, met: Met) -> Response {
    let view = ClassPage {
        frame: frame(visit),
        place: place(),
        is_on,
        pupils,
        linked: vec![],
        others: vec![],
        confirmed: vec![],
        met,
    };
    ok(visit, &view)
}

fn confirmed(visit: &Visit) -> Response {
    let confirmed = ConfirmedRow {
        link: id("lnk_00000000000000000000000001"),
        name: "Liisa Saar".to_owned(),
        since: time("2026-11-20T08:00:00Z"),
        until: time("2026-12-20T08:00:00Z"),
    };
    let view = ClassPage {
        frame: frame(visit),
        place: place(),
        is_on: true,
        pupils: pupils(),
        linked: vec!["Liisa Saar".to_owned()],
        others: others(),
        confirmed: vec![confirmed],
        met: Met::Nothing,
    };
    ok(visit, &view)
}

/// Every one of these pages.
pub fn all() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("codes", |visit| codes(visit, pupils(), Met::Nothing)),
        sample("codes-nobody-ticked", |visit| codes(visit, pupils(), Met::Nobody)),
        sample("codes-nobody", |visit| codes(visit, vec![], Met::Changed)),
        sample("sheet", |visit| sheet(visit, Some("https://www.opiq.example/"), others())),
        sample("sheet-without-address", |visit| sheet(visit, None, vec![])),
        sample("word", |visit| word(visit, pupils(), vec![pupil(4, "Laura Kuusk")], Met::Nothing)),
        sample("word-nobody", |visit| word(visit, vec![], vec![], Met::Changed)),
        sample("word-ask", |visit| {
            ok(visit, &WordAsk { frame: frame(visit), place: place(), pupil: pupil(1, "Mari-Liis Õunapuu") })
        }),
        sample("class", |visit| class(visit, true, pupils(), Met::Nothing)),
        sample("class-nobody-ticked", |visit| class(visit, true, pupils(), Met::Nobody)),
        sample("class-nobody", |visit| class(visit, true, vec![], Met::Nothing)),
        sample("class-off", |visit| class(visit, false, vec![], Met::Changed)),
        sample("class-confirmed", confirmed),
    ]
}
