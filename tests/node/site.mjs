// A platform made with npm openid-client, a certified relying party, that talks by lines of JSON. Its every check is the
// library's; a wrong answer of the issuer makes it fail.
//
// node site.mjs ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI POST_LOGOUT_REDIRECT_URI
//   <- {…}              parameters to add to the authorization request    -> {"go": address of the request}
//   <- redirect URI     with the code, as the browser brought it          -> what was learnt, {"go": address to log out}
//   <- {}               after the log-out                                 -> whether the tokens live
// A line of JSON instead of the last one begins the next sign-in.
import { createInterface } from 'node:readline';
import * as client from 'openid-client';

const [issuer, id, secret, redirectUri, bye] = process.argv.slice(2);
const insecure = issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}; // loopback only
const config = await client.discovery(new URL(issuer), id, secret, client.ClientSecretBasic(secret), insecure);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => (await lines.next()).value;
const say = (word) => console.log(JSON.stringify(word));

for (;;) {
  const line = await hear();
  if (line === undefined) break;
  const extra = JSON.parse(line);
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const request = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email koppel offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  });
  say({ go: request.href });

  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  if (extra.max_age !== undefined) checks.maxAge = Number(extra.max_age);
  const tokens = await client.authorizationCodeGrant(config, new URL(await hear()), checks);
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
  const logout = { id_token_hint: renewed.id_token, post_logout_redirect_uri: bye, state: 'bye' };
  const isActive = async () => (await client.tokenIntrospection(config, renewed.access_token)).active;
  say({
    sub: claims.sub,
    authTime: claims.auth_time,
    acr: claims.acr,
    userinfo,
    renewedSub: renewed.claims().sub,
    isRotated: renewed.refresh_token !== tokens.refresh_token,
    active: await isActive(),
    go: client.buildEndSessionUrl(config, logout).href,
  });

  if ((await hear()) === undefined) break;
  const refused = await client.refreshTokenGrant(config, renewed.refresh_token).then(() => 'none', (error) => error.error);
  say({ refreshError: refused, active: await isActive() });
}
