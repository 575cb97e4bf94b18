//! An administrator's way through the console, walked by the scripted browser: accepts the invitation, sets up a second
//! factor, enables an upstream, merges the two accounts of a pupil, and takes that back.

use super::browser::{Page, Step};
use super::office::DemoConsole;
use super::once::{Walk, WalkError, unexpected};
use super::world::World;
use crate::accounts::second_factor::code_of;
use crate::domain::Time;

/// Walks it at `now`, and answers the secret of the second factor, for whoever wants in afterwards.
///
/// # Errors
/// Something on the way is not as it should be.
pub async fn administer(world: &World, now: Time, on_step: fn(&Step)) -> Result<String, WalkError> {
    let console = world.console.as_ref().ok_or_else(|| unexpected("a console", "none"))?;
    let invitation = console.invitation.as_ref().ok_or_else(|| unexpected("an invitation", "none"))?;
    let mut walk = Walk::of(world, &console.admin, on_step)?;
    walk.browser.open(invitation).await?;
    walk.browser.press("invite-accept").await?;
    walk.browser.fill("username", &console.admin);
    walk.browser.fill("password", &world.password);
    walk.browser.press("password-submit").await?;
    let secret = set_up_factor(&mut walk, now).await?;
    enable(&mut walk).await?;
    merge(&mut walk, console).await?;
    Ok(secret)
}

async fn set_up_factor(walk: &mut Walk<'_>, now: Time) -> Result<String, WalkError> {
    let secret = walk.browser.press("factor-begin").await?.text("#factor-secret").unwrap_or_default();
    let code = code_of(&secret, now).ok_or_else(|| unexpected("a secret", secret.as_str()))?;
    walk.browser.fill("code", &code);
    walk.browser.press("code-submit").await?;
    walk.browser.press("codes-kept").await?;
    Ok(secret)
}

/// Disables eKool and enables it again: it must say that this person works at the school.
async fn enable(walk: &mut Walk<'_>) -> Result<(), WalkError> {
    for button in ["system-ekool", "disable", "enable"] {
        walk.browser.press(button).await?;
    }
    walk.be_somebody().await?;
    let page = walk.browser.press("confirm-enabling").await?;
    expect(page, ".school-on")
}

/// From the queue to the page that says what becomes of what, and back again.
async fn merge(walk: &mut Walk<'_>, console: &DemoConsole) -> Result<(), WalkError> {
    let queue = walk.browser.open(&format!("{}/duplicates", console.url)).await?;
    let pair = queue.html.split("id=\"pair-").nth(1).and_then(|rest| rest.split('"').next());
    let pair = pair.map(|id| format!("pair-{id}")).ok_or_else(|| unexpected("two accounts", "none"))?;
    walk.browser.press(&pair).await?;
    walk.browser.press("same-person").await?;
    walk.browser.fill("reason", "One pupil with two accounts");
    let merged = walk.browser.press("merge").await?;
    expect(merged, "#unmerge")?;
    walk.browser.fill("reason", "To show that it can be taken back");
    let apart = walk.browser.press("unmerge").await?;
    if apart.has("#unmerge") { Err(unexpected("two accounts again", apart.path())) } else { Ok(()) }
}

fn expect(page: &Page, control: &str) -> Result<(), WalkError> {
    if page.has(control) {
        return Ok(());
    }
    let found = page.text("h1").unwrap_or_default();
    Err(unexpected(control, format!("{} ({found})", page.path())))
}
