//! Everything a person or script needs to use a running demo: what `demo.json` holds.

use std::net::SocketAddr;
use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::class::DemoClass;
use super::history::old_sub;
use super::office::DemoConsole;
use super::people::{KUUSEOJA, MEREKALDA, Person};
use super::platform::{LUGEMISPESA, OPIHOOV, PlatformKind};
use super::sim::Kind;
use crate::domain::{PasswordOwner, Random, Role};

/// The one password of everybody at the sample platform.
pub const PASSWORD: &str = "sinine-jalgratas-7";

/// The demo as `demo.json` describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    /// The broker.
    pub issuer: String,
    /// Address of the broker's database.
    pub database_url: String,
    /// The password of every account of the sample platform.
    pub password: String,
    /// The sample platform; the broker verifies its passwords.
    pub platform: WorldPlatform,
    /// The sample platform that verifies its own passwords.
    pub library: WorldPlatform,
    /// The simulators.
    pub upstreams: Vec<WorldUpstream>,
    /// The schools.
    pub schools: Vec<WorldSchool>,
    /// Everybody.
    pub people: Vec<WorldPerson>,
    /// The class that was brought at the start, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<DemoClass>,
    /// The console of a school, where there is something to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console: Option<DemoConsole>,
}

/// The sample platform.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldPlatform {
    /// Its id at the broker.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its start page.
    pub url: String,
    /// Who is signed in in this browser, as JSON: sub, name, tasks.
    pub api: String,
    /// Its people's integrations at the broker.
    pub settings: String,
    /// Its client at the broker.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: String,
    /// Where the broker sends browsers back to.
    pub redirect_uri: String,
    /// Who verifies its passwords.
    pub password_owner: PasswordOwner,
}

impl WorldPlatform {
    /// Its own sign-in, where it keeps the passwords.
    #[must_use]
    pub fn sign_in(&self) -> String {
        format!("{}/sign-in", self.url)
    }

    /// Where it proves whose account a browser is signed in to.
    #[must_use]
    pub fn link_uri(&self) -> String {
        format!("{}/prove", self.url)
    }

    /// Where browsers come back to after a link session.
    #[must_use]
    pub fn link_return_uri(&self) -> String {
        format!("{}/linked", self.url)
    }
}

/// A simulator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldUpstream {
    /// Its id at the broker, which is also its kind.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its start page: who is signed in there, sign out.
    pub url: String,
    /// POST `{"mode": …}` makes it misbehave, GET tells what it does and has seen.
    pub control: String,
    /// The broker's client there.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: String,
    /// Where it sends browsers back to.
    pub callback: String,
}

/// A school.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldSchool {
    /// Typed number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Upstreams enabled there.
    pub upstreams: Vec<String>,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldPerson {
    /// Short name: `person-<key>` is the id of their button at every simulator.
    pub key: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Personal code, as the upstreams give it.
    pub personal_code: Option<String>,
    /// Roles.
    pub roles: Vec<WorldRole>,
    /// The account at the sample platform; none for people who were never there.
    pub account: Option<WorldAccount>,
    /// Subject at eKool.
    pub ekool: String,
    /// Subject at Stuudium; none for people whose school does not use it.
    pub stuudium: Option<String>,
    /// Subject at HarID.
    pub harid: String,
}

/// A role at a school.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldRole {
    /// The school's typed number.
    pub school: String,
    /// pupil, teacher, staff or guardian.
    pub role: Role,
    /// Class.
    pub class_name: Option<String>,
}

/// An account that the sample platform had before Koppel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorldAccount {
    /// User name; the password is [`World::password`].
    pub username: String,
    /// The platform's own id.
    pub sub: String,
    /// Finished tasks.
    pub tasks: i64,
}

impl World {
    /// The world at a block of addresses, with new secrets.
    #[must_use]
    pub fn new(block: Block, database_url: String, everybody: &[Person], random: &Random) -> Self {
        let issuer = url(block.broker());
        let platform = world_platform(&OPIHOOV, &url(block.platform()), &issuer, random);
        let library = world_platform(&LUGEMISPESA, &url(block.library()), &issuer, random);
        let upstreams =
            [(Kind::Ekool, block.ekool()), (Kind::Stuudium, block.stuudium()), (Kind::Harid, block.harid())];
        let upstreams = upstreams.map(|(kind, address)| upstream(kind, &url(address), &issuer, random)).to_vec();
        let school = |school: super::people::DemoSchool, upstreams: &[&str]| WorldSchool {
            id: school.id.to_owned(),
            name: school.name.to_owned(),
            upstreams: upstreams.iter().map(|id| (*id).to_owned()).collect(),
        };
        let schools = vec![school(KUUSEOJA, &["ekool", "harid"]), school(MEREKALDA, &["ekool", "stuudium", "harid"])];
        let people = everybody.iter().map(person).collect();
        let (password, class, console) = (PASSWORD.to_owned(), None, None);
        Self { issuer, database_url, password, platform, library, upstreams, schools, people, class, console }
    }

    /// Takes over the secrets of an earlier run.
    pub fn keep_secrets(&mut self, earlier: &Self) {
        self.platform.client_secret.clone_from(&earlier.platform.client_secret);
        self.library.client_secret.clone_from(&earlier.library.client_secret);
        for (mine, theirs) in self.upstreams.iter_mut().zip(&earlier.upstreams) {
            mine.client_secret.clone_from(&theirs.client_secret);
        }
    }

    /// The world that an earlier run wrote, if there is one.
    #[must_use]
    pub fn read(file: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(file).ok()?).ok()
    }

    /// An upstream by its id.
    #[must_use]
    pub fn upstream(&self, id: &str) -> Option<&WorldUpstream> {
        self.upstreams.iter().find(|upstream| upstream.id == id)
    }

    /// A person by their key.
    #[must_use]
    pub fn person(&self, key: &str) -> Option<&WorldPerson> {
        self.people.iter().find(|person| person.key == key)
    }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn world_platform(kind: &PlatformKind, base: &str, issuer: &str, random: &Random) -> WorldPlatform {
    WorldPlatform {
        id: kind.id.to_owned(),
        name: kind.name.to_owned(),
        api: format!("{base}/api/me"),
        settings: format!("{issuer}/settings/{}/integrations", kind.id),
        client_id: format!("{}-web", kind.id),
        client_secret: random.secret(),
        redirect_uri: format!("{base}/callback"),
        url: base.to_owned(),
        password_owner: kind.password_owner,
    }
}

fn upstream(kind: Kind, base: &str, issuer: &str, random: &Random) -> WorldUpstream {
    WorldUpstream {
        id: kind.slug().to_owned(),
        name: kind.name().to_owned(),
        url: base.to_owned(),
        control: format!("{base}/control"),
        client_id: "koppel-demo".to_owned(),
        client_secret: random.secret(),
        callback: format!("{issuer}/upstream/{}/callback", kind.slug()),
    }
}

fn person(person: &Person) -> WorldPerson {
    let role = |role: &super::people::PersonRole| WorldRole {
        school: role.school.id.to_owned(),
        role: role.role,
        class_name: role.class_name.clone(),
    };
    let account = old_sub(person).map(|sub| WorldAccount {
        username: person.key.clone(),
        sub,
        tasks: person.history.unwrap_or_default(),
    });
    WorldPerson {
        key: person.key.clone(),
        given_name: person.given.clone(),
        family_name: person.family.clone(),
        birth_date: person.birth_date,
        personal_code: person.personal_code.clone(),
        roles: person.roles.iter().map(role).collect(),
        account,
        ekool: person.ekool_id.to_string(),
        stuudium: person.is_at(&MEREKALDA).then(|| person.stuudium_id()),
        harid: person.harid_id.clone(),
    }
}
