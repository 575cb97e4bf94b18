//! Cookies as a browser keeps them: per host, whatever the port (RFC 6265, 8.5), and per path.

use url::Url;

#[derive(Debug, Clone)]
struct Crumb {
    host: String,
    path: String,
    name: String,
    value: String,
}

/// The jar.
#[derive(Debug, Default)]
pub(super) struct Cookies(Vec<Crumb>);

impl Cookies {
    /// Takes a `Set-Cookie` line; an empty or aged one removes the cookie.
    pub(super) fn take(&mut self, url: &Url, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let attributes: Vec<(String, &str)> = parts
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(key, text)| (key.to_lowercase(), text))
            .collect();
        let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, text)| *text);
        let host = url.host_str().unwrap_or_default().to_owned();
        let path = attribute("path").filter(|path| path.starts_with('/')).unwrap_or("/").to_owned();
        self.0.retain(|crumb| !(crumb.host == host && crumb.path == path && crumb.name == name));
        let ended = attribute("max-age").is_some_and(|age| age.parse::<i64>().is_ok_and(|age| age <= 0))
            || attribute("expires").is_some_and(|date| date.contains(" 1970 "));
        if !ended && !value.is_empty() {
            self.0.push(Crumb { host, path, name: name.to_owned(), value: value.to_owned() });
        }
    }

    fn sent_to<'a>(&'a self, url: &'a Url) -> impl Iterator<Item = &'a Crumb> {
        self.0.iter().filter(|crumb| {
            let below = url.path().strip_prefix(crumb.path.as_str());
            let inside =
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || crumb.path.ends_with('/'));
            inside && url.host_str() == Some(&crumb.host)
        })
    }

    /// The `Cookie` header for an address.
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let pairs: Vec<String> = self.sent_to(url).map(|crumb| format!("{}={}", crumb.name, crumb.value)).collect();
        if pairs.is_empty() { None } else { Some(pairs.join("; ")) }
    }

    /// The value of one cookie.
    pub(super) fn value(&self, url: &Url, name: &str) -> Option<String> {
        self.sent_to(url).find(|crumb| crumb.name == name).map(|crumb| crumb.value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_ignore_ports_but_not_hosts_and_can_be_removed() {
        let mut jar = Cookies::default();
        let url = |text: &str| text.parse::<Url>().unwrap();
        jar.take(&url("http://127.0.0.1:1/a"), "s=1; Path=/; HttpOnly");
        assert_eq!(jar.header(&url("http://127.0.0.1:2/b")).as_deref(), Some("s=1"));
        assert_eq!(jar.header(&url("http://127.0.0.2:1/a")), None);
        jar.take(&url("http://127.0.0.1:1/a"), "s=; Path=/; Max-Age=0");
        assert_eq!(jar.header(&url("http://127.0.0.1:1/a")), None);
    }

    #[test]
    fn path_of_a_cookie_holds() {
        let mut jar = Cookies::default();
        jar.take(&"http://h/settings/x".parse().unwrap(), "s=1; Path=/settings");
        assert_eq!(jar.value(&"http://h/settingsx".parse().unwrap(), "s"), None);
        assert_eq!(jar.value(&"http://h/settings/y".parse().unwrap(), "s").as_deref(), Some("1"));
    }
}
