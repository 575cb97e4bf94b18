//! What letters say, and that nothing can be smuggled into them.

use std::collections::BTreeSet;

use koppel::domain::NoticeKind;
use koppel::mail::{Letter, MailError, compose};
use koppel::web::{Lang, Texts};
use lettre::Message;
use proptest::prelude::*;

use crate::support::ground::morning;

const HEADERS: &[&str] = &[
    "Auto-Submitted",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
];

fn letter(kind: NoticeKind, lang: Lang) -> Letter {
    Letter {
        notice: "ntc_00000000000000000000000001".parse().unwrap(),
        kind,
        lang,
        to: "mari@kodu.example".to_owned(),
        platform: "Opiq".to_owned(),
        upstream: Some("eKool".to_owned()),
        when: "7. september kell 11:00".to_owned(),
        settings: "https://koppel.test/settings/opiq/integrations".to_owned(),
        written_at: morning(),
    }
}

fn written(letter: &Letter) -> Result<Message, MailError> {
    compose(&Texts::load(), &"Koppel <koppel@koppel.test>".parse().unwrap(), "koppel.test", letter)
}

/// Subject and text as a reader sees them.
fn read(letter: &Letter) -> (String, String) {
    let message = written(letter).unwrap();
    let subject = message.headers().get::<lettre::message::header::Subject>().unwrap();
    (subject.as_ref().to_owned(), body(&String::from_utf8(message.formatted()).unwrap()))
}

/// Undoes quoted-printable (RFC 2045, 6.7) and base64.
pub fn body(text: &str) -> String {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    if head.contains("base64") {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD.decode(body.replace("\r\n", "")).unwrap();
        return String::from_utf8(bytes).unwrap();
    }
    if !head.contains("quoted-printable") {
        return body.to_owned();
    }
    let joined = body.replace("=\r\n", "");
    let mut pieces = joined.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

fn whole(lang: Lang) -> String {
    let kinds = [NoticeKind::Linked, NoticeKind::LinkEnded, NoticeKind::PasswordChanged, NoticeKind::NotMe];
    let mut subjects = BTreeSet::new();
    let mut all = String::new();
    for kind in kinds {
        let letter = letter(kind, lang);
        let (subject, body) = read(&letter);
        let told = format!("{subject}\n\n{}", body.replace("\r\n", "\n"));
        assert_eq!(told.matches("https://").count(), 1, "{told}");
        for needed in [letter.settings.as_str(), &letter.when, "Opiq"] {
            assert!(told.contains(needed), "{needed} in {told}");
        }
        assert_eq!(told.contains("eKool"), kind != NoticeKind::PasswordChanged, "{told}");
        assert!(!told.contains("mail-") && !told.contains('{') && !told.contains('<'), "{told}");
        all.extend([told.as_str(), "\n----\n"]);
        subjects.insert(subject);
    }
    assert_eq!(subjects.len(), 4);
    all
}

#[test]
fn every_letter_reads_well_in_estonian() {
    insta::assert_snapshot!(whole(Lang::Et));
}

#[test]
fn every_letter_reads_well_in_dutch() {
    insta::assert_snapshot!(whole(Lang::Nl));
}

#[test]
fn every_letter_reads_well_in_swedish() {
    insta::assert_snapshot!(whole(Lang::Sv));
}

#[test]
fn every_letter_reads_well_in_english() {
    insta::assert_snapshot!(whole(Lang::En));
}

#[test]
fn letter_carries_the_headers_of_a_notice_and_no_others() {
    let text = String::from_utf8(written(&letter(NoticeKind::Linked, Lang::En)).unwrap().formatted()).unwrap();
    assert_eq!(headers(&text), HEADERS.iter().map(ToString::to_string).collect());
    for line in [
        "Auto-Submitted: auto-generated",
        "Message-ID: <ntc_00000000000000000000000001@koppel.test>",
        "Date: Mon, 07 Sep 2026 08:00:00 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "To: mari@kodu.example",
    ] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
    }
}

fn headers(text: &str) -> BTreeSet<String> {
    let head = text.split("\r\n\r\n").next().unwrap();
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

const SMUGGLED: &[&str] = &[
    "Opiq\r\nBcc: thief@example.org",
    "Opiq\nBcc: thief@example.org\n\nbuy",
    "Opiq\rBcc: thief@example.org",
    "Opiq\r\n\r\n<script>",
    "Opiq\u{2028}Bcc: thief@example.org",
    "\u{202e}qipO",
    "Opiq\u{0}\r\n.\r\nMAIL FROM:<thief@example.org>",
];

#[test]
fn names_cannot_add_a_header_a_recipient_or_a_line() {
    let plain = read(&letter(NoticeKind::Linked, Lang::En)).1.lines().count();
    for name in SMUGGLED {
        for which in 0..2 {
            let mut letter = letter(NoticeKind::Linked, Lang::En);
            if which == 0 {
                letter.platform = (*name).to_owned();
            } else {
                letter.upstream = Some((*name).to_owned());
            }
            let message = written(&letter).unwrap();
            let text = String::from_utf8(message.formatted()).unwrap();
            assert_eq!(headers(&text), HEADERS.iter().map(ToString::to_string).collect(), "{name:?}: {text}");
            assert_eq!(message.envelope().to().len(), 1);
            let (subject, body) = read(&letter);
            assert!(!subject.contains(char::is_control) && !subject.contains('\u{202e}'), "{subject:?}");
            assert_eq!(body.lines().count(), plain, "{body}");
        }
    }
}

proptest! {
    #[test]
    fn no_name_whatsoever_adds_a_header(name in "\\PC*|[\\x00-\\x7f]{0,80}") {
        let mut letter = letter(NoticeKind::NotMe, Lang::Et);
        letter.platform = name.clone();
        letter.upstream = Some(name);
        let text = String::from_utf8(written(&letter).unwrap().formatted()).unwrap();
        prop_assert_eq!(headers(&text), HEADERS.iter().map(ToString::to_string).collect());
    }
}

#[test]
fn nothing_goes_to_what_is_not_one_address() {
    let two = "mari@kodu.example, thief@example.org";
    let lines = "mari@kodu.example\r\nBcc: thief@example.org";
    let told = "mari@kodu.example>\r\nRCPT TO:<thief@example.org";
    for to in ["", "mari", "@kodu.example", "mari@", two, lines, told, "mari@[127.0.0.1]", "mari@127.0.0.1"] {
        let letter = Letter { to: to.to_owned(), ..letter(NoticeKind::Linked, Lang::En) };
        assert_eq!(written(&letter).err(), Some(MailError::Address), "{to:?}");
    }
    let letter = Letter { to: "mari@jõgi.example".to_owned(), ..letter(NoticeKind::Linked, Lang::En) };
    let message = written(&letter).unwrap();
    assert_eq!(message.envelope().to()[0].to_string(), "mari@xn--jgi-ona.example");
}
