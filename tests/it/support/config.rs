//! A complete configuration.

use koppel::config::{Config, Log, LogFormat, Outgoing, Server, Sessions, Store, Tokens};

/// The defaults of a deployment on loopback, with the given database.
pub fn test_config(database_url: &str) -> Config {
    Config {
        server: Server {
            bind: "127.0.0.1:0".parse().unwrap(),
            public_url: "https://koppel.test".parse().unwrap(),
            trusted_proxies: vec![],
            metrics_bind: None,
            shutdown_seconds: 10,
        },
        database: Store { url: database_url.to_owned() },
        cache: Store { url: "memory:".to_owned() },
        keys: vec![],
        outgoing: Outgoing {
            extra_ca_file: None,
            allow_private: vec!["127.0.0.0/8".to_owned()],
            connect_ms: 3_000,
            total_ms: 10_000,
            max_body_bytes: 262_144,
        },
        tokens: Tokens {
            code_seconds: 60,
            access_seconds: 600,
            id_token_seconds: 600,
            refresh_idle_seconds: 14 * 86_400,
            refresh_absolute_seconds: 30 * 86_400,
            key_rotation_days: 90,
        },
        sessions: Sessions {
            idle_minutes: 60,
            absolute_hours: 12,
            settings_minutes: 15,
            attempt_minutes: 15,
            add_integration_minutes: 5,
            undo_minutes: 10,
            notice_days: 30,
            claim_code_days: 14,
        },
        mail: None,
        log: Log { format: LogFormat::Human, level: "info".to_owned() },
    }
}
