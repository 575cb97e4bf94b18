//! `koppel demo`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::failure::failure;
use super::{logs, output};
use crate::accounts::second_factor::code_of;
use crate::config::{Log, LogFormat};
use crate::demo::browser::Step;
use crate::demo::class::TEACHER as CLASS_TEACHER;
use crate::demo::console::administer;
use crate::demo::office::{ASKS, TWICE};
use crate::demo::once::{PUPIL, first_time, next_time};
use crate::demo::run::{Demo, DemoError, Settings};
use crate::demo::world::World;
use crate::domain::Clock;
use crate::serve::ServeError;

/// How to run the demo.
#[derive(Debug, Args)]
pub struct Options {
    /// The port of all its addresses: 127.0.0.1 to 127.0.0.6.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Keep database, koppel.toml and demo.json in this directory.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Walk a pupil through a first and a second sign-in, and an administrator through the console, print the HTTP trace,
    /// and stop.
    #[arg(long)]
    once: bool,
    /// Print the code that an authenticator app would show for this secret, and stop.
    #[arg(long, value_name = "SECRET")]
    code: Option<String>,
    /// Print demo.json: every URL, person, password and client.
    #[arg(long)]
    json: bool,
}

/// Runs the demo until SIGTERM or SIGINT, or through one walk.
pub async fn run(options: Options) -> Result<ExitCode> {
    if let Some(secret) = &options.code {
        let code = code_of(secret, Clock::system().now());
        output::line(&code.ok_or_else(|| failure("this is no such secret", "take it as the page shows it"))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    logs::start(&Log { format: LogFormat::Human, level: "warn".to_owned() });
    let (port, data) = (Some(options.port), options.data);
    let settings = Settings { port, data, with_class: true, ..Settings::default() };
    let demo = Demo::start(settings).await.map_err(with_advice)?;
    if options.json {
        output::line(&serde_json::to_string_pretty(&demo.world)?)?;
    }
    let done = if options.once {
        walk(&demo).await
    } else {
        if !options.json {
            output::line(&welcome(&demo))?;
        }
        interrupted().await
    };
    demo.stop().await;
    done.map(|()| ExitCode::SUCCESS)
}

fn with_advice(error: DemoError) -> anyhow::Error {
    match error {
        DemoError::Listen { .. } | DemoError::Serve(ServeError::Listen { .. }) => {
            failure(error.to_string(), "another program uses the port; choose one with --port")
        }
        DemoError::File { .. } => failure(error.to_string(), "choose a directory that can be written with --data"),
        DemoError::Serve(error) => error.into(),
        DemoError::Config(error) => error.into(),
        other => other.into(),
    }
}

async fn interrupted() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        stopped = tokio::signal::ctrl_c() => Ok(stopped?),
    }
}

fn print_step(step: &Step) {
    // A reader that is gone ends the command elsewhere.
    let _ = output::line(&format!("  {step}"));
}

async fn walk(demo: &Demo) -> Result<()> {
    let world = &demo.world;
    let person = world.person(PUPIL).context("the demo has no pupil")?;
    let (name, account) = (&person.given_name, person.account.as_ref().context("the pupil has no account")?);
    output::line(&format!("{name} clicks \"log in with eKool\" at {} for the first time:", world.platform.name))?;
    first_time(world, PUPIL, print_step).await.context("the first sign-in failed")?;
    output::line(&format!("{name} does it again on another computer:"))?;
    next_time(world, PUPIL, print_step).await.context("the second sign-in failed")?;
    let (platform, sub, tasks) = (&world.platform.name, &account.sub, account.tasks);
    output::line(&format!("{platform} reports the old account both times: sub {sub}, {tasks} finished tasks."))?;
    walk_console(demo).await
}

/// Where nobody administers the school yet.
async fn walk_console(demo: &Demo) -> Result<()> {
    let Some(console) = demo.world.console.as_ref().filter(|console| console.invitation.is_some()) else {
        return Ok(());
    };
    let (admin, twice) = (name(&demo.world, &console.admin), name(&demo.world, TWICE));
    output::line(&format!("{admin} is invited to administer a school:"))?;
    let secret = administer(&demo.world, demo.ground().now(), print_step).await.context("the console failed")?;
    let did = format!("{admin} enabled eKool, merged the two accounts of {twice}, and took that back.");
    output::line(&format!("{did} Her authenticator's secret: {secret}"))?;
    Ok(())
}

fn name(world: &World, key: &str) -> String {
    let person = world.person(key);
    person.map_or(String::new(), |person| format!("{} {}", person.given_name, person.family_name))
}

/// What there is to look at at the console, and how somebody gets in.
fn console(world: &World) -> String {
    let Some(console) = &world.console else { return String::new() };
    let enter = match &console.invitation {
        Some(invitation) => format!(
            "Accept {invitation}\n\
             and sign in as {} with the same password. It asks for an authenticator app; without one,\n\
             `koppel demo --code \"SECRET\"` prints the code for the secret that the page shows.",
            console.admin
        ),
        None => format!("{} administers it already: {}", console.admin, console.url),
    };
    format!(
        "The console of a school has a pupil with two accounts ({}), a request ({}) and\n\
         a held update (11B). {enter}\n\n",
        name(world, TWICE),
        name(world, ASKS),
    )
}

/// The class that is there already, and what is on the strip of paper.
fn class(world: &World) -> String {
    let Some(class) = &world.class else { return String::new() };
    let waiting = world.person(&class.waiting);
    let waiting = waiting.map_or("", |person| person.given_name.as_str());
    let code = class.code.as_ref().map_or_else(String::new, |code| format!(" {waiting}'s claim code is {code}."));
    format!(
        "A class is there already: of four pupils one is linked, {waiting} waits, one is new, one is blocked.{code}\n\
         Its teachers, such as {CLASS_TEACHER}, see it at {}\n\n",
        class.journal
    )
}

fn welcome(demo: &Demo) -> String {
    let world = &demo.world;
    let list = |key: &str| name(world, key);
    let systems: Vec<String> =
        world.upstreams.iter().map(|upstream| format!("  {:<9} {}", upstream.name, upstream.url)).collect();
    format!(
        "Koppel's demo is ready.\n\n\
         1. Open {platform_url} and press \"Log in\".\n\
         2. Choose eKool, and there {pupil} (class 5A).\n\
         3. She has used {platform} before. Her old user name is {user}, the password {password}.\n\n\
         Others to try: {new} (never been here), {teacher} (two schools), {guardian} (a mother),\n\
         {twin} (has a twin), and the other {pupil} in 5B. Everybody's user name is given-family name,\n\
         everybody's password is {password}.\n\n\
         Integrations  {settings}\n\n\
         {class}\
         {console}\
         {library} at {library_url} keeps its passwords to itself. Log in there with the same user name and\n\
         password and press \"Add an integration\"; or come in through eKool, and prove the old account there.\n\n\
         School systems, where you can also sign out or make them misbehave:\n{systems}\n\n\
         Everything a script needs: {file}\n\
         Stop with Ctrl+C.{kept}",
        platform_url = world.platform.url,
        platform = world.platform.name,
        pupil = list(PUPIL),
        user = PUPIL,
        password = world.password,
        new = list("oliver-teder"),
        teacher = list("pille-rand"),
        guardian = list("helle-tamm"),
        twin = list("kaur-ounapuu"),
        settings = world.platform.settings,
        class = class(world),
        console = console(world),
        library = world.library.name,
        library_url = world.library.url,
        systems = systems.join("\n"),
        file = demo.dir.join("demo.json").display(),
        kept = if demo.is_kept() { "" } else { " Nothing is kept; use --data DIR to keep it." },
    )
}
