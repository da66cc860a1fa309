import { BROWSER_SESSION } from '@doctorpy/service-kit/browser-session';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { type GraphQLAnswer, startTestRedis, subgraphClient, testDatabase } from '@doctorpy/testkit';
import type { Redis } from 'ioredis';
import jsonwebtoken from 'jsonwebtoken';
import type { Connection } from 'mongoose';
import { readEnv } from '../../src/env.js';
import { migrations } from '../../src/migrations/index.js';
import { createServer } from '../../src/server.js';

/** Auth listening on a free port, with real MongoDB and Redis, and a clock that tests can move. */
export interface AuthEnvironment {
  connection: Connection;
  redis: Redis;
  jwtSecret: string;
  /** Where auth listens: `http://…/graphql`. */
  url: string;
  /** Asks auth as the gateway would, signed, on behalf of `caller`. */
  ask(query: string, variables?: Record<string, unknown>, caller?: Partial<Caller>): Promise<GraphQLAnswer>;
  /** The same for a client in browser mode, whose session cookie holds `token`. */
  askInBrowser(
    token: string | null,
    query: string,
    variables?: Record<string, unknown>,
    caller?: Partial<Caller>,
  ): Promise<GraphQLAnswer>;
  /** Asks auth without a signature. */
  askUnsigned(query: string, headers?: Record<string, string>): Promise<Response>;
  /** Registers a fresh account and returns it with its tokens and the caller that its access token makes. */
  signUp(name?: string): Promise<SignedUp>;
  /** Registers an account and makes it one with more roles. */
  promoted(role: 'AUTHOR' | 'ADMIN', name?: string): Promise<SignedUp>;
  /** Names of the events in the outbox that concern a user, oldest first. */
  eventsOf(userId: string): Promise<string[]>;
  /** What the operations port shows, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Moves the server's clock. */
  passSeconds(seconds: number): void;
  /** Another process' worth of auth on the same data, after this one has closed unless that is kept. */
  restart(settings?: Record<string, string>, options?: { keepFirst: boolean }): Promise<AuthEnvironment>;
  close(): Promise<void>;
}

export interface SignedUp {
  email: string;
  userId: string;
  refreshToken: string;
  accessToken: string;
  caller: Caller;
}

export const PASSWORD = 'quatre mots pris au hasard';
const SECRET = 'mN4vX8qLr2TzWk6PbYcJh3GfDs9AeUoI';
const secretKey = 'a secret that only this test knows';
const visitor = { ip: '203.0.113.7', userAgent: 'jest' };

let registered = 0;

export async function authEnvironment(settings: Record<string, string> = {}): Promise<AuthEnvironment> {
  const { url, database, drop } = await testDatabase();
  const server = await startTestRedis();
  const log = silentLogger();
  const variables = {
    NODE_ENV: 'test',
    DATABASE_URL: url,
    DATABASE_NAME: database,
    REDIS_URL: server.url,
    SECRET_KEY: secretKey,
    JWT_SECRET: SECRET,
    AUTH_PORT: '0',
    AUTH_PASSWORD_COST: 'minimum',
    OPS_PORT: '0',
    AUTH_LOGIN_LIMIT_PER_IP: '10000',
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: '10000',
    AUTH_LOGIN_ATTEMPTS_AT_ONCE: '10000',
    AUTH_REGISTER_LIMIT_PER_IP: '10000',
    AUTH_REGISTER_TAKEN_LIMIT_PER_IP: '10000',
    AUTH_REGISTER_LIMIT_PER_ADDRESS: '10000',
    ...settings,
  };
  const connection = await connectMongo({ url, database, log });
  await runMigrations(connection, migrations, log);
  const redis = createRedis({ url: server.url, name: 'auth-test', log });
  await redisReady(redis);
  let shift = 0;
  const now = () => new Date(Date.now() + shift);
  const start = async (changes: Record<string, string> = {}) => {
    const env = readEnv({ ...variables, ...changes });
    const auth = await createServer({ env, connection, redis, log, now });
    const { url: address } = await auth.listen();
    const client = subgraphClient({ url: address, name: 'auth', secretKey, requestId: () => 'request-1' });
    let closed: Promise<void> | null = null;
    const close = () => {
      closed ??= client.close().then(() => auth.close());
      return closed;
    };
    return { address, client, close, metrics: () => auth.metrics.registry.metrics() };
  };
  const { address, client, metrics, close: closeServer } = await start();
  const askThrough =
    (through: typeof client): AuthEnvironment['ask'] =>
    (query, variables = {}, caller = {}) =>
      through.execute(query, variables, { ...visitor, ...caller });
  const ask = askThrough(client);
  const askInBrowserThrough =
    (through: typeof client): AuthEnvironment['askInBrowser'] =>
    (token, query, variables = {}, caller = {}) =>
      through.execute(query, variables, { ...visitor, ...caller }, { [BROWSER_SESSION]: { token } });

  const signUp = async (name = 'Léa'): Promise<SignedUp> => {
    registered += 1;
    const email = `learner${registered}@example.org`;
    const { data } = await ask(REGISTER, { input: { email, password: PASSWORD, displayName: name } });
    const { accessToken, refreshToken, user } = data.register;
    return { email, userId: user.id, accessToken, refreshToken, caller: callerOf(accessToken) };
  };

  return {
    connection,
    redis,
    jwtSecret: SECRET,
    url: address,
    ask,
    askInBrowser: askInBrowserThrough(client),
    askUnsigned: (query, headers = {}) =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      }),
    signUp,
    async promoted(role, name) {
      const account = await signUp(name);
      const roles = ['LEARNER' as const, role];
      const accounts = connection.collection<{ _id: string }>('accounts');
      await accounts.updateOne({ _id: account.userId }, { $set: { roles } });
      return { ...account, caller: { ...account.caller, roles } };
    },
    async eventsOf(userId) {
      const events = await connection
        .collection('outbox')
        .find({ 'payload.userId': userId })
        .sort({ _id: 1 })
        .toArray();
      return events.map(({ name }) => name);
    },
    metrics,
    passSeconds(seconds) {
      shift += seconds * 1000;
    },
    async restart(changes, { keepFirst } = { keepFirst: false }) {
      if (!keepFirst) await closeServer();
      const second = await start(changes);
      return {
        ...this,
        ask: askThrough(second.client),
        askInBrowser: askInBrowserThrough(second.client),
        metrics: second.metrics,
        close: second.close,
      };
    },
    async close() {
      await closeServer();
      redis.disconnect();
      await connection.close();
      await server.stop();
      await drop();
    },
  };
}

export const REGISTER = `mutation ($input: RegisterInput!) {
  register(input: $input) { accessToken accessTokenExpiresAt refreshToken user { id displayName } }
}`;
export const LOGIN = `mutation ($input: LoginInput!) {
  login(input: $input) { accessToken accessTokenExpiresAt refreshToken user { id displayName } }
}`;
export const REFRESH = `mutation ($token: String) {
  refreshSession(refreshToken: $token) { accessToken refreshToken user { id } }
}`;

/** The caller that the gateway makes of an access token, after verifying it. */
export function callerOf(accessToken: string): Caller {
  const claims = jsonwebtoken.verify(accessToken, SECRET, {
    algorithms: ['HS256'],
    issuer: 'doctorpy',
    audience: 'doctorpy',
    ignoreExpiration: true,
  });
  if (typeof claims === 'string' || !claims.sub) throw new Error('An access token without a subject.');
  return {
    ...anonymous,
    ...visitor,
    userId: claims.sub,
    sessionId: claims.sid,
    roles: claims.roles,
    withheldRoles: claims.withheldRoles ?? [],
  };
}
