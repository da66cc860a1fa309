import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anonymous } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { readServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { freePort, startProcess, startTestMongo, startTestRedis, tokenForger, waitFor } from '@doctorpy/testkit';
import { post } from '../measure/post.js';

/** What is measured, once each; fails when it is not what it should be. */
export interface Asked {
  kept(): Promise<void>;
  keptByMutation(): Promise<void>;
  ask(): Promise<void>;
}

/** Everything in processes of its own, and one question answered before. */
export interface Services {
  direct: Asked;
  throughGateway: Asked;
  /** Their ids: the two subgraphs, and the gateways before them. */
  processes: Record<'rag' | 'bare' | 'gateway' | 'bareGateway', number>;
  stop(): Promise<void>;
}

const question = 'comment trier une liste';
const answerFields = 'id conversationId query text mode fromCache citations { title heading excerpt url score }';
const askBody = JSON.stringify({
  query: `mutation ($input: AskInput!) { ask(input: $input) { ${answerFields} } }`,
  variables: { input: { query: question } },
});
const getBody = (operation: string) =>
  JSON.stringify({ query: `${operation} ($key: String!) { kept(key: $key) }`, variables: { key: 'kept' } });

/** Sends one body and gives the answer's text. */
type Send = (body: string) => Promise<string>;

/** Starts them, with nothing of theirs limited to what a learner may ask in an hour. */
export async function startServices(): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'doctorpy-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const [mongo, redisServer] = [await startTestMongo(), await startTestRedis()];
    stops.push(
      () => redisServer.stop(),
      () => mongo.stop(),
    );
    const secretKey = randomBytes(32).toString('hex');
    const tokens = tokenForger('shared-secret');
    const shared = {
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      DATABASE_URL: mongo.url,
      REDIS_URL: redisServer.url,
      SECRET_KEY: secretKey,
    };
    const start = async (script: string, env: Record<string, string>) => {
      const started = await startProcess({ script, env: { ...shared, ...env, OPS_PORT: String(await freePort()) } });
      stops.push(() => started.stop());
      return started;
    };
    const [questPort, ragPort, barePort] = [await freePort(), await freePort(), await freePort()];
    const ragEnv = {
      RAG_PORT: String(ragPort),
      QUEST_URL: `http://127.0.0.1:${questPort}/graphql`,
      OLLAMA_URL: 'http://127.0.0.1:9',
      GRADER_SOCKET: '/nonexistent/grader.sock',
      // One learner asks everything.
      RAG_ASK_LIMIT_LEARNER: '1000000',
    };
    const seed = await start('subgraphs/rag/dist/seed.js', ragEnv);
    if ((await seed.exited) !== 0) throw new Error(`seeding failed:\n${seed.output()}`);
    await start('subgraphs/quest/dist/main.js', { QUEST_PORT: String(questPort) });
    const rag = await start('subgraphs/rag/dist/main.js', ragEnv);
    const bare = await start('benchmarks/answer-cache/bare.ts', { PORT: String(barePort) });
    await Promise.all([isReady(questPort), isReady(ragPort), isReady(barePort)]);

    await declareNothingRevoked(redisServer.url);
    const startGateway = async (port: number, supergraph: Record<string, string>) => {
      const gatewayPort = await freePort();
      const gateway = await start('gateway/dist/main.js', {
        GATEWAY_PORT: String(gatewayPort),
        AUTH_URL: 'http://127.0.0.1:9/graphql',
        QUEST_URL: ragEnv.QUEST_URL,
        RAG_URL: `http://127.0.0.1:${port}/graphql`,
        JWT_SECRET: tokens.jwtSecret ?? '',
        GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000',
        ...supergraph,
      });
      const url = `http://127.0.0.1:${gatewayPort}/graphql`;
      await waitFor(() => isAnswering(url), { what: url, timeoutMs: 120_000, everyMs: 100 }).catch((cause: unknown) => {
        throw new Error(`The gateway does not answer; it wrote:\n${gateway.output()}`, { cause });
      });
      return { pid: gateway.pid, url };
    };
    const gateway = await startGateway(ragPort, {});
    const bareGateway = await startGateway(barePort, { GATEWAY_SUPERGRAPH_FILE: await bareSupergraph(folder) });

    const learner = { sub: 'measured', sid: 's', roles: ['LEARNER'], av: 1 };
    const token = tokens.sign({ ...learner, exp: Math.floor(Date.now() / 1000) + 86_400 });
    const [toRag, toBare] = [signed(ragPort, secretKey), signed(barePort, secretKey)];
    const store = createRedis({ url: redisServer.url, name: 'benchmark', log: silentLogger() });
    await redisReady(store);
    // As many bytes as the answer.
    await store.set('kept', await toRag(askBody));
    store.disconnect();
    return {
      direct: askedOf(toRag, toBare),
      throughGateway: askedOf(withToken(gateway.url, token), withToken(bareGateway.url, token)),
      processes: { rag: rag.pid, bare: bare.pid, gateway: gateway.pid, bareGateway: bareGateway.pid },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function askedOf(toRag: Send, toBare: Send): Asked {
  const [queryBody, mutationBody] = [getBody('query'), getBody('mutation')];
  return {
    kept: async () => void (await toBare(queryBody)),
    keptByMutation: async () => void (await toBare(mutationBody)),
    async ask() {
      if (!(await toRag(askBody)).includes('"fromCache":true')) throw new Error('The answer was not cached.');
    },
  };
}

/** As the gateway asks a subgraph. */
function signed(port: number, secretKey: string): Send {
  const keys = readServiceKeys({ SECRET_KEY: secretKey }, ['gateway>rag']);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const caller = { ...anonymous, userId: 'measured', sessionId: 's', roles: ['LEARNER'], language: 'fr' } as const;
  return async (body) => {
    const parts = { pair: 'gateway>rag', method: 'POST', path: '/graphql', body } as const;
    const headers = signRequest(keys, parts, { caller, requestId: randomUUID() });
    return good(await post(`http://127.0.0.1:${port}/graphql`, body, { agent, headers }));
  };
}

/** As a learner asks the gateway. */
function withToken(url: string, token: string): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'fr' };
  return async (body) => good(await post(url, body, { agent, headers }));
}

function good(text: string): string {
  if (text.includes('"errors"')) throw new Error(text);
  return text;
}

/** The supergraph with the bare subgraph's field, in place of rag. @returns its file */
async function bareSupergraph(folder: string): Promise<string> {
  const file = join(folder, 'supergraph.graphql');
  const composed = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const field = 'kept(key: String!): String @access(rule: "SIGNED_IN") @join__field(graph: RAG)';
  await writeFile(
    file,
    composed.replace(/^type (Query|Mutation)\b[^{]*\{/gm, (head) => `${head}\n  ${field}`),
  );
  return file;
}

/** As auth does: a gateway believes no token before. */
async function declareNothingRevoked(url: string): Promise<void> {
  const redis = createRedis({ url, name: 'benchmark', log: silentLogger() });
  await redisReady(redis);
  await createRevocationWriter(redis, 86_400).rebuild([]);
  redis.disconnect();
}

async function isAnswering(url: string): Promise<boolean> {
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' };
  return (await fetch(url, asked).catch(() => null))?.ok === true;
}

function isReady(port: number): Promise<unknown> {
  const isUp = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  return waitFor(isUp, { what: `port ${port} is ready`, timeoutMs: 60_000, everyMs: 100 });
}
