import { testTopology, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { machine } from '../../benchmarks/measure/machine.js';
import { type Fault, partsOf, suffer, type Toll, type Victim } from '../e2e/support/faults.js';
import { type Load, startLoad } from '../e2e/support/load.js';
import { type Platform, startPlatform } from '../e2e/support/platform.js';

/** Sockets, and queries of each kind a second; the command line may say others. */
const SOCKETS = Number(process.env.FAULTS_SOCKETS ?? 500);
const PER_SECOND = Number(process.env.FAULTS_PER_SECOND ?? 20);
/** How long something hangs: longer than any deadline, and than the gateway goes on without a look at Redis. */
const HANGS_MS = 12_000;

let platform: Platform;
let load: Load;
const tolls: Toll[] = [];

beforeAll(async () => {
  platform = await startPlatform({
    environment: {
      GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000',
      GATEWAY_MAX_SOCKETS_PER_ADDRESS: '100000',
      AUTH_REGISTER_LIMIT_PER_IP: '100000',
    },
  });
  const { accessToken } = await platform.learner('Léa');
  load = startLoad({ url: platform.url, accessToken, sockets: SOCKETS, perSecond: PER_SECOND });
  await waitFor(() => load.watching() === SOCKETS, { what: 'all sockets to watch', timeoutMs: 120_000 });
}, 300_000);
afterAll(async () => {
  await load?.stop();
  await platform?.stop();
  console.log(
    [machine(), `${SOCKETS} sockets, ${PER_SECOND} queries of each part a second`, table(tolls)].join('\n\n'),
  );
});

/** In one process, what happens to a subgraph happens to the gateway. */
const victims: readonly Victim[] =
  testTopology() === 'single' ? ['redis', 'gateway'] : ['auth', 'quest', 'rag', 'redis', 'gateway'];
const cases = victims.flatMap((victim) => (['SIGKILL', 'SIGSTOP'] as const).map((fault) => [victim, fault] as const));

it.each<readonly [Victim, Fault]>(cases)(
  '%s, %s: nothing else fails, and all is right again',
  async (victim, fault) => {
    // From when the victim hangs: the load may take its time to be steady before.
    let hangsSince = 0;
    const toll = await suffer({ platform, load, sockets: SOCKETS }, { victim, fault }, () => {
      hangsSince ||= performance.now();
      return fault === 'SIGKILL' || performance.now() - hangsSince > HANGS_MS;
    });
    tolls.push(toll);
    const failedParts = new Set(Object.keys(toll.failed).map((key) => key.split(' ')[0]));
    for (const part of partsOf(victim)) failedParts.delete(part);
    expect([...failedParts]).toEqual([]);
    if (victim !== 'gateway' && victim !== 'redis') expect(toll.socketsClosed).toBe(0);
  },
  300_000,
);

/** As it is put into benchmarks/RESULTS.md. */
function table(rows: readonly Toll[]): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([key, count]) => `${count} ${key}`)
      .join(', ') || 'none';
  const head = [
    '| Victim | Fault | Away | Queries | Failed | Longest wait of each part | Sockets closed | Right again after | New score heard after |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  return [
    ...head,
    ...rows.map((row) => {
      const waits = Object.entries(row.slowestMs).map(([part, ms]) => `${part} ${ms} ms`);
      const times = [row.awayMs, row.rightAfterMs, row.heardAfterMs].map((ms) => `${ms} ms`);
      return `| ${row.victim} | ${row.fault} | ${times[0]} | ${row.sent} | ${list(row.failed)} | ${waits.join(', ')} | ${row.socketsClosed} | ${times[1]} | ${times[2]} |`;
    }),
  ].join('\n');
}
