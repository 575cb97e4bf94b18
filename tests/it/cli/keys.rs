//! Signing keys and the key ring.

use super::desk::Desk;

#[test]
fn rotating_publishes_successors_beside_the_old_keys() {
    let desk = Desk::with_platform();
    let made = desk.json("keys rotate --json").as_array().unwrap().len();
    assert_eq!(made, 3);
    let listed = desk.json("keys list --json");
    assert_eq!(listed.as_array().unwrap().len(), 6);
}

#[test]
fn a_new_ring_key_is_32_random_bytes() {
    let desk = Desk::new();
    let (one, two) = (desk.run("keys new-ring-key").out, desk.run("keys new-ring-key").out);
    assert_eq!(one.trim().len(), 43);
    assert_ne!(one, two);
}

/// An old ring key can leave once everything is sealed with the new one.
#[test]
fn after_rekey_the_old_key_can_go() {
    let desk = Desk::with_platform().with_upstream();
    desk.json("keys rotate --json");
    let old = std::fs::read_to_string(desk.path("koppel.toml")).unwrap();
    let key = desk.run("keys new-ring-key").out;
    let new = format!("[[keys]]\nid = 'b'\nsecret = '{}'\n[[keys]]", key.trim());
    let both = desk.write("koppel.toml", &old.replace("[[keys]]", &new));
    assert_eq!(desk.json("keys rekey --dry-run")["upstreams"], 1);
    let done = desk.json("keys rekey");
    assert_eq!((&done["upstreams"], &done["signing_keys"]), (&1.into(), &6.into()));
    let text = std::fs::read_to_string(both).unwrap();
    desk.write(
        "koppel.toml",
        &text.replace("[[keys]]\nid = 'a'\nsecret = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'\n", ""),
    );
    drop(desk.serve());
    assert_eq!(desk.json("keys rekey")["signing_keys"], 0);
}
