import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, createClient, type DoctorPyClient, RegisterDocument } from '@doctorpy/client';
import { type NetworkService, type RunningServer, readSettings, startSupergraph } from '@doctorpy/launcher';
import { freePort, startTestMongo, startTestRedis, type TestRedis } from '@doctorpy/testkit';
import WebSocket from 'ws';

/** The whole platform as processes, on throw-away servers of its own. */
export interface TestSupergraph {
  /** `http://localhost:…/graphql`. */
  readonly url: string;
  readonly mongo: RunningServer;
  readonly redis: TestRedis;
  /** Loopback ports of /health and /metrics. */
  readonly opsPorts: Readonly<Record<NetworkService, number>>;
  readonly ports: Readonly<Record<NetworkService, number>>;
  /** Ids of the present processes, for fault tests. */
  pids(): Readonly<Record<string, number>>;
  /** A client of the public API; closed with the supergraph. */
  client(accessToken?: string | null, language?: 'fr' | 'en'): DoctorPyClient;
  /** Registers a new learner and gives their client. */
  learner(displayName?: string): Promise<TestLearner>;
  stop(): Promise<void>;
}

/** Somebody who has just signed up. */
export interface TestLearner {
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly client: DoctorPyClient;
}

const services = ['gateway', 'auth', 'rag', 'quest'] as const;
/** Not used anywhere else; long enough for every rule. */
const PASSWORD = 'cheval correct agrafe pile';

/**
 * Starts everything through the launcher, as `npm start` does.
 * @param environment further variables, as a user would set them
 */
export async function startTestSupergraph(environment: Record<string, string> = {}): Promise<TestSupergraph> {
  const folder = await mkdtemp(join(tmpdir(), 'dpy-e2e-'));
  const [mongo, redis] = await Promise.all([startTestMongo(), startTestRedis()]);
  const portVariables: Record<string, string> = {};
  for (const service of services) {
    portVariables[`${service.toUpperCase()}_PORT`] = String(await freePort());
    portVariables[`${service.toUpperCase()}_OPS_PORT`] = String(await freePort());
  }
  const settings = readSettings({
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    // No model: a learner without one is the common case, and answers are the same on every machine.
    OLLAMA_URL: `http://127.0.0.1:${await freePort()}`,
    AUTH_LOGIN_PER_MINUTE: '10000',
    ...portVariables,
    ...environment,
  });
  const lines: string[] = [];
  const supergraph = await startSupergraph({
    settings,
    secrets: { jwtSecret: 'e2e'.repeat(20), secretKey: '0123456789abcdef'.repeat(4), demoPassword: PASSWORD },
    mongoUrl: mongo.url,
    redisUrl: redis.url,
    folder,
    report: (line) => lines.push(line),
  });
  const clients: DoctorPyClient[] = [];
  const client: TestSupergraph['client'] = (accessToken = null, language = 'fr') => {
    const made = createClient({
      url: supergraph.url,
      accessToken: () => accessToken,
      language,
      webSocketImpl: WebSocket,
    });
    clients.push(made);
    return made;
  };
  let learners = 0;
  return {
    url: supergraph.url,
    mongo,
    redis,
    ports: settings.ports,
    opsPorts: settings.opsPorts,
    pids: supergraph.pids,
    client,
    async learner(displayName = `Élève ${++learners}`) {
      const email = `eleve-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}@doctorpy.test`;
      const input = { email, password: PASSWORD, displayName };
      const { register } = dataOf(await client().execute(RegisterDocument, { input }));
      return {
        id: register.user.id,
        displayName,
        email,
        password: PASSWORD,
        accessToken: register.accessToken,
        refreshToken: register.refreshToken ?? '',
        client: client(register.accessToken),
      };
    },
    async stop() {
      await Promise.all(clients.map((open) => open.close()));
      await supergraph.stop();
      await Promise.all([mongo.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The data of an answer that must have no errors. */
export function dataOf<Data>(answer: Answer<Data>): Data {
  if (answer.errors || !answer.data) throw new Error(`Expected data, got ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

/** The codes of an answer's errors, in order. */
export function codesOf(answer: Answer<unknown>): string[] {
  return (answer.errors ?? []).map(({ extensions }) => extensions.code);
}
