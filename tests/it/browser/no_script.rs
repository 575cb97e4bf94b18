//! Everything works with JavaScript switched off.

use super::walk::{on_stage, only};

const CANARY: &str = "data:text/html,<h1>off</h1><script>document.querySelector('h1').textContent = 'on'</script>";

/// A page's script runs in this browser, and then no more: what follows is no accident.
#[tokio::test]
async fn a_login_and_the_settings_need_no_javascript() {
    on_stage(async |stage| {
        let mari = stage.person("mari-tamm").await.without_axe();
        for (on, heading) in [(true, "on"), (false, "off")] {
            stage.chrome.scripts(on).await;
            mari.open(CANARY).await;
            assert_eq!(mari.heading().await, heading);
        }
        mari.link_through("ekool").await;
        mari.expect_old_account().await;
        let link = only(&stage.links().await);
        mari.open(&stage.world().platform.settings).await;
        mari.come_through("ekool").await;
        mari.press("add-harid").await;
        mari.be_somebody().await;
        mari.press("confirm-link").await;
        mari.meet(&format!("end-{link}")).await;
        assert_eq!(stage.links().await.len(), 2);
        mari.press(&format!("end-{link}")).await;
        mari.press("end-confirm").await;
        mari.press("continue").await;
        mari.come_through("harid").await;
        mari.meet("add-ekool").await;
        assert_eq!(stage.links().await.len(), 1);
        mari.open(CANARY).await;
        assert_eq!(mari.heading().await, "off");
    })
    .await;
}
