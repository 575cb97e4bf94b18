// npm oidc-provider and openid-client as a broker: every login goes to the upstream, whose ID token is verified.
//
// node broker.mjs PORT UPSTREAM_ISSUER CLIENT_ID CLIENT_SECRET
import http from 'node:http';
import { admit, client, makeIssuer } from './oidc.mjs';

const [port, upstream, id, secret] = process.argv.slice(2);
const here = `http://127.0.0.1:${port}`;
const oidc = makeIssuer(here);
const answer = oidc.callback();
const metadata = { id_token_signed_response_alg: 'ES256' };
const insecure = { execute: [client.allowInsecureRequests] }; // loopback only
const config = await client.discovery(new URL(upstream), id, metadata, client.ClientSecretBasic(secret), insecure);
const waiting = new Map(); // by state

async function leave(request, response) {
  await oidc.interactionDetails(request, response);
  const checks = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
  waiting.set(checks.state, checks);
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${here}/callback`, scope: 'openid profile', state: checks.state, nonce: checks.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.verifier), code_challenge_method: 'S256',
  });
  response.writeHead(303, { location: url.href }).end();
}

async function comeBack(request, response) {
  const url = new URL(request.url, here);
  const checks = waiting.get(url.searchParams.get('state'));
  waiting.delete(checks.state);
  const tokens = await client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: checks.verifier, expectedState: checks.state, expectedNonce: checks.nonce, idTokenExpected: true,
  });
  await admit(oidc, request, response, tokens.claims().sub);
}

http.createServer((request, response) => {
  const step = request.url.startsWith('/interaction/') ? leave : request.url.startsWith('/callback') ? comeBack : answer;
  return Promise.resolve(step(request, response)).catch((error) => { response.statusCode = 500; response.end(String(error)); });
}).listen(Number(port), '127.0.0.1');
