import { parseArgs } from 'node:util';
import { gather } from './sockets.js';

// Many clients in a process of their own, so that reading takes nothing from what is measured. Says `{ joinMs }` when all are
// there; asked `{ ask: 'news' }` it tells what came since it was asked before, as {@link News}.

/** What readers have received. */
export interface News {
  /** Messages so far. */
  readonly count: number;
  /** How long those since the last question were on their way, in milliseconds. */
  readonly delays: readonly number[];
  /** The last one. */
  readonly last: string;
}

const { values } = parseArgs({
  options: { port: { type: 'string' }, size: { type: 'string' }, query: { type: 'string' } },
});
const startedAt = performance.now();
const crowd = await gather(Number(values.port), Number(values.size), values.query ?? null);
process.on('message', ({ ask }: { ask?: 'news' | 'count' }) => {
  if (ask === 'news') process.send?.({ count: crowd.count(), delays: crowd.take(), last: crowd.last() });
  if (ask === 'count') process.send?.({ count: crowd.count() });
});
process.on('disconnect', () => process.exit());
process.send?.({ joinMs: performance.now() - startedAt });
