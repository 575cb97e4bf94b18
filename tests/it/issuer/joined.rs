//! A sign-in by a link of an account that a person joined to another one: its tokens are that one's.

use super::desk::{Desk, WEB, field};
use crate::linking::joined::{join, part};
use crate::support::both_engines;

#[tokio::test]
async fn tokens_are_those_of_the_account_that_stands_for_it() {
    both_engines(async |ground| {
        let desk = Desk::open(ground).await;
        let (survivor, joined) = (desk.sign_in("17").await, desk.sign_in("18").await);
        join(&desk.ground, &joined.account, &survivor.account).await;
        let signed = desk.sign_in_as(&survivor.account, "18", desk.ground.now()).await;
        let tokens = desk.tokens(&signed).await;
        let (access, refresh) = (field(&tokens, "access_token"), field(&tokens, "refresh_token"));
        let told = desk.bearer("/userinfo", &access).await;
        assert_eq!((told.status, field(&told.json(), "sub").as_str()), (200, "17"));
        assert!(desk.is_active(&access).await);
        let renewed = desk.refresh(WEB, &refresh).await;
        assert_eq!(renewed.status, 200, "{renewed:?}");
        // The link is another account's again: nothing that came through it is that person's any more.
        part(&desk.ground, &joined.account).await;
        assert!(!desk.is_active(&field(&renewed.json(), "access_token")).await);
        assert_eq!(desk.refresh(WEB, &field(&renewed.json(), "refresh_token")).await.status, 400);
    })
    .await;
}
