import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { DocumentNode } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a subgraph's resolvers get to know. */
export interface SubgraphContext {
  headers: IncomingHttpHeaders;
}

/** Who the gateway says it is calling for. */
export function callerIn(context: unknown): string {
  const isOurs = typeof context === 'object' && context !== null && 'headers' in context;
  const headers = isOurs ? Object(context.headers) : {};
  return String(headers['x-caller'] ?? 'nobody');
}

/** A real subgraph on a free port of this machine. */
export interface Subgraph {
  name: string;
  typeDefs: DocumentNode;
  url: string;
  wsUrl: string;
  /** Every GraphQL request that came over HTTP. */
  requests: { query: string; variables: Record<string, unknown>; headers: IncomingHttpHeaders }[];
  /** Every `connection_init` payload, upgrade headers and `subscribe` payload that came over a socket. */
  inits: unknown[];
  upgrades: IncomingHttpHeaders[];
  subscribes: SubscribePayload[];
  openSockets(): number;
  /** Closes every socket with a code, as a proxy or a confused server would. */
  closeSockets(code: number): void;
  /** Stops reading from every socket, as a process that hangs would. */
  freezeSockets(): void;
  /** Stops listening and cuts every connection, as a killed process would. */
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  start(): Promise<void>;
}

export async function startSubgraph(
  name: string,
  typeDefs: DocumentNode,
  resolvers: GraphQLResolverMap<unknown>,
): Promise<Subgraph> {
  const schema = buildSubgraphSchema({ typeDefs, resolvers });
  const apollo = new ApolloServer<SubgraphContext>({ schema, logger: QUIET });
  await apollo.start();
  const requests: Subgraph['requests'] = [];
  const inits: unknown[] = [];
  const upgrades: IncomingHttpHeaders[] = [];
  const subscribes: SubscribePayload[] = [];
  const sockets = new Set<WebSocket>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await text(request));
    requests.push({ query: body.query, variables: body.variables, headers: request.headers });
    const headers = new HeaderMap();
    for (const [key, value] of Object.entries(request.headers)) headers.set(key, String(value));
    const result = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, body, search: '' },
      context: async () => ({ headers: request.headers }),
    });
    for (const [key, value] of result.headers) response.setHeader(key, value);
    response.statusCode = result.status ?? 200;
    response.end(result.body.kind === 'complete' ? result.body.string : '');
  };

  const listen = async (port: number) => {
    const http = createServer((request, response) => void answer(request, response));
    const wss = new WebSocketServer({ server: http, path: '/graphql' });
    wss.on('connection', (socket, request) => {
      upgrades.push(request.headers);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    useServer(
      {
        schema,
        onConnect: ({ connectionParams }) => void inits.push(connectionParams),
        onSubscribe: (_context, _id, payload) => void subscribes.push(payload),
        context: ({ extra }) => ({ headers: extra.request.headers }),
      },
      wss,
    );
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return http;
  };

  let http = await listen(0);
  const { port } = http.address() as AddressInfo;

  return {
    name,
    typeDefs,
    url: `http://127.0.0.1:${port}/graphql`,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    requests,
    inits,
    upgrades,
    subscribes,
    openSockets: () => sockets.size,
    closeSockets: (code) => {
      for (const socket of sockets) socket.close(code, 'closed by the test');
    },
    freezeSockets: () => {
      for (const socket of sockets) socket.pause();
    },
    async stop() {
      for (const socket of sockets) socket.terminate();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
    },
    async start() {
      http = await listen(port);
    },
  };
}

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
