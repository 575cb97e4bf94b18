// npm oidc-provider as an issuer. Whoever comes with the login_hint "x" is signed in as "x": the cost of a password is
// not what is compared.
//
// node issuer.mjs PORT
import http from 'node:http';
import { admit, makeIssuer } from './oidc.mjs';

const [port] = process.argv.slice(2);
const oidc = makeIssuer(`http://127.0.0.1:${port}`);
const answer = oidc.callback();

async function signIn(request, response) {
  const { params, session } = await oidc.interactionDetails(request, response);
  await admit(oidc, request, response, session?.accountId ?? params.login_hint);
}

http.createServer((request, response) => {
  // OpenID Connect Core 11: no refresh token without it. The platforms of the bench do not say it; ours asks nobody again.
  if (request.url.includes('offline_access')) request.url += '&prompt=consent';
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return signIn(request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
}).listen(Number(port), '127.0.0.1');
