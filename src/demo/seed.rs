//! What the broker knows at the start of the demo: platform, client, upstreams, schools, old accounts. No links at all.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::history::{last_activity, old_sub};
use super::people::{KUUSEOJA, MEREKALDA, Person, PersonRole};
use super::world::{World, WorldUpstream};
use crate::accounts::passwords::hash;
use crate::domain::{
    AccountId, AccountOrigin, AuthMethod, ClientId, ClientUriKind, EnablingId, InvalidId, PasswordOwner,
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
    platform: Platform,
    client: Client,
    secret: ClientSecret,
    uris: Vec<ClientUri>,
    upstreams: Vec<Upstream>,
    schools: Vec<(School, PlatformSchool, Vec<SchoolUpstream>)>,
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
    let rows = Rows::new(ground, world, people)?;
    let rows = &rows;
    ground.db.write(Durability::Durable, |tx| async move { rows.write(&tx).await }).await?;
    Ok(true)
}

/// A demo that moved to another port has other addresses.
async fn refresh(ground: &Ground, world: &World) -> Result<(), SeedError> {
    let (upstreams, uris) = (upstream_rows(ground, world)?, client_uris_of(world)?);
    let (upstreams, uris, client) = (&upstreams, &uris, &client_of(ground, world)?);
    let write = |tx: Tx| async move {
        for row in upstreams {
            upstreams::update(&tx, row).await?;
        }
        clients::update(&tx, client).await?;
        let known = client_uris::list(&tx, &client.id).await?;
        for uri in uris.iter().filter(|uri| !known.contains(uri)) {
            client_uris::insert(&tx, uri).await?;
        }
        Ok::<_, StorageError>(())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

impl Rows {
    fn new(ground: &Ground, world: &World, people: &[Person]) -> Result<Self, SeedError> {
        let now = ground.now();
        let password = hash(&ground.random, &world.password).map_err(SeedError::Password)?;
        let secret = ClientSecret {
            id: SecretId::random(&ground.random),
            client_id: world.platform.client_id.parse()?,
            hash: sha256(&world.platform.client_secret),
            created_at: now,
            expires_at: None,
            ended_at: None,
        };
        let with_account = people.iter().filter(|person| person.history.is_some());
        Ok(Self {
            platform: platform(world, now)?,
            client: client_of(ground, world)?,
            secret,
            uris: client_uris_of(world)?,
            upstreams: upstream_rows(ground, world)?,
            schools: school_rows(ground, world)?,
            accounts: with_account.map(|person| account(ground, world, person, &password)).collect::<Result<_, _>>()?,
        })
    }

    async fn write(&self, tx: &Tx) -> Result<(), StorageError> {
        platforms::insert(tx, &self.platform).await?;
        clients::insert(tx, &self.client).await?;
        client_secrets::insert(tx, &self.secret).await?;
        for uri in &self.uris {
            client_uris::insert(tx, uri).await?;
        }
        for row in &self.upstreams {
            upstreams::insert(tx, row).await?;
        }
        for (school, membership, enablings) in &self.schools {
            schools::insert(tx, school).await?;
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

fn platform(world: &World, now: Time) -> Result<Platform, InvalidId> {
    Ok(Platform {
        id: world.platform.id.parse()?,
        name: world.platform.name.clone(),
        sub_mode: SubMode::Account,
        password_owner: PasswordOwner::Broker,
        home_url: Some(format!("{}/", world.platform.url)),
        colour: Some("#3f6b1f".to_owned()),
        created_at: now,
        disabled_at: None,
    })
}

fn client_of(ground: &Ground, world: &World) -> Result<Client, InvalidId> {
    Ok(Client {
        id: world.platform.client_id.parse()?,
        platform_id: world.platform.id.parse()?,
        name: format!("{} web", world.platform.name),
        auth_method: AuthMethod::ClientSecretBasic,
        pkce: Pkce::Required,
        id_token_alg: SigningAlg::Rs256,
        scopes: "openid profile koppel offline_access".to_owned(),
        claims: "name given_name family_name locale koppel:school koppel:roles koppel:link".to_owned(),
        jwks: None,
        jwks_uri: None,
        backchannel_logout_uri: Some(format!("{}/backchannel-logout", world.platform.url)),
        created_at: ground.now(),
        disabled_at: None,
    })
}

fn client_uris_of(world: &World) -> Result<Vec<ClientUri>, InvalidId> {
    let client_id: ClientId = world.platform.client_id.parse()?;
    let uri = |kind, uri: String| ClientUri { client_id: client_id.clone(), kind, uri };
    Ok(vec![
        uri(ClientUriKind::Redirect, world.platform.redirect_uri.clone()),
        uri(ClientUriKind::PostLogout, format!("{}/signed-out", world.platform.url)),
    ])
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

type SchoolRows = (School, PlatformSchool, Vec<SchoolUpstream>);

fn school_rows(ground: &Ground, world: &World) -> Result<Vec<SchoolRows>, InvalidId> {
    let now = ground.now();
    let platform: PlatformId = world.platform.id.parse()?;
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
        let membership = PlatformSchool::fresh(&platform, &id, now);
        let (country, time_zone) = ("EE".to_owned(), "Europe/Tallinn".to_owned());
        let row = School { id, name: school.name.clone(), country, time_zone, created_at: now, disabled_at: None };
        Ok((row, membership, enablings))
    });
    rows.collect()
}

fn account(
    ground: &Ground,
    world: &World,
    person: &Person,
    password: &str,
) -> Result<(Account, Vec<AccountRole>), SeedError> {
    let now = ground.now();
    let name = PersonName { given: Some(person.given.clone()), family: Some(person.family.clone()) };
    let sub = old_sub(person).unwrap_or_default();
    let account = Account {
        id: AccountId::random(&ground.random),
        platform_id: world.platform.id.parse()?,
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
        password_hash: Some(password.to_owned()),
        password_source: Some(PasswordSource::Imported),
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
