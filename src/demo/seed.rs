//! What the broker knows at the start of the demo: platform, client, upstreams, schools, old accounts, what the platform
//! has for journals. No links at all.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::history::{last_activity, old_sub};
use super::people::{KUUSEOJA, MEREKALDA, Person, PersonRole};
use super::shelf::Shelf;
use super::world::{World, WorldPlatform, WorldSchool, WorldUpstream};
use crate::accounts::passwords::hash;
use crate::domain::{
    AccountId, AccountOrigin, ApiScope, AuthMethod, ClientId, ClientUriKind, EnablingId, InvalidId, PasswordOwner,
    PasswordSource, PersonName, Pkce, PlatformId, RoleId, SchoolId, SecretId, SigningAlg, SubMode, Time, UpstreamId,
    UpstreamKind, fold_name, fold_username,
};
use crate::ground::Ground;
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::client_secrets::{self, ClientSecret};
use crate::storage::client_uris::{self, ClientUri};
use crate::storage::clients::{self, Client};
use crate::storage::platforms::{self, Platform};
use crate::storage::schools::{self, PlatformSchool, School, SchoolUpstream};
use crate::storage::upstreams::{self, Upstream, secret_place};
use crate::storage::{Durability, StorageError, Tx};
use crate::vault::{VaultError, sha256};

const SEEDER: &str = "cli:demo";

/// Why the database could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database's own.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A secret cannot be sealed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A made-up id is not one.
    #[error(transparent)]
    Id(#[from] InvalidId),
    /// The demo's password cannot be hashed.
    #[error("the password cannot be hashed: {0}")]
    Password(String),
}

/// Rows that are ready to be written.
struct Rows {
    upstreams: Vec<Upstream>,
    schools: Vec<School>,
    platforms: Vec<PlatformRows>,
}

/// The rows of one platform.
struct PlatformRows {
    platform: Platform,
    client: Client,
    secret: ClientSecret,
    uris: Vec<ClientUri>,
    schools: Vec<(PlatformSchool, Vec<SchoolUpstream>)>,
    accounts: Vec<(Account, Vec<AccountRole>)>,
}

/// Fills an empty database, or brings the addresses of an earlier demo up to date. False when it was filled before.
///
/// # Errors
/// The database's, or one of the demo's own values is no good.
pub async fn seed(ground: &Ground, world: &World, people: &[Person]) -> Result<bool, SeedError> {
    let id: PlatformId = world.platform.id.parse()?;
    let id = &id;
    if ground.db.read(|tx| async move { platforms::find(&tx, id).await }).await?.is_some() {
        refresh(ground, world).await?;
        return Ok(false);
    }
    let (rows, shelf) = (&Rows::new(ground, world, people)?, &Shelf::new(ground, world)?);
    let write = |tx: Tx| async move {
        rows.write(&tx).await?;
        shelf.write(&tx).await
    };
    ground.db.write(Durability::Durable, write).await?;
    Ok(true)
}

/// A demo that moved to another port has other addresses.
async fn refresh(ground: &Ground, world: &World) -> Result<(), SeedError> {
    let upstreams = &upstream_rows(ground, world)?;
    let told = [&world.platform, &world.library];
    let clients = told.map(|told| Ok::<_, SeedError>((client_of(ground, told)?, client_uris_of(told)?)));
    let clients = &clients.into_iter().collect::<Result<Vec<_>, _>>()?;
    let write = |tx: Tx| async move {
        for row in upstreams {
            upstreams::update(&tx, row).await?;
        }
        for (client, uris) in clients {
            clients::update(&tx, client).await?;
            let known = client_uris::list(&tx, &client.id).await?;
            for uri in uris.iter().filter(|uri| !known.contains(uri)) {
                client_uris::insert(&tx, uri).await?;
            }
        }
        Ok::<_, StorageError>(())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

impl Rows {
    fn new(ground: &Ground, world: &World, people: &[Person]) -> Result<Self, SeedError> {
        let password = hash(&ground.random, &world.password).map_err(SeedError::Password)?;
        let told = [&world.platform, &world.library];
        let platforms = told.map(|told| PlatformRows::new(ground, world, told, people, &password));
        Ok(Self {
            upstreams: upstream_rows(ground, world)?,
            schools: school_rows(ground, world)?,
            platforms: platforms.into_iter().collect::<Result<_, _>>()?,
        })
    }

    async fn write(&self, tx: &Tx) -> Result<(), StorageError> {
        for row in &self.upstreams {
            upstreams::insert(tx, row).await?;
        }
        for row in &self.schools {
            schools::insert(tx, row).await?;
        }
        for rows in &self.platforms {
            rows.write(tx).await?;
        }
        Ok(())
    }
}

impl PlatformRows {
    fn new(
        ground: &Ground,
        world: &World,
        told: &WorldPlatform,
        people: &[Person],
        password: &str,
    ) -> Result<Self, SeedError> {
        let now = ground.now();
        let secret = ClientSecret {
            id: SecretId::random(&ground.random),
            client_id: told.client_id.parse()?,
            hash: sha256(&told.client_secret),
            created_at: now,
            expires_at: None,
            ended_at: None,
        };
        let password = (told.password_owner == PasswordOwner::Broker).then_some(password);
        let with_account = people.iter().filter(|person| person.history.is_some());
        Ok(Self {
            platform: platform(told, now)?,
            client: client_of(ground, told)?,
            secret,
            uris: client_uris_of(told)?,
            schools: membership_rows(ground, world, told)?,
            accounts: with_account.map(|person| account(ground, told, person, password)).collect::<Result<_, _>>()?,
        })
    }

    async fn write(&self, tx: &Tx) -> Result<(), StorageError> {
        platforms::insert(tx, &self.platform).await?;
        clients::insert(tx, &self.client).await?;
        client_secrets::insert(tx, &self.secret).await?;
        for uri in &self.uris {
            client_uris::insert(tx, uri).await?;
        }
        for (membership, enablings) in &self.schools {
            schools::join(tx, membership).await?;
            for enabling in enablings {
                schools::enable_upstream(tx, enabling).await?;
            }
        }
        for (account, roles) in &self.accounts {
            accounts::insert(tx, account).await?;
            for role in roles {
                account_roles::put(tx, role).await?;
            }
        }
        Ok(())
    }
}

fn platform(told: &WorldPlatform, now: Time) -> Result<Platform, InvalidId> {
    let colour = if told.password_owner == PasswordOwner::Broker { "#3f6b1f" } else { "#7a4a12" };
    Ok(Platform {
        id: told.id.parse()?,
        name: told.name.clone(),
        sub_mode: SubMode::Account,
        password_owner: told.password_owner,
        home_url: Some(format!("{}/", told.url)),
        colour: Some(colour.to_owned()),
        moves_history_since: Some(now),
        created_at: now,
        disabled_at: None,
    })
}

fn client_of(ground: &Ground, told: &WorldPlatform) -> Result<Client, InvalidId> {
    Ok(Client {
        id: told.client_id.parse()?,
        platform_id: told.id.parse()?,
        name: format!("{} web", told.name),
        auth_method: AuthMethod::ClientSecretBasic,
        pkce: Pkce::Required,
        id_token_alg: SigningAlg::Rs256,
        scopes: format!("openid profile koppel offline_access {} {}", ApiScope::RosterCore, ApiScope::Events),
        claims: "name given_name family_name locale koppel:school koppel:roles koppel:link".to_owned(),
        jwks: None,
        jwks_uri: None,
        backchannel_logout_uri: Some(format!("{}/backchannel-logout", told.url)),
        created_at: ground.now(),
        disabled_at: None,
    })
}

fn client_uris_of(told: &WorldPlatform) -> Result<Vec<ClientUri>, InvalidId> {
    let client_id: ClientId = told.client_id.parse()?;
    let uri = |kind, uri: String| ClientUri { client_id: client_id.clone(), kind, uri };
    let mut uris = vec![
        uri(ClientUriKind::Redirect, told.redirect_uri.clone()),
        uri(ClientUriKind::PostLogout, format!("{}/signed-out", told.url)),
    ];
    if told.password_owner == PasswordOwner::Platform {
        uris.push(uri(ClientUriKind::Link, told.link_uri()));
        uris.push(uri(ClientUriKind::LinkReturn, told.link_return_uri()));
    }
    Ok(uris)
}

fn upstream_rows(ground: &Ground, world: &World) -> Result<Vec<Upstream>, SeedError> {
    world.upstreams.iter().map(|upstream| upstream_row(ground, upstream)).collect()
}

fn upstream_row(ground: &Ground, upstream: &WorldUpstream) -> Result<Upstream, SeedError> {
    let id: UpstreamId = upstream.id.parse()?;
    let kind = match upstream.id.as_str() {
        "ekool" => UpstreamKind::Ekool,
        "stuudium" => UpstreamKind::Stuudium,
        _ => UpstreamKind::Harid,
    };
    let mut settings = json!({"sign_out_url": format!("{}/logout", upstream.url)});
    if let Some(settings) = settings.as_object_mut().filter(|_| kind == UpstreamKind::Stuudium) {
        let schools = json!({KUUSEOJA.subdomain: KUUSEOJA.id, MEREKALDA.subdomain: MEREKALDA.id});
        settings.insert("schools".to_owned(), schools);
    }
    let url = Some(upstream.url.clone());
    let (issuer, url) = if kind == UpstreamKind::Harid { (url, None) } else { (None, url) };
    let client_secret = ground.vault.seal(&secret_place(&id), upstream.client_secret.as_bytes())?;
    Ok(Upstream {
        id,
        kind,
        name: upstream.name.clone(),
        preset: None,
        issuer,
        login_url: url.clone(),
        api_url: url,
        client_id: upstream.client_id.clone(),
        client_secret,
        scopes: String::new(),
        settings: settings.to_string(),
        created_at: ground.now(),
        updated_at: ground.now(),
        disabled_at: None,
    })
}

fn school_rows(ground: &Ground, world: &World) -> Result<Vec<School>, InvalidId> {
    let row = |school: &WorldSchool| {
        Ok(School {
            id: school.id.parse()?,
            name: school.name.clone(),
            country: "EE".to_owned(),
            time_zone: "Europe/Tallinn".to_owned(),
            created_at: ground.now(),
            disabled_at: None,
        })
    };
    world.schools.iter().map(row).collect()
}

type MembershipRows = (PlatformSchool, Vec<SchoolUpstream>);

fn membership_rows(ground: &Ground, world: &World, told: &WorldPlatform) -> Result<Vec<MembershipRows>, InvalidId> {
    let now = ground.now();
    let platform: PlatformId = told.id.parse()?;
    let rows = world.schools.iter().map(|school| {
        let id: SchoolId = school.id.parse()?;
        let enabling = |upstream: &String| {
            Ok(SchoolUpstream {
                id: EnablingId::random(&ground.random),
                platform_id: platform.clone(),
                school_id: id.clone(),
                upstream_id: upstream.parse()?,
                enabled_at: now,
                enabled_by: SEEDER.to_owned(),
                ended_at: None,
                ended_by: None,
            })
        };
        let enablings = school.upstreams.iter().map(enabling).collect::<Result<_, InvalidId>>()?;
        let lets_in_since = (school.id == KUUSEOJA.id && told.password_owner == PasswordOwner::Broker).then_some(now);
        Ok((PlatformSchool { lets_in_since, ..PlatformSchool::fresh(&platform, &id, now) }, enablings))
    });
    rows.collect()
}

pub(super) fn account(
    ground: &Ground,
    told: &WorldPlatform,
    person: &Person,
    password: Option<&str>,
) -> Result<(Account, Vec<AccountRole>), SeedError> {
    let now = ground.now();
    let name = PersonName { given: Some(person.given.clone()), family: Some(person.family.clone()) };
    let sub = old_sub(person).unwrap_or_default();
    let account = Account {
        id: AccountId::random(&ground.random),
        platform_id: told.id.parse()?,
        external_id: Some(sub.clone()),
        sub,
        username: Some(person.key.clone()),
        username_folded: Some(fold_username(&person.key)),
        name_folded: fold_name(&name),
        given_name: name.given,
        family_name: name.family,
        email: None,
        email_verified: false,
        birth_date: Some(person.birth_date),
        national_hash: None,
        national_key: None,
        history_count: person.history.unwrap_or_default(),
        last_activity_at: Some(afternoon(last_activity(person, now.date_naive()))),
        password_hash: password.map(str::to_owned),
        password_source: password.map(|_| PasswordSource::Imported),
        password_changed_at: None,
        password_must_change: false,
        locale: Some("et".to_owned()),
        origin: AccountOrigin::Import,
        created_at: now,
        updated_at: now,
        used_at: None,
        disabled_at: None,
        merged_into: None,
    };
    let roles = person.roles.iter().map(|role| account_role(ground, &account.id, role, now));
    let roles = roles.collect::<Result<_, _>>()?;
    Ok((account, roles))
}

fn afternoon(day: NaiveDate) -> Time {
    day.and_time(NaiveTime::from_hms_opt(13, 20, 0).unwrap_or_default()).and_utc()
}

fn account_role(ground: &Ground, account: &AccountId, role: &PersonRole, now: Time) -> Result<AccountRole, InvalidId> {
    Ok(AccountRole {
        id: RoleId::random(&ground.random),
        account_id: account.clone(),
        school_id: role.school.id.parse()?,
        role: role.role,
        class_name: role.class_name.clone(),
        source: "import".to_owned(),
        since: now,
        ended_at: None,
    })
}
