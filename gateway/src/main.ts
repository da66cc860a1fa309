import { readFile } from 'node:fs/promises';
import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { readEnv } from './env.js';
import { readManifest } from './persisted/manifest.js';
import { createGateway } from './server.js';
import { readSupergraphFile } from './supergraph-file.js';

const log = createLogger({ service: 'gateway', level: process.env.LOG_LEVEL });

await runService(log, async () => {
  const env = readEnv();
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
  const server = await createGateway({ env, supergraph, manifest, keys, redis, log });
  await server.listen();
  return {
    async close() {
      await server.close();
      redis.disconnect();
    },
  };
});
