import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis } from '@doctorpy/service-kit/redis';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { freePort } from '@doctorpy/testkit';
import { parse } from 'graphql';

/** A real subgraph in the test's own process, which does what the test wants. */
export async function startLocalSubgraph(typeDefs: string, resolvers: object): Promise<SubgraphServer> {
  // Nothing listens there: function calls need no Redis.
  const redis = createRedis({ url: `redis://127.0.0.1:${await freePort()}`, name: 'test', log: silentLogger() });
  const server = await createSubgraphServer({
    name: 'quest',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
        @link(url: "https://specs.doctorpy.org/access/v1.0", import: ["@access"])
        @composeDirective(name: "@access")
      directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
      ${typeDefs}
    `),
    resolvers,
    ownerOf: {},
    createContext: (request) => request,
    dependencies: {},
    keys: readServiceKeys({ SECRET_KEY: 'c'.repeat(64) }, ['gateway>quest']),
    redis,
    log: silentLogger(),
    listen: { host: '127.0.0.1', port: 0, opsPort: 0 },
  });
  return {
    ...server,
    async close() {
      await server.close();
      redis.disconnect();
    },
  };
}
