//! Roles, printed passwords and limits: what an administrator does about many people.

use koppel::args;
use koppel::domain::{ConsoleRole, LicenceId, PoolId, ProductId};

use super::desk::{Console, SCHOOL, at};
use super::people::{admin, count, give, page_of, person};
use crate::support::{TestGround, both_engines, seed};

#[tokio::test]
async fn the_last_role_takes_the_licence_along_that_was_given_by_hand() {
    both_engines(async |ground: TestGround| {
        const PRODUCT: &str = "INSERT INTO product (id, platform_id, external_id, name, created_at) \
            VALUES ($1, 'opiq', 'p1', 'Opiq Basic', $2)";
        const POOL: &str = "INSERT INTO licence_pool (id, product_id, school_id, seats, created_at, updated_at) \
            VALUES ($1, $2, 'ehis:123', 1, $3, $3)";
        const LICENCE: &str = "INSERT INTO licence (id, pool_id, account_id, source, since, given_by) \
            VALUES ($1, $2, $3, 'manual', $4, 'cli:test')";
        const LIVE: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        give(&console, &mari, SCHOOL, "teacher", None).await;
        let (random, now) = (&console.ground.random, console.ground.now());
        let (product, pool, licence) = (ProductId::random(random), PoolId::random(random), LicenceId::random(random));
        console.change(PRODUCT, args![&product, now]).await;
        console.change(POOL, args![&pool, &product, now]).await;
        console.change(LICENCE, args![&licence, &pool, &mari, now]).await;
        let asked = browser.get(&page_of(&mari, "/role?role=teacher")).await;
        assert!(asked.body.contains("No licence becomes free"), "{}", asked.body);
        browser.post(&page_of(&mari, "/role"), &[("role", "teacher"), ("reason", "Parents asked")]).await;
        assert_eq!(count(&console, LIVE, args![]).await, 1, "still a pupil");
        let asked = browser.get(&page_of(&mari, "/role?role=pupil")).await;
        assert!(asked.body.contains("Frees the licence of Opiq Basic. One place is free then."), "{}", asked.body);
        browser.post(&page_of(&mari, "/role"), &[("role", "pupil"), ("reason", "Parents asked")]).await;
        assert_eq!(count(&console, LIVE, args![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn passwords_for_a_class_go_to_those_who_were_ticked() {
    both_engines(async |ground: TestGround| {
        const RESET: &str = "SELECT COUNT(*) AS n FROM account WHERE password_source = 'reset'";
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let jaan = person(&console, ("Jaan", "Kask"), SCHOOL, "pupil", Some("5B")).await;
        let other = person(&console, ("Kati", "Kuusk"), SCHOOL, "pupil", Some("5A")).await;
        let path = at(SCHOOL, "/people/passwords");
        let page = browser.get(&format!("{path}?class=5B")).await;
        assert!(page.body.contains(jaan.as_str()) && !page.body.contains(other.as_str()), "{}", page.body);
        let nobody = browser.post(&path, &[("class", "5B"), ("reason", "eKool is off")]).await;
        assert_eq!(nobody.status, 422, "{}", nobody.body);
        let fields =
            [("class", "5B"), ("reason", "eKool is off"), ("person", mari.as_str()), ("person", other.as_str())];
        let sheet = browser.post(&path, &fields).await;
        assert!(sheet.status == 200 && sheet.body.contains("Mari Tamm"), "{}", sheet.body);
        assert!(!sheet.body.contains("Kati Kuusk"), "of another class: {}", sheet.body);
        assert_eq!(count(&console, RESET, args![]).await, 1);
    })
    .await;
}

/// S29: what takes somebody's account over, or closes it, wants a code as fresh as the ending of a link does.
#[tokio::test]
async fn passwords_codes_and_disabling_want_a_fresh_second_factor() {
    both_engines(async |ground: TestGround| {
        const TOUCHED: &str =
            "SELECT COUNT(*) AS n FROM account WHERE disabled_at IS NOT NULL OR password_source = 'reset'";
        let console = Console::open(ground).await;
        let browser = admin(&console).await;
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        browser.get(&page_of(&mari, "")).await;
        console.ground.clock.advance(chrono::TimeDelta::seconds(301));
        let class = at(SCHOOL, "/people/passwords?class=5B");
        let mut led = Vec::new();
        for path in [
            page_of(&mari, "/password"),
            page_of(&mari, "/code"),
            page_of(&mari, "/sign-out"),
            page_of(&mari, "/disable"),
            page_of(&mari, "/role?role=pupil"),
            class.clone(),
        ] {
            let fields = [
                ("choice", "off"),
                ("role", "pupil"),
                ("class", "5B"),
                ("person", mari.as_str()),
                ("reason", "Parents asked"),
            ];
            let stale = browser.post(&path, &fields).await;
            assert_eq!(stale.status, 303, "{path}: {}", stale.body);
            let to = stale.location().unwrap();
            assert!(to.starts_with("/admin/opiq/step-up?back="), "{path}: {to}");
            led.push((path, to));
        }
        assert_eq!(count(&console, TOUCHED, args![]).await, 0);
        console.show_factor(&browser).await;
        for (path, to) in led {
            // The page of the form is there again afterwards, with what its address says.
            let url = reqwest::Url::parse("https://koppel.test").unwrap().join(&to).unwrap();
            let back = url.query_pairs().find(|(name, _)| name == "back").unwrap().1.into_owned();
            assert_eq!(back, path);
            assert_eq!(browser.get(&back).await.status, 200, "{back}");
        }
        let printed = browser.post(&page_of(&mari, "/password"), &[("reason", "Parents asked")]).await;
        assert_eq!(printed.status, 200, "{}", printed.body);
    })
    .await;
}

/// A console that was left open, with a code that is fresh, is not worth a whole school.
#[tokio::test]
async fn nobody_acts_on_very_many_people_within_an_hour() {
    both_engines(async |ground: TestGround| {
        const RESET: &str = "SELECT COUNT(*) AS n FROM account WHERE password_source = 'reset'";
        let console = Console::open(ground).await;
        let (browser, other) = (admin(&console).await, admin(&console).await);
        let mari = person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await;
        let (sign_out, password) = (page_of(&mari, "/sign-out"), page_of(&mari, "/password"));
        let reason = [("reason", "Parents asked")];
        for n in 0..200 {
            let done = browser.post(&sign_out, &reason).await;
            assert_eq!(done.status, 303, "{n}: {}", done.body);
        }
        let class = [("class", "5B"), ("person", mari.as_str()), ("reason", "Parents asked")];
        for (path, fields) in [
            (sign_out.clone(), &reason[..]),
            (password.clone(), &reason[..]),
            (at(SCHOOL, "/people/passwords"), &class[..]),
        ] {
            let refused = browser.post(&path, fields).await;
            assert_eq!(refused.status, 429, "{path}: {}", refused.body);
            assert!(refused.headers.contains_key("retry-after"), "{path}");
        }
        assert_eq!(count(&console, RESET, args![]).await, 0);
        assert_eq!(other.post(&password, &reason).await.status, 200, "somebody else may");
    })
    .await;
}

/// Whoever is about to disable a system is led to where passwords are printed; whoever may not print any is not.
#[tokio::test]
async fn the_way_to_password_sheets_leads_there() {
    both_engines(async |ground: TestGround| {
        let console = Console::open(ground).await;
        let (browser, mari) =
            (admin(&console).await, person(&console, ("Mari", "Tamm"), SCHOOL, "pupil", Some("5B")).await);
        seed::link(&console.ground, &mari, "m1").await;
        let system = at(SCHOOL, "/upstreams/ekool");
        let page = browser.get(&system).await.body;
        let (_, rest) = page.split_once("id=\"sheets\" href=\"").unwrap_or_else(|| panic!("{page}"));
        let address = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let pupils = browser.get(&address).await;
        assert_eq!(pupils.status, 200, "{address}");
        assert!(pupils.body.contains(&format!("id=\"person-{mari}\"")), "{}", pupils.body);
        let without = browser.get(&at(SCHOOL, "/people/passwords")).await;
        assert_eq!((without.status, without.location()), (303, Some(address)), "without a class, to the same list");
        let coordinator = console.steward(ConsoleRole::Coordinator, SCHOOL).await;
        let page = coordinator.get(&system).await;
        assert!(page.status == 200 && !page.body.contains("id=\"sheets\""), "{}", page.body);
    })
    .await;
}
