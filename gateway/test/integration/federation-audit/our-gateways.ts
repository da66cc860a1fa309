import { readFile } from 'node:fs/promises';
import { createLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter } from '@doctorpy/service-kit/revocation';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { readEnv } from '../../../src/env.js';
import { createGateway } from '../../../src/server.js';
import { readSupergraph } from '../../../src/supergraph.js';

/**
 * A process with our gateway over each of the supergraphs named on the command line, with limits that nobody reaches. Writes
 * `listening [address, …]`. In one process, since starting one costs most of what the audit does.
 */
const log = createLogger({ service: 'gateway', level: 'fatal' });
const unlimited = ['DEPTH', 'ALIASES', 'ROOT_FIELDS', 'FIELDS', 'TOKENS', 'DIRECTIVES', 'COST_ANONYMOUS'];
const env = readEnv({
  ...process.env,
  NODE_ENV: 'test',
  GATEWAY_PORT: '0',
  OPS_PORT: '0',
  GATEWAY_RATE_LIMIT_PER_MINUTE: '1000000',
  GATEWAY_SUBGRAPH_TIMEOUT_MS: '60000',
  GATEWAY_EXPLORER: 'true',
  ...Object.fromEntries(unlimited.map((name) => [`GATEWAY_MAX_${name}`, '1000000'])),
});
const redis = createRedis({ url: env.REDIS_URL, name: 'audit', log });
await redisReady(redis);
// As auth does: without a list of ended sessions the gateway refuses to change anything.
await createRevocationWriter(redis, 3600).rebuild([]);

const gateways = await Promise.all(
  process.argv.slice(2).map(async (path) => {
    const sdl = await readFile(path, 'utf8');
    const pairs = [...readSupergraph(sdl).subgraphs.keys()].map((name) => `gateway>${name}` as const);
    const supergraph = { sdl, follow: () => () => undefined };
    return createGateway({ env, supergraph, manifest: new Map(), keys: readServiceKeys(env, pairs), redis, log });
  }),
);
const ports = await Promise.all(gateways.map((gateway) => gateway.listen().then(({ port }) => port)));
process.once('SIGTERM', () => {
  void Promise.all(gateways.map((gateway) => gateway.close())).finally(() => process.exit());
});
console.log(`listening ${JSON.stringify(ports.map((port) => `http://127.0.0.1:${port}/graphql`))}`);
