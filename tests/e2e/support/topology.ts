import { type Topology, topologies } from '@doctorpy/launcher';
import { testTopology } from '@doctorpy/testkit';
import { describe, it } from '@jest/globals';

/** What blocks of tests begin with. */
export interface Blocks {
  readonly describe: typeof describe.skip;
  readonly it: typeof it.skip;
}

/**
 * `describe` and `it` for what can only be tried where every service is a process of its own. Elsewhere they skip, and the
 * run says why. Use it for nothing that another topology could be asked in another way.
 */
export const whereServicesAreApart = (reason: string): Blocks => only('services', reason);

/** The same for what is only there where gateway and subgraphs share a process. */
export const whereServicesShareAProcess = (reason: string): Blocks => only('single', reason);

function only(topology: Topology, reason: string): Blocks {
  const present = testTopology();
  if (present === topology) return { describe, it };
  console.info(`skipped on ${present}, one of ${topologies.join(' and ')}: ${reason}`);
  return { describe: describe.skip, it: it.skip };
}
