import type { RequestContext } from '@doctorpy/service-kit/context';
import { parseEnv } from '@doctorpy/service-kit/env';
import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createSubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { parse } from 'graphql';
import { z } from 'zod';

/**
 * A subgraph with the stack of all others and one field that gives what Redis holds under a key, as a query and as a
 * mutation: what reading a cached text costs when nothing else is done.
 */
const env = parseEnv(z.object({ REDIS_URL: z.string(), SECRET_KEY: z.string(), PORT: z.coerce.number() }));
const log = createLogger({ service: 'bare', level: 'error' });

const field = '{ kept(key: String!): String @access(rule: "SIGNED_IN") }';
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
    @link(url: "https://doctorpy.org/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(rule: String!) on FIELD_DEFINITION | OBJECT
  type Query ${field}
  type Mutation ${field}
`);

await runService(log, async () => {
  const redis = createRedis({ url: env.REDIS_URL, name: 'bare', log });
  await redisReady(redis);
  const kept = (_parent: unknown, { key }: { key: string }) => redis.get(key);
  const server = await createSubgraphServer<RequestContext>({
    name: 'rag',
    typeDefs,
    resolvers: { Query: { kept }, Mutation: { kept } },
    ownerOf: {},
    createContext: (request) => request,
    dependencies: {},
    keys: readServiceKeys({ SECRET_KEY: env.SECRET_KEY }, ['gateway>rag']),
    redis,
    log,
    listen: { host: '127.0.0.1', port: env.PORT, opsPort: 0 },
  });
  await server.listen();
  console.log('listening');
  return {
    server,
    async close() {
      await server.close();
      redis.disconnect();
    },
  };
});
