//! What README.md and docs/ tell operators to type is typed here, so that it stays true.

use std::fs;
use std::path::Path;
use std::process::Command;

use koppel::accounts::passwords::Form;

use super::desk::{Desk, Done};

/// A fenced block: what stands behind the fence, and the text.
type Block = (String, String);

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn blocks(page: &str) -> Vec<Block> {
    let parts: Vec<&str> = page.split("```").collect();
    assert_eq!(parts.len() % 2, 1, "every fence is closed");
    let fenced = parts.iter().skip(1).step_by(2).map(|block| block.split_once('\n').unwrap());
    fenced.map(|(info, text)| (info.to_owned(), text.to_owned())).collect()
}

/// The part of a page below a heading.
fn below<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split_once(&format!("\n## {heading}\n")).unwrap().1;
    rest.split_once("\n## ").map_or(rest, |(part, _)| part)
}

/// `koppel …` and `k …` between single backticks.
fn spans(page: &str) -> Vec<String> {
    let prose: String = page.split("```").step_by(2).collect();
    let inside = prose.split('`').skip(1).step_by(2);
    let commands = inside.filter_map(|span| span.strip_prefix("k ").or(span.strip_prefix("koppel ")));
    commands.filter(|command| !command.contains('<')).map(|command| command.replace('\n', " ")).collect()
}

/// Runs lines of a shell as on a page, with its folders inside the desk's.
fn shell(desk: &Desk, script: &str) -> Done {
    let binary = Path::new(env!("CARGO_BIN_EXE_koppel")).parent().unwrap().display();
    let script = script
        .replace("/etc/koppel", &desk.path("etc").display().to_string())
        .replace("/var/lib/koppel", &desk.path("var").display().to_string())
        .replace("127.0.0.1:8080", "127.0.0.1:0");
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", &format!("k() {{ koppel \"$@\"; }}\n{script}")]);
    command.env_clear().env("PATH", format!("{binary}:/usr/bin:/bin")).env("USER", "tester");
    command.current_dir(desk.path("."));
    Done::of(command.output().unwrap())
}

/// A desk where nothing is set up but what an operator has from elsewhere: the upstream's secret, the platform's file.
fn empty_desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("etc")).unwrap();
    fs::create_dir_all(desk.path("var")).unwrap();
    desk.write("etc/ekool-secret", "from-ekool");
    for name in ["pupils.csv", "accounts.csv"] {
        desk.write(name, "external_id,username,school,role\n17,mari,ehis:123,pupil\n");
    }
    desk
}

/// `doctor` may find something on this machine (no public address, no eKool); it says so line by line.
fn without_doctor(script: &str) -> String {
    let kept =
        script.lines().map(|line| if line.contains(" doctor") { format!("{line} || true") } else { line.to_owned() });
    kept.collect::<Vec<_>>().join("\n").replace("|| true || true", "|| true")
}

#[test]
fn the_readme_takes_an_empty_machine_to_a_server() {
    let desk = empty_desk();
    let (_, script) = blocks(below(&page("README.md"), "Running it for real")).remove(0);
    let lines = script.lines().map(|line| line.split("  #").next().unwrap().trim_end());
    let typed: Vec<&str> = lines.filter(|line| !line.starts_with("cargo ") && *line != "koppel serve").collect();
    assert!(script.contains("koppel serve") && typed.iter().filter(|line| line.starts_with("koppel ")).count() >= 8);
    let done = shell(&desk, &without_doctor(&typed.join("\n")));
    assert_eq!(done.code, 0, "{}\n{}", done.out, done.err);
    assert!(done.out.contains("1 rows: would be created 1, would be updated 0, unchanged 0, bad 0"), "{}", done.out);
    assert!(done.out.contains("\"client_secret\""), "{}", done.out);
    fs::copy(desk.path("etc/koppel.toml"), desk.path("koppel.toml")).unwrap();
    let server = desk.serve_with(&[("KOPPEL__LOG__FORMAT", "json")]);
    assert_eq!(desk.run("check").code, 0);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn every_command_of_the_operators_page_runs() {
    let desk = empty_desk();
    let text = page("docs/operators.md");
    let all = blocks(&text);
    let settings = all.iter().find(|(info, text)| info == "toml" && text.contains("[server]")).unwrap();
    let place = |text: &str| {
        text.replace("/etc/koppel", &desk.path("etc").display().to_string())
            .replace("/var/lib/koppel", &desk.path("var").display().to_string())
    };
    desk.write("etc/koppel.toml", &place(&settings.1));
    let ours = |line: &&str| ["k ", "koppel "].iter().any(|name| line.starts_with(name));
    let typed = all.iter().filter(|(info, _)| info == "sh").flat_map(|(_, text)| text.lines().filter(ours));
    let typed: Vec<&str> = typed.collect();
    assert!(typed.len() >= 8, "{typed:?}");
    let config = "export KOPPEL_CONFIG=/etc/koppel/koppel.toml\n";
    let done = shell(&desk, &format!("{config}{}", without_doctor(&typed.join("\n"))));
    assert_eq!(done.code, 0, "{}\n{}", done.out, done.err);
    let client = done.out.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let client =
        client.filter_map(|row| row["client_id"].as_str().filter(|_| row["pkce"].is_string()).map(str::to_owned));
    let client = client.collect::<Vec<_>>().pop().unwrap();
    let spans = spans(&text);
    assert!(spans.len() >= 6, "{spans:?}");
    for span in spans.iter().filter(|span| *span != "serve") {
        let command = without_doctor(&format!("{config}koppel {}", span.replace("--id …", &format!("--id {client}"))));
        let done = shell(&desk, &command);
        assert_eq!(done.code, 0, "{span}: {}{}", done.out, done.err);
    }
}

/// Files, commands and answers of docs/operators-import.md, in their order.
#[test]
fn the_examples_of_the_import_page_do_what_it_says() {
    let desk = Desk::new().furnished().with_upstream();
    desk.json("school add --id ehis:123 --name Tamme --country EE --platform opiq");
    let all = blocks(&page("docs/operators-import.md"));
    let (mut last, mut compared) = (String::new(), 0);
    for (info, text) in &all {
        if let Some((_, name)) = info.split_once(' ') {
            desk.write(name, text);
        } else if info == "sh" {
            let config = format!("export KOPPEL_CONFIG={}", desk.path("koppel.toml").display());
            let done = shell(&desk, &format!("{config}\n{text}"));
            assert_eq!(done.code, 0, "{text}: {}", done.err);
            last = format!("{}{}", done.err, done.out);
        } else {
            assert_eq!(&last, text);
            compared += 1;
        }
    }
    assert_eq!(compared, 1);
    assert!(last.contains("4 rows: created 2, updated 0, unchanged 0, bad 2\n"), "{last}");
    assert_eq!(last.lines().filter(|line| line.contains(",ekool,,8a2f-")).count(), 2, "{last}");
    let again = desk.json("link import links.csv --platform opiq --json");
    assert_eq!((&again["unchanged"], &again["bad"]), (&2.into(), &2.into()));
    assert_eq!(desk.json("account import passwords.csv --platform opiq --json")["created"], 6);
}

/// Each of the hashes on that page is one of the password beside it.
#[test]
fn the_password_hashes_on_the_import_page_are_of_the_passwords_told() {
    let text = page("docs/operators-import.md");
    let (_, file) = blocks(&text).into_iter().find(|(info, _)| info.ends_with("passwords.csv")).unwrap();
    let hashes: Vec<(&str, &str)> =
        file.lines().skip(1).map(|row| row.split_once(';').unwrap().1.split_once(';').unwrap()).collect();
    assert_eq!(hashes.len(), 6);
    for (name, hash) in hashes {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
        let password = row.trim_end_matches("` |").rsplit('`').next().unwrap();
        let form = Form::parse(hash).unwrap();
        assert!(form.verifies(password) && !form.verifies("another"), "{name}");
    }
}

/// Names of the metrics this code gives, read from the code itself.
fn metrics_in_code() -> Vec<String> {
    let calls = ["counter!(\"", "gauge!(\"", "histogram!(\"", "METRIC: &'static str = \""];
    let mut names = Vec::new();
    for (_, text) in crate::architecture::files("src", "rs") {
        for call in calls {
            let found = text.split(call).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            names.extend(found.filter(|name| name.starts_with("koppel_")));
        }
    }
    names.sort();
    names.dedup();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_page_lists_every_metric_with_its_labels_and_no_other() {
    let text = page("docs/operators.md");
    let rows = below(&text, "What to watch").lines().filter_map(|line| line.strip_prefix("| `koppel_"));
    let rows: Vec<(String, Vec<&str>)> = rows
        .map(|row| row.split_once('`').unwrap().0)
        .map(|row| row.split_once('{').map_or((row, ""), |(name, labels)| (name, labels.trim_end_matches('}'))))
        .map(|(name, labels)| (format!("koppel_{name}"), labels.split(',').collect()))
        .collect();
    let mut names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    assert_eq!(names, metrics_in_code());
    let desk = Desk::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = desk.serve_with(&[("KOPPEL__SERVER__METRICS_BIND", &free)]);
    assert_eq!(server.get("/.well-known/openid-configuration").await.0, 200);
    let mut seen = 0;
    for _ in 0..100 {
        let told = reqwest::get(format!("http://{free}/metrics")).await.unwrap().text().await.unwrap();
        let lines = told.lines().filter(|line| line.starts_with("koppel_"));
        let lines: Vec<&str> = lines.collect();
        for line in &lines {
            let name = line.split(['{', ' ']).next().unwrap();
            let row = rows.iter().find(|(known, _)| name == known || name.starts_with(&format!("{known}_")));
            let (_, labels) = row.unwrap_or_else(|| panic!("{name} is not on the page"));
            for label in labels.iter().filter(|label| !label.is_empty()) {
                assert!(line.contains(&format!("{label}=\"")), "{line}: {label}");
            }
        }
        seen = ["koppel_http_seconds_count", "koppel_job_runs_total"]
            .iter()
            .filter(|name| lines.iter().any(|line| line.starts_with(*name)))
            .count();
        if seen == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert_eq!(seen, 2, "a running server answers and works");
}
