//! The links a platform already knows, on both engines.

use std::fmt::Write as _;

use koppel::domain::{AccountId, Actor, Assurance, LinkOrigin};
use koppel::files::{Format, Progress, Report};
use koppel::linking::import::{self, Options};
use koppel::linking::{Decision, EndReason, end};
use koppel::storage::accounts;
use koppel::storage::links::{self, Link};

use super::provisional::{let_in, open_class};
use super::world::{World, assertion};
use crate::support::{TestGround, both_engines};

const HEADER: &str = "account,upstream,subject,since\n";

async fn try_run(world: &World<'_>, text: &str, format: Format, dry_run: bool) -> Report {
    let platform = world.platform.clone();
    let options = Options { platform, format, dry_run, actor: Actor::Cli("operator".to_owned()) };
    import::run(world.ground, text.as_bytes(), &options, |_| ()).await.unwrap()
}

async fn bring_in(world: &World<'_>, text: &str) -> Report {
    try_run(world, text, Format::Csv, false).await
}

fn counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.created, report.updated, report.unchanged, report.bad)
}

/// Row and field and reason of every bad row.
fn bad(report: &Report) -> Vec<(u64, &str, &str)> {
    report.bad_rows.iter().map(|bad| (bad.row, bad.field.as_deref().unwrap_or(""), bad.reason.as_str())).collect()
}

async fn live(world: &World<'_>, account: &AccountId) -> Vec<Link> {
    world.ground.db.read(|tx| async move { links::list_live(&tx, account).await }).await.unwrap()
}

/// Everything an import could change, counted.
async fn everything(world: &World<'_>) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) AS n FROM link",
        "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL",
        "SELECT COUNT(*) AS n FROM identity",
        "SELECT COUNT(*) AS n FROM audit",
        "SELECT COUNT(*) AS n FROM event",
        "SELECT COUNT(*) AS n FROM notice",
        "SELECT COUNT(*) AS n FROM school_case",
    ] {
        counts.push(world.count(sql).await);
    }
    counts
}

#[tokio::test]
async fn a_row_becomes_a_link_that_signs_its_person_in() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let report = bring_in(&world, &format!("{HEADER}17,ekool,k-1,2024-09-01T08:00:00+03:00\n")).await;
        assert_eq!((counts(&report), bad(&report)), ((1, 0, 0, 0), vec![]));
        let link = live(&world, &mari).await.remove(0);
        assert_eq!((link.origin, link.assurance), (LinkOrigin::Import, Assurance::Platform));
        assert_eq!((link.rule.as_str(), link.created_by.as_str()), ("import.platform", "cli:operator"));
        assert_eq!((link.since.to_rfc3339().as_str(), link.created_at), ("2024-09-01T05:00:00+00:00", ground.now()));
        assert_eq!((link.scope.as_str(), link.subject.as_str(), link.last_used_at), ("", "k-1", None));
        // Links, live ones, identities, audit, events; what the platform knew is no news to its owner: no notice.
        assert_eq!(everything(&world).await, [1, 1, 1, 1, 1, 0, 0]);
        let told = "SELECT COUNT(*) AS n FROM event e JOIN audit a ON a.id = e.audit_id AND a.action = 'link.created' \
             JOIN audit_detail d ON d.audit_id = a.id AND d.detail LIKE '%import.platform%' \
             WHERE e.kind = 'link.created' AND e.sub = '17' AND a.actor = 'cli:operator'";
        assert_eq!(world.count(told).await, 1);
        let visit = world.arrive(&assertion("ekool", "k-1", "Mari", 2014)).await;
        assert!(matches!(visit.decide().await, Decision::SignIn { .. }), "{:?}", visit.decide().await);
    })
    .await;
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mut text = HEADER.to_owned();
        for n in 0..600 {
            world.pupil(&format!("p{n}"), "Mari", 2014).await;
            writeln!(text, "p{n},ekool,k-{n},2024-09-01").unwrap();
        }
        let mut seen = Progress::default();
        let options = Options {
            platform: world.platform.clone(),
            format: Format::Csv,
            dry_run: false,
            actor: Actor::Cli("operator".to_owned()),
        };
        let report = import::run(&ground, text.as_bytes(), &options, |at| seen = at).await.unwrap();
        assert_eq!((counts(&report), seen.rows, seen.bytes), ((600, 0, 0, 0), 600, text.len() as u64));
        let before = everything(&world).await;
        let writes = ground.db.write_counts();
        ground.clock.advance(chrono::TimeDelta::days(1));
        assert_eq!(counts(&bring_in(&world, &text).await), (0, 0, 600, 0));
        assert_eq!(ground.db.write_counts(), writes, "a second run does not even open a write");
        assert_eq!(everything(&world).await, before);
    })
    .await;
}

/// S36: neither by the subject nor by the account, and in the words that a disabled account gets.
#[tokio::test]
async fn a_file_joins_nobody_who_is_withheld() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        world.pupil("17", "Mari", 2014).await;
        let hidden = world.pupil("18", "Jaan", 2014).await;
        world.claim(&assertion("ekool", "j1", "Jaan", 2014), &hidden).await;
        world.hide("j1").await;
        world.hide("new").await;
        let before = everything(&world).await;
        let text = format!("{HEADER}17,ekool,new,\n18,stuudium,s1,\n18,ekool,j1,\n");
        for dry_run in [true, false] {
            let report = try_run(&world, &text, Format::Csv, dry_run).await;
            assert_eq!(bad(&report), [(2, "account", "takes no links"), (3, "account", "takes no links")]);
            assert_eq!(report.unchanged, 1, "what stands is known to the file already");
        }
        assert_eq!(everything(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn bad_rows_are_named_and_stop_nothing() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        world.pupil("17", "Mari", 2014).await;
        world.pupil("18", "Jaan", 2014).await;
        world.sql("UPDATE account SET disabled_at = created_at WHERE sub = '18'").await;
        let text = "account,sub,username,upstream,scope,subject,since,school\n\
             ,,,ekool,,k,,\n17,,,,,k,,\n17,,,ekool,,,,\n404,,,ekool,,k,,\n17,18,,ekool,,k,,\n18,,,ekool,,k,,\n\
             17,,,nowhere,,k,,\n17,,,ekool,elsewhere,k,,\n17,,,ekool,,k,1.9.2026,\n17,,,ekool,,k,2030-01-01,\n\
             17,,,ekool,,k,,ehis:404\n17,,,ekool\n17,,17,ekool,,k,,\n";
        let report = bring_in(&world, text).await;
        let account = "is not an account of this platform";
        let since = "is not a time (RFC 3339) or date that has been";
        assert_eq!(
            bad(&report),
            [
                (2, "account", "is missing"),
                (3, "upstream", "is missing"),
                (4, "subject", "is missing"),
                (5, "account", account),
                (6, "account", "is named in two ways that do not agree"),
                (7, "account", "takes no links"),
                (8, "upstream", "is not an upstream"),
                (9, "scope", "is not that of this upstream; leave it out"),
                (10, "since", since),
                (11, "since", since),
                (12, "school", "is not a column of this import"),
                (13, "", "has 4 fields; the header has 8"),
            ]
        );
        assert_eq!(counts(&report), (1, 0, 0, 12));
        assert_eq!(everything(&world).await[..5], [1, 1, 1, 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn what_contradicts_the_links_here_is_reported_and_changes_nothing() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.pupil("18", "Jaan", 2014).await;
        let juta = world.pupil("19", "Juta", 2014).await;
        world.claim(&assertion("ekool", "k-17", "Mari", 2014), &mari).await;
        let ended = world.claim(&assertion("ekool", "k-19", "Juta", 2014), &juta).await.id;
        let (ground_ref, ended) = (&ground.ground(), &ended);
        let stop = |tx| async move {
            end(&tx, ground_ref, ended, EndReason::Administrator, &Actor::Cli("operator".to_owned())).await
        };
        world.write(stop).await.unwrap();
        world.identify(&assertion("ekool", "k-20", "Kati", 2014)).await;
        world.sql("UPDATE identity SET quarantined_at = first_seen_at WHERE subject = 'k-20'").await;
        let before = everything(&world).await;
        let text = format!("{HEADER}17,ekool,k-new,\n18,ekool,k-17,\n19,ekool,k-19,\n18,ekool,k-20,\n17,ekool,k-17,\n");
        for dry_run in [true, false] {
            let report = try_run(&world, &text, Format::Csv, dry_run).await;
            assert_eq!(
                bad(&report),
                [
                    (2, "account", "has a link of this upstream to another subject"),
                    (3, "subject", "is linked to another account"),
                    (4, "subject", "had this link, and it was ended here"),
                    (5, "subject", "seems to belong to another person now"),
                ]
            );
            assert_eq!((counts(&report), everything(&world).await), ((0, 0, 1, 4), before.clone()));
        }
    })
    .await;
}

/// A dry run has to remember what it would have written: the file itself may contradict itself, over batches too.
#[tokio::test]
async fn a_file_that_contradicts_itself_is_reported_alike_by_a_dry_run() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mut text = format!("{HEADER}a,ekool,k-1,\nb,ekool,k-1,\na,ekool,k-2,\na,ekool,k-1,\na,stuudium,k-1,\n");
        for sub in ["a", "b"] {
            world.pupil(sub, "Mari", 2014).await;
        }
        text.extend((0..250).map(|_| "a,ekool,k-1,\n"));
        text.push_str("b,ekool,k-1,\n");
        let before = everything(&world).await;
        let dry = try_run(&world, &text, Format::Csv, true).await;
        assert_eq!(everything(&world).await, before, "a dry run writes nothing");
        let real = bring_in(&world, &text).await;
        assert_eq!(Report { dry_run: false, ..dry }, real);
        assert_eq!(counts(&real), (2, 0, 251, 3));
        let (taken, linked) = ("has a link of this upstream to another subject", "is linked to another account");
        assert_eq!(bad(&real), [(3, "subject", linked), (4, "account", taken), (257, "subject", linked)]);
        assert_eq!(everything(&world).await[..2], [2, 2]);
    })
    .await;
}

#[tokio::test]
async fn json_lines_say_the_same_as_csv() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let text = "{\"sub\":\"17\",\"upstream\":\"stuudium\",\"scope\":\"\",\"subject\":\"'=1\",\"since\":null}\n{\"sub\":17}\n[]\n";
        let report = try_run(&world, text, Format::Jsonl, false).await;
        assert_eq!(counts(&report), (1, 0, 0, 2));
        assert_eq!(bad(&report)[0], (2, "upstream", "is missing"));
        assert_eq!(live(&world, &mari).await[0].subject, "'=1");
    })
    .await;
}

/// Two issuers may both have a subject `k-1`: the scope of an OIDC upstream is its issuer, told or not.
#[tokio::test]
async fn the_scope_of_an_oidc_upstream_is_its_issuer() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        world.sql("UPDATE upstream SET kind = 'oidc', issuer = 'https://id.example' WHERE id = 'stuudium'").await;
        let report = bring_in(
            &world,
            "sub,upstream,scope,subject\n17,stuudium,https://other.example,k-1\n17,stuudium,,k-1\n\
             17,stuudium,https://id.example,k-1\n",
        )
        .await;
        assert_eq!(counts(&report), (1, 0, 1, 1));
        assert_eq!(live(&world, &mari).await[0].scope, "https://id.example");
    })
    .await;
}

/// Our own id in an export of another database means nobody here; it never finds an account and never hides a clash.
#[tokio::test]
async fn an_id_of_ours_only_confirms() {
    both_engines(async |ground: TestGround| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let jaan = world.pupil("18", "Jaan", 2014).await;
        let foreign = AccountId::random(&ground.random);
        let text = format!(
            "account,sub,upstream,subject\n{mari},,ekool,k-0\n{jaan},17,ekool,k-1\n{foreign},17,ekool,k-2\n{jaan},18,ekool,k-3\n"
        );
        let report = bring_in(&world, &text).await;
        assert_eq!(
            bad(&report),
            [
                (2, "account", "is not an account of this platform"),
                (3, "account", "is named in two ways that do not agree")
            ]
        );
        assert_eq!(live(&world, &mari).await[0].subject, "k-2");
        assert_eq!(live(&world, &jaan).await[0].subject, "k-3");
    })
    .await;
}

/// The platform lists its accounts as it knows them, and does not know that one of them waits for an older one.
#[tokio::test]
async fn a_list_opens_no_provisional_account_to_somebody_else() {
    both_engines(async |ground: TestGround| {
        let class = open_class(&ground, 1, 0).await;
        let (world, gone) = (class.world(), &let_in(&class, 0).await);
        let sub = world.storage(|tx| async move { accounts::find(&tx, gone).await }).await.unwrap().sub;
        let text = format!("{HEADER}{sub},stuudium,s0,\n{sub},ekool,p0000,\n");
        for dry_run in [true, false] {
            let report = try_run(world, &text, Format::Csv, dry_run).await;
            assert_eq!(bad(&report), [(2, "account", "waits for the older account of somebody else")]);
            assert_eq!(counts(&report), (0, 0, 1, 1), "its own link is known");
        }
        assert_eq!(live(world, gone).await.len(), 1);
    })
    .await;
}
