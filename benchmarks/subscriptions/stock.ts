import { on, setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import {
  ApolloGateway,
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
  RemoteGraphQLDataSource,
  type ServiceMap,
} from '@apollo/gateway';
import { type FetchNode, type PlanNode, QueryPlanner } from '@apollo/query-planner';
import { ApolloServer } from '@apollo/server';
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { compose } from './compose.js';
import { answerUsage } from './usage.js';

// What one can have without this package: Apollo's planner, executor and data sources as they are, and graphql-ws's own
// server. One subscription upstream serves all clients, which favours it; each client's event is completed and serialised
// on its own. Argument: {"urls": …}.

/** One operation, planned once for all who send it. */
interface Planned {
  readonly primary: FetchNode;
  /** The rest of the selection; the event itself is its first fetch. */
  readonly perEvent: PlanNode;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
}

const EVENT = 'event';
const NO_PINGS_MS = 600_000;
const { urls } = JSON.parse(process.argv[2] ?? '') as { urls: Record<string, string> };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
const dataSources = new Map<string, GraphQLDataSource>();
const gateway = new ApolloGateway({
  supergraphSdl: compose(urls),
  logger: quiet,
  buildService: ({ name, url = '' }) => {
    const source = new RemoteGraphQLDataSource({ url });
    dataSources.set(name, source);
    return source;
  },
});
let schema: GraphQLSchema;
let supergraphSchema: GraphQLSchema;
let federatedSchema: Schema;
let planner: QueryPlanner;
gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
  const supergraph = Supergraph.build(coreSupergraphSdl);
  schema = apiSchema;
  supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  federatedSchema = supergraph.apiSchema();
  planner = new QueryPlanner(supergraph);
});
await new ApolloServer({ gateway, logger: quiet }).start();

const plans = new Map<string, Planned>();
const feeds = new Map<string, EventTarget>();
const http = createServer();
const server = new WebSocketServer({ server: http, path: '/graphql', perMessageDeflate: false });
// Pings would be taken for deliveries.
useServer({ schema: () => schema, subscribe: results }, server, NO_PINGS_MS);
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
answerUsage();
process.send?.({ port: (http.address() as AddressInfo).port });

async function* results({ document, variableValues }: ExecutionArgs): AsyncGenerator<ExecutionResult> {
  const planned = planOf(document);
  for await (const [{ detail }] of on(feedOf(planned), 'event')) {
    yield await complete(planned, document, detail as ExecutionResult, variableValues ?? {});
  }
}

function planOf(document: DocumentNode): Planned {
  const key = document.loc?.source.body ?? '';
  const known = plans.get(key);
  if (known) return known;
  const { node } = planner.buildQueryPlan(operationFromDocument(federatedSchema, document, {}));
  if (node?.kind !== 'Subscription') throw new Error('Not a subscription');
  const { primary, rest } = node;
  const event: FetchNode = { ...primary, serviceName: EVENT };
  const planned: Planned = {
    primary,
    perEvent: rest ? { kind: 'Sequence', nodes: [event, rest] } : event,
    operationContext: buildOperationContext({ schema, operationDocument: document }),
  };
  plans.set(key, planned);
  return planned;
}

/** The events of an operation, of which one subscription upstream tells all clients. */
function feedOf({ primary }: Planned): EventTarget {
  const known = feeds.get(primary.operation);
  if (known) return known;
  const feed = new EventTarget();
  setMaxListeners(0, feed);
  feeds.set(primary.operation, feed);
  const url = (urls[primary.serviceName] ?? '').replace('http', 'ws');
  createClient({ url, webSocketImpl: WebSocket }).subscribe(
    { query: primary.operation },
    {
      next: (event) => void feed.dispatchEvent(new CustomEvent('event', { detail: event })),
      error: (error) => console.error(error),
      complete: () => undefined,
    },
  );
  return feed;
}

function complete(
  { perEvent, operationContext }: Planned,
  document: DocumentNode,
  { data }: ExecutionResult,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> {
  const eventSource = { process: () => Promise.resolve({ data: data ?? null }) };
  const services: ServiceMap = { ...Object.fromEntries(dataSources), [EVENT]: eventSource };
  const request = { request: { variables }, context: {}, logger: quiet, schema, document, metrics: {} };
  return executeQueryPlan(
    { kind: 'QueryPlan', node: perEvent },
    services,
    request as unknown as Parameters<typeof executeQueryPlan>[2],
    operationContext,
    supergraphSchema,
    federatedSchema,
  );
}
