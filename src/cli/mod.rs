//! The command line: one file per noun. Data goes to stdout, the rest to stderr, errors end with `hint:`.

mod account;
mod audit;
mod by;
mod check;
mod client;
mod code;
mod demo;
mod desk;
mod doctor;
mod duplicate;
mod event;
mod failure;
mod hold;
mod import;
mod journal;
mod keys;
mod link;
mod logs;
mod merge;
mod migrate;
mod offer;
mod output;
mod person;
mod platform;
mod privacy;
mod progress;
mod request;
mod roster;
mod school;
mod secret_file;
mod serve;
mod shell;
mod switch;
mod upstream;
mod word;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// An identity-linking broker for schools.
#[derive(Debug, Parser)]
#[command(name = "koppel", version, about, propagate_version = true, max_term_width = 100)]
struct Cli {
    /// Configuration file; without it the defaults and KOPPEL__… variables count.
    #[arg(long, global = true, env = "KOPPEL_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve,
    /// Try everything on this machine: broker, simulated school systems, a sample platform, made-up people.
    Demo(demo::Options),
    /// Bring the database up to date.
    Migrate,
    /// Look at configuration, database, keys, upstreams and public URL; say what to do about what is wrong.
    Doctor(output::Format),
    /// Prove the invariants on the live database.
    Check,
    /// Learning platforms.
    #[command(subcommand)]
    Platform(platform::Command),
    /// OIDC clients of platforms.
    #[command(subcommand)]
    Client(client::Command),
    /// School-side systems that sign people in.
    #[command(subcommand)]
    Upstream(upstream::Command),
    /// Schools, and which upstreams count there.
    #[command(subcommand)]
    School(school::Command),
    /// Accounts: people as one platform knows them.
    #[command(subcommand)]
    Account(account::Command),
    /// Links between people at upstreams and accounts.
    #[command(subcommand)]
    Link(link::Command),
    /// Accounts of one school that may be one person's.
    #[command(subcommand)]
    Duplicate(duplicate::Command),
    /// Merge two accounts of one person.
    #[command(subcommand)]
    Merge(merge::Command),
    /// Take a merge back: both accounts are their own again.
    Unmerge(merge::Unmerge),
    /// The people of a school: who they are, and what a school does about them.
    #[command(subcommand)]
    Person(person::Command),
    /// Requests: what people asked their schools, and what only a person can decide.
    #[command(subcommand)]
    Request(request::Command),
    /// Journals of upstreams that are linked at a platform.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Refreshes that would have changed too much, and wait for a decision.
    #[command(subcommand)]
    Hold(hold::Command),
    /// What platforms are told of their accounts, and how far they are.
    #[command(subcommand)]
    Event(event::Command),
    /// Schools that go from one upstream to another, or whose upstream gives its people new ids.
    #[command(subcommand)]
    Switch(switch::Command),
    /// Claim codes: printed for pupils who cannot prove their account otherwise.
    #[command(subcommand)]
    Code(code::Command),
    /// Kits: sets of learning material that a journal can be tied to.
    #[command(subcommand)]
    Kit(offer::KitCommand),
    /// Products that schools have licences of.
    #[command(subcommand)]
    Product(offer::ProductCommand),
    /// Groups that exist at a platform, to which a journal can be attached.
    #[command(subcommand)]
    Group(offer::GroupCommand),
    /// Rosters: who stands in a class, as a school system tells it.
    #[command(subcommand)]
    Roster(roster::Command),
    /// What happened at a school: searched, taken out, proven whole.
    #[command(subcommand)]
    Audit(audit::Command),
    /// What a person may ask for: their data, to be forgotten, to be left out of everything; and how long what is kept.
    #[command(subcommand)]
    Privacy(privacy::Command),
    /// Signing keys and the key ring.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Print a completion script.
    #[command(hide = true)]
    Completions(shell::Completions),
    /// Write man pages.
    #[command(hide = true)]
    Man(shell::Man),
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error),
    };
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(cli.dispatch()));
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::note(&failure::rendered(&error));
            ExitCode::FAILURE
        }
    }
}

impl Cli {
    async fn dispatch(self) -> anyhow::Result<ExitCode> {
        let file = self.config.as_deref();
        match self.command {
            Command::Serve => return serve::run(file).await,
            Command::Demo(options) => return demo::run(options).await,
            Command::Doctor(format) => return doctor::run(file, format).await,
            Command::Check => return check::run(file).await,
            Command::Account(command) => return account::run(file, command).await,
            Command::Migrate => migrate::run(file).await,
            Command::Platform(command) => platform::run(file, command).await,
            Command::Client(command) => client::run(file, command).await,
            Command::Upstream(command) => upstream::run(file, command).await,
            Command::School(command) => school::run(file, command).await,
            Command::Link(command) => link::run(file, command).await,
            Command::Duplicate(command) => duplicate::run(file, command).await,
            Command::Merge(command) => merge::run(file, command).await,
            Command::Unmerge(wish) => merge::unmerge(file, &wish).await,
            Command::Person(command) => person::run(file, command).await,
            Command::Request(command) => request::run(file, command).await,
            Command::Roster(command) => roster::run(file, command).await,
            Command::Journal(command) => journal::run(file, command).await,
            Command::Hold(command) => hold::run(file, command).await,
            Command::Switch(command) => switch::run(file, command).await,
            Command::Code(command) => code::run(file, command).await,
            Command::Event(command) => event::run(file, command).await,
            Command::Kit(command) => offer::run_kit(file, command).await,
            Command::Product(command) => offer::run_product(file, command).await,
            Command::Group(command) => offer::run_group(file, command).await,
            Command::Completions(wanted) => shell::completions(&wanted),
            Command::Man(wanted) => shell::man(&wanted),
            Command::Audit(command) => audit::run(file, command).await,
            Command::Privacy(command) => privacy::run(file, command).await,
            Command::Keys(command) => keys::run(file, command).await,
        }
        .map(|()| ExitCode::SUCCESS)
    }
}

/// `koppel … | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Help and version go to stdout; a mistake ends with a hint and 2, as usual for a command line.
fn misunderstood(error: &clap::Error) -> ExitCode {
    let is_question = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_question {
        return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let text = error.render().to_string();
    let text = text.replace("For more information, try '--help'.", "hint: --help after any command shows its options");
    let text = text.trim_end();
    output::note(text);
    if !text.contains("hint:") {
        output::note("hint: --help after any command shows its options");
    }
    ExitCode::from(2)
}
