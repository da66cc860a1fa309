import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import jsonwebtoken, { type SignOptions } from 'jsonwebtoken';
import Provider, { type Adapter, type AdapterPayload, type KoaContextWithOIDC } from 'oidc-provider';
import { freePort } from './free-port.js';

/** A real OpenID provider for one test file, with people who consent to everything. */
export interface TestIdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The people it knows, by subject; change and add as needed. */
  readonly people: Map<string, TestPerson>;
  /**
   * Visits `authorizationUrl` as a browser of its own, signs in there as `subject`, and gives the address that the
   * provider sends the browser back to. @throws Error when it shows an error instead
   */
  signIn(authorizationUrl: string, subject: string): Promise<URL>;
  /** Changes the next answers of an endpoint before they leave; null leaves them alone again. */
  tamper(endpoint: 'token' | 'jwks' | 'discovery', change: AnswerChange | null): void;
  /** Signs claims as this provider would, or with `key`. */
  signToken(claims: object, options?: SignOptions, key?: string): string;
  /** Stops listening, so that connections are refused; `start` listens at the same address again. Doing either twice changes nothing. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** What an answer becomes. */
export type AnswerChange = (body: Record<string, unknown>) => Record<string, unknown>;

/** What a provider says of a person. */
export interface TestPerson {
  email?: string;
  email_verified?: boolean;
}

/** How the provider behaves. */
export interface TestIdentityProviderOptions {
  redirectUris: string[];
  /** Does it tell addresses in the ID token, rather than at the userinfo endpoint alone? @default false */
  emailInIdToken?: boolean;
  /** Does it refuse requests without PKCE? @default true */
  requirePkce?: boolean;
}

/** Starts an OpenID provider on a free port of this machine. */
export async function startTestIdentityProvider(options: TestIdentityProviderOptions): Promise<TestIdentityProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const [clientId, clientSecret] = ['doctorpy', 'the secret of a test'];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const kid = 'test-key';
  const people = new Map<string, TestPerson>();
  const changes = new Map<string, AnswerChange>();
  const provider = new Provider(issuer, {
    adapter: mapAdapter(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: options.redirectUris,
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...createPrivateKey(pem).export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key of a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: options.emailInIdToken !== true,
    pkce: { required: () => options.requirePkce !== false },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people.get(subject) }),
    }),
    loadExistingGrant: grantEverything,
    renderError(context, { error, error_description: description }) {
      context.body = `${error}: ${description ?? ''}`;
    },
  });
  provider.use(async (context, next) => {
    const [, uid] = /^\/interaction\/([^/]+)$/.exec(context.path) ?? [];
    if (uid) {
      const result = { login: { accountId: context.get(SUBJECT_HEADER) } };
      const returnTo = await provider.interactionResult(context.req, context.res, result);
      context.redirect(returnTo);
      return;
    }
    await next();
    const change = changes.get(endpointOf(context.path));
    const { body } = context;
    if (change && typeof body === 'object' && body !== null) context.body = change({ ...body });
  });
  const listener = provider.callback();
  let server: Server | null = null;
  const start = async () => {
    if (server) return;
    const made = createServer((request, response) => void listener(request, response));
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject);
      made.listen(port, '127.0.0.1', resolve);
    });
    server = made;
  };
  await start();
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    signIn: (authorizationUrl, subject) => browse(authorizationUrl, issuer, subject),
    tamper(endpoint, change) {
      if (change) changes.set(endpoint, change);
      else changes.delete(endpoint);
    },
    signToken: (claims, signing = {}, key = pem) =>
      jsonwebtoken.sign(claims, key, { algorithm: 'RS256', keyid: kid, ...signing }),
    start,
    async stop() {
      const stopping = server;
      server = null;
      if (!stopping) return;
      await new Promise((resolve) => {
        stopping.close(resolve);
        stopping.closeAllConnections();
      });
    },
  };
}

/** Whom the visitor of an interaction signs in as: it stands for what they would type. */
const SUBJECT_HEADER = 'x-test-subject';
const MAX_REDIRECTS = 8;

function endpointOf(path: string): string {
  return path === '/.well-known/openid-configuration' ? 'discovery' : path.slice(1);
}

async function grantEverything(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email');
  await grant.save();
  return grant;
}

/** Follows redirects with a cookie jar until they leave the provider. */
async function browse(from: string, issuer: string, subject: string): Promise<URL> {
  const jar: { name: string; value: string; path: string }[] = [];
  let url = new URL(from);
  for (let visits = 0; visits < MAX_REDIRECTS; visits += 1) {
    if (url.origin !== issuer) return url;
    const sent = jar.filter(({ path }) => url.pathname.startsWith(path)).map(({ name, value }) => `${name}=${value}`);
    const headers = { cookie: sent.join('; '), [SUBJECT_HEADER]: subject };
    const response = await fetch(url, { redirect: 'manual', headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const [, path = '/'] = /path=([^;]*)/i.exec(cookie) ?? [];
      jar.splice(0, jar.length, ...jar.filter((kept) => kept.name !== name || kept.path !== path), {
        name,
        value,
        path,
      });
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
  }
  throw new Error('The provider redirects without end.');
}

/** Keeps what the provider stores in memory, each kind of object on its own. */
function mapAdapter(): new (kind: string) => Adapter {
  const stored = new Map<string, AdapterPayload>();
  return class implements Adapter {
    readonly #kind: string;
    constructor(kind: string) {
      this.#kind = kind;
    }
    #key(id: string): string {
      return `${this.#kind}:${id}`;
    }
    async upsert(id: string, payload: AdapterPayload): Promise<void> {
      stored.set(this.#key(id), payload);
    }
    async find(id: string): Promise<AdapterPayload | undefined> {
      return stored.get(this.#key(id));
    }
    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return [...stored.values()].find((payload) => payload.kind === this.#kind && payload.uid === uid);
    }
    async findByUserCode(): Promise<undefined> {
      return undefined;
    }
    async consume(id: string): Promise<void> {
      const payload = stored.get(this.#key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id: string): Promise<void> {
      stored.delete(this.#key(id));
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
    }
  };
}
