import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  attachWebSocketServer,
  type WebSocketLimits,
  type WebSocketServerHandle,
} from '@doctorpy/federated-subscriptions';
import { GraphQLError } from 'graphql';
import type { ClientOptions } from 'ws';
import { type Caller, startGateway, type TestGateway } from './gateway.js';
import { type Graph, startGraph } from './graph.js';
import { connectRaw, type RawClient } from './raw-client.js';

/** A gateway's WebSocket server, with all that a test holds up or changes of it. */
export interface SocketServer {
  readonly graph: Graph;
  readonly gateway: TestGateway;
  readonly http: Server;
  readonly origin: string;
  sockets: WebSocketServerHandle<Caller>;
  /** Awaited before a socket is authenticated, a subscription is admitted, new credentials are looked at. */
  authenticating: Promise<void>;
  starting: Promise<void>;
  renewing: Promise<void>;
  /** When credentials expire from now on. */
  expiresAt: number | null;
  /** For whom subscriptions were admitted. */
  readonly admitted: string[];
  /** Queries and mutations that came over sockets. */
  readonly ran: string[];
  /** Serves anew, with other limits. */
  serve(limits: WebSocketLimits): WebSocketServerHandle<Caller>;
  connect(options?: ClientOptions & { protocols?: string[] }): Promise<RawClient>;
  stop(): Promise<void>;
}

/** The message that starts an operation. */
export const subscribe = (id: string, query = 'subscription { tick }') => ({
  id,
  type: 'subscribe',
  payload: { query },
});

/** Starts one. Callers are what they say in `name`: mallory is refused, banned may not subscribe, bug is one. */
export async function startSocketServer(): Promise<SocketServer> {
  const graph = await startGraph();
  const admitted: string[] = [];
  const ran: string[] = [];
  const gateway = await startGateway([graph.boards, graph.users], {
    upstreamIdleMs: 1,
    beforeSubscribe: async (_document, _name, _variables, { name }) => {
      admitted.push(name);
      if (name === 'banned') throw new GraphQLError('No', { extensions: { code: 'FORBIDDEN' } });
      await server.starting;
    },
  });
  const http = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const serve = (limits: WebSocketLimits): WebSocketServerHandle<Caller> =>
    attachWebSocketServer<Caller>({
      httpServer: http,
      path: '/graphql',
      subscriptions: gateway.subscriptions,
      isOriginAllowed: (from) => from === undefined || from === 'https://learn.example',
      limits: {
        maxPayloadBytes: 2_000,
        maxSubscriptionsPerSocket: 2,
        maxSockets: 3,
        maxTokens: 100,
        pingIntervalMs: 60_000,
        ...limits,
      },
      logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
      async authenticate({ name }) {
        await server.authenticating;
        if (name === 'mallory') return { closeCode: 4401, reason: 'Unauthenticated' };
        if (name === 'bug') throw new Error('secret of the authenticator');
        return { context: { name: String(name ?? 'anonymous') }, expiresAt: server.expiresAt };
      },
      async renew({ name, expiresAt: until, ...rest }, context) {
        await server.renewing;
        if (name === undefined) return null;
        if (name === 'bug') throw new Error('secret of the authenticator');
        if (name === 'revoked') return { closeCode: 4403, reason: 'Session revoked' };
        if (name === 'mallory') return { pongPayload: { refused: true, still: context.name } };
        return {
          context: { name: String(name) },
          expiresAt: Number(until ?? 0) || null,
          ackPayload: { name, ...rest },
        };
      },
      async executeOperation({ query, variables, operationName }, contextValue) {
        ran.push(query);
        const { body } = await gateway.server.executeOperation(
          { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) },
          { contextValue },
        );
        return body.kind === 'single' ? body.singleResult : body.initialResult;
      },
    });

  const server: SocketServer = {
    graph,
    gateway,
    http,
    origin,
    sockets: serve({}),
    authenticating: Promise.resolve(),
    starting: Promise.resolve(),
    renewing: Promise.resolve(),
    expiresAt: null,
    admitted,
    ran,
    serve,
    connect: (options = {}) => connectRaw(`${origin}/graphql`, options),
    async stop() {
      await server.sockets.close(1001, 100);
      await gateway.stop();
      await graph.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
