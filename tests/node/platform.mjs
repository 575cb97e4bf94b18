// A platform made with npm openid-client, a certified relying party. It signs in once, uses every endpoint, and prints
// what it learnt as one line of JSON. A wrong answer of the issuer makes it fail.
//
// node platform.mjs ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI COOKIES
import * as client from 'openid-client';

const [issuer, id, secret, redirectUri, cookie] = process.argv.slice(2);

const insecure = { execute: [client.allowInsecureRequests] }; // http exists on loopback only
const config = await client.discovery(new URL(issuer), id, secret, client.ClientSecretBasic(secret), insecure);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const request = client.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri,
  scope: 'openid profile koppel offline_access',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
  max_age: '3600',
});

const answer = await fetch(request, { headers: { cookie }, redirect: 'manual' });
const back = new URL(answer.headers.get('location'));
const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 3600, idTokenExpected: true };
const tokens = await client.authorizationCodeGrant(config, back, checks);
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
const before = await client.tokenIntrospection(config, tokens.access_token);
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
await client.tokenRevocation(config, renewed.refresh_token);
const after = await client.tokenIntrospection(config, renewed.access_token);
const logout = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, state: 'bye' });

console.log(JSON.stringify({
  sub: claims.sub,
  userinfo,
  before: before.active,
  renewedSub: renewed.claims().sub,
  after: after.active,
  logout: logout.pathname,
}));
