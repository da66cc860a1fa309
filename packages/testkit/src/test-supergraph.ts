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
  type Secrets,
  startSupergraph,
  type Topology,
} from '@doctorpy/launcher';
import type { SignOptions } from 'jsonwebtoken';
import { freePort } from './free-port.js';
import { startTestMongo, startTestRedis, type TestRedis } from './test-servers.js';
import { testTopology } from './test-topology.js';
import { type TokenMode, tokenForger } from './token-forger.js';

/** The whole platform, running for one test file: real processes, real servers, nothing shared. */
export interface TestSupergraph {
  /** `http://…/graphql` and its WebSocket twin. */
  readonly url: string;
  readonly webSocketUrl: string;
  /** One process each, or one for all but the grader. */
  readonly topology: Topology;
  readonly ports: Readonly<Record<NetworkService, number>>;
  /** Where each is asked for its health and metrics: on `single`, one port answers for all. */
  readonly opsPorts: Readonly<Record<NetworkService, number>>;
  readonly redis: TestRedis;
  readonly mongo: RunningServer;
  readonly secrets: Readonly<Secrets>;
  /**
   * Signs an access token that no server would give, with the key that auth signs with.
   * @throws Error with `rotating-keys`, which auth makes and keeps to itself
   */
  signToken(claims: object, options?: SignOptions): string;
  /** Accounts that exist from the start: learner, author, admin; all with this password. */
  readonly demo: { readonly emails: typeof demoEmails; readonly password: string };
  /**
   * Present process ids by service (`grader` too): kill one and it is started again. On `single` all but the grader's are the
   * same.
   */
  pids(): Readonly<Record<string, number>>;
  /** All a service has logged so far, as it came (JSON lines). */
  log(service: NetworkService): Promise<string>;
  /** What the launcher reported so far: crashes, new starts, errors. */
  reported(): readonly string[];
  /** Ends everything and removes all data. */
  stop(): Promise<void>;
}

/**
 * Starts grader, subgraphs (seeded) and gateway from their builds (`npm run build` first) on free ports, in the topology
 * that `TEST_TOPOLOGY` names (`services` by default). Takes some seconds. `environment` adds variables as a user of `npm start` would set them; `tokens` says how access tokens are
 * signed: with keys that auth makes and replaces, as with `npm start`, unless told otherwise.
 */
export async function startTestSupergraph(
  options: { environment?: Record<string, string>; tokens?: TokenMode } = {},
): Promise<TestSupergraph> {
  const folder = await mkdtemp(join(tmpdir(), 'doctorpy-e2e-'));
  const mongo = await startTestMongo();
  const redis = await startTestRedis().catch(async (error: unknown) => {
    await mongo.stop();
    throw error;
  });
  const forger = tokenForger(options.tokens ?? 'rotating-keys');
  const settings = readSettings({
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    TOPOLOGY: testTopology(),
    ...(await freePorts()),
    AUTH_PASSWORD_COST: 'minimum',
    ...options.environment,
    ...forger.environment,
  });
  const secrets = {
    secretKey: randomBytes(32).toString('hex'),
    authSecretKey: randomBytes(32).toString('hex'),
    jwtSecret: forger.jwtSecret,
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
  const { topology, ports, opsPorts } = settings;
  const isSingle = topology === 'single';
  return {
    url: supergraph.url,
    webSocketUrl: supergraph.url.replace(/^http/, 'ws'),
    topology,
    ports,
    opsPorts: isSingle ? forEachService(() => opsPorts.gateway) : opsPorts,
    redis,
    mongo,
    secrets,
    signToken: forger.sign,
    demo: { emails: demoEmails, password: secrets.demoPassword },
    pids() {
      const { platform, ...pids } = supergraph.pids();
      return platform === undefined ? pids : { ...forEachService(() => platform), ...pids };
    },
    async log(service) {
      const text = await readFile(join(folder, 'logs', `${isSingle ? 'platform' : service}.log`), 'utf8');
      return isSingle ? linesOf(text, service) : text;
    },
    reported: () => reported,
    async stop() {
      await supergraph.stop();
      await cleanUp();
    },
  };
}

function forEachService<T>(value: (service: NetworkService) => T): Record<NetworkService, T> {
  return { gateway: value('gateway'), auth: value('auth'), quest: value('quest'), rag: value('rag') };
}

/** What one service wrote into a log that it shares. */
function linesOf(text: string, service: NetworkService): string {
  const lines = text.split('\n').filter((line) => line.includes(`"service":"${service}"`));
  return `${lines.join('\n')}\n`;
}

async function freePorts(): Promise<Record<string, string>> {
  const variables = networkServices.flatMap((service) => ['PORT', 'OPS_PORT'].map((kind) => [service, kind] as const));
  const entries: [string, string][] = [];
  for (const [service, kind] of variables) {
    entries.push([`${service.toUpperCase()}_${kind}`, String(await freePort())]);
  }
  return Object.fromEntries(entries);
}
