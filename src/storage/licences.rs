//! Table `licence`: which account holds a licence of which pool, and why. Ended, never deleted.

use serde_json::json;

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::joined::together;
use super::{StorageError, Tx};
use crate::domain::{AccountId, JournalId, LicenceEnd, LicenceId, PlatformId, PoolId, ProductId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A licence that an account holds, or held.
    pub struct Licence {
        /// Its id.
        pub id: LicenceId,
        /// Of which pool.
        pub pool_id: PoolId,
        /// Who holds it.
        pub account_id: AccountId,
        /// Why: `journal:<id>` or `manual`.
        pub source: String,
        /// Since when.
        pub since: Time,
        /// Who gave it; see [`Actor`](crate::domain::Actor).
        pub given_by: String,
        /// Until when.
        pub ended_at: Option<Time>,
        /// Why it ended.
        pub end_reason: Option<LicenceEnd>,
    }
}

/// Gives licences; whoever holds one for the same reason keeps it. Answers how many are new. Durable.
///
/// # Errors
/// The engine's.
pub async fn give(tx: &Tx, rows: &[Licence]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO licence (id, pool_id, account_id, source, since, given_by) \
         SELECT id, pool_id, account_id, source, since, given_by FROM",
        ["id" "TEXT", "pool_id" "TEXT", "account_id" "TEXT", "source" "TEXT", "since" "TIMESTAMPTZ", "given_by" "TEXT"],
        "WHERE TRUE ON CONFLICT (pool_id, account_id, source) WHERE ended_at IS NULL DO NOTHING"
    );
    let told = rows.iter().map(|row| {
        json!({
            "id": row.id, "pool_id": row.pool_id, "account_id": row.account_id, "source": row.source,
            "since": time(row.since), "given_by": row.given_by,
        })
    });
    let told: Vec<_> = told.collect();
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told)?]).await
}

/// Ends licences by their ids. Answers how many that were. Durable.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, ids: &[&LicenceId], at: Time, reason: LicenceEnd) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "UPDATE licence SET ended_at = $2, end_reason = $3 FROM",
        ["id" "TEXT"],
        "WHERE licence.id = x.id AND licence.ended_at IS NULL"
    );
    let told: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told)?, at, reason.as_str()]).await
}

const LIST_OF_SOURCE: &str =
    "SELECT * FROM licence WHERE source = $1 AND ended_at IS NULL ORDER BY account_id, pool_id";
const LIST_OF_ACCOUNT: &str = "SELECT * FROM licence WHERE account_id = $1 ORDER BY since, id";
const LIST_HOLDERS: &str = "SELECT DISTINCT COALESCE(a.merged_into, a.id) AS account_id FROM licence l \
    JOIN account a ON a.id = l.account_id WHERE l.pool_id = $1 AND l.ended_at IS NULL ORDER BY account_id";
const LIST_HOLDERS_BESIDE: &str = "SELECT DISTINCT COALESCE(a.merged_into, a.id) AS account_id FROM licence l \
    JOIN account a ON a.id = l.account_id WHERE l.pool_id = $1 AND l.ended_at IS NULL AND l.source <> $2 \
    ORDER BY account_id";

/// The live licences given for one reason.
///
/// # Errors
/// The engine's.
pub async fn list_of_source(tx: &Tx, source: &str) -> Result<Vec<Licence>, StorageError> {
    tx.list_bulk(LIST_OF_SOURCE, args![source]).await
}

/// Every licence of an account, ended ones too, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_account(tx: &Tx, account: &AccountId) -> Result<Vec<Licence>, StorageError> {
    tx.list(LIST_OF_ACCOUNT, args![account]).await
}

row! {
    /// An account that holds something.
    pub struct Holder {
        /// Which.
        pub account_id: AccountId,
    }
}

/// The accounts that hold a licence of a pool, for whatever reason, each once. What an account holds that went into another
/// fills that one's place.
///
/// # Errors
/// The engine's.
pub async fn list_holders(tx: &Tx, pool: &PoolId) -> Result<Vec<AccountId>, StorageError> {
    let rows = tx.list_bulk::<Holder>(LIST_HOLDERS, args![pool]).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// Those of them that hold one for another reason than this one, maybe beside it.
///
/// # Errors
/// The engine's.
pub async fn list_holders_beside(tx: &Tx, pool: &PoolId, source: &str) -> Result<Vec<AccountId>, StorageError> {
    let rows = tx.list_bulk::<Holder>(LIST_HOLDERS_BESIDE, args![pool, source]).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

row! {
    /// An account with a linked seat in a journal, and a product of one of the journal's kits.
    pub struct Entitled {
        /// Which account: the link's own, which its licence is written to.
        pub account_id: AccountId,
        /// The account that stands for it: whose place a licence fills.
        pub holder_id: AccountId,
        /// The `sub` of the link's own.
        pub sub: String,
        /// Which product.
        pub product_id: ProductId,
        /// The least of the account's roles in the journal: pupils come first.
        pub role: String,
    }
}

/// Accounts with a linked seat (`seat s` in `journal j`) and what they need for it: `k` a kit of the journal, `r` its product,
/// `l` the link of the seat's person, `a` its account, `h` the one that stands for it.
macro_rules! entitled {
    ($head:literal, $which:expr, $tail:literal) => {
        concat!(
            $head,
            " FROM seat s JOIN journal j ON j.id = s.journal_id AND j.ended_at IS NULL \
             JOIN roster_person p ON p.id = s.person_id \
             JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
                AND l.subject = p.subject AND l.ended_at IS NULL \
             JOIN account a ON a.id = l.account_id AND a.disabled_at IS NULL \
             JOIN account h ON h.id = COALESCE(a.merged_into, a.id) AND h.disabled_at IS NULL AND h.merged_into IS NULL \
             JOIN journal_kit t ON t.journal_id = j.id AND t.ended_at IS NULL \
             JOIN kit k ON k.id = t.kit_id JOIN product r ON r.id = k.product_id \
             WHERE ",
            $which,
            "s.ended_at IS NULL AND (s.role = 'pupil' OR s.absent_since IS NULL) \
             AND NOT EXISTS (SELECT 1 FROM standing d WHERE d.platform_id = j.platform_id AND d.person_id = p.id \
                AND d.reason = 'subject_differs') ",
            $tail
        )
    };
}

const LIST_ENTITLED: &str = entitled!(
    "SELECT a.id AS account_id, h.id AS holder_id, a.sub, k.product_id, MIN(s.role) AS role",
    "s.journal_id = $1 AND ",
    "GROUP BY a.id, h.id, a.sub, k.product_id ORDER BY k.product_id, role, a.id"
);

/// Who should hold a licence because of a journal, pupils before teachers.
///
/// # Errors
/// The engine's.
pub async fn list_entitled(tx: &Tx, journal: &JournalId) -> Result<Vec<Entitled>, StorageError> {
    tx.list_bulk(LIST_ENTITLED, args![journal]).await
}

row! {
    /// A journal that gives licences, or has given some.
    pub struct Giving {
        /// Which.
        pub id: JournalId,
    }
}

/// Those of these journals for which there may be anything to settle: a kit with a product, or a licence that they gave.
///
/// # Errors
/// The engine's.
pub async fn list_giving(tx: &Tx, journals: &[&JournalId]) -> Result<Vec<JournalId>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT j.id FROM journal j WHERE (EXISTS (SELECT 1 FROM journal_kit t JOIN kit k ON k.id = t.kit_id \
         AND k.product_id IS NOT NULL WHERE t.journal_id = j.id AND t.ended_at IS NULL) \
         OR EXISTS (SELECT 1 FROM licence l WHERE l.source = 'journal:' || j.id AND l.ended_at IS NULL)) AND j.id",
        "$1",
        "ORDER BY j.id"
    );
    let rows = tx.list_bulk::<Giving>(pick(tx, SQL).await, args![rows_json(journals)?]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

const LIST_CONCERNED: &str = "SELECT j.id FROM journal j WHERE j.platform_id = $1 AND j.school_id = $2 \
    AND j.ended_at IS NULL AND EXISTS (SELECT 1 FROM journal_kit t JOIN kit k ON k.id = t.kit_id AND k.product_id = $3 \
    WHERE t.journal_id = j.id AND t.ended_at IS NULL) ORDER BY j.linked_at, j.id";

/// The live journals of a school that need licences of a product, those that were linked first before the others.
///
/// # Errors
/// The engine's.
pub async fn list_concerned(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    product: &ProductId,
) -> Result<Vec<JournalId>, StorageError> {
    let rows = tx.list_bulk::<Giving>(LIST_CONCERNED, args![platform, school, product]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// There is no licence of the product at the journal's school for the account, for whatever reason; and the person is not
/// under a cloud, and not withheld.
macro_rules! lacks {
    () => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM licence c JOIN licence_pool o ON o.id = c.pool_id AND o.product_id = r.id \
                AND o.school_id = j.school_id WHERE c.ended_at IS NULL AND c.account_id IN ",
            together!("h.id"),
            ") AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.id = l.identity_id AND i.quarantined_at IS NOT NULL) \
             AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || h.id) AND "
        )
    };
}

row! {
    /// How many accounts go without at a school.
    pub struct LackingCount {
        /// A licence of which product.
        pub product_id: ProductId,
        /// At which school.
        pub school_id: SchoolId,
        /// So many.
        pub accounts: i64,
    }
}

const COUNT_LACKING: &str = entitled!(
    "SELECT r.id AS product_id, j.school_id, COUNT(DISTINCT h.id) AS accounts",
    concat!("j.platform_id = $1 AND ", lacks!()),
    "GROUP BY r.id, j.school_id ORDER BY r.id, j.school_id"
);

/// How many accounts of a platform's schools should hold a licence and have none, where any are.
///
/// # Errors
/// The engine's.
pub async fn count_lacking(tx: &Tx, platform: &PlatformId) -> Result<Vec<LackingCount>, StorageError> {
    tx.list_bulk(COUNT_LACKING, args![platform]).await
}

row! {
    /// An account of a journal that goes without.
    pub struct Lacking {
        /// In which journal.
        pub journal_id: JournalId,
        /// Whose account.
        pub account_id: AccountId,
        /// Its `sub`.
        pub sub: String,
        /// A licence of which product, by the platform's own id.
        pub product: String,
    }
}

/// Who of these journals should hold a licence and has none of that product, for whatever reason.
///
/// # Errors
/// The engine's.
pub async fn list_lacking(tx: &Tx, journals: &[&JournalId]) -> Result<Vec<Lacking>, StorageError> {
    const SQL: (&str, &str) = among!(
        entitled!(
            "SELECT DISTINCT s.journal_id, h.id AS account_id, h.sub, r.external_id AS product",
            lacks!(),
            "AND s.journal_id"
        ),
        "$1",
        "ORDER BY 1, 4, 2"
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(journals)?]).await
}
