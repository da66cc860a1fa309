import { randomBytes, randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { anonymous } from '@doctorpy/service-kit/caller';
import { readServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { freePort, startProcess, startTestMongo, startTestRedis, type TestProcess, waitFor } from '@doctorpy/testkit';
import { Redis } from 'ioredis';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { post } from '../measure/post.js';
import { cpuSeconds } from '../measure/process-cost.js';

/**
 * `npm run build && npm run bench:answer-cache`: how long a cached answer takes, beside one Redis GET that a field of the same
 * stack (fastify, signature, Apollo) gives back. One request at a time, in turns, to processes of their own; quest runs beside, as
 * `ask` needs it. Prints the median of the paired ratios of medians with its 95 % interval, and processor time. The first number of
 * the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 20);
const EACH = 40;

const question = 'comment trier une liste';
const answerFields = 'id conversationId query text mode fromCache citations { title heading excerpt url score }';
const askMutation = `mutation ($input: AskInput!) { ask(input: $input) { ${answerFields} } }`;

await measured(startServices, async ({ ask, kept, keptByMutation, rag, bare }) => {
  for (const one of [kept, keptByMutation, ask]) for (let count = 0; count < 100; count += 1) await one();
  console.log(`${ROUNDS} rounds of 4 × ${EACH}`);
  const byQuery = await inTurns(
    ROUNDS,
    () => medianOf(kept),
    () => medianOf(ask),
  );
  const byMutation = await inTurns(
    Math.ceil(ROUNDS / 2),
    () => medianOf(keptByMutation),
    () => medianOf(ask),
  );
  console.log(`one GET by a query: p50 ${shown(estimate(byQuery.first), 2)} ms`);
  console.log(`one GET by a mutation: p50 ${shown(estimate(byMutation.first), 2)} ms`);
  console.log(`cached answer: p50 ${shown(estimate([...byQuery.second, ...byMutation.second]), 2)} ms`);
  console.log(`cached answer by one GET in a query: ratio ${shown(estimate(byQuery.ratios), 2)}`);
  console.log(`cached answer by one GET in a mutation: ratio ${shown(estimate(byMutation.ratios), 2)}`);
  console.log(`processor time: GET ${await costOf(bare, kept)} ms, cached answer ${await costOf(rag, ask)} ms in rag`);
});

async function medianOf(one: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < EACH; count += 1) {
    const startedAt = performance.now();
    await one();
    times.push(performance.now() - startedAt);
  }
  return estimateMedian(times);
}

function estimateMedian(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function costOf(process: TestProcess, one: () => Promise<void>): Promise<string> {
  const times = 200;
  const before = await cpuSeconds(process.pid);
  for (let count = 0; count < times; count += 1) await one();
  return ((1000 * ((await cpuSeconds(process.pid)) - before)) / times).toFixed(2);
}

/** Everything in processes of its own, and one question answered before. */
async function startServices() {
  const [mongo, redisServer] = [await startTestMongo(), await startTestRedis()];
  const stops: (() => Promise<unknown>)[] = [() => redisServer.stop(), () => mongo.stop()];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const secretKey = randomBytes(32).toString('hex');
    const [questPort, ragPort, barePort] = [await freePort(), await freePort(), await freePort()];
    const shared = {
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      DATABASE_URL: mongo.url,
      REDIS_URL: redisServer.url,
      SECRET_KEY: secretKey,
      QUEST_URL: `http://127.0.0.1:${questPort}/graphql`,
      OLLAMA_URL: 'http://127.0.0.1:9',
      GRADER_SOCKET: '/nonexistent/grader.sock',
      // One learner asks everything.
      RAG_ASK_LIMIT_LEARNER: '1000000',
    };
    const start = async (script: string, env: Record<string, string>) => {
      const started = await startProcess({ script, env: { ...shared, ...env, OPS_PORT: String(await freePort()) } });
      stops.push(() => started.stop());
      return started;
    };
    const seed = await start('subgraphs/rag/dist/seed.js', {});
    if ((await seed.exited) !== 0) throw new Error(`seeding failed:\n${seed.output()}`);
    await start('subgraphs/quest/dist/main.js', { QUEST_PORT: String(questPort) });
    const rag = await start('subgraphs/rag/dist/main.js', { RAG_PORT: String(ragPort) });
    const bare = await start('benchmarks/answer-cache/bare.ts', { PORT: String(barePort) });
    await Promise.all([isReady(questPort), isReady(ragPort), isReady(barePort)]);

    const keys = readServiceKeys({ SECRET_KEY: secretKey }, ['gateway>rag']);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const caller = { ...anonymous, userId: 'measured', sessionId: 's', roles: ['LEARNER'], language: 'fr' } as const;
    const send = async (port: number, body: string) => {
      const parts = { pair: 'gateway>rag', method: 'POST', path: '/graphql', body } as const;
      const headers = signRequest(keys, parts, { caller, requestId: randomUUID() });
      const text = await post(`http://127.0.0.1:${port}/graphql`, body, { agent, headers });
      if (text.includes('"errors"')) throw new Error(text);
      return text;
    };

    const askBody = JSON.stringify({ query: askMutation, variables: { input: { query: question } } });
    const first = await send(ragPort, askBody);
    const store = new Redis(redisServer.url);
    await store.set('kept', first);
    store.disconnect();
    const getBody = (operation: string) =>
      JSON.stringify({ query: `${operation} ($key: String!) { kept(key: $key) }`, variables: { key: 'kept' } });
    const [queryBody, mutationBody] = [getBody('query'), getBody('mutation')];
    return {
      rag,
      bare,
      kept: async () => void (await send(barePort, queryBody)),
      keptByMutation: async () => void (await send(barePort, mutationBody)),
      async ask() {
        if (!(await send(ragPort, askBody)).includes('"fromCache":true')) throw new Error('The answer was not cached.');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function isReady(port: number): Promise<unknown> {
  const isUp = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  return waitFor(isUp, { what: `port ${port} is ready`, timeoutMs: 60_000, everyMs: 100 });
}
