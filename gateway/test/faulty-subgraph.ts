import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymous } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { type OperationTypeNode, parse } from 'graphql';
import { Registry } from 'prom-client';
import type { GatewayContext } from '../src/context.js';
import { SignedDataSource, type SignedDataSourceOptions } from '../src/subgraphs/signed-data-source.js';
import { createSubgraphMetrics } from '../src/subgraphs/subgraph-metrics.js';

/** What a faulty subgraph does with one request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

/** An HTTP server that misbehaves as a test says, and the gateway's way to it. */
export interface FaultySubgraph {
  readonly source: SignedDataSource;
  readonly registry: Registry;
  /** Requests that arrived, with their bodies and nonces. */
  readonly received: { body: string; headers: IncomingMessage['headers'] }[];
  behave(behaviour: Behaviour): void;
  /** Asks on behalf of a client; answers like the executor of the gateway would see it. */
  ask(query?: string, context?: Partial<GatewayContext>): ReturnType<SignedDataSource['process']>;
  /** A metric's value for the labels given. */
  metric(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

/** A good answer. */
export const answer: Behaviour = (_request, response) => json(response, { data: { me: { id: '1' } } });

/** Writes JSON with a status. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Never answers. */
export const hang: Behaviour = () => undefined;

/** Breaks the connection. */
export const breakOff: Behaviour = (request) => request.socket.destroy();

/** Starts the server, and a data source with the options given. */
export async function startFaultySubgraph(options: Partial<SignedDataSourceOptions> = {}): Promise<FaultySubgraph> {
  let behaviour = answer;
  const received: FaultySubgraph['received'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ body, headers: request.headers });
      behaviour(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const registry = new Registry();
  const source = new SignedDataSource({
    name: 'quest',
    url: new URL(`http://127.0.0.1:${port}/graphql`),
    keys: readServiceKeys({ SECRET_KEY: randomBytes(32).toString('hex') }, ['gateway>quest']),
    queryTimeoutMs: 20_000,
    mutationTimeoutMs: 20_000,
    concurrency: 8,
    queue: 8,
    metrics: createSubgraphMetrics(registry),
    log: silentLogger(),
    ...options,
  });
  return {
    source,
    registry,
    received,
    behave(next) {
      behaviour = next;
    },
    ask(query = '{ me { id } }', context = {}) {
      const document = parse(query);
      const operation = { operation: query.startsWith('mutation') ? 'mutation' : 'query' } as {
        operation: OperationTypeNode;
      };
      return source.process({
        kind: 'incoming operation',
        request: { query },
        document,
        context: {
          caller: anonymous,
          requestId: 'r-1',
          traceparent: null,
          log: silentLogger(),
          clientLeft: null,
          browserSession: null,
          ...context,
        },
        incomingRequestContext: { operation },
      } as unknown as Parameters<SignedDataSource['process']>[0]);
    },
    async metric(name, labels = {}) {
      const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
      const wanted = Object.entries({ subgraph: 'quest', ...labels });
      const found = values.filter(
        (value) =>
          !('metricName' in value && !String(value.metricName).endsWith('_count') && name.endsWith('_seconds')) &&
          wanted.every(([label, expected]) => Reflect.get(value.labels, label) === expected),
      );
      return found.reduce((sum, { value }) => sum + value, 0);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await source.close();
    },
  };
}
