//! A page as a browser without JavaScript understands it.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{BrowserError, without_secrets};

/// What pressing a control leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Fetch this.
    Follow(Url),
    /// Post these fields.
    Submit {
        /// Where to.
        url: Url,
        /// Names and values in the order of the page.
        fields: Vec<(String, String)>,
    },
}

/// A page with its address and status.
#[derive(Debug, Clone, Default)]
pub struct Page {
    url: Option<Url>,
    /// HTTP status.
    pub status: u16,
    /// The HTML as it came.
    pub html: String,
}

impl Page {
    pub(super) fn new(url: Url, status: u16, html: String) -> Self {
        Self { url: Some(url), status, html }
    }

    /// Its address; none before the first page.
    #[must_use]
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The path of its address.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.as_ref().map_or("", Url::path)
    }

    /// The text of the first element that fits a CSS selector, white space folded.
    #[must_use]
    pub fn text(&self, selector: &str) -> Option<String> {
        let selector = Selector::parse(selector).ok()?;
        let document = Html::parse_document(&self.html);
        let text = document.select(&selector).next()?.text().collect::<String>();
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// True when an element fits the CSS selector.
    #[must_use]
    pub fn has(&self, selector: &str) -> bool {
        self.text(selector).is_some()
    }

    fn missing(&self, wanted: String) -> BrowserError {
        let url = self.url.as_ref().map(without_secrets).unwrap_or_default();
        BrowserError::Missing { url, title: self.text("title").unwrap_or_default(), wanted }
    }

    /// What the control with this `id` does.
    ///
    /// # Errors
    /// There is none, it is no link or button, or it leads nowhere.
    pub fn press(&self, id: &str, filled: &BTreeMap<String, String>) -> Result<Press, BrowserError> {
        let document = Html::parse_document(&self.html);
        let found = by_id(&document, id).ok_or_else(|| self.missing(format!("control {id:?}")))?;
        let base = self.url.as_ref().ok_or_else(|| self.missing("address".to_owned()))?;
        if let Some(href) = found.value().attr("href") {
            return Ok(Press::Follow(base.join(href)?));
        }
        let form = form_of(&document, found).ok_or_else(|| self.missing(format!("form around {id:?}")))?;
        let action = found.value().attr("formaction").or(form.value().attr("action")).unwrap_or_default();
        let mut url = if action.is_empty() { base.clone() } else { base.join(action)? };
        let mut fields = fields_of(&document, form, filled);
        if let Some(name) = found.value().attr("name") {
            fields.push((name.to_owned(), found.value().attr("value").unwrap_or_default().to_owned()));
        }
        let method = found.value().attr("formmethod").or(form.value().attr("method")).unwrap_or("get");
        if method.eq_ignore_ascii_case("post") {
            return Ok(Press::Submit { url, fields });
        }
        url.query_pairs_mut().clear().extend_pairs(&fields);
        Ok(Press::Follow(url))
    }

    /// Where the page sends the browser by itself: `Refresh` header or `<meta http-equiv="refresh">` without delay.
    pub(super) fn refresh_target(&self, header: Option<&str>) -> Result<Option<Url>, BrowserError> {
        let meta = self.meta_refresh();
        let Some(text) = header.map(str::to_owned).or(meta) else { return Ok(None) };
        let Some((delay, target)) = text.split_once(';') else { return Ok(None) };
        let target = target.trim().trim_start_matches("url=").trim_start_matches("URL=").trim_matches(['\'', '"']);
        let at_once = delay.trim() == "0";
        let base = self.url.as_ref().filter(|_| at_once);
        Ok(base.map(|base| base.join(target)).transpose()?)
    }

    fn meta_refresh(&self) -> Option<String> {
        let selector = Selector::parse("meta[http-equiv=refresh i]").ok()?;
        let document = Html::parse_document(&self.html);
        document.select(&selector).next()?.value().attr("content").map(str::to_owned)
    }
}

fn by_id<'a>(document: &'a Html, id: &str) -> Option<ElementRef<'a>> {
    let everything = Selector::parse("[id]").ok()?;
    document.select(&everything).find(|element| element.value().attr("id") == Some(id))
}

fn form_of<'a>(document: &'a Html, control: ElementRef<'a>) -> Option<ElementRef<'a>> {
    if let Some(id) = control.value().attr("form") {
        return by_id(document, id);
    }
    control.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "form")
}

/// The fields that a form sends, without buttons.
fn fields_of(document: &Html, form: ElementRef<'_>, filled: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let Ok(controls) = Selector::parse("input[name], select[name], textarea[name]") else { return vec![] };
    let own = document.select(&controls).filter(|control| form_of(document, *control) == Some(form));
    own.filter(|control| is_sent(*control, filled))
        .filter_map(|control| {
            let name = control.value().attr("name")?;
            let value = filled.get(name).cloned().or_else(|| preset(control))?;
            Some((name.to_owned(), value))
        })
        .collect()
}

fn is_sent(control: ElementRef<'_>, filled: &BTreeMap<String, String>) -> bool {
    let attribute = |name: &str| control.value().attr(name);
    let chosen = attribute("name").and_then(|name| filled.get(name));
    if attribute("disabled").is_some() {
        return false;
    }
    match attribute("type").unwrap_or("text") {
        "submit" | "button" | "image" | "reset" | "file" => false,
        "radio" | "checkbox" => match chosen {
            Some(chosen) => attribute("value").unwrap_or("on") == chosen,
            None => attribute("checked").is_some(),
        },
        _ => true,
    }
}

fn preset(control: ElementRef<'_>) -> Option<String> {
    let attribute = |name: &str| control.value().attr(name).map(str::to_owned);
    match control.value().name() {
        "textarea" => Some(control.text().collect()),
        "select" => {
            let options = Selector::parse("option").ok()?;
            let marked = Selector::parse("option[selected]").ok()?;
            let option = control.select(&marked).next().or_else(|| control.select(&options).next())?;
            Some(option.value().attr("value").map_or_else(|| option.text().collect(), str::to_owned))
        }
        _ if attribute("type").is_some_and(|kind| kind == "radio" || kind == "checkbox") => {
            Some(attribute("value").unwrap_or_else(|| "on".to_owned()))
        }
        _ => Some(attribute("value").unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r#"<title>T</title><form method="post" action="/go"><input type="hidden" name="csrf" value="x">
        <input name="username"><input type="checkbox" name="keep"><button id="send" name="way" value="a">Go</button></form>
        <a id="next" href="../other?x=1">Other</a>"#;

    fn page() -> Page {
        Page::new("http://h/dir/page".parse().unwrap(), 200, HTML.to_owned())
    }

    #[test]
    fn button_sends_its_form_its_own_value_and_what_was_typed() {
        let filled = BTreeMap::from([("username".to_owned(), "mari".to_owned())]);
        let Press::Submit { url, fields } = page().press("send", &filled).unwrap() else { panic!("a form is posted") };
        assert_eq!(url.as_str(), "http://h/go");
        let shown: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["csrf=x", "username=mari", "way=a"]);
    }

    #[test]
    fn link_is_followed_from_where_the_page_is() {
        let followed = page().press("next", &BTreeMap::new()).unwrap();
        assert_eq!(followed, Press::Follow("http://h/other?x=1".parse().unwrap()));
    }

    #[test]
    fn missing_control_is_named() {
        let error = page().press("nothing", &BTreeMap::new()).unwrap_err();
        assert_eq!(error.to_string(), "http://h/dir/page (T) has no control \"nothing\"");
    }

    #[test]
    fn refresh_at_once_is_followed_and_a_delayed_one_is_not() {
        let at = |html: &str| Page::new("http://h/a".parse().unwrap(), 200, html.to_owned()).refresh_target(None);
        let now = at(r#"<meta http-equiv="refresh" content="0;url=/b">"#).unwrap();
        assert_eq!(now.map(String::from).as_deref(), Some("http://h/b"));
        assert_eq!(at(r#"<meta http-equiv="refresh" content="5;url=/b">"#).unwrap(), None);
    }
}
