import { readFile } from 'node:fs/promises';
import type { Closable } from '@doctorpy/service-kit/lifecycle';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { GatewayEnv } from './env.js';
import { readManifest } from './persisted/manifest.js';
import { createGateway, type GatewayDependencies } from './server.js';
import { readSupergraphFile } from './supergraph-file.js';

/** The gateway with a connection of its own, listening; `subgraphs` are those of this process. */
export async function startGateway(
  env: GatewayEnv,
  { log, subgraphs }: { log: Logger; subgraphs?: GatewayDependencies['subgraphs'] },
): Promise<Closable> {
  const supergraph = await readSupergraphFile({
    path: env.GATEWAY_SUPERGRAPH_FILE ?? new URL('../../schema/supergraph.graphql', import.meta.url),
    pollMs: env.GATEWAY_SUPERGRAPH_POLL_MS,
    log,
  });
  const manifest = readManifest(
    await readFile(new URL('../../schema/persisted-operations.json', import.meta.url), 'utf8'),
  );
  const keys = readServiceKeys(env, ['gateway>auth', 'gateway>quest', 'gateway>rag']);
  const redis = createRedis({ url: env.REDIS_URL, name: 'gateway', log });
  await redisReady(redis);
  const server = await createGateway({ env, supergraph, manifest, keys, redis, log, ...(subgraphs && { subgraphs }) });
  await server.listen();
  return {
    async close() {
      await server.close();
      redis.disconnect();
    },
  };
}
