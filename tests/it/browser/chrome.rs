//! A headless Chromium with a chromedriver of its own on a free port.

use std::io::{BufRead as _, BufReader};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::FutureExt as _;
use serde_json::{Value, json};
use thirtyfour::prelude::ElementQueryable as _;
use thirtyfour::{By, ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver, WebElement};
use tokio::sync::Mutex;

/// One browser at a time: two of them on two cores only make each other late.
static TURN: Mutex<()> = Mutex::const_new(());

/// Longest time for a page to come.
const PATIENCE: Duration = Duration::from_secs(20);

const HINT: &str = "hint: apt-get install chromium chromium-driver, or run the tests with tests/run.sh";

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width of the window, in CSS pixels.
    pub width: u32,
    /// True for a person who prefers dark pages.
    pub dark: bool,
}

impl Look {
    /// Desktop and phone, light and dark.
    pub const ALL: [Self; 4] = [
        Self { width: 1280, dark: false },
        Self { width: 360, dark: false },
        Self { width: 1280, dark: true },
        Self { width: 360, dark: true },
    ];

    /// Light on a desktop and dark on a phone: between them, each width and each scheme is there once.
    pub fn is_full(self) -> bool {
        self.dark == (self.width < 600)
    }

    /// `1280-light`, for file names and messages.
    pub fn name(self) -> String {
        format!("{}-{}", self.width, if self.dark { "dark" } else { "light" })
    }
}

/// A browser. Dereferences to the driver.
pub struct Chrome {
    driver: WebDriver,
}

impl std::ops::Deref for Chrome {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

/// Starts a browser, runs the test and ends the browser, also when the test fails.
///
/// # Panics
/// Chromium or chromedriver is missing (the test fails, it is never skipped), or the test panicked.
pub async fn with_chrome(test: impl AsyncFnOnce(&Chrome)) {
    let _turn = TURN.lock().await;
    let (mut process, port) = start_driver();
    let chrome = Chrome { driver: open(port).await };
    let result = AssertUnwindSafe(test(&chrome)).catch_unwind().await;
    let closed = chrome.driver.quit().await;
    process.kill().unwrap();
    process.wait().unwrap();
    if let Err(panic) = result {
        resume_unwind(panic);
    }
    closed.unwrap();
}

/// chromedriver says on its first lines which port it took.
fn start_driver() -> (Child, u16) {
    let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut process = started.unwrap_or_else(|error| panic!("chromedriver does not start: {error}; {HINT}"));
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.').parse().ok()
    });
    std::thread::spawn(move || lines.count());
    (process, port.unwrap_or_else(|| panic!("chromedriver named no port; {HINT}")))
}

async fn open(port: u16) -> WebDriver {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in
        ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en"]
    {
        wanted.add_arg(argument).unwrap();
    }
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await;
    driver.unwrap_or_else(|error| panic!("Chromium does not start: {error}; {HINT}"))
}

impl Chrome {
    /// Sets width and colour scheme, of the page that is open and of those that follow. Nothing moves: a colour is at once
    /// the one that it becomes.
    pub async fn look(&self, look: Look) {
        let size = json!({ "width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let scheme = if look.dark { "dark" } else { "light" };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Runs JavaScript in the page and gives its result.
    pub async fn ask(&self, script: &str) -> Value {
        self.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// The whole page as PNG, down to its foot.
    pub async fn picture(&self) -> Vec<u8> {
        use base64::Engine as _;
        let taken = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        base64::engine::general_purpose::STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()
    }

    /// With `KOPPEL_SCREENSHOTS` set, the picture is kept there under a name.
    pub async fn keep_picture(&self, name: &str) {
        if let Some(directory) = std::env::var_os("KOPPEL_SCREENSHOTS").map(PathBuf::from) {
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(directory.join(format!("{name}.png")), self.picture().await).unwrap();
        }
    }

    /// Waits for a control; nothing when it does not come.
    pub async fn meet(&self, id: &str) -> Option<WebElement> {
        self.query(By::Id(id)).wait(PATIENCE, Duration::from_millis(50)).first().await.ok()
    }

    /// Presses a button or link, and waits until the page it stands on is gone; false when that stays.
    pub async fn leave_by(&self, button: &WebElement) -> bool {
        self.execute("window.pressed = true", vec![]).await.unwrap();
        button.click().await.unwrap();
        for _ in 0..200 {
            let is_old = self.execute("return window.pressed === true", vec![]).await;
            if is_old.is_ok_and(|answer| answer.json() == false) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// Switches the pages' JavaScript off or on; the tests' own questions are still answered.
    pub async fn scripts(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await;
    }

    /// Takes away all cookies: another computer.
    pub async fn forget(&self) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
    }

    async fn devtools(&self, command: &str, params: Value) -> Value {
        self.driver.cdp().send_raw(command, params).await.unwrap()
    }
}
