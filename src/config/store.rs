//! Sections `[database]` and `[cache]`: an address each, possibly with a password.

use std::fmt;
use std::path::Path;

use secrecy::ExposeSecret as _;
use url::Url;

use super::ConfigError;
use super::values::Values;

/// A database or cache by address.
#[derive(Clone)]
pub struct Store {
    /// `sqlite:PATH` or `postgres://…`; for the cache `memory:` or `redis://…`.
    pub url: String,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.shown())
    }
}

pub(super) const KEYS: &[&str] = &["database.url", "database.url_file", "cache.url", "cache.url_file"];

impl Store {
    /// The address without its password, to be shown and logged.
    #[must_use]
    pub fn shown(&self) -> String {
        let Ok(mut url) = self.url.parse::<Url>() else { return "?".to_owned() };
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return "?".to_owned();
        }
        if self.url.starts_with("sqlite:") { self.url.clone() } else { url.to_string() }
    }

    /// The path of an SQLite file, unless the database is another or lives in memory.
    #[must_use]
    pub fn sqlite_path(&self) -> Option<&Path> {
        let path = self.url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() || path == ":memory:" { None } else { Some(Path::new(path)) }
    }

    pub(super) fn read_database(values: &Values) -> Result<Self, ConfigError> {
        let store = Self::read(values, "database.url", "database.url_file")?;
        match store.url.split(':').next() {
            Some("sqlite") => store.validate_file()?,
            Some("postgres" | "postgresql") => store.validate_server("database.url")?,
            _ => {
                let hint = "write sqlite:PATH or postgres://USER@HOST/NAME";
                return Err(ConfigError::new("database.url", "names no engine that Koppel knows", hint));
            }
        }
        Ok(store)
    }

    pub(super) fn read_cache(values: &Values) -> Result<Self, ConfigError> {
        let store = Self::read(values, "cache.url", "cache.url_file")?;
        match store.url.split(':').next() {
            Some("memory") => {}
            Some("redis" | "rediss" | "unix" | "redis+unix") => store.validate_server("cache.url")?,
            _ => {
                let hint = "write memory: or redis://HOST:6379/0";
                return Err(ConfigError::new("cache.url", "names no cache that Koppel knows", hint));
            }
        }
        Ok(store)
    }

    fn read(values: &Values, key: &str, file_key: &str) -> Result<Self, ConfigError> {
        let url = values.secret(key, file_key)?;
        let url = url.ok_or_else(|| ConfigError::new(key, "is empty", "config/default.toml shows its forms"))?;
        Ok(Self { url: url.expose_secret().to_owned() })
    }

    fn validate_server(&self, key: &str) -> Result<(), ConfigError> {
        let url = self.url.parse::<Url>().ok().filter(|url| url.has_host() || url.scheme().ends_with("unix"));
        match url {
            Some(_) => Ok(()),
            None => Err(ConfigError::new(key, "names no host", "write it like scheme://HOST:PORT/NAME")),
        }
    }

    /// The directory must be writable: SQLite keeps two more files beside the database.
    fn validate_file(&self) -> Result<(), ConfigError> {
        let Some(path) = self.sqlite_path() else {
            let hint = "write sqlite:PATH; a database in memory would forget everybody at a restart";
            return Err(ConfigError::new("database.url", "names no file", hint));
        };
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let problem = |text: &str| format!("the directory {} {text}", directory.display());
        if !directory.is_dir() {
            return Err(ConfigError::new("database.url", problem("does not exist"), "make it, or name another"));
        }
        let writable = can_make_files(directory) && (!path.exists() || can_write(path));
        if !writable {
            let hint = "give the user that runs Koppel the right to write there";
            return Err(ConfigError::new("database.url", problem("or its file cannot be written"), hint));
        }
        Ok(())
    }
}

/// Tries it, because rights, read-only mounts and full quotas look alike only when tried.
fn can_make_files(directory: &Path) -> bool {
    let probe = directory.join(format!(".koppel-{}", std::process::id()));
    let made = std::fs::OpenOptions::new().write(true).create(true).truncate(true).open(&probe).is_ok();
    made && std::fs::remove_file(&probe).is_ok()
}

fn can_write(file: &Path) -> bool {
    std::fs::OpenOptions::new().append(true).open(file).is_ok()
}
