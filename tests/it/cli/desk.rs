//! A directory with a configuration, and the binary to run in it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A ring key that is no secret.
pub const RING: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// A configuration of its own; everything goes when it is dropped.
pub struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    /// With a key ring and an embedded database.
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("koppel.db").display());
        Self::at(directory, &url)
    }

    /// The same on a database that somebody else made.
    pub fn on(url: &str) -> Self {
        Self::at(tempfile::tempdir().unwrap(), url)
    }

    fn at(directory: tempfile::TempDir, url: &str) -> Self {
        let desk = Self { directory };
        let settings = format!(
            "[server]\nbind = '127.0.0.1:0'\npublic_url = 'http://127.0.0.1:0'\n\
             [database]\nurl = '{url}'\n[[keys]]\nid = 'a'\nsecret = '{RING}'\n\
             [outgoing]\nallow_private = ['127.0.0.0/8']\n[log]\nformat = 'json'\n"
        );
        desk.write("koppel.toml", &settings);
        desk
    }

    /// A path in the directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file and answers its path as an argument.
    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }

    /// The binary with a clean environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_koppel"));
        command.env_clear().env("USER", "tester").env("KOPPEL_CONFIG", self.path("koppel.toml"));
        command.current_dir(self.directory.path());
        command
    }

    /// Runs it.
    pub fn run(&self, line: &str) -> Done {
        Done::of(self.command().args(line.split(' ')).output().unwrap())
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, line: &str, input: &str) -> Done {
        let mut command = self.command();
        command.args(line.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Done::of(child.wait_with_output().unwrap())
    }

    /// Runs it and reads its one line of JSON.
    pub fn json(&self, line: &str) -> Value {
        self.run(line).json()
    }

    /// Platform `opiq`, school `ehis:1` there.
    pub fn with_platform() -> Self {
        Self::new().furnished()
    }

    /// Adds platform `opiq` and school `ehis:1` there.
    pub fn furnished(self) -> Self {
        self.json("platform add --id opiq --name Opiq");
        self.json("school add --id ehis:1 --name Tamme --country ee --platform opiq");
        self
    }

    /// Adds upstream `ekool` on this machine.
    pub fn with_upstream(self) -> Self {
        self.write("secret", "from-ekool");
        let at = "--login-url http://127.0.0.1:9 --api-url http://127.0.0.1:9";
        let value = self
            .json(&format!("upstream add --kind ekool --id ekool {at} --client-id koppel --client-secret-file secret"));
        assert_eq!(value["name"], "eKool");
        self
    }

    /// Starts `koppel serve` and waits until it is ready.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// The same with variables.
    pub fn serve_with(&self, variables: &[(&str, &str)]) -> Server {
        let mut command = self.command();
        command.envs(variables.iter().copied()).arg("serve").stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let ready = loop {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {said:?}")).unwrap();
            let value: Value = serde_json::from_str(&line).unwrap_or_default();
            if value["message"] == "ready" {
                break value;
            }
            said.push(line);
        };
        // What went wrong in it stands beside the test that failed by it.
        std::thread::spawn(move || {
            lines.map_while(Result::ok).filter(|line| line.contains("ERROR")).for_each(|line| {
                eprintln!("koppel: {line}");
            });
        });
        Server { child, base: format!("http://{}", ready["address"].as_str().unwrap()) }
    }
}

/// What a run left behind.
pub struct Done {
    /// Exit code.
    pub code: i32,
    /// Data.
    pub out: String,
    /// The rest.
    pub err: String,
}

impl Done {
    /// Of a process that ended.
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Its one line of JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        assert_eq!(self.out.lines().count(), 1, "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }

    /// It failed with one `hint:` at its end; answers what it said.
    pub fn hinted(&self) -> &str {
        assert_ne!(self.code, 0, "{}", self.out);
        let end = self.err.trim_end().lines().last().unwrap();
        assert!(end.contains("hint: ") && self.out.is_empty(), "{} {}", self.out, self.err);
        &self.err
    }
}

/// A server that runs; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub base: String,
}

impl Server {
    /// Status and body.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let response = client.get(format!("{}{path}", self.base)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGSTOP: it holds what it holds and does nothing more.
    pub fn pause(&self) {
        assert!(Command::new("kill").args(["-STOP", &self.child.id().to_string()]).status().unwrap().success());
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM.
    pub fn signal(&self) {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(killed.success());
    }

    /// Sends SIGTERM and answers the exit code.
    pub fn terminate(self) -> Option<i32> {
        self.signal();
        self.exit_code()
    }

    /// Waits for the end.
    pub fn exit_code(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
