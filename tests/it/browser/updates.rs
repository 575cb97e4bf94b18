//! A teacher looks on while a journal is updated, in a real browser: the page goes on by itself, with JavaScript and without.

use koppel::demo::people::KUUSEOJA;
use koppel::domain::{SchoolId, UpstreamId};
use koppel::storage::refresh_runs::lease_name;
use koppel::storage::{Durability, leases};
use serde_json::json;

use super::journals::{KLASS, linked};
use super::walk::{Stage, on_stage};

/// Takes the refreshes of the school's eKool out of everybody's hands, or gives them back.
async fn stand_still(stage: &Stage<'_>, still: bool) {
    let ground = stage.demo.ground();
    let (school, upstream): (SchoolId, UpstreamId) = (KUUSEOJA.id.parse().unwrap(), "ekool".parse().unwrap());
    let (name, now) = (&lease_name(&school, &upstream), ground.now());
    let until = now + chrono::TimeDelta::hours(1);
    let write = |tx| async move {
        if still {
            leases::take(&tx, name, "a test", now, until).await.map(drop)
        } else {
            leases::give_back(&tx, name, "a test").await
        }
    };
    ground.db.write(Durability::Relaxed, write).await.unwrap();
}

#[tokio::test]
async fn an_update_is_watched_to_its_end_with_scripts_and_without() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await.with_album("update");
        linked(&anu).await;
        anu.press("show-journal").await;
        for (scripts, key, name) in [(true, "mari-tamm-2", "Mari Tamm"), (false, "elsa-lindqvist", "Elsa Lindqvist")] {
            let anu =
                if scripts { stage.same_browser("anu-kallas") } else { stage.same_browser("anu-kallas").without_axe() };
            crate::journals::change_journal(stage.demo, json!({ "journal": KLASS, "add": [key] })).await;
            anu.press("update").await;
            anu.meet("show-journal").await;
            assert!(anu.text().await.contains(name), "{}", anu.text().await);
            stage.chrome.scripts(scripts).await;
            stand_still(stage, true).await;
            anu.press("update").await;
            anu.meet("progress").await;
            assert!(anu.text().await.contains("Step 1 of 3"), "{}", anu.text().await);
            stand_still(stage, false).await;
            // Nothing is pressed.
            anu.meet("runs").await;
            assert!(anu.text().await.contains("up to date with eKool"), "{}", anu.text().await);
            anu.press("runs").await;
            anu.press("show-journal").await;
        }
    })
    .await;
}
