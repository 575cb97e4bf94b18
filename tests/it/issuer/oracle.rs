//! The crate openidconnect as a platform: it reads our discovery document and believes our tokens only if they are right.

use chrono::{DateTime, Utc};
use koppel::domain::SigningAlg;
use openidconnect::core::{
    CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl, Scope,
    TokenResponse as _,
};

use super::desk::{Desk, REDIRECT, WEB};

/// Sends what the library wants to our socket.
async fn bridge(base: String, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let url = parts.uri.to_string().replace("https://koppel.test", &base);
    let answer = reqwest::Client::new().request(parts.method, url).headers(parts.headers).body(body).send().await?;
    let mut response = http::Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    Ok(response.body(answer.bytes().await?.to_vec()).unwrap())
}

async fn sign_in_with(alg: SigningAlg, expected: CoreJwsSigningAlgorithm) {
    let desk = Desk::sqlite().await;
    let signed = desk.sign_in("17").await;
    desk.change("UPDATE client SET id_token_alg = $1 WHERE id = 'web'", koppel::args![alg]).await;
    let base = desk.url("");
    let http = move |request: HttpRequest| bridge(base.clone(), request);
    let issuer = IssuerUrl::new("https://koppel.test".to_owned()).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.unwrap();
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(WEB.to_owned()),
        Some(ClientSecret::new("secret-of-web".to_owned())),
    )
    .set_redirect_uri(RedirectUrl::new(REDIRECT.to_owned()).unwrap());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let path = url.as_str().replace("https://koppel.test", "");
    let back = desk.visit(&path, &signed.cookies).await;
    assert_eq!(back.back("state").as_ref(), Some(state.secret()));
    let code = AuthorizationCode::new(back.back("code").unwrap());
    let tokens = client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&http).await.unwrap();
    let now: DateTime<Utc> = desk.ground.now();
    let checker = client.id_token_verifier().set_allowed_algs([expected.clone()]).set_time_fn(move || now);
    let id_token = tokens.id_token().unwrap();
    let claims = id_token.claims(&checker, &nonce).unwrap();
    assert_eq!((claims.subject().as_str(), id_token.signing_alg().unwrap()), ("17", &expected));
    assert_eq!(claims.auth_time(), Some(now));
    let key = id_token.signing_key(&checker).unwrap();
    let hash = AccessTokenHash::from_token(tokens.access_token(), id_token.signing_alg().unwrap(), key).unwrap();
    assert_eq!(Some(&hash), claims.access_token_hash());
    let subject = Some(claims.subject().clone());
    let info: CoreUserInfoClaims =
        client.user_info(tokens.access_token().clone(), subject).unwrap().request_async(&http).await.unwrap();
    assert_eq!(info.subject().as_str(), "17");
}

#[tokio::test]
async fn openidconnect_signs_in_with_rs256() {
    sign_in_with(SigningAlg::Rs256, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256).await;
}

#[tokio::test]
async fn openidconnect_signs_in_with_es256() {
    sign_in_with(SigningAlg::Es256, CoreJwsSigningAlgorithm::EcdsaP256Sha256).await;
}

#[tokio::test]
async fn openidconnect_signs_in_with_eddsa() {
    sign_in_with(SigningAlg::EdDsa, CoreJwsSigningAlgorithm::EdDsa).await;
}
