import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { startFaultySubgraph } from '../faulty-subgraph.js';

const MEGABYTES = 1024 * 1024;

it('what a gateway remembers of the texts that clients send is bounded by their length', async () => {
  const { ask, received, stop } = await startFaultySubgraph();
  const before = heapUsed();
  for (let index = 0; index < 400; index += 1) {
    await ask(`query N${index}${'x'.repeat(100_000)} { me { id } }`);
    received.length = 0;
  }
  const grown = heapUsed() - before;
  await stop();
  expect(grown).toBeLessThan(30 * MEGABYTES);
}, 60_000);

/** After what nobody holds has gone. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}
