//! What is told of an org, a class, its course and its year, a user and an enrolment, as JSON. Source: OneRoster 1.2, Rostering Service, data model;
//! what has no place there stands in `metadata` under names that begin with `koppel.`.

use chrono::SecondsFormat;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::people::User;
use super::year::SchoolYear;
use crate::domain::{Presence, SchoolId, SeatRole, Time};
use crate::storage::delivered::{ClassRow, KitRow, OrgRow, SeatRow};
use crate::vault::sha256;

/// What kind of record a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Org,
    Class,
    Course,
    Session,
    User,
    Enrollment,
}

impl Kind {
    /// The key of one, and of several.
    pub(super) fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Org => ("org", "orgs"),
            Self::Class => ("class", "classes"),
            Self::Course => ("course", "courses"),
            Self::Session => ("academicSession", "academicSessions"),
            Self::User => ("user", "users"),
            Self::Enrollment => ("enrollment", "enrollments"),
        }
    }

    /// Everything that a record can have.
    pub(super) fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Org => &["sourcedId", "status", "dateLastModified", "name", "type", "identifier"],
            Self::Class => &[
                "sourcedId",
                "status",
                "dateLastModified",
                "metadata",
                "title",
                "classType",
                "course",
                "school",
                "terms",
            ],
            Self::Course => &["sourcedId", "status", "dateLastModified", "title", "schoolYear", "org"],
            Self::Session => {
                &["sourcedId", "status", "dateLastModified", "title", "startDate", "endDate", "type", "schoolYear"]
            }
            Self::User => &[
                "sourcedId",
                "status",
                "dateLastModified",
                "metadata",
                "enabledUser",
                "username",
                "givenName",
                "familyName",
                "email",
                "roles",
            ],
            Self::Enrollment => {
                &["sourcedId", "status", "dateLastModified", "metadata", "user", "class", "school", "role"]
            }
        }
    }
}

/// Where records refer to each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Base<'a>(pub &'a str);

/// What may stand in a path as it is (RFC 3986, 3.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

impl Base<'_> {
    fn reference(self, list: &str, kind: &str, id: &str) -> Value {
        let href = format!("{}/{list}/{}", self.0, utf8_percent_encode(id, SEGMENT));
        json!({ "href": href, "sourcedId": id, "type": kind })
    }

    fn org(self, id: &SchoolId) -> Value {
        self.reference("orgs", "org", id.as_str())
    }

    fn year(self, year: &SchoolYear) -> Value {
        self.reference("academicSessions", "academicSession", &year.id())
    }
}

fn time(at: Time) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn status(presence: Presence) -> &'static str {
    match presence {
        Presence::Active => "active",
        Presence::Gone => "tobedeleted",
    }
}

fn record(id: &str, presence: Presence, modified_at: Time, rest: Value) -> Map<String, Value> {
    let mut record = Map::from_iter([
        ("sourcedId".to_owned(), Value::from(id)),
        ("status".to_owned(), status(presence).into()),
        ("dateLastModified".to_owned(), time(modified_at).into()),
    ]);
    if let Value::Object(rest) = rest {
        record.extend(rest.into_iter().filter(|(_, value)| !value.is_null()));
    }
    record
}

/// The members that were asked for.
pub(super) fn narrow(mut record: Map<String, Value>, fields: Option<&[String]>) -> Map<String, Value> {
    if let Some(fields) = fields {
        record.retain(|name, _| fields.contains(name));
    }
    record
}

/// Whether a school is served.
pub(super) fn presence_of_org(org: &OrgRow) -> Presence {
    if org.left_at.is_none() { Presence::Active } else { Presence::Gone }
}

/// When a school came or went.
pub(super) fn changed_org(org: &OrgRow) -> Time {
    org.left_at.unwrap_or(org.joined_at)
}

pub(super) fn org(org: &OrgRow) -> Map<String, Value> {
    let number = org.id.as_str().split_once(':').map(|(_, number)| number);
    let rest = json!({ "name": org.name, "type": "school", "identifier": number });
    record(org.id.as_str(), presence_of_org(org), changed_org(org), rest)
}

/// What is told of a class beside its row.
#[derive(Debug, Default)]
pub(super) struct ClassMore {
    pub kits: Vec<KitRow>,
    /// Who should hold a licence and has none: of which product, by the platform's own id, and which user.
    pub without: Vec<(String, String)>,
}

pub(super) fn class(base: Base<'_>, class: &ClassRow, more: &ClassMore) -> Map<String, Value> {
    let kits: Vec<Value> = more.kits.iter().map(|kit| json!({ "id": kit.external_id, "name": kit.name })).collect();
    let without: Vec<Value> =
        more.without.iter().map(|(product, user)| json!({ "product": product, "user": user })).collect();
    let group = class.group_external_id.as_ref().map(|id| json!({ "id": id, "name": class.group_name }));
    // The standard lets a record have more than it names in `metadata` and nowhere else, so that is where `ext` is.
    let mut metadata =
        Map::from_iter([("ext".to_owned(), json!({ "kits": kits })), ("koppel.kits".to_owned(), Value::from(kits))]);
    metadata.extend(group.map(|group| ("koppel.group".to_owned(), group)));
    if !without.is_empty() {
        metadata.insert("koppel.withoutLicence".to_owned(), without.into());
    }
    metadata.extend(class.school_year.clone().map(|year| ("koppel.schoolYear".to_owned(), Value::from(year))));
    let rest = json!({
        "title": class.name, "classType": "scheduled", "school": base.org(&class.school_id), "metadata": metadata,
        "course": base.reference("courses", "course", &course_id(class)), "terms": [base.year(&year(class))],
    });
    record(class.id.as_str(), presence_of(class.ended_at), class.modified_at, rest)
}

fn presence_of(ended_at: Option<Time>) -> Presence {
    if ended_at.is_none() { Presence::Active } else { Presence::Gone }
}

/// What the id of a course begins with; the id of its class follows.
const COURSE: &str = "crs-";

fn course_id(class: &ClassRow) -> String {
    format!("{COURSE}{}", class.id)
}

/// The class that a course is of, by their ids.
pub(super) fn class_of_course(id: &str) -> Option<&str> {
    id.strip_prefix(COURSE)
}

fn year(class: &ClassRow) -> SchoolYear {
    SchoolYear::of(&class.school_id, class.school_year.as_deref(), class.linked_at, class.year_begins)
}

/// The course of a class: it says what the class says.
pub(super) fn course(base: Base<'_>, class: &ClassRow) -> Map<String, Value> {
    let rest = json!({
        "title": class.name, "org": base.org(&class.school_id), "schoolYear": base.year(&year(class)),
    });
    record(&course_id(class), presence_of(class.ended_at), class.modified_at, rest)
}

/// A school year in which there are classes.
#[derive(Debug)]
pub(super) struct Session {
    pub year: SchoolYear,
    /// When its first class was linked.
    pub linked_at: Time,
    /// When the last of its classes ended.
    pub ended_at: Option<Time>,
}

impl Session {
    /// With one more class of the same year.
    pub(super) fn join(&mut self, other: &Self) {
        self.linked_at = self.linked_at.min(other.linked_at);
        self.ended_at = self.ended_at.zip(other.ended_at).map(|(one, other)| one.max(other));
    }

    pub(super) fn presence(&self) -> Presence {
        presence_of(self.ended_at)
    }

    pub(super) fn changed_at(&self) -> Time {
        self.ended_at.unwrap_or(self.linked_at)
    }
}

pub(super) fn session(session: &Session) -> Map<String, Value> {
    let year = &session.year;
    let rest = json!({
        "title": year.title(), "startDate": year.begins, "endDate": year.ends, "type": "schoolYear",
        "schoolYear": year.named_by(),
    });
    record(&year.id(), session.presence(), session.changed_at(), rest)
}

/// Of a user who is gone nothing is told but that, and by which `sub` they are known instead.
pub(super) fn user(base: Base<'_>, user: &User) -> Map<String, Value> {
    if user.presence == Presence::Gone {
        let into = user.absorbed_into.as_ref().map(|sub| json!({ "koppel.absorbedInto": sub }));
        let rest = json!({ "enabledUser": false, "metadata": into });
        return record(&user.id, user.presence, user.modified_at, rest);
    }
    let mut roles: Vec<Value> = Vec::new();
    let mut schools: Vec<&SchoolId> = Vec::new();
    for (school, role) in &user.roles {
        let kind = if schools.contains(&school) { "secondary" } else { "primary" };
        schools.push(school);
        roles.push(json!({ "roleType": kind, "role": role_word(*role), "org": base.org(school) }));
    }
    let rest = json!({
        "metadata": { "koppel.seat": seat_word(user.is_linked) },
        // Nobody can sign in as somebody who waits.
        "enabledUser": user.is_linked,
        "username": user.username, "givenName": user.given_name, "familyName": user.family_name, "email": user.email,
        "roles": roles,
    });
    record(&user.id, user.presence, user.modified_at, rest)
}

fn role_word(role: SeatRole) -> &'static str {
    match role {
        SeatRole::Pupil => "student",
        SeatRole::Teacher => "teacher",
    }
}

fn seat_word(is_linked: bool) -> &'static str {
    if is_linked { "linked" } else { "waiting" }
}

/// The id of an enrolment: its class, and a value that stays the same for this person and role there, whatever account they
/// turn out to have. It tells nobody who that is: what goes into it are 130 random bits that no platform sees.
pub(super) fn enrollment_id(seat: &SeatRow) -> String {
    let (class, person, role) = (&seat.journal_id, &seat.person_id, seat.role);
    let hash: String = sha256(&format!("enrolment|{class}|{person}|{role}")).chars().take(22).collect();
    format!("{class}-{hash}")
}

/// `user` is the id of whoever sits there.
pub(super) fn enrollment(base: Base<'_>, seat: &SeatRow, user: &str) -> Map<String, Value> {
    let rest = json!({
        "metadata": (seat.state == Presence::Active)
            .then(|| json!({ "koppel.seat": seat_word(seat.account_id.is_some()) })),
        "user": base.reference("users", "user", user),
        "class": base.reference("classes", "class", seat.journal_id.as_str()),
        "school": base.org(&seat.school_id),
        "role": role_word(seat.role),
    });
    record(&enrollment_id(seat), seat.state, seat.modified_at, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(person: &str, role: SeatRole) -> SeatRow {
        SeatRow {
            journal_id: "jrn_00000000000000000000000000".parse().unwrap(),
            person_id: person.parse().unwrap(),
            role,
            school_id: "ehis:123".parse().unwrap(),
            account_id: None,
            sub: None,
            alias: Some("~x".to_owned()),
            state: Presence::Active,
            modified_at: "2026-09-07T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_enrolment_has_an_id_of_its_own_that_begins_with_its_class() {
        let person = format!("{}_{}", "rsp", "0".repeat(26));
        let pupil = enrollment_id(&seat(&person, SeatRole::Pupil));
        assert_eq!(pupil, enrollment_id(&seat(&person, SeatRole::Pupil)));
        assert_ne!(pupil, enrollment_id(&seat(&person, SeatRole::Teacher)));
        assert!(pupil.starts_with("jrn_00000000000000000000000000-") && !pupil.contains("rsp"));
    }

    #[test]
    fn references_lead_to_where_the_record_is() {
        let reference = Base("https://k.example/o").reference("users", "user", "a/b õ");
        assert_eq!(reference["href"], "https://k.example/o/users/a%2Fb%20%C3%B5");
        assert_eq!(reference["sourcedId"], "a/b õ");
    }

    #[test]
    fn every_member_of_a_record_can_be_asked_for() {
        let base = Base("");
        let sent = enrollment(base, &seat(&format!("rsp_{}", "0".repeat(26)), SeatRole::Pupil), "~x");
        assert!(sent.keys().all(|name| Kind::Enrollment.fields().contains(&name.as_str())), "{sent:?}");
        let fields = ["role".to_owned(), "sourcedId".to_owned()];
        let kept: std::collections::BTreeSet<String> = narrow(sent, Some(&fields)).keys().cloned().collect();
        assert_eq!(kept, fields.into());
    }
}
