import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  demoEmails,
  type NetworkService,
  networkServices,
  type RunningServer,
  readSettings,
  startSupergraph,
} from '@doctorpy/launcher';
import { freePort } from './free-port.js';
import { startTestMongo, startTestRedis, type TestRedis } from './test-servers.js';

/** The whole platform, running for one test file: real processes, real servers, nothing shared. */
export interface TestSupergraph {
  /** `http://…/graphql` and its WebSocket twin. */
  readonly url: string;
  readonly webSocketUrl: string;
  readonly ports: Readonly<Record<NetworkService, number>>;
  readonly opsPorts: Readonly<Record<NetworkService, number>>;
  readonly redis: TestRedis;
  readonly mongo: RunningServer;
  readonly secrets: { readonly secretKey: string; readonly jwtSecret: string };
  /** Accounts that exist from the start: learner, author, admin; all with this password. */
  readonly demo: { readonly emails: typeof demoEmails; readonly password: string };
  /** Present process ids by service (`grader` too): kill one and it is started again. */
  pids(): Readonly<Record<string, number>>;
  /** All a service has logged so far, as it came (JSON lines). */
  log(service: NetworkService): Promise<string>;
  /** What the launcher reported so far: crashes, new starts, errors. */
  reported(): readonly string[];
  /** Ends everything and removes all data. */
  stop(): Promise<void>;
}

/**
 * Starts grader, subgraphs (seeded) and gateway from their builds (`npm run build` first) on free ports. Takes some
 * seconds. `environment` adds variables as a user of `npm start` would set them.
 */
export async function startTestSupergraph(
  options: { environment?: Record<string, string> } = {},
): Promise<TestSupergraph> {
  const folder = await mkdtemp(join(tmpdir(), 'doctorpy-e2e-'));
  const mongo = await startTestMongo();
  const redis = await startTestRedis().catch(async (error: unknown) => {
    await mongo.stop();
    throw error;
  });
  const settings = readSettings({
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    ...(await freePorts()),
    ...options.environment,
  });
  const secrets = {
    secretKey: randomBytes(32).toString('hex'),
    jwtSecret: randomBytes(32).toString('hex'),
    demoPassword: `demo-${randomBytes(6).toString('hex')}`,
  };
  const reported: string[] = [];
  const cleanUp = async () => {
    await Promise.all([redis.stop(), mongo.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const supergraph = await startSupergraph({
    settings,
    secrets,
    mongoUrl: mongo.url,
    redisUrl: redis.url,
    folder,
    report: (line) => reported.push(line),
  }).catch(async (error: unknown) => {
    await cleanUp();
    throw error;
  });
  return {
    url: supergraph.url,
    webSocketUrl: supergraph.url.replace(/^http/, 'ws'),
    ports: settings.ports,
    opsPorts: settings.opsPorts,
    redis,
    mongo,
    secrets,
    demo: { emails: demoEmails, password: secrets.demoPassword },
    pids: supergraph.pids,
    log: (service) => readFile(join(folder, 'logs', `${service}.log`), 'utf8'),
    reported: () => reported,
    async stop() {
      await supergraph.stop();
      await cleanUp();
    },
  };
}

async function freePorts(): Promise<Record<string, string>> {
  const variables = networkServices.flatMap((service) => ['PORT', 'OPS_PORT'].map((kind) => [service, kind] as const));
  const entries: [string, string][] = [];
  for (const [service, kind] of variables) {
    entries.push([`${service.toUpperCase()}_${kind}`, String(await freePort())]);
  }
  return Object.fromEntries(entries);
}
