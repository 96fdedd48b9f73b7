import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, JWK } from 'oidc-provider';
import { serve } from './loopbackServer.ts';

/** A certified OpenID Provider on this machine, with one user who always logs in and one client. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  /** Paths in the order of their requests. */
  readonly requests: readonly string[];
  /** The URL that its discovery document names. */
  jwksUri(): Promise<string>;
  /** A fresh ID token, by the authorization code flow with PKCE. */
  idToken(): Promise<string>;
  /**
   * From now on tokens are signed with a new key. The JWKS goes on to hold the older ones, unless they are withdrawn.
   */
  rotate(options?: { readonly withdraw: boolean }): Promise<void>;
  close(): Promise<void>;
}

const clientId = 'jwt-inspector-tests';
const redirectUri = 'http://127.0.0.1/callback';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function startOidcProvider(): Promise<TestProvider> {
  const keys: JWK[] = [newSigningKey()];
  let handler: Handler | undefined;
  const server = await serve((request, response) => {
    handler?.(request, response);
  });
  const issuer = server.origin;
  const renew = async (): Promise<void> => {
    handler = await providerHandler(issuer, keys);
  };
  await renew();

  return {
    issuer,
    clientId,
    requests: server.requests,
    jwksUri: async () => (await discover(issuer)).jwks_uri,
    idToken: () => authorize(issuer),
    rotate: ({ withdraw } = { withdraw: false }) => {
      if (withdraw) keys.length = 0;
      keys.unshift(newSigningKey());
      return renew();
    },
    close: () => server.close(),
  };
}

function newSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  };
}

async function providerHandler(issuer: string, keys: readonly JWK[]): Promise<Handler> {
  const { Provider } = await import('oidc-provider');
  const configuration: Configuration = {
    jwks: { keys: keys.map((key) => ({ ...key })) },
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer, configuration);
  const callback = provider.callback();
  return (request, response) => {
    if (request.url?.startsWith('/login/') === true)
      void provider.interactionFinished(request, response, { login: { accountId: 'alice' }, consent: {} });
    else void callback(request, response);
  };
}

interface Discovery {
  readonly jwks_uri: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

async function discover(issuer: string): Promise<Discovery> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  return (await response.json()) as Discovery;
}

async function authorize(issuer: string): Promise<string> {
  const { authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint } = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(authorizationEndpoint);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    nonce: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = new URL(await followToClient(url)).searchParams.get('code');
  if (code === null) throw new Error('The provider gave no code.');
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  const { id_token: idToken } = (await response.json()) as { readonly id_token?: string };
  if (idToken === undefined) throw new Error(`The provider gave no ID token (status ${response.status}).`);
  return idToken;
}

/** What a browser does: follows redirects with cookies, until one leads to the client. */
async function followToClient(start: URL): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start.href;
  for (let hops = 0; hops < 10 && !url.startsWith(redirectUri); hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`The provider stopped at ${new URL(url).pathname} with status ${response.status}.`);
    url = new URL(location, url).href;
  }
  return url;
}
