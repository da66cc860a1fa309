import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { freePort, startProcess, startTestRedis, tokenForger, waitFor } from '@doctorpy/testkit';

/** A gateway that can be asked. */
export interface Contestant {
  readonly url: string;
  readonly pid: number;
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A token, and what it takes to verify it. */
export interface SignedToken {
  readonly headers: Readonly<Record<string, string>>;
  /** For HS256. */
  readonly secret: string;
}

/** The subgraphs that all gateways ask, and our gateway in front of them. */
export interface World {
  readonly ours: Contestant;
  /** Subgraph → address. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** File with our whole supergraph, whose subgraphs are these. */
  readonly supergraph: string;
  /** Of the learner who asks. */
  readonly token: SignedToken;
  stop(): Promise<void>;
}

const names = ['auth', 'quest', 'rag'] as const;

/**
 * Starts a process for each subgraph, and our gateway as a deployment runs it (built, in production, with Redis), for a learner
 * with a token. Of its limits only the rate limit is raised.
 */
export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'doctorpy-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const ports = await Promise.all(names.map(() => freePort()));
    const subgraphs = Object.fromEntries(names.map((name, n) => [name, `http://127.0.0.1:${ports[n]}/graphql`]));
    for (const [n, name] of names.entries()) {
      const environment = { NODE_ENV: 'production', SUBGRAPH: name, PORT: String(ports[n]) };
      const subgraph = await startProcess({ script: 'benchmarks/gateway/subgraph.ts', env: environment });
      stops.push(() => subgraph.stop());
      await subgraph.waitForOutput(/listening/, 60_000);
    }
    const supergraph = join(folder, 'supergraph.graphql');
    const composed = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
    await writeFile(
      supergraph,
      composed.replace(
        /(@join__graph\(name: "(\w+)", url: )"[^"]*"/g,
        (_all, start, name) => `${start}"${subgraphs[name]}"`,
      ),
    );
    const token = signToken();
    const ours = await startOurs({ subgraphs, supergraph, token }, stops);
    return { ours, subgraphs, supergraph, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function signToken(): SignedToken {
  const tokens = tokenForger('shared-secret');
  const claims = { sub: 'measured-learner', sid: 'measured-session', roles: ['LEARNER'], av: 1 };
  const oneDay = Math.floor(Date.now() / 1000) + 86_400;
  const token = tokens.sign({ ...claims, exp: oneDay });
  return { headers: { authorization: `Bearer ${token}` }, secret: tokens.jwtSecret ?? '' };
}

async function startOurs(
  { subgraphs: { auth = '', quest = '', rag = '' }, supergraph, token }: Omit<World, 'ours' | 'stop'>,
  stops: (() => Promise<unknown>)[],
): Promise<Contestant> {
  const redis = await startTestRedis();
  stops.push(() => redis.stop());
  await declareNothingRevoked(redis.url);
  const port = await freePort();
  const gateway = await startProcess({
    script: 'gateway/dist/main.js',
    env: {
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      GATEWAY_PORT: String(port),
      OPS_PORT: String(await freePort()),
      REDIS_URL: redis.url,
      AUTH_URL: auth,
      QUEST_URL: quest,
      RAG_URL: rag,
      GATEWAY_SUPERGRAPH_FILE: supergraph,
      SECRET_KEY: 'a'.repeat(64),
      JWT_SECRET: token.secret,
      GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000',
    },
  });
  stops.push(() => gateway.stop());
  const url = `http://127.0.0.1:${port}/graphql`;
  await answers(url, gateway);
  return { url, pid: gateway.pid, headers: token.headers, stop: () => gateway.stop() };
}

/** Waits until a gateway answers. @throws Error with its output when it ends before, or takes more than two minutes */
export async function answers(
  url: string,
  process: { isRunning(): boolean; output(): string },
  headers: Contestant['headers'] = {},
): Promise<void> {
  const all = { 'content-type': 'application/json', ...headers };
  const asked = { method: 'POST', headers: all, body: '{"query":"{ __typename }"}' };
  const isUp = async () => !process.isRunning() || (await fetch(url, asked).catch(() => null))?.ok === true;
  await waitFor(isUp, { what: url, timeoutMs: 120_000 }).catch((cause: unknown) => {
    throw new Error(`No answer from ${url}; it wrote:\n${process.output()}`, { cause });
  });
  if (!process.isRunning()) throw new Error(`A gateway ended at its start; it wrote:\n${process.output()}`);
}

/** As auth does: the gateway believes no token before. */
async function declareNothingRevoked(url: string): Promise<void> {
  const redis = createRedis({ url, name: 'benchmark', log: silentLogger() });
  await redisReady(redis);
  await createRevocationWriter(redis, 86_400).rebuild([]);
  redis.disconnect();
}
