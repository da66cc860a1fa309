import { deepStrictEqual } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { createClient, RegisterDocument } from '@doctorpy/client';
import { dataOf, startTestSupergraph, type TestSupergraph } from '@doctorpy/testkit';
import WebSocket from 'ws';
import { machine } from '../measure/machine.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { post } from '../measure/post.js';

/**
 * `npm run bench:topologies` (after `npm run build`): the platform as a process for each service against the same in one
 * process (`TOPOLOGY=single`), in alternating batches of the same requests, each about another quest. CPU per request of
 * gateway and subgraphs together, requests per second, and memory after the start and after the load. Databases and grader
 * are not counted: they are the same. Answers are compared first. The first number of the command line is that of the
 * rounds. Linux only (`/proc`).
 */
const ROUNDS = Number(process.argv[2] ?? 12);
const REQUESTS = 200;
const AT_ONCE = 16;
/** Of the fields of `/proc/<pid>/stat` that count time; the same on every Linux. */
const TICKS_PER_SECOND = 100;

const queries = {
  'one subgraph': 'query ($id: ID!) { quest(id: $id) { id title difficulty category { id title } } }',
  'two subgraphs': 'query ($id: ID!) { me { displayName } quest(id: $id) { id title difficulty } }',
  'three subgraphs':
    'query ($id: ID!) { me { displayName stats { score } } quest(id: $id) { id title } promptTemplates { id title } }',
} as const;

interface Contestant {
  readonly url: string;
  readonly pids: readonly number[];
  readonly headers: Readonly<Record<string, string>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const running: TestSupergraph[] = [];
try {
  const services = await start('services');
  const single = await start('single');
  console.log(machine());
  console.log(`memory after the start: ${await memories(services, single)}`);
  await compare(services, single);
  console.log(`memory after the load: ${await memories(services, single)}`);
  console.log(machine());
} finally {
  agent.destroy();
  for (const platform of running) await platform.stop();
}
process.exit();

async function start(topology: string): Promise<Contestant> {
  const platform = await startTestSupergraph({
    environment: { TOPOLOGY: topology, GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' },
  });
  running.push(platform);
  const { url } = platform;
  const input = { email: 'banc@doctorpy.test', password: 'cheval correct agrafe pile', displayName: 'Banc' };
  const { register } = dataOf(
    await createClient({ url, webSocketImpl: WebSocket }).execute(RegisterDocument, { input }),
  );
  const { grader: _notCounted, ...pids } = platform.pids();
  return {
    url,
    pids: [...new Set(Object.values(pids))],
    headers: { authorization: `Bearer ${register.accessToken}` },
  };
}

async function compare(services: Contestant, single: Contestant): Promise<void> {
  const { quests } = JSON.parse(await ask(services, '{ quests(first: 100) { edges { node { id } } } }', {})).data;
  const ids = (quests.edges as { node: { id: string } }[]).map(({ node }) => node.id);
  console.log(`${ROUNDS} rounds of 4 × ${REQUESTS} requests, ${AT_ONCE} at once, ${ids.length} quests`);
  for (const [name, query] of Object.entries(queries)) {
    for (const id of ids.slice(0, 5)) {
      deepStrictEqual(JSON.parse(await ask(single, query, { id })), JSON.parse(await ask(services, query, { id })));
    }
    const perSecond = { services: [] as number[], single: [] as number[] };
    const batch = (contestant: Contestant, rates: number[]) => async () => {
      const before = await cpuSeconds(contestant.pids);
      const startedAt = performance.now();
      await sendAll(contestant, query, ids);
      rates.push((REQUESTS * 1000) / (performance.now() - startedAt));
      return (((await cpuSeconds(contestant.pids)) - before) * 1e6) / REQUESTS;
    };
    // Both get warm before anything counts.
    await inTurns(2, batch(services, []), batch(single, []));
    const costs = await inTurns(ROUNDS, batch(services, perSecond.services), batch(single, perSecond.single));
    const cost = (values: readonly number[]) => `${estimate(values).median.toFixed(0)} µs`;
    const rate = (values: readonly number[]) => estimate(values).median.toFixed(0);
    console.log(
      `${name}: CPU per request, services ${cost(costs.first)}, single ${cost(costs.second)}, ratio ${shown(estimate(costs.ratios))}; ` +
        `requests/s, services ${rate(perSecond.services)}, single ${rate(perSecond.single)}`,
    );
  }
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

async function memories(services: Contestant, single: Contestant): Promise<string> {
  const [several, one] = [await megabytes(services.pids), await megabytes(single.pids)];
  return `services ${several.toFixed(0)} MB in ${services.pids.length} processes, single ${one.toFixed(0)} MB`;
}

/** User and system time of processes and their threads so far. */
async function cpuSeconds(pids: readonly number[]): Promise<number> {
  const ticks = pids.map(async (pid) => {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return sum(await Promise.all(ticks)) / TICKS_PER_SECOND;
}

/** What processes take of the memory, pages that they share counted in parts (PSS). */
async function megabytes(pids: readonly number[]): Promise<number> {
  const kilobytes = pids.map(async (pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]),
  );
  return sum(await Promise.all(kilobytes)) / 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
