//! The audit log of a school, page by page.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::door::{May, Needs, Steward};
use crate::domain::{PersonName, Right, Time};
use crate::login::{Login, Turned};
use crate::storage::audit_search::{self, Seen, Wanted};
use crate::storage::{StorageError, Tx};
use crate::vault::Vault;
use crate::web::pages::audit::{AuditPage, AuditRow};
use crate::web::{self, Frame, Visit};

/// Rows of one page.
const ROWS: usize = 50;

/// Reads the audit log.
pub(crate) enum ReadAudit {}

impl Needs for ReadAudit {
    const RIGHT: Right = Right::Audit;
}

/// What is searched for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) action: String,
    #[serde(default)]
    pub(super) account: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
}

/// Where a page begins.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: String,
}

impl Asked {
    /// What the database is asked for. Days are those of the school; a day that is none is not asked for.
    pub(super) fn wanted(&self, zone: &str) -> Wanted {
        let midnight = |text: &str, later: i64| {
            let day = text.trim().parse::<NaiveDate>().ok()?.checked_add_signed(TimeDelta::days(later))?;
            let zone = zone.parse::<Tz>().unwrap_or(Tz::UTC);
            let at = zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?;
            Some::<Time>(at.with_timezone(&Utc))
        };
        Wanted {
            action: self.action.trim().to_owned(),
            account: self.account.trim().to_owned(),
            from: midnight(&self.from, 0),
            until: midnight(&self.to, 1),
        }
    }

    /// As the query of an address, with one more field.
    pub(super) fn query(&self, more: Option<(&str, &str)>) -> String {
        let fields = [("action", &self.action), ("account", &self.account), ("from", &self.from), ("to", &self.to)];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some((name, value)) = more {
            query.append_pair(name, value);
        }
        query.finish()
    }
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<ReadAudit>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let before = opened(&login.ground.vault, &steward, &after.after).unwrap_or(i64::MAX);
    let (place, wanted) = ((steward.platform(), steward.school()), &asked.wanted(&steward.school.time_zone));
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let read = |tx: Tx| async move { audit_search::list(&tx, place, wanted, before, limit).await };
    let mut rows = login.ground.db.read::<_, StorageError, _, _>(read).await?;
    let is_more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let last = rows.last().filter(|_| is_more).map(|row| row.number);
    let next = last.and_then(|number| sealed(&login.ground.vault, &steward, number));
    let template = AuditPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-audit"),
        rows: rows.into_iter().map(shown).collect(),
        next: next.map(|after| format!("{}?{}", steward.path("/audit"), asked.query(Some(("after", &after))))),
        export: steward.may(Right::Export).then(|| format!("{}?{}", steward.path("/audit/export"), asked.query(None))),
        action: asked.action,
        account: asked.account,
        from: asked.from,
        to: asked.to,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn shown(row: Seen) -> AuditRow {
    let name = PersonName { given: row.given_name, family: row.family_name }.display();
    let id = row.account_id.map(|id| id.to_string());
    AuditRow {
        number: row.number.to_string(),
        at: row.at,
        action: row.action,
        actor: row.actor,
        whom: id.map(|id| if name.is_empty() { id } else { name }),
        object: row.object,
    }
}

/// What a number is sealed for: another school's opens nothing here.
fn cursor_place(steward: &Steward) -> String {
    format!("console|audit|{}|{}", steward.platform(), steward.school())
}

fn sealed(vault: &Vault, steward: &Steward, number: i64) -> Option<String> {
    vault.seal(&cursor_place(steward), number.to_string().as_bytes()).ok()
}

fn opened(vault: &Vault, steward: &Steward, after: &str) -> Option<i64> {
    let clear = vault.open(&cursor_place(steward), after).ok()?;
    std::str::from_utf8(&clear).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_school() {
        let asked = Asked { from: "2026-09-07".into(), to: "2026-09-07".into(), ..Asked::default() };
        let wanted = asked.wanted("Europe/Tallinn");
        assert_eq!(wanted.from.unwrap().to_rfc3339(), "2026-09-06T21:00:00+00:00");
        assert_eq!(wanted.until.unwrap().to_rfc3339(), "2026-09-07T21:00:00+00:00");
        assert!(Asked { from: "yesterday".into(), ..Asked::default() }.wanted("Europe/Tallinn").from.is_none());
    }

    #[test]
    fn a_search_stays_in_the_address() {
        let asked = Asked { action: "link.".into(), ..Asked::default() };
        assert_eq!(asked.query(Some(("after", "v1.a"))), "action=link.&after=v1.a");
    }
}
