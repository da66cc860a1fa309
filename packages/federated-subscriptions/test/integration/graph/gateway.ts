import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  createFederatedSubscriptions,
  type FederatedSubscriptions,
  type FederatedSubscriptionsOptions,
  type ResultStream,
} from '@doctorpy/federated-subscriptions';
import { type DocumentNode, type ExecutionResult, parse } from 'graphql';
import type { Subgraph } from './subgraph.js';

/** Who subscribes, as far as these tests care. */
export interface Caller {
  name: string;
}

/** A real gateway over the subgraphs of a test. */
export interface TestGateway {
  server: ApolloServer<Caller>;
  subscriptions: FederatedSubscriptions<Caller>;
  /** Subscribes and expects a stream. */
  open(query: string, options?: { variables?: Record<string, unknown>; caller?: string }): Promise<ResultStream>;
  /** Subscribes and expects to be refused. */
  refusal(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  /** Loads a supergraph composed of these subgraphs instead. */
  reload(subgraphs: { name: string; typeDefs: DocumentNode; url: string }[]): void;
  stop(): Promise<void>;
}

export async function startGateway(
  subgraphs: Subgraph[],
  options: Partial<FederatedSubscriptionsOptions<Caller>> = {},
): Promise<TestGateway> {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const dataSources = new Map<string, GraphQLDataSource>();
  let update: (supergraphSdl: string) => void = () => undefined;
  const gateway = new ApolloGateway({
    logger: QUIET,
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: compose(subgraphs), cleanup: async () => undefined };
    },
    buildService: ({ name, url }) => {
      const source = new CallerDataSource({ ...(url ? { url } : {}) });
      dataSources.set(name, source);
      return source;
    },
  });
  const subscriptions = createFederatedSubscriptions<Caller>({
    gateway,
    dataSources: () => dataSources,
    upstreamUrl: (name) => subgraphs.find((subgraph) => subgraph.name === name)?.wsUrl ?? 'ws://127.0.0.1:9/graphql',
    backoff: { baseMs: 10, maxMs: 50 },
    logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
    ...options,
  });
  const server = new ApolloServer<Caller>({ gateway, logger: QUIET });
  await server.start();

  const subscribe = (query: string, variables: Record<string, unknown> = {}, caller = 'anonymous') =>
    subscriptions.subscribe({ document: parse(query), variables, context: { name: caller } });

  return {
    server,
    subscriptions,
    async open(query, { variables, caller } = {}) {
      const result = await subscribe(query, variables, caller);
      if (!(Symbol.asyncIterator in result)) throw new Error(`Refused: ${JSON.stringify(result)}`);
      return result;
    },
    async refusal(query, variables) {
      const result = await subscribe(query, variables);
      if (Symbol.asyncIterator in result) throw new Error('Not refused');
      return result;
    },
    reload: (changed) => update(compose(changed)),
    async stop() {
      await subscriptions.close();
      await server.stop();
    },
  };
}

/** The next result of a stream, as a client would read it. */
export async function nextOf(stream: ResultStream): Promise<unknown> {
  const step = await stream.next();
  return step.done ? 'DONE' : JSON.parse(JSON.stringify(step.value));
}

class CallerDataSource extends RemoteGraphQLDataSource<Caller> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource['willSendRequest']>>[0]) {
    request.http?.headers.set('x-caller', context.name ?? 'gateway');
  }
}

function compose(subgraphs: { name: string; typeDefs: DocumentNode; url: string }[]): string {
  const { supergraphSdl, errors } = composeServices(subgraphs);
  if (!supergraphSdl) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
