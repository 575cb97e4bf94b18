//! Processes under test: started on the first core, watched through `/proc`, ended with the bench.

use std::fs::read_to_string;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where servers and their stores run.
pub const SERVER_CORE: &str = "0";
/// Where the load and the upstream run.
pub const LOAD_CORE: &str = "1";
/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server, killed when it is dropped.
pub struct Process {
    child: Child,
    /// Until the first 200, in milliseconds.
    pub start: f64,
}

impl Process {
    /// Starts `command` on the servers' core and asks `path` at `host` until it answers 200.
    pub async fn start(command: &Command, host: &str, path: &str) -> Self {
        let started = Instant::now();
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", SERVER_CORE]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            pinned.env(name, value.unwrap_or_default());
        }
        let child = pinned.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let mut line = crate::load::Line::to(host);
        while !line.ask("GET", path, "", "").await.is_ok_and(|answer| answer.status == 200) {
            assert!(started.elapsed() < PATIENCE, "{command:?} does not answer at http://{host}{path}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Self { child, start: started.elapsed().as_secs_f64() * 1e3 }
    }

    /// Its id. `taskset` has become the server.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in words: all of it, and what is not a page of the program file (which the kernel may drop).
    pub fn memory(&self) -> String {
        let status = read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let mib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            let kib: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
            kib / 1024.0
        };
        format!("{:.1} MiB resident, {:.1} without the program's file", mib("VmRSS:"), mib("RssAnon:"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU that a process has used so far, in seconds; with `waited`, that of ended children too.
pub fn cpu(id: u32, waited: bool) -> f64 {
    let fields = stat(id);
    let which = if waited { 11..15 } else { 11..13 };
    let ticks: f64 = fields.get(which).unwrap_or_default().iter().filter_map(|text| text.parse::<f64>().ok()).sum();
    ticks / 100.0 // USER_HZ, fixed by the kernel's interface
}

/// CPU of a process and its children, such as a database server and its connections, in seconds.
pub fn cpu_of_tree(root: u32) -> f64 {
    let mut sum = cpu(root, true);
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        if stat(id).get(1).is_some_and(|parent| *parent == root.to_string()) {
            sum += cpu(id, true);
        }
    }
    sum
}

/// What `/proc/ID/stat` says after the name, from the state on; nothing for a process that has ended.
fn stat(id: u32) -> Vec<String> {
    let text = read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let rest = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    rest.split_whitespace().map(str::to_owned).collect()
}

/// Puts this process on the load's core.
pub fn pin_load() {
    let id = std::process::id().to_string();
    let done = Command::new("taskset").args(["-apc", LOAD_CORE, &id]).stdout(Stdio::null()).status().unwrap();
    assert!(done.success());
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
