//! Us as the client of school-side systems, over real HTTP against the bundled simulators.

mod callback;
mod issuers;
mod journals;
mod journeys;
mod lti;
mod misbehaviour;
mod outgoing;
mod rows;

use std::sync::Arc;

use koppel::demo::people::Person;
use koppel::demo::sim::control::{Mode, Order};
use koppel::demo::sim::{Kind, Options, Simulator};
use koppel::domain::{Assertion, UpstreamKind};
use koppel::ground::Ground;
use koppel::storage::upstreams::{Upstream, secret_place};
use koppel::upstream::{Client, DepartRequest, Departure, Registry, Return, UpstreamError};
use url::Url;

use crate::demo::sim::{CALLBACK, Stage, sign_in};
use crate::support::TestGround;

/// A simulator, a ground whose clock is the simulator's, and the row that joins them.
pub struct Scene {
    pub stage: Stage,
    pub ground: Ground,
    pub registry: Registry,
    pub row: Upstream,
    _files: TestGround,
}

impl Scene {
    pub async fn ekool() -> Self {
        Self::open(Simulator::ekool, UpstreamKind::Ekool).await
    }

    pub async fn stuudium() -> Self {
        Self::open(Simulator::stuudium, UpstreamKind::Stuudium).await
    }

    pub async fn harid() -> Self {
        Self::open(Simulator::harid, UpstreamKind::Harid).await
    }

    /// HarID's simulator read by the plain preset of OpenID Connect.
    pub async fn oidc() -> Self {
        Self::open(Simulator::harid, UpstreamKind::Oidc).await
    }

    async fn open(make: fn(Vec<Person>, Options) -> Simulator, kind: UpstreamKind) -> Self {
        let files = TestGround::sqlite().await;
        let stage = Stage::start(make).await;
        let ground = impatient(&files, &stage);
        let row = row(&ground, kind, &stage.sim.url);
        // HarID's keys are made at the first question, which may take longer than we wait.
        stage.http.get(stage.at("/jwks.json")).send().await.unwrap();
        stage.sim.simulator.order(Order { reset: true, ..Order::from(Mode::Ok) });
        Self { registry: Registry::new(ground.clone()).unwrap(), stage, ground, row, _files: files }
    }

    /// Lays a JSON object over the preset.
    pub fn set(&mut self, settings: &serde_json::Value) {
        self.row.settings = settings.to_string();
    }

    /// Makes the registry forget what the client knows, as a change by the command line does.
    pub fn change(&mut self) {
        self.row.updated_at += chrono::TimeDelta::milliseconds(1);
    }

    pub async fn client(&self) -> Client {
        self.registry.client(&self.row).await.unwrap()
    }

    /// Out, signed in there as `person`, and the way back as the browser brings it.
    pub async fn walk(&self, request: &DepartRequest, person: &str) -> Return {
        let departure = self.client().await.depart(request).await.unwrap();
        let start = departure.url.as_str().strip_prefix(&self.stage.sim.url).unwrap().to_owned();
        let back = sign_in(&self.stage, &start, person).await;
        self.returning(departure, &back)
    }

    /// The way back with the parameters of this address.
    pub fn returning(&self, departure: Departure, back: &str) -> Return {
        let back: Url = back.parse().unwrap();
        let params = back.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Return { params, redirect_uri: CALLBACK.parse().unwrap(), secrets: departure.secrets, now: self.ground.now() }
    }

    /// Signs `person` in from door to door.
    pub async fn identify(&self, request: &DepartRequest, person: &str) -> Result<Assertion, UpstreamError> {
        let back = self.walk(request, person).await;
        self.client().await.identify(back).await
    }

    /// How often the simulator was asked at an endpoint.
    pub fn seen(&self, endpoint: &str) -> u64 {
        self.stage.sim.simulator.report().seen.get(endpoint).copied().unwrap_or_default()
    }

    pub fn kind(&self) -> Kind {
        self.stage.sim.simulator.kind()
    }
}

/// Who somebody of the demo really is.
pub fn person(key: &str) -> Person {
    koppel::demo::people::people().into_iter().find(|person| person.key == key).unwrap()
}

/// A ground with the simulator's clock that waits for at most two seconds.
pub fn impatient(files: &TestGround, stage: &Stage) -> Ground {
    let mut ground = files.ground();
    let mut config = (*ground.config).clone();
    config.outgoing.total_ms = 2_000;
    config.outgoing.connect_ms = 500;
    ground.config = Arc::new(config);
    ground.clock = stage.clock.clone();
    ground
}

/// An upstream at `base` with the simulators' client.
pub fn row(ground: &Ground, kind: UpstreamKind, base: &str) -> Upstream {
    let id = kind.as_str().parse().unwrap();
    let client_secret = ground.vault.seal(&secret_place(&id), b"sim-secret").unwrap();
    let is_oidc = matches!(kind, UpstreamKind::Oidc | UpstreamKind::Harid);
    let address = |wanted: bool| wanted.then(|| base.to_owned());
    Upstream {
        id,
        kind,
        name: kind.to_string(),
        preset: None,
        issuer: address(is_oidc),
        login_url: address(!is_oidc),
        api_url: address(!is_oidc),
        client_id: "koppel".to_owned(),
        client_secret,
        scopes: String::new(),
        settings: "{}".to_owned(),
        created_at: ground.now(),
        updated_at: ground.now(),
        disabled_at: None,
    }
}

/// A plain wish to sign in.
pub fn plain() -> DepartRequest {
    DepartRequest {
        redirect_uri: CALLBACK.parse().unwrap(),
        state: "state-1".to_owned(),
        fresh: false,
        max_age: None,
        login_hint: None,
        ui_locales: None,
    }
}

/// A wish for a fresh sign-in.
pub fn fresh() -> DepartRequest {
    DepartRequest { fresh: true, ..plain() }
}
