// What both peers have in common: npm oidc-provider with two clients, opaque tokens, rotating refresh tokens, and a store
// that is a plain Map. Its own MemoryAdapter keeps the last 1,000 things only.
import { createRequire } from 'node:module';
import { generateKeyPairSync } from 'node:crypto';

const fromTests = createRequire(new URL('../../tests/package.json', import.meta.url));
const { default: Provider } = fromTests('oidc-provider');
export const client = fromTests('openid-client');

const redirectUri = 'https://platform.example/callback';
const secret = 'secret-of-the-platform-0123456789abcdef0123';

class Adapter {
  static kept = new Map();
  static byGrant = new Map();
  static byUid = new Map();

  constructor(name) { this.name = name; }
  key(id) { return `${this.name}:${id}`; }
  async upsert(id, payload) {
    const key = this.key(id);
    if (this.name === 'Session') Adapter.byUid.set(payload.uid, id);
    if (payload.grantId && this.name !== 'Session' && this.name !== 'Grant') {
      Adapter.byGrant.set(payload.grantId, [...(Adapter.byGrant.get(payload.grantId) ?? []), key].slice(-20));
    }
    Adapter.kept.set(key, payload);
  }
  async find(id) { return Adapter.kept.get(this.key(id)); }
  async findByUid(uid) { return this.find(Adapter.byUid.get(uid)); }
  async consume(id) { Adapter.kept.get(this.key(id)).consumed = Math.floor(Date.now() / 1000); }
  async destroy(id) { Adapter.kept.delete(this.key(id)); }
  async revokeByGrantId(grantId) {
    for (const key of Adapter.byGrant.get(grantId) ?? []) Adapter.kept.delete(key);
    Adapter.byGrant.delete(grantId);
  }
}

function key(kind, options, alg) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: alg, use: 'sig', alg };
}

const platform = (id, alg) => ({
  client_id: id, client_secret: secret, redirect_uris: [redirectUri], id_token_signed_response_alg: alg,
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
});

export function makeIssuer(issuer) {
  console.info = console.warn = () => {}; // it advises what to change for production
  return new Provider(issuer, {
    adapter: Adapter,
    clients: [platform('web', 'ES256'), platform('web-rs', 'RS256')],
    cookies: { keys: ['throw-away'] },
    jwks: { keys: [key('ec', { namedCurve: 'P-256' }, 'ES256'), key('rsa', { modulusLength: 2048 }, 'RS256')] },
    claims: { openid: ['sub'], profile: ['given_name', 'family_name'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false }, introspection: { enabled: true } },
    scopes: ['openid', 'offline_access', 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly'],
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, given_name: 'Mari', family_name: sub }) }),
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async (ctx, asked, code) => asked.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    pkce: { required: () => true },
    rotateRefreshToken: true,
    routes: {
      authorization: '/authorize', token: '/token', userinfo: '/userinfo', introspection: '/introspect', jwks: '/jwks',
    },
  });
}

// Signs somebody in and grants what the client asked for, in one step.
export async function admit(oidc, request, response, accountId) {
  const { params } = await oidc.interactionDetails(request, response);
  const grant = new oidc.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  await oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
