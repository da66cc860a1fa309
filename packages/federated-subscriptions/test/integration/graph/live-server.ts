import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  attachWebSocketServer,
  createHttpSubscriptions,
  type FederatedSubscriptionsOptions,
  type HttpSubscriptionHandle,
  type HttpSubscriptionLimits,
  type Sharing,
  type WebSocketLimits,
  type WebSocketServerHandle,
} from '@doctorpy/federated-subscriptions';
import { parse, print } from 'graphql';
import { type Caller, startGateway, type TestGateway } from './gateway.js';
import { type Graph, startGraph } from './graph.js';

/** Clients are called by `name`, over WebSocket in `connection_init`, over HTTP in the header `x-name`. */
export interface LiveServer {
  graph: Graph;
  gateway: TestGateway;
  url: string;
  wsUrl: string;
  sockets: WebSocketServerHandle<Caller>;
  streams: HttpSubscriptionHandle<Caller>;
  /** Loads a supergraph in which there is one more field. */
  reload(): void;
  stop(): Promise<void>;
}

/** Everything public is shared; whatever shows who looks at it is not public. */
export function sharingByName(
  document: Parameters<typeof print>[0],
  _name: unknown,
  { name }: Caller,
): Sharing<Caller> {
  if (!print(document).includes('seenBy')) return { scope: 'public', runAs: { name: 'nobody' } };
  return { scope: `caller ${name}` };
}

/** A gateway with every transport: `boardChanged` is LATEST, the rest EVERY. */
export async function startLiveServer({
  expiresInMs,
  socketLimits,
  streamLimits,
  ...options
}: Partial<FederatedSubscriptionsOptions<Caller>> & {
  expiresInMs?: number;
  socketLimits?: WebSocketLimits;
  streamLimits?: HttpSubscriptionLimits;
} = {}): Promise<LiveServer> {
  const graph = await startGraph();
  const gateway = await startGateway([graph.boards, graph.users], {
    delivery: (field) => (field === 'boardChanged' ? 'LATEST' : 'EVERY'),
    sharing: sharingByName,
    callerOf: ({ name }) => name,
    ...options,
  });
  let reloads = 0;
  let fields = '';
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const expiresAt = () => (expiresInMs === undefined ? null : Date.now() + expiresInMs);
  const streams = createHttpSubscriptions<Caller>({
    subscriptions: gateway.subscriptions,
    authenticate: ({ headers }) => {
      if (headers['x-name'] === 'mallory') return { status: 401, error: new Error('who?') };
      return { context: { name: String(headers['x-name'] ?? 'anonymous') }, expiresAt: expiresAt() };
    },
    executeOperation: async ({ query }, contextValue) => {
      const { body } = await gateway.server.executeOperation({ query }, { contextValue });
      return body.kind === 'single' ? body.singleResult : body.initialResult;
    },
    ...(streamLimits && { limits: streamLimits }),
    logger,
  });
  const http = createServer((request, response) => void streams.handle(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const sockets = attachWebSocketServer<Caller>({
    httpServer: http,
    path: '/graphql',
    subscriptions: gateway.subscriptions,
    authenticate: ({ name }) => ({ context: { name: String(name ?? 'anonymous') }, expiresAt: expiresAt() }),
    renew: ({ name }) => (name === undefined ? null : { context: { name: String(name) } }),
    ...(socketLimits && { limits: socketLimits }),
    logger,
  });
  return {
    graph,
    gateway,
    url: `http://127.0.0.1:${port}/graphql`,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    sockets,
    streams,
    reload() {
      fields += ` field${++reloads}: Int`;
      const typeDefs = parse(print(graph.users.typeDefs).replace('level: Int', `level: Int ${fields}`));
      gateway.reload([graph.boards, { ...graph.users, typeDefs }]);
    },
    async stop() {
      await Promise.all([sockets.close(1001, 100), streams.close()]);
      await gateway.stop();
      await graph.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
