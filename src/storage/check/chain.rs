//! The chains of audit and events: whole, in order, signed, and not left waiting.

use chrono::TimeDelta;

use super::super::audit::commitment;
use super::super::seal::{HEAD_PURPOSE, SealHead, Stream, chain_hash, find_head, head_text};
use super::{StorageError, Tx, Violation};
use crate::domain::Time;
use crate::vault::{Vault, same_secret};
use crate::{args, row};

/// Rows read at once.
const PAGE: i64 = 5000;

pub(super) async fn violations(tx: &Tx, vault: &Vault, now: Time) -> Result<Vec<Violation>, StorageError> {
    let mut found = Vec::new();
    for stream in Stream::ALL {
        let waiting = stream.count_waiting(tx, now - TimeDelta::seconds(60)).await?;
        if waiting > 0 {
            found.push(wrong("rows without a number for over a minute", format!("{stream:?}, {waiting}")));
        }
        found.extend(broken_chain(tx, vault, stream).await?);
    }
    found.extend(changed_details(tx).await?);
    Ok(found)
}

/// The first break of a chain; what follows a break means nothing.
async fn broken_chain(tx: &Tx, vault: &Vault, stream: Stream) -> Result<Option<Violation>, StorageError> {
    let (mut number, mut hash) = (0, String::new());
    loop {
        let page = stream.list_sealed(tx, number, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            number += 1;
            hash = chain_hash(stream, number, &hash, &row.covered);
            if row.number != Some(number) {
                return Ok(Some(wrong("a number is missing from a chain", format!("{stream:?}, {number}"))));
            }
            if row.chain_hash.as_deref() != Some(hash.as_str()) {
                return Ok(Some(wrong("a row of a chain was changed", format!("{stream:?}, {number}, {}", row.id))));
            }
        }
    }
    let head = find_head(tx, stream).await?;
    Ok(bad_head(vault, stream, head, number, &hash))
}

fn bad_head(vault: &Vault, stream: Stream, head: Option<SealHead>, number: i64, hash: &str) -> Option<Violation> {
    let at = format!("{stream:?}, {number}");
    let Some(head) = head else {
        return (number > 0).then(|| wrong("a chain without a head", at));
    };
    if head.number != number || head.chain_hash != hash {
        return Some(wrong("a chain that does not end at its head", format!("{at} of {}", head.number)));
    }
    let signed = vault.keyed_hashes(HEAD_PURPOSE, &head_text(stream, number, hash));
    let fits = signed.iter().any(|one| one.key_id == head.key_id && same_secret(&one.hash, &head.signature));
    (!fits).then(|| wrong("a head that none of our keys has signed", at))
}

fn wrong(wrong: &'static str, at: String) -> Violation {
    Violation { promise: "invariant 12", wrong, at }
}

row! {
    /// A detail and what was promised about it.
    pub struct Told {
        /// Whose detail.
        pub audit_id: String,
        /// JSON.
        pub detail: String,
        /// See [`commitment`].
        pub salt: String,
        /// See [`commitment`].
        pub commitment: String,
    }
}

const DETAILS: &str = "SELECT audit_id, detail, salt, commitment FROM audit_detail \
    JOIN audit ON audit.id = audit_detail.audit_id WHERE audit_id > $1 ORDER BY audit_id LIMIT $2";

/// Details may be erased, never changed.
async fn changed_details(tx: &Tx) -> Result<Vec<Violation>, StorageError> {
    let mut found = Vec::new();
    let mut last = String::new();
    loop {
        let page = tx.list::<Told>(DETAILS, args![&last, PAGE]).await?;
        let Some(end) = page.last() else { return Ok(found) };
        last.clone_from(&end.audit_id);
        for row in page {
            if commitment(&row.salt, &row.detail) != row.commitment && found.len() < 100 {
                found.push(wrong("the detail of an audit row was changed", row.audit_id));
            }
        }
    }
}
