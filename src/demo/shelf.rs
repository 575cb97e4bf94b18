//! What the sample platform has for journals: kits, licences of one of them, and a group of one teacher.

use super::people::KUUSEOJA;
use super::seed::SeedError;
use super::world::World;
use crate::domain::{GroupId, KitId, PlatformId, PoolId, ProductId, SchoolId, fold_username};
use crate::ground::Ground;
use crate::storage::kits::{self, Kit};
use crate::storage::licence_pools::{self, LicencePool};
use crate::storage::platform_groups::{self, PlatformGroup};
use crate::storage::products::{self, Product};
use crate::storage::{StorageError, Tx, accounts};

/// Whose group it is.
const TEACHER: &str = "anu-kallas";
/// Licences of the school: enough for a class, not for two.
const SEATS: i64 = 12;

/// Rows that are ready to be written.
pub(super) struct Shelf {
    product: Product,
    pool: LicencePool,
    kits: Vec<Kit>,
    group: PlatformGroup,
}

impl Shelf {
    pub(super) fn new(ground: &Ground, world: &World) -> Result<Self, SeedError> {
        let (random, now) = (&ground.random, ground.now());
        let platform_id: PlatformId = world.platform.id.parse()?;
        let school_id: SchoolId = KUUSEOJA.id.parse()?;
        let product = Product {
            id: ProductId::random(random),
            platform_id: platform_id.clone(),
            external_id: "matemaatika".to_owned(),
            name: "Matemaatika".to_owned(),
            created_at: now,
            ended_at: None,
        };
        let kit = |external_id: &str, name: &str, product_id: Option<&ProductId>| Kit {
            id: KitId::random(random),
            platform_id: platform_id.clone(),
            external_id: external_id.to_owned(),
            name: name.to_owned(),
            product_id: product_id.cloned(),
            created_at: now,
            ended_at: None,
        };
        let id = product.id.clone();
        Ok(Self {
            kits: vec![
                kit("matemaatika-5", "Matemaatika 5. klassile", Some(&id)),
                kit("nuputamine", "Nuputamine", None),
            ],
            pool: LicencePool {
                id: PoolId::random(random),
                product_id: id,
                school_id: school_id.clone(),
                seats: SEATS,
                created_at: now,
                updated_at: now,
            },
            group: PlatformGroup {
                id: GroupId::random(random),
                platform_id,
                school_id,
                external_id: "anu-5a".to_owned(),
                name: "Anu 5A".to_owned(),
                created_at: now,
                ended_at: None,
            },
            product,
        })
    }

    /// Writes it. The teacher's account must be there.
    pub(super) async fn write(&self, tx: &Tx) -> Result<(), StorageError> {
        products::put(tx, &self.product).await?;
        licence_pools::put(tx, &self.pool).await?;
        for kit in &self.kits {
            kits::put(tx, kit).await?;
        }
        platform_groups::put(tx, &self.group).await?;
        let teacher = accounts::find_by_username(tx, &self.group.platform_id, &fold_username(TEACHER)).await?;
        if let Some(teacher) = teacher {
            platform_groups::add_teacher(tx, &self.group.id, &teacher.id).await?;
        }
        Ok(())
    }
}
