import { deepStrictEqual } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { createClient, RegisterDocument } from '@doctorpy/client';
import { anonymous } from '@doctorpy/service-kit/caller';
import { dataOf, freePort, startProcess, startTestSupergraph, type TestSupergraph } from '@doctorpy/testkit';
import WebSocket from 'ws';
import { machine } from '../measure/machine.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { post } from '../measure/post.js';

/**
 * `npm run bench:gateway` (after `npm run build`): our gateway against the stock one over the same subgraph processes,
 * in alternating batches of the same requests, each about another quest. CPU of the gateway's process per request, and
 * requests per second. Ours verifies the token, counts the request and checks access; the stock one does not. Answers
 * are compared first. The first number of the command line is that of the rounds. Linux only (`/proc`).
 */
const ROUNDS = Number(process.argv[2] ?? 12);
const REQUESTS = 300;
const AT_ONCE = 16;
/** Of the fields of `/proc/<pid>/stat` that count time; the same on every Linux. */
const TICKS_PER_SECOND = 100;

const queries = {
  'one subgraph': 'query ($id: ID!) { quest(id: $id) { id title difficulty category { id title } } }',
  'two subgraphs': 'query ($id: ID!) { me { id displayName } quest(id: $id) { id title difficulty } }',
  'three subgraphs':
    'query ($id: ID!) { me { id displayName stats { score } } quest(id: $id) { id title } promptTemplates { id title } }',
} as const;

interface Contestant {
  readonly url: string;
  readonly pid: number;
  readonly headers: Readonly<Record<string, string>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const platform = await startTestSupergraph({
  environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error', AUTH_ACCESS_TOKEN_SECONDS: '900' },
});
try {
  await measure(platform);
} finally {
  agent.destroy();
  await platform.stop();
}
process.exit();

async function measure({ url, ports, pids, secrets }: TestSupergraph): Promise<void> {
  const input = { email: 'banc@doctorpy.test', password: 'cheval correct agrafe pile', displayName: 'Banc' };
  const { register } = dataOf(
    await createClient({ url, webSocketImpl: WebSocket }).execute(RegisterDocument, { input }),
  );
  const claims = JSON.parse(Buffer.from(register.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string;
  };
  const caller = { ...anonymous, userId: register.user.id, sessionId: claims.sid, roles: ['LEARNER'], ip: '127.0.0.1' };
  const port = await freePort();
  const stock = await startProcess({
    script: 'benchmarks/gateway/stock.ts',
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      SECRET_KEY: secrets.secretKey,
      CALLER: JSON.stringify(caller),
      SUBGRAPHS: JSON.stringify(
        Object.fromEntries(
          (['auth', 'quest', 'rag'] as const).map((name) => [name, `http://127.0.0.1:${ports[name]}/graphql`]),
        ),
      ),
    },
  });
  try {
    await stock.waitForOutput(/listening/, 60_000);
    const theirs: Contestant = { url: `http://127.0.0.1:${port}/`, pid: stock.pid, headers: {} };
    const headers = { authorization: `Bearer ${register.accessToken}` };
    const ours: Contestant = { url, pid: pids().gateway ?? 0, headers };
    await compare(theirs, ours);
  } finally {
    await stock.stop();
  }
}

async function compare(theirs: Contestant, ours: Contestant): Promise<void> {
  const { quests } = JSON.parse(await ask(ours, '{ quests(first: 100) { edges { node { id } } } }', {})).data;
  const ids = (quests.edges as { node: { id: string } }[]).map(({ node }) => node.id);
  console.log(machine());
  console.log(`${ROUNDS} rounds of 4 × ${REQUESTS} requests, ${AT_ONCE} at once, ${ids.length} quests`);
  for (const [name, query] of Object.entries(queries)) {
    for (const id of ids.slice(0, 5)) {
      deepStrictEqual(JSON.parse(await ask(ours, query, { id })), JSON.parse(await ask(theirs, query, { id })));
    }
    const perSecond = { theirs: [] as number[], ours: [] as number[] };
    const batch = (contestant: Contestant, rates: number[]) => async () => {
      const before = await cpuSeconds(contestant.pid);
      const startedAt = performance.now();
      await sendAll(contestant, query, ids);
      rates.push((REQUESTS * 1000) / (performance.now() - startedAt));
      return (((await cpuSeconds(contestant.pid)) - before) * 1e6) / REQUESTS;
    };
    // Both get warm before anything counts.
    await inTurns(2, batch(theirs, []), batch(ours, []));
    const costs = await inTurns(ROUNDS, batch(theirs, perSecond.theirs), batch(ours, perSecond.ours));
    const cost = (values: readonly number[]) => `${estimate(values).median.toFixed(0)} µs`;
    console.log(
      `${name}: CPU per request, stock ${cost(costs.first)}, ours ${cost(costs.second)}, ratio ${shown(estimate(costs.ratios))}; ` +
        `requests/s, stock ${estimate(perSecond.theirs).median.toFixed(0)}, ours ${estimate(perSecond.ours).median.toFixed(0)}`,
    );
  }
  console.log(machine());
}

/** Sends {@link REQUESTS}, {@link AT_ONCE} at a time, each about the next quest. @throws Error at the first with errors */
async function sendAll(contestant: Contestant, query: string, ids: readonly string[]): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < REQUESTS) {
      const id = ids[next % ids.length] ?? '';
      next += 1;
      const text = await ask(contestant, query, { id });
      if (text.includes('"errors"') || !text.includes(id)) throw new Error(`A request failed: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function ask({ url, headers }: Contestant, query: string, variables: object): Promise<string> {
  return post(url, JSON.stringify({ query, variables }), { agent, headers });
}

/** User and system time of a process and its threads so far. */
async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
