//! Apache with `mod_auth_openidc`, as most things that have no OpenID Connect of their own are connected.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use super::broker::{Broker, SECRET, SUB, Way, type_password};
use super::child::{Running, free_port};

const CONFIG: &str = r#"ServerRoot "DIR"
ServerName localhost
Listen 127.0.0.1:PORT
PidFile "DIR/pid"
ErrorLog "DIR/log"
LogLevel warn
DefaultRuntimeDir "DIR"
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule include_module /usr/lib/apache2/modules/mod_include.so
LoadModule auth_openidc_module /usr/lib/apache2/modules/mod_auth_openidc.so
StartServers 1
ThreadsPerChild 25
MinSpareThreads 1
MaxSpareThreads 25
<IfModule unixd_module>
  User www-data
  Group www-data
</IfModule>
DocumentRoot "DIR/pages"
OIDCProviderMetadataURL ISSUER/.well-known/openid-configuration
OIDCClientID web
OIDCClientSecret CLIENT_SECRET
OIDCRedirectURI http://localhost:PORT/class/back
OIDCCryptoPassphrase throw-away
OIDCScope "openid profile koppel offline_access"
OIDCPKCEMethod S256
OIDCRemoteUserClaim sub
OIDCPassRefreshToken On
OIDCCABundlePath "DIR/ca.pem"
<Location /class>
  AuthType openid-connect
  Require valid-user
  Options +Includes
  SetOutputFilter INCLUDES
</Location>
"#;

/// Apache with a protected page, `/class/room.html`, and one for everybody, `/bye.html`.
struct Apache {
    _running: Running,
    _directory: tempfile::TempDir,
}

impl Apache {
    fn start(broker: &Broker, port: u16) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        std::fs::create_dir_all(path.join("pages/class")).unwrap();
        std::fs::write(path.join("pages/class/room.html"), "<!--#printenv -->").unwrap();
        std::fs::write(path.join("pages/bye.html"), "bye").unwrap();
        // Its workers are not root.
        std::fs::copy(broker.authority.ca(), path.join("ca.pem")).unwrap();
        std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        let text = CONFIG.replace("DIR", &path.display().to_string()).replace("PORT", &port.to_string());
        let text = text.replace("ISSUER", &broker.issuer).replace("CLIENT_SECRET", SECRET);
        std::fs::write(path.join("apache.conf"), text).unwrap();
        let mut command = Command::new("/usr/sbin/apache2");
        command.arg("-f").arg(path.join("apache.conf")).arg("-DFOREGROUND").stdin(Stdio::null());
        Self { _running: Running::start(command, port), _directory: directory }
    }
}

/// What `printenv` printed.
fn environment(html: &str) -> BTreeMap<String, String> {
    html.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.into(), value.into())).collect()
}

/// B1, L1: a protected page sees who it is, the module refreshes the access token, and logs out at both sides.
#[tokio::test(flavor = "multi_thread")]
async fn mod_auth_openidc_guards_a_page_in_the_clear_and_over_tls() {
    for way in [Way::Plain, Way::Tls] {
        let port = free_port();
        let at = |path: &str| format!("http://localhost:{port}{path}");
        let broker = Broker::start(way, &at("/class/back"), &at("/bye.html"));
        let _apache = Apache::start(&broker, port);
        let mut browser = broker.browser();
        browser.open(&at("/class/room.html")).await.unwrap();
        type_password(&mut browser).await;
        let seen = environment(&browser.page().html);
        let names = ["REMOTE_USER", "OIDC_CLAIM_sub", "OIDC_CLAIM_given_name", "AUTH_TYPE"];
        let found = names.map(|name| seen.get(name).map(String::as_str));
        assert_eq!(found, [Some(SUB), Some(SUB), Some("Mari"), Some("openid-connect")], "{}", browser.page().html);

        let token = &seen["OIDC_access_token"];
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("refresh", &at("/class/room.html"))
            .append_pair("access_token", token)
            .finish();
        browser.open(&at(&format!("/class/back?{query}"))).await.unwrap();
        let renewed = environment(&browser.page().html);
        assert_eq!(renewed["REMOTE_USER"], SUB);
        for name in ["OIDC_access_token", "OIDC_refresh_token"] {
            assert_ne!(renewed[name], seen[name], "{name}");
        }

        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("logout", &at("/bye.html")).finish();
        browser.open(&at(&format!("/class/back?{query}"))).await.unwrap();
        assert_eq!((browser.page().path(), browser.page().html.as_str()), ("/bye.html", "bye"));
        browser.open(&at("/class/room.html")).await.unwrap();
        assert!(browser.page().has("#password-submit"), "{}", browser.page().html);
    }
}
