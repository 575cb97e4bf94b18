use super::*;

/// Hosts that lead inside, in the spellings seen in reports (security.md 1.16).
const INSIDE: &[&str] = &[
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "0x0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "0xa.1",
    "012.0.0.1",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "0xac100001",
    "192.168.0.1",
    "192.168.255.255",
    "3232235521",
    "0xc0a80001",
    "169.254.169.254",
    "169.254.0.1",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "4294967295",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[::10.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::10.0.0.1]",
    "[100::1]",
    "[2001::1]",
    "[2001:0:7f00:1::]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2002:a9fe:a9fe::]",
    "[2002:c0a8:1::1]",
    "[3fff::1]",
    "[2a00:1450::5efe:127.0.0.1]",
    "[2a00:1450::5efe:10.0.0.1]",
    "[2a00:1450::200:5efe:192.168.0.1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::5efe:127.0.0.1]",
    "[febf::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[4000::1]",
    "[5f00::1]",
    "[e000::1]",
    "[::2]",
    "[::ffff:0.0.0.0]",
    "[::ffff:100.64.0.1]",
    "[::ffff:192.168.1.1]",
    "[64:ff9b::]",
    "[64:ff9b::ffff:ffff]",
    "[2002::1]",
    "[2001:1ff::1]",
    "[100:0:0:1::]",
    "[::ffff:8.8.8.8]",
];

/// Addresses with something else wrong.
const CROOKED: &[&str] = &[
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org:6379/_INFO",
    "dict://127.0.0.1:6379/",
    "data:text/plain,hi",
    "javascript:alert(1)",
    "jar:https://example.org!/",
    "unix:/run/redis.sock",
    "ws://example.org/",
    "http://example.org/",
    "http://localhost/",
    "http://localhost:6379/",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org@127.0.0.1/",
    "https://127.0.0.1#@example.org/",
    "https://127.0.0.1?@example.org/",
    "https://127.0.0.1\\@example.org/",
    "https:127.0.0.1/",
    "https:////127.0.0.1/",
    "mailto:admin@example.org",
    "about:blank",
];

/// B12 at our door: 200 and more hostile addresses, each refused before anything is sent.
#[test]
fn inside_addresses_are_refused_in_every_spelling() {
    let nothing_allowed = Allowed::default();
    let ports = ["", ":443", ":6379"];
    let literal = INSIDE.iter().flat_map(|host| ports.map(|port| format!("https://{host}{port}/jwks.json")));
    let urls: Vec<String> = literal.chain(CROOKED.iter().map(|url| (*url).to_owned())).collect();
    assert!(urls.len() >= 200, "{}", urls.len());
    for text in urls {
        // What is no URL at all cannot be called either.
        if let Ok(url) = Url::parse(&text) {
            assert!(nothing_allowed.check(&url).is_err(), "{text} became {url}");
        }
    }
}

#[test]
fn the_open_internet_is_allowed_by_https() {
    for text in
        ["https://harid.ee/", "https://8.8.8.8/", "https://[2a00:1450:400f:80d::200e]/", "https://193.40.0.1:8443/x"]
    {
        assert_eq!(Allowed::default().check(&Url::parse(text).unwrap()), Ok(()), "{text}");
    }
}

/// DNS rebinding: a name that passes is judged again by the address it leads to.
#[test]
fn a_name_that_leads_inside_is_not_reached() {
    let allowed = Allowed::parse(&["sso.school.example".to_owned(), "10.20.0.0/16".to_owned()]).unwrap();
    let table = [
        ("rebind.example", "127.0.0.1", false),
        ("rebind.example", "::1", false),
        ("rebind.example", "::ffff:10.20.0.1", false),
        ("rebind.example", "10.20.3.4", true),
        ("rebind.example", "10.21.0.1", false),
        ("rebind.example", "93.184.216.34", true),
        ("sso.school.example", "192.168.7.7", true),
        ("SSO.School.Example.", "192.168.7.7", true),
        ("evil.sso.school.example", "192.168.7.7", false),
    ];
    for (host, address, expected) in table {
        assert_eq!(allowed.reaches(host, address.parse().unwrap()), expected, "{host} {address}");
    }
}

#[test]
fn an_exception_opens_itself_and_nothing_beside_it() {
    let allowed = Allowed::parse(&["127.0.0.2".to_owned(), "[::1]".to_owned(), "sim.local".to_owned()]).unwrap();
    let table = [
        ("http://127.0.0.2:8081/token", true),
        ("https://127.0.0.2/", true),
        ("http://127.0.0.1:8081/", false),
        ("http://[::1]:9/", true),
        ("http://sim.local:8081/", true),
        ("http://localhost:8081/", false),
        ("http://8.8.8.8/", false),
        ("http://user@127.0.0.2/", false),
    ];
    for (text, expected) in table {
        assert_eq!(allowed.check(&Url::parse(text).unwrap()).is_ok(), expected, "{text}");
    }
}

#[test]
fn localhost_is_the_loopback_address() {
    let allowed = Allowed::parse(&["127.0.0.0/8".to_owned()]).unwrap();
    assert!(allowed.check(&Url::parse("http://localhost:8081/").unwrap()).is_ok());
}

#[test]
fn a_wrong_exception_is_named() {
    for entry in ["10.0.0.0/33", "not a host", "", "http://x/"] {
        let error = Allowed::parse(&[entry.to_owned()]).unwrap_err();
        assert!(error.to_string().starts_with("outgoing.allow_private: "), "{error}");
    }
}
