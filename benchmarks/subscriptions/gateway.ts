import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { attachWebSocketServer, createFederatedSubscriptions } from '@doctorpy/federated-subscriptions';
import { Pool } from 'undici';
import { compose } from './compose.js';
import { answerUsage } from './usage.js';

// The measured gateway, in a process of its own. Argument: {"urls": …, "shared": …}; not shared is one execution for each client.

const { urls, shared } = JSON.parse(process.argv[2] ?? '') as { urls: Record<string, string>; shared: boolean };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
const supergraphSdl = compose(urls);
const dataSources = new Map<string, GraphQLDataSource>();
const gateway = new ApolloGateway({
  supergraphSdl,
  logger: quiet,
  buildService: ({ name, url = '' }) => {
    const source = dataSource(url);
    dataSources.set(name, source);
    return source;
  },
});
const subscriptions = createFederatedSubscriptions<object>({
  gateway,
  dataSources: () => dataSources,
  upstreamUrl: (name) => (urls[name] ?? '').replace('http', 'ws'),
  delivery: () => 'LATEST',
  sharing: () => (shared ? { scope: 'public', runAs: {} } : null),
  logger: quiet,
});
await new ApolloServer({ gateway, logger: quiet }).start();
const http = createServer();
attachWebSocketServer({
  httpServer: http,
  path: '/graphql',
  subscriptions,
  authenticate: () => ({ context: {} }),
  limits: { pingIntervalMs: 600_000 },
  logger: quiet,
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
answerUsage();
process.send?.({ port: (http.address() as AddressInfo).port });

/** A connection pool, as the product's gateway has one; the stock data source costs more for each event. */
function dataSource(url: string): GraphQLDataSource {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 8 });
  return {
    async process({ request: { query, variables } }) {
      const { body } = await pool.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await body.json()) as Awaited<ReturnType<GraphQLDataSource['process']>>;
    },
  };
}
