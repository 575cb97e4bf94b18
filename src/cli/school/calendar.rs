//! What a school wants of refreshes: options of `koppel school change`.

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime, Timelike as _};
use clap::{ArgAction, Args};
use serde_json::{Value, json};

use super::super::desk::Desk;
use crate::domain::{PlatformId, SchoolId, Time};
use crate::storage::school_refreshes::{self, Pause, SchoolRefresh};
use crate::storage::{StorageError, Tx, holds};

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Wishes {
    /// When its journals are read every day, in its own time, such as 03:00; up to an hour later to spread the load.
    #[arg(long, requires = "platform", value_parser = minutes, value_name = "HH:MM")]
    daily_at: Option<i64>,
    /// Holidays in which nothing is read by itself and nobody leaves; first and last day.
    #[arg(long, requires = "platform", value_parser = pause, value_name = "YYYY-MM-DD..YYYY-MM-DD")]
    pause: Vec<Pause>,
    /// Take away the holidays that begin on this day.
    #[arg(long, requires = "platform", value_name = "YYYY-MM-DD")]
    no_pause: Vec<NaiveDate>,
    /// The day on which its year turns; only day and month count.
    #[arg(long, requires = "platform", value_name = "YYYY-MM-DD")]
    year_begins: Option<NaiveDate>,
    /// Whom a refresh that is held is told by mail; an empty text for nobody.
    #[arg(long, requires = "platform", value_parser = contact, value_name = "MAIL")]
    hold_contact: Option<Contact>,
    /// After so many days a journal that its upstream has no more ends by itself, once the contact was told [60 unless
    /// said]; 0 for never.
    #[arg(long, requires = "platform", value_parser = grace, value_name = "DAYS")]
    end_gone_after: Option<i64>,
    /// Whether who joined gets a seat also while a refresh is held.
    #[arg(long, requires = "platform", action = ArgAction::Set, value_name = "true|false")]
    additions_flow: Option<bool>,
}

/// An address, or nobody.
#[derive(Debug, Clone)]
struct Contact(Option<String>);

fn minutes(text: &str) -> Result<i64, String> {
    let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "use a time such as 03:00".to_owned())?;
    Ok(i64::from(time.hour() * 60 + time.minute()))
}

fn pause(text: &str) -> Result<Pause, String> {
    let days = text.split_once("..").and_then(|(from, until)| Some((from.parse().ok()?, until.parse().ok()?)));
    match days {
        Some((from_day, until_day)) if from_day <= until_day => Ok(Pause { from_day, until_day }),
        _ => Err("use two days such as 2026-06-10..2026-08-20".to_owned()),
    }
}

fn contact(text: &str) -> Result<Contact, String> {
    match text.trim() {
        "" => Ok(Contact(None)),
        mail if mail.parse::<lettre::Address>().is_ok() => Ok(Contact(Some(mail.to_owned()))),
        _ => Err("use a mail address such as office@school.example".to_owned()),
    }
}

/// The contact hears of it two weeks before.
fn grace(text: &str) -> Result<i64, String> {
    let days = text.parse::<i64>().ok().filter(|days| *days == 0 || (14..=730).contains(days));
    days.ok_or_else(|| "use 14 to 730 days, or 0 for never".to_owned())
}

impl Wishes {
    /// Whether anything is named.
    pub fn is_empty(&self) -> bool {
        self.daily_at.is_none()
            && self.pause.is_empty()
            && self.no_pause.is_empty()
            && self.year_begins.is_none()
            && self.hold_contact.is_none()
            && self.end_gone_after.is_none()
            && self.additions_flow.is_none()
    }

    /// What the school wants then.
    pub fn over(&self, old: SchoolRefresh) -> SchoolRefresh {
        SchoolRefresh {
            daily_at: self.daily_at.unwrap_or(old.daily_at),
            additions_flow: self.additions_flow.unwrap_or(old.additions_flow),
            hold_contact: self.hold_contact.as_ref().map_or(old.hold_contact, |contact| contact.0.clone()),
            year_begins: self.year_begins.or(old.year_begins),
            end_gone_days: self.end_gone_after.unwrap_or(old.end_gone_days),
            ..old
        }
    }

    /// Writes it. Whoever is named now hears of the holds that are open already.
    ///
    /// # Errors
    /// [`StorageError::Changed`] when no holidays begin on a day whose holidays are to be taken away.
    pub async fn store(&self, tx: &Tx, new: &SchoolRefresh, now: Time) -> Result<(), StorageError> {
        if self.is_empty() {
            return Ok(());
        }
        let (platform, school) = (&new.platform_id, &new.school_id);
        if self.hold_contact.is_some() && new.hold_contact.is_some() {
            let before = school_refreshes::find(tx, platform, school).await?;
            holds::tell_contact(tx, (platform, school), before.hold_contact != new.hold_contact, now).await?;
        }
        school_refreshes::put(tx, new).await?;
        for day in &self.no_pause {
            school_refreshes::remove_pause(tx, platform, school, *day).await?;
        }
        for pause in &self.pause {
            school_refreshes::add_pause(tx, platform, school, pause).await?;
        }
        Ok(())
    }

    /// For the audit log: what changed about the calendar.
    pub fn told(&self, new: &SchoolRefresh) -> Value {
        let mut value = shown(new, &self.pause);
        super::super::output::put(&mut value, "no_pause", json!(self.no_pause));
        value
    }
}

/// What a school wants now.
pub async fn find(desk: &Desk, platform: &PlatformId, school: &SchoolId) -> Result<(SchoolRefresh, Vec<Pause>)> {
    let read = |tx| async move {
        let wishes = school_refreshes::find(&tx, platform, school).await?;
        Ok::<_, StorageError>((wishes, school_refreshes::list_pauses(&tx, platform, school).await?))
    };
    Ok(desk.ground.db.read(read).await?)
}

/// A school's wishes under the names of their options.
pub fn shown(wishes: &SchoolRefresh, pauses: &[Pause]) -> Value {
    let pauses = pauses.iter().map(|pause| json!(format!("{}..{}", pause.from_day, pause.until_day)));
    json!({
        "daily_at": format!("{:02}:{:02}", wishes.daily_at / 60, wishes.daily_at % 60),
        "additions_flow": wishes.additions_flow,
        "hold_contact": wishes.hold_contact,
        "year_begins": wishes.year_begins,
        "end_gone_after": wishes.end_gone_days,
        "pause": pauses.collect::<Vec<_>>(),
    })
}
