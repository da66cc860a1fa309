import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startLoad } from '../support/load.js';
import { codesOf, type Platform, type TestLearner } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { whereServicesAreApart } from '../support/topology.js';

const apart = whereServicesAreApart('subgraphs are stopped, and the gateway goes on');

let platform: Platform;
let lea: TestLearner;

beforeAll(async () => {
  platform = await sharedPlatform();
  lea = await platform.learner('Léa');
}, 180_000);

const signedIn = () => ({ authorization: `Bearer ${lea.accessToken}` });

/** Stops services for as long as `meanwhile` takes. */
async function frozen(services: readonly string[], meanwhile: () => Promise<unknown>): Promise<void> {
  const pids = services.map((service) => platform.pids()[service] ?? 0);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    await meanwhile();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

const everythingWell = () =>
  waitFor(async () => (await readiness()).health === 'ok', { what: 'everything to be well', timeoutMs: 30_000 });

interface ReadinessReport {
  status: string;
  health: string;
  missing: { name: string; required: boolean }[];
}

async function readiness(): Promise<ReadinessReport> {
  return (await (await fetch(`http://127.0.0.1:${platform.opsPorts.gateway}/readyz`)).json()) as ReadinessReport;
}

const publicly = async (path: string) => {
  const response = await fetch(new URL(path, platform.url));
  return { status: response.status, text: await response.text() };
};

apart.describe('a query over three subgraphs, one of which hangs', () => {
  it('has the data of the two others, and one clear error with its path', async () => {
    await frozen(['rag'], async () => {
      const query = '{ me { displayName } categories { id } promptTemplates { id } }';
      const { json, status } = await post(platform.url, { query }, signedIn());
      expect(status).toBe(200);
      expect(json.data).toEqual({
        me: { displayName: 'Léa' },
        categories: expect.arrayContaining([{ id: expect.any(String) }]),
        promptTemplates: null,
      });
      expect(json.errors).toEqual([
        {
          message: expect.stringContaining('trop de temps'),
          path: ['promptTemplates'],
          extensions: { code: 'TIMEOUT', requestId: expect.any(String) },
        },
      ]);
      expect(JSON.stringify(json)).not.toMatch(/127\.0\.0\.1|localhost|rag/);
    });
    await everythingWell();
  });
});

apart.describe('readiness', () => {
  it('names what is missing to operators, and nothing to the public', async () => {
    await frozen(['rag'], async () => {
      await waitFor(async () => (await readiness()).missing.length > 0, { what: 'rag to be missed' });
      expect(await readiness()).toMatchObject({
        status: 'ready',
        health: 'degraded',
        missing: [{ name: 'rag', required: false, problem: expect.any(String) }],
      });
      expect(await publicly('/readyz')).toEqual({ status: 200, text: '{"status":"ready"}' });
      expect(await publicly('/health')).toEqual({ status: 200, text: '{"status":"degraded"}' });
    });
    await everythingWell();
  });

  it('ends when there is nothing left to serve, while the process lives, and comes back by itself', async () => {
    await frozen(['auth', 'quest', 'rag'], async () => {
      await waitFor(async () => (await publicly('/readyz')).status === 503, { what: 'the gateway not to be ready' });
      expect(await publicly('/readyz')).toEqual({ status: 503, text: '{"status":"unavailable"}' });
      expect((await publicly('/livez')).status).toBe(200);
    });
    await waitFor(async () => (await publicly('/readyz')).status === 200, { what: 'the gateway to be ready again' });
    await everythingWell();
  });
});

describe('metrics', () => {
  it('tell of requests to each subgraph, by outcome', async () => {
    await post(platform.url, { query: '{ categories { id } }' });
    const text = await (await fetch(`http://127.0.0.1:${platform.opsPorts.gateway}/metrics`)).text();
    expect(text).toMatch(
      /gateway_subgraph_request_duration_seconds_count\{[^}]*subgraph="quest",outcome="answered"[^}]*\} [1-9]/,
    );
    expect(text).toMatch(/gateway_subgraph_circuit_state\{[^}]*subgraph="auth"[^}]*\} 0/);
    expect(text).toMatch(/gateway_subgraph_ready\{[^}]*subgraph="rag"[^}]*\} 1/);
  });
});

describe('a gateway that is started while a subgraph is down', () => {
  it('serves the rest, and picks it up when it comes', async () => {
    const port = await freePort();
    const gateway = await platform.startGateway({ QUEST_URL: `http://127.0.0.1:${port}/graphql` });
    let relay: Server | null = null;
    try {
      const ask = async () =>
        (await post(gateway.url, { query: '{ me { displayName } categories { id } }' }, signedIn())).json;
      const without = await ask();
      expect(without.data).toEqual({ me: { displayName: 'Léa' }, categories: null });
      expect(codesOf(without)).toEqual(['SUBGRAPH_UNAVAILABLE']);
      relay = await relayTo(platform.ports.quest, port);
      await waitFor(async () => !(await ask()).errors, { what: 'quest to be picked up' });
    } finally {
      await gateway.stop();
      relay?.close();
    }
  }, 90_000);
});

describe('a new supergraph', () => {
  it('takes the place of the old one without a query or a socket being lost; a wrong one does not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctorpy-supergraph-'));
    const file = join(folder, 'supergraph.graphql');
    const sdl = await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
    const replace = async (text: string) => {
      await writeFile(`${file}.next`, text);
      await rename(`${file}.next`, file);
    };
    await replace(sdl);
    const gateway = await platform.startGateway({
      GATEWAY_SUPERGRAPH_FILE: file,
      GATEWAY_SUPERGRAPH_POLL_MS: '50',
      GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000',
    });
    const load = startLoad({ url: gateway.url, accessToken: lea.accessToken, sockets: 10, perSecond: 10 });
    /** Whether the gateway's schema has a field of that name: quest, which has not, is asked for it only then. */
    const knows = async (field: string) => {
      const { status } = await post(gateway.url, { query: `{ publicStats { learners ${field} } }` });
      return status === 200;
    };
    try {
      await waitFor(() => load.watching() === 10 && load.samples.length > 30, { what: 'the load' });
      await replace(withField(sdl, 'addedFirst: Int @access(rule: "PUBLIC")'));
      await waitFor(() => knows('addedFirst'), { what: 'the new field' });
      // Nobody may be let in by mistake: a field without a rule, and a file that is half written.
      const undeclared = `${sdl}\ntype Undeclared @join__type(graph: QUEST) { secret: Int }\n`;
      for (const wrong of [undeclared, sdl.slice(0, sdl.length / 2)]) {
        const refusals = rejected(gateway.output());
        await replace(wrong);
        await waitFor(() => rejected(gateway.output()) > refusals, { what: 'the wrong supergraph to be refused' });
        expect(await knows('addedFirst')).toBe(true);
      }
      await replace(withField(sdl, 'addedLast: Int @access(rule: "PUBLIC")'));
      await waitFor(() => knows('addedLast'), { what: 'the last field' });
      const before = load.samples.length;
      await waitFor(() => load.samples.length > before + 30, { what: 'queries under the last supergraph' });
      expect(load.samples.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      expect(load.closed).toEqual([]);
      expect(load.watching()).toBe(10);
    } finally {
      await load.stop();
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});

const rejected = (output: string) => output.split('supergraph.rejected').length - 1;

/** Adds a field to a type of quest's. */
function withField(sdl: string, field: string): string {
  const changed = sdl.replace(/(type PublicStats[^{]*\{)/, `$1\n  ${field}`);
  if (changed === sdl) throw new Error('There is no PublicStats.');
  return changed;
}

/** A subgraph's port under another number: whoever connects speaks to the subgraph. */
async function relayTo(port: number, listenOn: number): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connectTcp(port, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(listenOn, '127.0.0.1', resolve));
  return server;
}
