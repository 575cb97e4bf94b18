//! What `--help` says, and that every command has something to say.

use super::desk::Desk;

#[test]
fn the_whole_command_line_reads_as_it_was_reviewed() {
    let desk = Desk::new();
    let mut text = desk.run("--help").out;
    for command in [
        "serve",
        "migrate",
        "doctor",
        "check",
        "demo",
        "keys",
        "platform add",
        "client add",
        "client change",
        "upstream add",
        "school add",
        "school enable",
        "school change",
        "account add",
        "account set-password",
        "account role add",
        "account import",
        "link list",
        "link end",
        "link export",
        "code add",
        "code revoke",
        "event list",
        "event replay",
        "kit add",
        "product add",
        "group add",
        "journal show",
        "journal refresh",
        "hold list",
        "hold approve",
        "roster apply",
        "roster plan",
        "roster names",
    ] {
        let help = desk.run(&format!("{command} --help"));
        for part in ["\n$ koppel ", command, " --help\n", &help.out] {
            text.push_str(part);
        }
    }
    insta::assert_snapshot!(text.replace(&desk.path("koppel.toml").display().to_string(), "koppel.toml"));
}

#[test]
fn a_mistake_ends_with_a_hint_and_exit_code_2() {
    let desk = Desk::new();
    for line in ["platform", "platform add", "platform add --id", "nonsense", "platform add --id A! --name x", "--no"] {
        let done = desk.run(line);
        assert_eq!(done.code, 2, "{line}");
        done.hinted();
    }
}

#[test]
fn packagers_get_completions_and_man_pages() {
    let desk = Desk::new();
    assert!(desk.run("completions bash").out.contains("koppel"));
    assert_eq!(desk.run("man pages").code, 0);
    assert!(desk.path("pages/koppel-account-import.1").exists());
}
