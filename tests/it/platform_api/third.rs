//! `PyPI` authlib gets a token for itself and reads the classes: `tests/python/roster.py`.

use koppel::domain::Role;
use serde_json::Value;

use super::house::{House, READER};
use crate::issuer::desk::Desk;
use crate::roster::school::{given, member, pupil};
use crate::support::TestGround;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

async fn read(desk: &Desk) -> Value {
    let mut python = std::process::Command::new(format!("{ROOT}/target/python/bin/python"));
    python.arg(format!("{ROOT}/tests/python/roster.py")).args([&desk.url(""), READER, "secret-of-reads"]);
    python.env("AUTHLIB_INSECURE_TRANSPORT", "1");
    let done = tokio::task::spawn_blocking(move || python.output()).await.unwrap();
    let done = done.expect("python runs; see tests/run.sh");
    assert!(done.status.success(), "{}\nhint: tests/run.sh installs authlib", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

/// B1, a platform of another make: the grant by discovery, every list by its links, a token given back.
#[tokio::test]
async fn authlib_gets_a_token_for_itself_and_reads_the_class() {
    let ground = TestGround::sqlite().await;
    ground.at_present();
    let desk = Desk::open_on_loopback(ground).await;
    let house = House::open(&desk).await;
    house.school.world.pupil("17", &given(2), 2014).await;
    let members = (0..7).map(pupil).chain([member(9, Role::Teacher)]).collect();
    house.school.apply(&house.school.reading("j1", members)).await;
    let told = read(&desk).await;
    assert_eq!((&told["classes"], &told["users"], &told["enrollments"]), (&1.into(), &8.into(), &8.into()));
    assert_eq!((&told["waiting"], &told["pages"]), (&1.into(), &7.into()), "{told}");
    assert_eq!(told["afterRevocation"], 401);
}
