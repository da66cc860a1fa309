import { type Topology, topologies } from '@doctorpy/launcher';

/**
 * The topology that tests of the whole platform run on: `TEST_TOPOLOGY`, by default `services`.
 * @throws Error for one that does not exist
 */
export function testTopology(): Topology {
  const chosen = process.env.TEST_TOPOLOGY || 'services';
  const topology = topologies.find((known) => known === chosen);
  if (!topology) throw new Error(`TEST_TOPOLOGY is ${chosen}, and must be one of: ${topologies.join(', ')}.`);
  return topology;
}
