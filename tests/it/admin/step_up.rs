//! S29: what weighs most wants a second factor that was shown within the last five minutes. The routes come from the registry, so
//! a new one is tried as soon as it is there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{ConsoleRole, Right};
use koppel::web::routes::{ROUTES, RouteEntry, Who};

use super::desk::{Console, SCHOOL};
use super::objects::Objects;
use crate::support::{TestGround, both_engines};

const STEP_UP: &str = "/admin/opiq/step-up?back=";
const COLUMNS_SQLITE: &str = "SELECT m.name AS place, p.name AS name FROM sqlite_master m \
    JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
const COLUMNS_POSTGRES: &str = "SELECT CAST(table_name AS TEXT) AS place, CAST(column_name AS TEXT) AS name \
    FROM information_schema.columns WHERE table_schema = current_schema()";

koppel::row! {
    /// A column of a table.
    pub struct Column {
        /// Of which table.
        pub place: String,
        /// Which.
        pub name: String,
    }
}

koppel::row! {
    /// A row of a table.
    pub struct Line {
        /// Every value.
        pub line: String,
    }
}

/// A statement for each table that lists its rows. When a session was last seen changes nothing, and what the migrations note is
/// no row of ours.
async fn tables(ground: &TestGround) -> Vec<&'static str> {
    let columns = if ground.is_postgres() { COLUMNS_POSTGRES } else { COLUMNS_SQLITE };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Column { place, name } in ground.db.list::<Column>(columns, args![]).await.unwrap() {
        if place != "session" && !place.starts_with('_') && !place.starts_with("sqlite_") {
            tables.entry(place).or_default().push(format!("COALESCE(CAST(\"{name}\" AS TEXT), '-')"));
        }
    }
    let text = |(place, values): (&String, &Vec<String>)| -> &'static str {
        format!("SELECT '{place}|' || {} AS line FROM \"{place}\"", values.join(" || '|' || ")).leak()
    };
    tables.iter().map(text).collect()
}

async fn everything(ground: &TestGround, tables: &[&'static str]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for sql in tables {
        all.extend(ground.db.list::<Line>(sql, args![]).await.unwrap().into_iter().map(|row| row.line));
    }
    all
}

/// Routes with a form whose right weighs that much.
fn weighty() -> Vec<(&'static RouteEntry, Right)> {
    let weighs = |route: &'static RouteEntry| match route.who {
        Who::Console(right) if right.wants_fresh_factor() && route.methods.contains("POST") => Some((route, right)),
        _ => None,
    };
    ROUTES.iter().filter_map(weighs).collect()
}

#[tokio::test]
async fn a_second_factor_older_than_five_minutes_leads_to_step_up_and_changes_nothing() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let tables = tables(&console.ground).await;
        assert!(tables.len() > 50, "every table is looked at: {tables:?}");
        let admin = console.steward(ConsoleRole::SchoolAdmin, SCHOOL).await;
        for (route, _) in weighty() {
            let objects = Objects::at(&console, SCHOOL).await;
            let (path, fields) = (objects.fill(route.path, SCHOOL), objects.fields());
            console.show_factor(&admin).await;
            admin.get(&path).await;
            console.ground.clock.advance(TimeDelta::seconds(301));
            let before = everything(&console.ground, &tables).await;
            let led = admin.post(&path, &fields).await;
            assert_eq!(led.status, 303, "{}: {}", route.path, led.body);
            assert!(led.location().unwrap().starts_with(STEP_UP), "{}: {led:?}", route.path);
            assert_eq!(everything(&console.ground, &tables).await, before, "{}", route.path);
            console.show_factor(&admin).await;
            console.ground.clock.advance(TimeDelta::seconds(300));
            let answer = admin.post(&path, &fields).await;
            let away = answer.location().unwrap_or_default();
            assert!(!away.starts_with(STEP_UP), "{}: five minutes are fresh, {away}", route.path);
        }
    })
    .await;
}

/// A right that weighs that much stands behind a form, or nothing would try it.
#[test]
fn every_right_that_weighs_most_is_tried() {
    let tried: BTreeSet<Right> = weighty().into_iter().map(|(_, right)| right).collect();
    let wanted: BTreeSet<Right> = Right::ALL.iter().copied().filter(|right| right.wants_fresh_factor()).collect();
    assert_eq!(tried, wanted);
}
