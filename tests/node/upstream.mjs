// An upstream made with npm oidc-provider, a certified OpenID provider, with its own login and consent pages.
// Whoever signs in as "x" has the subject "x". SIGUSR2 replaces its signing key by one with another kid.
//
// node upstream.mjs ISSUER PORT CLIENT_ID CLIENT_SECRET REDIRECT_URI [PEM with certificate and key]
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import Provider from 'oidc-provider';

const [issuer, port, id, secret, redirectUri, pem] = process.argv.slice(2);
console.info = console.warn = () => {}; // it advises what to change for production
let keysMade = 0;

function key() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  keysMade += 1;
  return { ...privateKey.export({ format: 'jwk' }), kid: `key-${keysMade}`, use: 'sig', alg: 'RS256' };
}

function findAccount(ctx, subject) {
  const person = { given_name: 'Oliver', family_name: 'Teder' };
  const roles = [{ role: 'student', school: '1', class: '5B' }];
  return { accountId: subject, claims: () => ({ sub: subject, ...person, roles }) };
}

function upstream() {
  return new Provider(issuer, {
    clients: [{ client_id: id, client_secret: secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['given_name', 'family_name', 'roles'], email: ['email'] },
    cookies: { keys: ['throw-away'] },
    jwks: { keys: [key()] },
    findAccount,
  }).callback();
}

let answer = upstream();
process.on('SIGUSR2', () => { answer = upstream(); });
const serve = (request, response) => answer(request, response);
const server = pem
  ? https.createServer({ cert: readFileSync(pem), key: readFileSync(pem) }, serve)
  : http.createServer(serve);
server.listen(Number(port), '127.0.0.1');
