//! `koppel person …`: the people of a school, as at its console.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::account::role_parser;
use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::{platform, school};
use crate::accounts::passwords::{Change, PasswordDesk};
use crate::domain::{AccountId, LinkId, PasswordOwner, PersonName, PlatformId, Role, SchoolId, UpstreamId, fold_name};
use crate::linking::{self, Deed, LinkingError};
use crate::storage::accounts::Account;
use crate::storage::links::Link;
use crate::storage::people::{self, PersonRow, PersonState, Wanted};
use crate::storage::{Durability, StorageError, Tx, person_page};

/// How many people are read at once.
const PAGE: i64 = 500;

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Search the people of a school.
    Search(Search),
    /// Show somebody: roles, links and why they are there, journals, licences, sessions.
    Show(Show),
    /// End a link of somebody, also when it is the last way in.
    EndLink(EndLink),
    /// End every session of somebody.
    SignOut(Act),
    /// Switch somebody's account off. Links and history stay.
    Disable(Act),
    /// Switch it on again.
    Enable(Act),
    /// Take a role away, and the licences that go with the last one at the school.
    EndRole(EndRole),
    /// Print a password that opens the account once.
    Password(Act),
}

/// At which school.
#[derive(Debug, Args)]
pub struct Where {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// At which school.
    #[arg(long)]
    school: SchoolId,
}

/// Whom to look for.
#[derive(Debug, Args)]
pub struct Search {
    #[command(flatten)]
    place: Where,
    /// Parts of the name.
    #[arg(long)]
    name: Option<String>,
    /// In which class, as it is written.
    #[arg(long)]
    class: Option<String>,
    /// As what.
    #[arg(long, value_parser = role_parser())]
    role: Option<Role>,
    /// Who comes in by this system.
    #[arg(long)]
    upstream: Option<UpstreamId>,
    /// How the account stands.
    #[arg(long, value_parser = ["open", "unlinked", "disabled", "joined"])]
    state: Option<String>,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    #[command(flatten)]
    format: Format,
}

/// Somebody of a school.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    place: Where,
    /// Their account.
    account: AccountId,
    #[command(flatten)]
    format: Format,
}

/// Something to do to somebody.
#[derive(Debug, Args)]
pub struct Act {
    #[command(flatten)]
    place: Where,
    /// Their account.
    account: AccountId,
    /// Why; for the audit log.
    #[arg(long)]
    reason: String,
    /// Say what would happen, and do nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Which link.
#[derive(Debug, Args)]
pub struct EndLink {
    #[command(flatten)]
    act: Act,
    /// Which link.
    #[arg(long)]
    link: LinkId,
}

/// Which role.
#[derive(Debug, Args)]
pub struct EndRole {
    #[command(flatten)]
    act: Act,
    /// Which role.
    #[arg(long, value_parser = role_parser())]
    role: Role,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Search(search) => run_search(&desk, &search).await,
        Command::Show(show) => run_show(&desk, &show).await,
        Command::EndLink(end) => act(&desk, &end.act, &Wish::EndLink(end.link)).await,
        Command::SignOut(wanted) => act(&desk, &wanted, &Wish::SignOut).await,
        Command::Disable(wanted) => act(&desk, &wanted, &Wish::Switch { on: false }).await,
        Command::Enable(wanted) => act(&desk, &wanted, &Wish::Switch { on: true }).await,
        Command::EndRole(end) => act(&desk, &end.act, &Wish::EndRole(end.role)).await,
        Command::Password(wanted) => run_password(&desk, &wanted).await,
    }
}

async fn run_search(desk: &Desk, search: &Search) -> Result<()> {
    check(desk, &search.place).await?;
    let folded = search.name.as_ref().map(|name| fold_name(&PersonName { given: None, family: Some(name.clone()) }));
    let mut rows: Vec<PersonRow> = Vec::new();
    while rows.len() < search.limit {
        let after = rows.last().map(|row| (row.name_folded.as_str(), row.id.as_str()));
        let wanted = &Wanted {
            platform: &search.place.platform,
            school: &search.place.school,
            name: folded.as_deref(),
            class: search.class.as_deref(),
            role: search.role,
            upstream: search.upstream.as_ref(),
            state: search.state.as_deref().and_then(PersonState::read),
            after,
            limit: PAGE,
        };
        let read = |tx: Tx| async move { people::search(&tx, wanted).await };
        let page = desk.ground.db.read::<_, StorageError, _, _>(read).await?;
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    rows.truncate(search.limit);
    let rows: Vec<Value> = rows.iter().map(line).collect();
    let columns = ["id", "given_name", "family_name", "username", "role", "class", "links", "disabled_at"];
    Ok(output::table(search.format, &rows, &columns)?)
}

fn line(row: &PersonRow) -> Value {
    json!({
        "id": row.id,
        "given_name": row.given_name,
        "family_name": row.family_name,
        "username": row.username,
        "role": row.role,
        "class": row.class_name,
        "links": row.links,
        "disabled_at": row.disabled_at,
        "merged_into": row.merged_into,
    })
}

async fn check(desk: &Desk, place: &Where) -> Result<()> {
    platform::find(desk, &place.platform).await?;
    school::find(desk, &place.school).await?;
    Ok(())
}

async fn find(desk: &Desk, place: &Where, account: &AccountId) -> Result<Account> {
    check(desk, place).await?;
    let read = |tx: Tx| async move { people::find_here(&tx, &place.platform, &place.school, account).await };
    let found = desk.ground.db.read::<_, StorageError, _, _>(read).await?;
    let hint = "`koppel person search --platform … --school …` shows who is there";
    found.ok_or_else(|| failure(format!("{account} is nobody at {}", place.school), hint))
}

async fn run_show(desk: &Desk, show: &Show) -> Result<()> {
    let account = &find(desk, &show.place, &show.account).await?;
    let (id, school, now) = (&account.id, &show.place.school, desk.now);
    let read = |tx: Tx| async move {
        let roles = person_page::list_roles(&tx, id, school).await?;
        let links = person_page::list_links(&tx, id).await?;
        let seats = person_page::list_seats(&tx, id, school).await?;
        let licences = person_page::list_licences(&tx, id, school).await?;
        let sessions = person_page::list_sessions(&tx, id, now).await?;
        Ok::<_, StorageError>((roles, links, seats, licences, sessions))
    };
    let (roles, links, seats, licences, sessions) = desk.ground.db.read(read).await?;
    let link = |link: &Link| {
        json!({
            "id": link.id, "upstream": link.upstream_id, "account": link.account_id, "origin": link.origin,
            "rule": link.rule, "assurance": link.assurance, "since": link.since, "last_used_at": link.last_used_at,
            "ended_at": link.ended_at, "end_reason": link.end_reason,
        })
    };
    let value = json!({
        "id": account.id,
        "sub": account.sub,
        "username": account.username,
        "given_name": account.given_name,
        "family_name": account.family_name,
        "disabled_at": account.disabled_at,
        "merged_into": account.merged_into,
        "roles": roles.iter().map(|one| json!({ "role": one.role, "class": one.class_name, "source": one.source,
            "since": one.since, "ended_at": one.ended_at })).collect::<Vec<_>>(),
        "links": links.iter().map(link).collect::<Vec<_>>(),
        "journals": seats.iter().map(|one| json!({ "id": one.id, "name": one.name, "role": one.role })).collect::<Vec<_>>(),
        "licences": licences.iter().map(|one| json!({ "id": one.id, "product": one.product, "source": one.source }))
            .collect::<Vec<_>>(),
        "sessions": sessions.len(),
    });
    Ok(output::record(show.format, &value)?)
}

/// What is done in the transaction of its audit row.
enum Wish {
    EndLink(LinkId),
    SignOut,
    Switch { on: bool },
    EndRole(Role),
}

async fn act(desk: &Desk, wanted: &Act, wish: &Wish) -> Result<()> {
    let account = &deed_on(desk, wanted).await?;
    let frees = would_free(desk, wanted, account, wish).await?;
    if !wanted.dry_run {
        let (ground, reason) = (&desk.ground, wanted.reason.trim());
        let deed = &Deed { account, school: Some(&wanted.place.school), reason, actor: &desk.actor };
        let write = |tx: Tx| async move {
            match wish {
                Wish::EndLink(link) => linking::end_link_of(&tx, ground, deed, link).await.map(drop),
                Wish::SignOut => linking::sign_out_person(&tx, ground, deed).await.map(drop),
                Wish::Switch { on } => linking::switch_account(&tx, ground, deed, *on).await.map(drop),
                Wish::EndRole(role) => {
                    linking::end_role_of(&tx, ground, deed, (&wanted.place.school, *role)).await.map(drop)
                }
            }
        };
        desk.ground.db.write(Durability::Durable, write).await.map_err(told)?;
    }
    let value = json!({ "id": account.id, "done": !wanted.dry_run, "dry_run": wanted.dry_run, "frees": frees });
    Ok(output::record(wanted.format, &value)?)
}

async fn deed_on(desk: &Desk, wanted: &Act) -> Result<Account> {
    if wanted.reason.trim().is_empty() {
        return Err(failure("a decision needs a reason", "say in --reason why"));
    }
    let account = find(desk, &wanted.place, &wanted.account).await?;
    if let Some(into) = &account.merged_into {
        return Err(failure(format!("{} went into {into}", account.id), "act on that account instead"));
    }
    Ok(account)
}

/// The licences that taking a role away frees; and whether there is what is to end, for a dry run.
async fn would_free(desk: &Desk, wanted: &Act, account: &Account, wish: &Wish) -> Result<Vec<String>> {
    let school = &wanted.place.school;
    let read = |tx: Tx| async move {
        match wish {
            Wish::EndRole(role) => {
                let removal = linking::what_ends(&tx, account, (school, *role)).await?;
                Ok(removal.frees.into_iter().map(|freed| freed.product).collect::<Vec<String>>())
            }
            Wish::EndLink(link) => {
                let links = person_page::list_links(&tx, &account.id).await?;
                let live = links.iter().any(|one| one.id == *link && one.ended_at.is_none());
                if live { Ok(Vec::new()) } else { Err(LinkingError::Gone) }
            }
            Wish::SignOut | Wish::Switch { .. } => Ok(Vec::new()),
        }
    };
    desk.ground.db.read(read).await.map_err(told)
}

fn told(error: LinkingError) -> anyhow::Error {
    match error {
        LinkingError::Gone => failure("there is no such link or role", "`koppel person show` lists what there is"),
        error => error.into(),
    }
}

async fn run_password(desk: &Desk, wanted: &Act) -> Result<()> {
    let account = &deed_on(desk, wanted).await?;
    if platform::find(desk, &wanted.place.platform).await?.password_owner == PasswordOwner::Platform {
        return Err(failure("the platform verifies its passwords itself", "set it at the platform"));
    }
    if account.username.is_none() || account.disabled_at.is_some() {
        return Err(failure("a password would open nothing", "the account needs a user name, and to be switched on"));
    }
    let mut value = json!({ "id": account.id, "username": account.username, "dry_run": wanted.dry_run });
    if !wanted.dry_run {
        let (ground, reason) = (&desk.ground, wanted.reason.trim());
        let deed = &Deed { account, school: Some(&wanted.place.school), reason, actor: &desk.actor };
        let write = |tx: Tx| async move { linking::print_password(&tx, ground, deed).await };
        ground.db.write(Durability::Durable, write).await.map_err(told)?;
        let passwords = PasswordDesk::new(&ground.random);
        let (change, password) = passwords.set_one_time(ground, &account.id, &desk.actor).await?;
        if change != Change::Done {
            return Err(failure("the password was not set", "run the command again"));
        }
        output::put(&mut value, "password", json!(password));
    }
    Ok(output::record(wanted.format, &value)?)
}
