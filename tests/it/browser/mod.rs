//! Headless Chromium. It and chromedriver come from Debian, axe-core from npm; a test without them fails.

mod axe;
mod chrome;
mod console;
mod gallery;
mod journals;
mod journeys;
mod let_in;
mod lti;
mod no_script;
mod settings;
mod site;
mod updates;
mod waiting;
mod walk;
