//! `House`: a school whose journals come in, and a client of its platform that reads them.

use std::collections::BTreeMap;

use koppel::domain::{ApiScope, NewAccounts, RosterSubject};
use koppel::roster::{Choice, SeatTerms};
use serde_json::Value;

use crate::issuer::desk::{Answer, Desk, field, form};
use crate::linking::world::World;
use crate::roster::school::School;

/// Where all reads are.
pub const BASE: &str = "/ims/oneroster/rostering/v1p2";
/// The client that reads.
pub const READER: &str = "reads";
/// The lists, and the key of one record.
pub const LISTS: [(&str, &str); 6] = [
    ("orgs", "org"),
    ("classes", "class"),
    ("courses", "course"),
    ("academicSessions", "academicSession"),
    ("users", "user"),
    ("enrollments", "enrollment"),
];

const CORE: &str = ApiScope::RosterCore.as_str();

/// `ehis:123` at `opiq`, whose client [`READER`] may know names and addresses.
pub struct House<'a> {
    pub desk: &'a Desk,
    pub school: School<'a>,
    token: String,
}

/// Adds a client of `opiq` that may read.
pub async fn reader(desk: &Desk, id: &str, scopes: &str) {
    desk.client(id, |client| client.scopes = format!("{scopes} {CORE}")).await;
}

/// A token of a client for itself.
pub async fn token(desk: &Desk, client: &str) -> String {
    let answer = desk.call("/token", client, &[("grant_type", "client_credentials")]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    field(&answer.json(), "access_token")
}

impl<'a> House<'a> {
    pub async fn open(desk: &'a Desk) -> Self {
        reader(desk, READER, "openid profile email").await;
        let token = token(desk, READER).await;
        let world = World::settle(&desk.ground).await;
        let terms = SeatTerms { roster_subject: RosterSubject::SameAsLogin, new_accounts: NewAccounts::Create };
        Self { desk, school: School { world, choice: Choice::default(), terms }, token }
    }

    pub fn pass(&self, minutes: i64) {
        self.desk.ground.clock.advance(chrono::TimeDelta::minutes(minutes));
    }

    /// A new token; the one before runs out.
    pub async fn renew(&mut self) {
        self.token = token(self.desk, READER).await;
    }

    /// `GET` below [`BASE`].
    pub async fn read(&self, path: &str) -> Answer {
        self.desk.bearer(&format!("{BASE}/{path}"), &self.token).await
    }

    /// Every page of a list, by the links.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        self.pages(path).await.into_iter().flatten().collect()
    }

    /// The same, page by page.
    pub async fn pages(&self, path: &str) -> Vec<Vec<Value>> {
        let (mut pages, mut next) = (Vec::new(), Some(format!("{BASE}/{path}")));
        while let Some(path) = next {
            let answer = self.desk.bearer(&path, &self.token).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
            next = next_page(&answer);
            pages.push(records(&answer));
        }
        pages
    }

    /// What changed since, by id: the record's status.
    pub async fn since(&self, list: &str, moment: koppel::domain::Time) -> BTreeMap<String, String> {
        let moment = moment.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let filter = form(&[("filter", &format!("dateLastModified>'{moment}'"))]);
        let records = self.list(&format!("{list}?{filter}")).await;
        records.iter().map(|record| (id(record), field(record, "status"))).collect()
    }

    /// `SELECT … AS n` of one text.
    pub async fn text(&self, sql: &'static str) -> String {
        self.school.world.storage(|tx| async move { tx.find::<Text>(sql, vec![]).await }).await.unwrap().n
    }
}

koppel::row! {
    /// One text.
    pub struct Text {
        /// The text.
        pub n: String,
    }
}

/// Where the next page is, below our own address.
pub fn next_page(answer: &Answer) -> Option<String> {
    let link = answer.headers.get("link")?.to_str().unwrap();
    let (url, rest) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
    assert_eq!(rest, "; rel=\"next\"");
    let url: url::Url = url.parse().unwrap();
    Some(format!("{}?{}", url.path(), url.query().unwrap()))
}

/// The records of a page.
pub fn records(answer: &Answer) -> Vec<Value> {
    let body = answer.json();
    let (_, records) = body.as_object().unwrap().iter().next().unwrap();
    records.as_array().unwrap().clone()
}

/// The minor code of an error.
pub fn minor(answer: &Answer) -> String {
    field(&answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"][0], "imsx_codeMinorFieldValue")
}

/// `sourcedId`.
pub fn id(record: &Value) -> String {
    field(record, "sourcedId")
}
