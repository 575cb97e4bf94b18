//! Sample data for each page.

use axum::response::{IntoResponse as _, Response};
use koppel::domain::{LinkOrigin, Role, Time};
use koppel::web::pages::login::{
    Asked, Chooser, Claim, CodeError, CodeForm, Confirm, ConfirmLogout, Leaving, LinkNotice, Linked, NewPassword,
    NotMeDone, Question, SchoolAsked, SchoolChoice, SignInAgain, SignedOut, TypeCode,
};
use koppel::web::pages::older::{Later, Older};
use koppel::web::pages::opened::{Opened, Opening};
use koppel::web::pages::parts::{
    Card, Difference, NewPasswordError, PasswordError, PasswordForm, SchoolRole, UpstreamChoice,
};
use koppel::web::pages::settings::{ChangePassword, Done, EndConfirm, Ended, Integrations, LinkRow};
use koppel::web::{Error, Fault, Frame, Trouble, Visit};

use super::gallery::{Sample, ok};

pub fn frame(visit: &Visit) -> Frame {
    Frame::new(visit).in_zone("Europe/Tallinn")
}

pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn attempt() -> koppel::domain::AttemptId {
    id("att_00000000000000000000000001")
}

fn upstream(slug: &str, name: &str) -> UpstreamChoice {
    UpstreamChoice { id: id(slug), name: name.to_owned() }
}

fn upstreams() -> Vec<UpstreamChoice> {
    vec![upstream("ekool", "eKool"), upstream("stuudium", "Stuudium"), upstream("harid", "HarID")]
}

fn identity() -> Card {
    Card {
        system: "eKool".to_owned(),
        name: "Mari-Liis Õunapuu".to_owned(),
        school: Some("Tartu Kivilinna Kool".to_owned()),
        role: Some(Role::Pupil),
        class_name: Some("5B".to_owned()),
        ..Card::default()
    }
}

fn account() -> Card {
    Card {
        system: "Opiq".to_owned(),
        username: Some("mariliis.ounapuu".to_owned()),
        last_here: Some(time("2026-06-12T09:00:00Z")),
        finished_tasks: Some(143),
        ..identity()
    }
}

fn confirm(visit: &Visit, identity: Card, account: Card, fresh: bool) -> Response {
    let sign_out_url = (!fresh).then(|| "https://ekool.example/logout".to_owned());
    let (frame, action, attempt, confirm) = (frame(visit), "/login/confirm".to_owned(), attempt(), value());
    let absorbs = false;
    ok(visit, &Confirm { frame, action, attempt, identity, account, fresh, sign_out_url, absorbs, confirm })
}

fn absorbing(visit: &Visit) -> Response {
    let view = Confirm {
        frame: frame(visit),
        action: "/login/confirm".to_owned(),
        attempt: attempt(),
        identity: identity(),
        account: account(),
        fresh: true,
        sign_out_url: None,
        absorbs: true,
        confirm: value(),
    };
    ok(visit, &view)
}

fn older(visit: &Visit) -> Response {
    ok(visit, &Older { frame: frame(visit), attempt: attempt(), person: identity() })
}

fn plausible(visit: &Visit) -> Response {
    let differences = vec![Difference::Name, Difference::Class];
    let identity = Card { differences: differences.clone(), ..identity() };
    let account =
        Card { name: "Mariliis Ounapuu".to_owned(), class_name: Some("4B".to_owned()), differences, ..account() };
    confirm(visit, identity, account, false)
}

fn chooser(visit: &Visit, upstreams: Vec<UpstreamChoice>, error: Option<PasswordError>) -> Response {
    let username = if error.is_some() { "mariliis.ounapuu".to_owned() } else { String::new() };
    let password = Some(PasswordForm { username, error });
    ok(visit, &Chooser { frame: frame(visit), attempt: attempt(), upstreams, password })
}

fn claim(visit: &Visit, error: Option<PasswordError>, later: Option<Later>) -> Response {
    let password = Some(PasswordForm { username: String::new(), error });
    let upstreams = upstreams().split_off(1);
    ok(
        visit,
        &Claim {
            frame: frame(visit),
            attempt: attempt(),
            upstream: "eKool".to_owned(),
            password,
            at_platform: true,
            later,
            not_linked: None,
            upstreams,
        },
    )
}

fn type_code(visit: &Visit, code: &str, error: Option<CodeError>) -> Response {
    let (upstream, form) = ("eKool".to_owned(), CodeForm { code: code.to_owned(), error });
    ok(visit, &TypeCode { frame: frame(visit), attempt: attempt(), upstream, form })
}

fn value() -> String {
    "a-one-time-value".to_owned()
}

fn asked(visit: &Visit, asked: Asked) -> Response {
    let (school, upstream) = (Some("Tartu Kivilinna Kool".to_owned()), "eKool".to_owned());
    ok(visit, &SchoolAsked { frame: frame(visit), attempt: attempt(), asked, school, upstream })
}

fn new_password(visit: &Visit, error: Option<NewPasswordError>) -> Response {
    let username = "mariliis.ounapuu".to_owned();
    ok(visit, &NewPassword { frame: frame(visit), attempt: attempt(), username, error })
}

fn change_password(visit: &Visit, error: Option<NewPasswordError>) -> Response {
    let username = "mariliis.ounapuu".to_owned();
    ok(visit, &ChangePassword { frame: frame(visit), platform: id("opiq"), username, error })
}

fn not_me_done(visit: &Visit, signed_out: bool) -> Response {
    let school = Some("Tartu Kivilinna Kool".to_owned());
    let attempt = (!signed_out).then(attempt);
    ok(visit, &NotMeDone { frame: frame(visit), upstream: "eKool".to_owned(), school, signed_out, attempt })
}

fn row(number: u8, upstream: &str, name: &str, origin: LinkOrigin, can_end: bool) -> LinkRow {
    LinkRow {
        id: id(&format!("lnk_0000000000000000000000000{number}")),
        upstream: id(upstream),
        name: name.to_owned(),
        origin,
        since: time("2025-09-02T08:00:00Z"),
        last_used: can_end.then(|| time("2026-09-04T08:00:00Z")),
        can_end,
    }
}

fn integrations(visit: &Visit, links: Vec<LinkRow>, addable: Vec<UpstreamChoice>, done: Option<Done>) -> Response {
    let view = Integrations {
        frame: frame(visit),
        platform: id("opiq"),
        person: account(),
        is_provisional: addable.is_empty(),
        is_asked: addable.is_empty(),
        links,
        addable,
        password: true,
        done,
    };
    ok(visit, &view)
}

fn end_confirm(visit: &Visit, brought_until: Option<Time>) -> Response {
    let link = row(1, "ekool", "eKool", LinkOrigin::Claim, true);
    ok(visit, &EndConfirm { frame: frame(visit), platform: id("opiq"), link, brought_until })
}

fn pages() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("chooser", |visit| chooser(visit, upstreams(), None)),
        sample("chooser-wrong", |visit| chooser(visit, upstreams(), Some(PasswordError::Wrong))),
        sample("chooser-no-password", |visit| chooser(visit, upstreams(), Some(PasswordError::PasswordMissing))),
        sample("chooser-password-only", |visit| chooser(visit, vec![], None)),
        sample("chooser-empty", |visit| {
            ok(visit, &Chooser { frame: frame(visit), attempt: attempt(), upstreams: vec![], password: None })
        }),
        sample("school", |visit| {
            let choice = |value: &str, school: &str, role, class_name: Option<&str>| SchoolRole {
                value: value.to_owned(),
                school: school.to_owned(),
                role,
                class_name: class_name.map(str::to_owned),
            };
            let roles = vec![
                choice("1", "Tartu Kivilinna Kool", Role::Pupil, Some("5B")),
                choice("2", "Tartu Muusikakool", Role::Pupil, None),
                choice("3", "Tallinna Inglise Kolledž", Role::Teacher, None),
            ];
            ok(visit, &SchoolChoice { frame: frame(visit), attempt: attempt(), roles })
        }),
        sample("question", |visit| {
            let upstream = upstream("ekool", "eKool");
            ok(visit, &Question { frame: frame(visit), attempt: attempt(), upstream, person: identity() })
        }),
        sample("claim", |visit| claim(visit, None, None)),
        sample("claim-wrong", |visit| claim(visit, Some(PasswordError::Wrong), None)),
        sample("claim-later", |visit| claim(visit, None, Some(Later::LetIn))),
        sample("claim-again", |visit| claim(visit, None, Some(Later::GoOn))),
        sample("older", older),
        sample("code", |visit| type_code(visit, "", None)),
        sample("code-slip", |visit| type_code(visit, "CDFH-34", Some(CodeError::Slip))),
        sample("code-wrong", |visit| type_code(visit, "CDFH-3479", Some(CodeError::Wrong))),
        sample("cannot-sign-in", |visit| asked(visit, Asked::CannotSignIn)),
        sample("waiting-for-school", |visit| asked(visit, Asked::NewAccount)),
        sample("different-people", |visit| asked(visit, Asked::PeopleDiffer)),
        sample("account-already-linked", |visit| asked(visit, Asked::AccountTaken)),
        sample("several-accounts", |visit| asked(visit, Asked::Several)),
        sample("confirm", |visit| confirm(visit, identity(), account(), true)),
        sample("confirm-plausible", plausible),
        sample("confirm-absorbs", absorbing),
        sample("new-password", |visit| new_password(visit, None)),
        sample("new-password-short", |visit| new_password(visit, Some(NewPasswordError::TooShort))),
    ]
}

fn opened(visit: &Visit) -> Response {
    let person = Card { system: "Moodle".to_owned(), class_name: None, ..identity() };
    ok(visit, &Opened { frame: frame(visit), attempt: attempt(), upstream: "Moodle".to_owned(), person })
}

fn more_pages() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("opening", |visit| {
            ok(visit, &Opening { frame: frame(visit), attempt: attempt(), upstream: "Moodle".to_owned() })
        }),
        sample("opened", opened),
        sample("linked", |visit| {
            let (upstream, account) = ("eKool".to_owned(), account());
            let view = Linked {
                frame: frame(visit),
                attempt: attempt(),
                upstream,
                account,
                undo_minutes: 10,
                not_me: value(),
            };
            ok(visit, &view)
        }),
        sample("notice", |visit| {
            let (upstream, linked_at) = ("eKool".to_owned(), time("2026-09-02T08:00:00Z"));
            ok(visit, &LinkNotice { frame: frame(visit), attempt: attempt(), upstream, linked_at, not_me: value() })
        }),
        sample("not-me-done", |visit| not_me_done(visit, true)),
        sample("not-me-done-owner", |visit| not_me_done(visit, false)),
        sample("again", |visit| {
            let password = Some(PasswordForm { username: "mariliis.ounapuu".to_owned(), error: None });
            let (action, name) = ("/login/again".to_owned(), "Mari-Liis Õunapuu".to_owned());
            let view = SignInAgain {
                frame: frame(visit),
                attempt: attempt(),
                action,
                name,
                password,
                upstreams: vec![upstream("ekool", "eKool")],
            };
            ok(visit, &view)
        }),
        sample("confirm-logout", |visit| ok(visit, &ConfirmLogout { frame: frame(visit), logout: "value".to_owned() })),
        sample("signed-out", |visit| ok(visit, &SignedOut { frame: frame(visit) })),
    ]
}

fn settings_pages() -> Vec<Sample> {
    let sample = |name, make| Sample { name, make };
    vec![
        sample("integrations", |visit| {
            let links = vec![
                row(1, "ekool", "eKool", LinkOrigin::Claim, true),
                row(2, "harid", "HarID", LinkOrigin::Settings, true),
            ];
            let done = Some(Done::Added { upstream: "HarID".to_owned() });
            integrations(visit, links, vec![upstream("stuudium", "Stuudium")], done)
        }),
        sample("integrations-last", |visit| {
            let links = vec![row(1, "ekool", "eKool", LinkOrigin::Born, false)];
            integrations(visit, links, upstreams().split_off(1), None)
        }),
        sample("integrations-provisional", |visit| {
            integrations(visit, vec![row(1, "ekool", "eKool", LinkOrigin::Born, false)], vec![], None)
        }),
        sample("integrations-none", |visit| integrations(visit, vec![], upstreams(), Some(Done::PasswordChanged))),
        sample("add-confirm", |visit| {
            let (identity, account) = (identity(), account());
            let view = Confirm {
                frame: frame(visit),
                action: "/settings/opiq/integrations/confirm".to_owned(),
                attempt: attempt(),
                identity,
                account,
                fresh: true,
                sign_out_url: None,
                absorbs: false,
                confirm: value(),
            };
            ok(visit, &view)
        }),
        sample("end-confirm", |visit| end_confirm(visit, None)),
        sample("end-confirm-brought", |visit| end_confirm(visit, Some(time("2026-12-14T08:00:00Z")))),
        sample("ended", |visit| {
            ok(visit, &Ended { frame: frame(visit), platform: id("opiq"), upstream: "eKool".to_owned() })
        }),
        sample("change-password", |visit| change_password(visit, None)),
        sample("change-password-wrong", |visit| change_password(visit, Some(NewPasswordError::CurrentWrong))),
    ]
}

fn leaving() -> Sample {
    Sample {
        name: "leaving",
        make: |visit| {
            let url = format!("{}?state=x", "/gallery/chooser");
            ok(visit, &Leaving { frame: frame(visit), upstream: "eKool".to_owned(), url })
        },
    }
}

/// Every page that stays where it is.
pub fn standing() -> Vec<Sample> {
    let pages = pages().into_iter().chain(more_pages()).chain(settings_pages());
    let journals = super::journals::all().into_iter().chain(super::updates::all());
    let console = super::admin_console::all().into_iter().chain(super::admin_entry::all());
    let console = console.chain(super::admin_duplicates::all()).chain(super::admin_people::all());
    let console = console.chain(super::admin_privacy::all()).chain(super::admin_journals::all());
    let console = console.chain(super::admin_switch::all());
    pages.chain(journals).chain(console).chain(super::troubles::all()).collect()
}

/// Every page.
pub fn all() -> Vec<Sample> {
    standing().into_iter().chain([leaving()]).collect()
}

/// The page of a trouble.
pub fn trouble(trouble: Trouble) -> Response {
    Error::from(trouble).try_again_at("/login?attempt=att_00000000000000000000000001").into_response()
}

/// What a developer sees.
pub fn developer() -> Response {
    trouble(Trouble::BadRequest { parameter: "redirect_uri".to_owned(), fault: Fault::NotRegistered })
}
