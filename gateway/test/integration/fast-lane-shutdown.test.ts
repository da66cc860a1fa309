import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { freePort, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { laneCounts } from '../lane-counts.js';
import { type PlainSubgraphs, startPlainSubgraphs } from '../plain-subgraphs.js';
import { type LoneGateway, startLoneGateway } from '../start-gateway.js';

let gateway: LoneGateway;
let subgraphs: PlainSubgraphs;
let opsPort: number;
const quest = (id: string) => ({ query: 'query ($id: ID!) { quest(id: $id) { id title } }', variables: { id } });

beforeAll(async () => {
  subgraphs = await startPlainSubgraphs();
  opsPort = await freePort();
  gateway = await startLoneGateway({ OPS_PORT: String(opsPort), ...subgraphs.environment });
  // Without the list of ended sessions nothing is answered in the lane.
  const redis = createRedis({ url: gateway.redis.url, name: 'test', log: silentLogger() });
  await redisReady(redis);
  await createRevocationWriter(redis, 3600).rebuild([]);
  redis.disconnect();
}, 180_000);
afterAll(async () => {
  await gateway?.stop();
  await subgraphs?.stop();
});

it('answers what is under way in the fast lane when the gateway stops, with the error of a subgraph too', async () => {
  const isKnown = async () => {
    await gateway.post(quest('1'));
    return (await laneCounts(opsPort)).answered > 0;
  };
  await waitFor(isKnown, { what: 'the query is known' });
  subgraphs.takeAsked();
  const reply = gateway.post(quest('held'));
  await waitFor(() => subgraphs.takeAsked().length > 0, { what: 'the subgraph is asked' });
  const askedAt = performance.now();

  const stopping = gateway.process.stop();
  const isReady = async () => (await fetch(new URL('/readyz', gateway.url)).catch(() => null))?.ok ?? false;
  await waitFor(async () => !(await isReady()), { what: 'the gateway begins to stop' });
  // Turns of its event loop, so that it gets as far as it can.
  for (let turn = 0; turn < 20; turn += 1) await isReady();
  const heldMs = performance.now() - askedAt;
  subgraphs.release();

  const { status, json } = await reply;
  expect([status, json.errors?.[0].extensions.code]).toEqual([200, 'FORBIDDEN']);
  await stopping;
  expect(await gateway.process.exited).toBe(0);
  // It is measured from where it began, not from where it was handed over.
  const lines = gateway.process.output().split('\n');
  const [answered = '{}'] = lines.filter((line) => /operation\.answered/.test(line) && /FORBIDDEN/.test(line));
  expect(JSON.parse(answered).ms).toBeGreaterThan(heldMs - 1);
}, 30_000);
