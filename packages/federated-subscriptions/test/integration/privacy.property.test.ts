import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { connectRaw, type RawClient } from './graph/raw-client.js';
import { until } from './graph/until.js';

const VIEWERS = ['ada', 'bob', 'cy', 'dee'];
const SELECTIONS = [
  'title',
  'title entries { user { name } }',
  'entries { user { seenBy } }',
  'title entries { user { name mine: seenBy } }',
];
const viewer = fc.constantFrom(...VIEWERS);
const arrival = fc.record({ viewer, selection: fc.constantFrom(...SELECTIONS), first: fc.constantFrom(1, 2) });
const step = fc.oneof(
  { weight: 4, arbitrary: arrival.map((who) => ({ kind: 'join' as const, who })) },
  { weight: 3, arbitrary: fc.constant({ kind: 'publish' as const }) },
  { weight: 1, arbitrary: fc.nat(20).map((index) => ({ kind: 'leave' as const, index })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), index: fc.nat(20), name: viewer }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reload' as const }) },
);

interface Subscriber {
  client: RawClient;
  selection: string;
  first: number;
  /** Who it is now. */
  name: string;
  /** Everybody it has been: what was on its way before a renewal may still arrive after it. */
  names: Set<string>;
}

describe('whatever mix of viewers and selections', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await startLiveServer({ limits: { perCaller: 1_000 } });
  });
  afterAll(() => live.stop());

  it('nobody gets another caller’s data, and everybody the newest state', async () => {
    let state = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), async (steps) => {
        const present: Subscriber[] = [];
        const publish = () => live.graph.topics.board.publish(boardOf(String(++state), String(++state)));
        const at = (index: number) => present[index % Math.max(1, present.length)];
        for (const one of steps) {
          if (one.kind === 'join') present.push(await join(one.who));
          else if (one.kind === 'publish') publish();
          else if (one.kind === 'reload') live.reload();
          else if (one.kind === 'leave') {
            const leaving = at(one.index);
            if (!leaving) continue;
            present.splice(present.indexOf(leaving), 1);
            leaving.client.socket.terminate();
            // Whoever comes next is recognised by there being more.
            await until(() => live.gateway.subscriptions.active() === present.length);
          } else {
            const renewed = at(one.index);
            if (!renewed) continue;
            renewed.name = one.name;
            renewed.names.add(one.name);
            renewed.client.send({ type: 'ping', payload: { name: one.name } });
            await renewed.client.expect({ type: 'pong' });
          }
        }
        const { subscriptions } = live.gateway;
        await until(() => subscriptions.active() === present.length);
        // A subscriber that moves to another share subscribes anew, and this subgraph sends no state by itself.
        await until(() => {
          publish();
          // Looked at first: whoever gets another's data may wait for their own for ever.
          for (const subscriber of present) expect(strangersSeenBy(subscriber)).toEqual([]);
          return present.every(isCurrent);
        });
        for (const { client, selection, first } of present) {
          for (const message of client.received.filter(({ type }) => type === 'next')) {
            const text = JSON.stringify(message);
            const seenBy = callersIn(text);
            expect(seenBy.length > 0).toBe(selection.includes('seenBy'));
            expect(text.match(/"user":/g)?.length ?? first).toBe(first);
          }
          client.socket.terminate();
        }
        await until(() => subscriptions.active() === 0 && subscriptions.shared() === 0);
      }),
      {
        numRuns: 25,
        // Who was renewed gets their own data also when the state stays as it was.
        examples: [
          [
            [
              { kind: 'join', who: { viewer: 'ada', selection: 'entries { user { seenBy } }', first: 1 } },
              { kind: 'publish' },
              { kind: 'join', who: { viewer: 'bob', selection: 'title', first: 1 } },
              { kind: 'renew', index: 0, name: 'dee' },
            ],
          ],
        ],
      },
    );

    /** Whether it has seen a state, under its newest name, since the last step. */
    function isCurrent({ client, selection, name }: Subscriber): boolean {
      const last = JSON.stringify(client.received.filter(({ type }) => type === 'next').at(-1) ?? {});
      return last.includes('boardChanged') && (!selection.includes('seenBy') || last.includes(`"${name}"`));
    }
  }, 180_000);

  async function join({
    viewer: name,
    selection,
    first,
  }: {
    viewer: string;
    selection: string;
    first: number;
  }): Promise<Subscriber> {
    const client = await connectRaw(live.wsUrl);
    await client.init({ name });
    const query = `subscription { boardChanged(first: ${first}) { ${selection} } }`;
    const before = live.gateway.subscriptions.active();
    client.send({ id: '1', type: 'subscribe', payload: { query } });
    await until(() => live.gateway.subscriptions.active() > before);
    return { client, selection, first, name, names: new Set([name]) };
  }
});

/** The callers a text was completed for. */
function callersIn(text: string): string[] {
  return [...text.matchAll(/"(?:seenBy|mine)":"(\w+)"/g)].map(([, name]) => name ?? '');
}

function strangersSeenBy({ client, names }: Subscriber): string[] {
  return callersIn(JSON.stringify(client.received)).filter((name) => !names.has(name));
}
