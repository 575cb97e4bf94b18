//! Kits, the group of the platform, and licences.

use koppel::args;
use koppel::demo::once::Walk;
use koppel::domain::{GroupId, KitId, PoolId, ProductId};
use koppel::storage::{Durability, StorageError, Tx};

use super::{KLASS, TEACHER, at_preview, count};
use crate::attacks::{Scene, field};

const PRODUCT: &str =
    "INSERT INTO product (id, platform_id, external_id, name, created_at) VALUES ($1, $2, 'm', 'Maths', $3)";
const KIT: &str =
    "INSERT INTO kit (id, platform_id, external_id, name, product_id, created_at) VALUES ($1, $2, $3, $3, $4, $5)";
const POOL: &str = "INSERT INTO licence_pool (id, product_id, school_id, seats, created_at, updated_at)
    VALUES ($1, $2, 'ehis:990001', $3, $4, $4)";
const GROUP: &str = "INSERT INTO platform_group (id, platform_id, school_id, external_id, name, created_at)
    VALUES ($1, $2, $3, $4, $4, $5)";
const TEACHES: &str = "INSERT INTO platform_group_teacher (group_id, account_id) SELECT $1, id FROM account
    WHERE platform_id = 'opihoov' AND username = $2";

/// What the platform has: two kits that need a licence of one product, and one of another platform.
struct Shop {
    kits: Vec<KitId>,
    foreign: KitId,
}

async fn shop(scene: &Scene, seats: i64) -> Shop {
    let ground = scene.demo.ground();
    let (product, pool, now) = (&ProductId::random(&ground.random), &PoolId::random(&ground.random), ground.now());
    let kits: Vec<KitId> = (0..3).map(|_| KitId::random(&ground.random)).collect();
    let all = &kits;
    let write = |tx: Tx| async move {
        tx.execute(PRODUCT, args![product, "opihoov", now]).await?;
        tx.execute(POOL, args![pool, product, seats, now]).await?;
        tx.execute(KIT, args![&all[0], "opihoov", "Maths 5", Some(product), now]).await?;
        tx.execute(KIT, args![&all[1], "opihoov", "Riddles", None::<&ProductId>, now]).await?;
        tx.execute(KIT, args![&all[2], "lugemispesa", "Poems", None::<&ProductId>, now]).await?;
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
    Shop { foreign: kits[2].clone(), kits: kits[..2].to_vec() }
}

/// A group of a school of a platform, that lists these teachers.
async fn group(scene: &Scene, name: &str, (platform, school): (&str, &str), teachers: &[&str]) -> GroupId {
    let ground = scene.demo.ground();
    let (id, now) = (GroupId::random(&ground.random), ground.now());
    let group = &id;
    let write = |tx: Tx| async move {
        tx.execute(GROUP, args![group, platform, school, name, now]).await?;
        for teacher in teachers {
            tx.execute(TEACHES, args![group, *teacher]).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await.unwrap();
    id
}

/// Sends the form with whatever a page would not offer.
async fn send(walk: &mut Walk<'_>, more: &[(&str, &str)]) -> u16 {
    let (here, csrf, plan) = (walk.browser.page().url().unwrap().to_string(), field(walk, "csrf"), field(walk, "plan"));
    let mut fields = vec![("csrf", csrf.as_str()), ("act", "link"), ("plan", plan.as_str())];
    fields.extend(more);
    walk.browser.send(&here, &fields).await.unwrap().status
}

const KITS: &str = "SELECT COUNT(*) AS n FROM journal_kit";
const LICENCES: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";

#[tokio::test]
async fn a_journal_is_for_one_kit_or_several_and_says_so_when_none_is_chosen() {
    let scene = Scene::open().await;
    let shop = shop(&scene, 100).await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let page = walk.browser.press("link-journal").await.unwrap();
    assert_eq!((page.status, page.has("#kits-error"), page.has("#link-journal")), (422, true, true), "{}", page.html);
    let [one, two] = [shop.kits[0].to_string(), shop.kits[1].to_string()];
    assert_eq!(send(&mut walk, &[("kit", &one), ("kit", &two), ("group", "")]).await, 200);
    assert!(walk.browser.page().has("#show-journal"), "{}", walk.browser.page().html);
    assert_eq!(scene.count(KITS).await, 2);
    let page = walk.browser.press("show-journal").await.unwrap();
    assert!(page.html.contains("Maths 5, Riddles"), "{}", page.html);
    scene.close().await;
}

/// A kit that is offered alone is chosen already.
#[tokio::test]
async fn the_only_kit_is_ticked_already() {
    let scene = Scene::open().await;
    shop(&scene, 100).await;
    scene.change("UPDATE kit SET ended_at = created_at WHERE external_id <> 'Maths 5'").await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    walk.browser.press("link-journal").await.unwrap();
    assert!(walk.browser.page().has("#show-journal"), "{}", walk.browser.page().html);
    assert_eq!(scene.count(KITS).await, 1);
    scene.close().await;
}

/// What the platform has no more is on no preview, and nobody chooses it past the page.
#[tokio::test]
async fn a_kit_that_has_ended_or_whose_product_has_is_not_to_be_chosen() {
    let scene = Scene::open().await;
    let shop = shop(&scene, 100).await;
    scene.change("UPDATE product SET ended_at = created_at WHERE external_id = 'm'").await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let page = walk.browser.page().html.clone();
    assert!(!page.contains("Maths 5") && page.contains("Riddles"), "{page}");
    let preview = walk.browser.page().url().unwrap().to_string();
    assert_eq!(send(&mut walk, &[("kit", shop.kits[0].as_str()), ("group", "")]).await, 404);
    scene.change("UPDATE kit SET ended_at = created_at WHERE external_id = 'Riddles'").await;
    let page = walk.browser.open(&preview).await.unwrap().html.clone();
    assert!(!page.contains("Riddles"), "{page}");
    assert_eq!(send(&mut walk, &[("kit", shop.kits[1].as_str()), ("group", "")]).await, 404);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM journal").await, 0);
    scene.close().await;
}

/// A group may be chosen by a teacher whom it lists, at this school of this platform; it stays as it is.
#[tokio::test]
async fn a_journal_is_attached_to_a_group_that_lists_the_teacher_and_to_no_other() {
    let scene = Scene::open().await;
    let shop = shop(&scene, 100).await;
    let here = ("opihoov", "ehis:990001");
    let listed = group(&scene, "My 5A", here, &[TEACHER]).await;
    let others = [
        group(&scene, "His 5A", here, &["tiit-vaher"]).await,
        group(&scene, "Elsewhere", ("opihoov", "ehis:990002"), &[TEACHER]).await,
        group(&scene, "Poems", ("lugemispesa", "ehis:990001"), &[TEACHER]).await,
    ];
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let page = walk.browser.page().html.clone();
    assert!(page.contains("My 5A") && !page.contains("His 5A") && !page.contains("Elsewhere"), "{page}");
    let kit = shop.kits[1].to_string();
    let preview = walk.browser.page().url().unwrap().to_string();
    let wrong =
        others.iter().map(ToString::to_string).chain(["grp_00000000000000000000000000".to_owned(), "x".to_owned()]);
    for group in wrong {
        assert_eq!(send(&mut walk, &[("kit", &kit), ("group", &group)]).await, 404, "{group}");
        walk.browser.open(&preview).await.unwrap();
    }
    assert_eq!(send(&mut walk, &[("kit", shop.foreign.as_str()), ("group", "")]).await, 404);
    walk.browser.open(&preview).await.unwrap();
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM journal").await, 0);
    assert_eq!(send(&mut walk, &[("kit", &kit), ("group", listed.as_str())]).await, 200);
    let page = walk.browser.press("show-journal").await.unwrap();
    assert!(page.html.contains("My 5A"), "{}", page.html);
    scene.close().await;
}

/// The import works, and the page says who goes without.
#[tokio::test]
async fn whoever_has_no_licence_is_named_on_the_success_page() {
    let scene = Scene::open().await;
    let shop = shop(&scene, 1).await;
    // Three pupils come with links of their own.
    for key in ["mari-tamm", "karl-magi", "liisa-saar"] {
        koppel::demo::once::first_time(&scene.demo.world, key, |_| {}).await.unwrap();
    }
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    // Who is new gets an account, and needs one, too.
    assert_eq!((count(&walk, "linked"), count(&walk, "new")), (4, 1));
    assert_eq!(send(&mut walk, &[("kit", shop.kits[0].as_str()), ("group", "")]).await, 200);
    let page = walk.browser.page();
    assert!(page.has("#show-journal") && page.html.contains("4 people have no licence"), "{}", page.html);
    assert!(page.html.contains("<li>Anu Kallas</li>"), "pupils come before teachers: {}", page.html);
    assert_eq!(scene.count(LICENCES).await, 1);
    let page = walk.browser.press("show-journal").await.unwrap();
    assert!(page.has("#without-licence") && page.html.contains("4 people have no licence"), "{}", page.html);
    scene.close().await;
}
