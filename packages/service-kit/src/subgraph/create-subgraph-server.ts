import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import { type FastifyInstance, fastify } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { enforceAccess, type Owners } from '../access/index.js';
import { tellCacheControl, watchCaller, withWatchedCaller } from '../cache-control/index.js';
import type { RequestContext } from '../context/index.js';
import { type Dependency, reportHealth, shareHealth } from '../health/index.js';
import { createMetrics, type Metrics } from '../metrics/index.js';
import { createReplayGuard, type ServiceKeys, trustHeaders, type VerifiedRequest } from '../trust/index.js';
import { type InternalCall, serveInternalCall } from './internal-calls.js';
import { createLocalSubgraph, type LocalSubgraph } from './local-subgraph.js';
import { addProbes, createOperationsServer } from './operations-server.js';
import { acceptEarly, type Nonce, observeOperations, presentErrors, refuseReplays, withNonce } from './plugins.js';
import { requireSignature } from './signed-http.js';
import { serveSignedWebSocket } from './signed-websocket.js';

/** What a subgraph does around operations: a plugin of Apollo Server. */
export type SubgraphPlugin<TContext extends RequestContext> = ApolloServerPlugin<TContext>;

/** What makes a subgraph: its schema, whose its objects are, and what a request's context holds. */
export interface SubgraphOptions<TContext extends RequestContext> {
  readonly name: 'auth' | 'quest' | 'rag';
  readonly typeDefs: DocumentNode;
  readonly resolvers: object;
  readonly ownerOf: Owners;
  readonly createContext: (request: RequestContext) => TContext;
  /** Asked by `/readyz` and `/health`. */
  readonly dependencies: Readonly<Record<string, Dependency>>;
  /** Keys for `gateway>{name}`, and for the pairs of the internal calls. */
  readonly keys: ServiceKeys;
  /** Remembers the nonces of mutations. */
  readonly redis: Redis;
  readonly log: Logger;
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly opsHost?: string;
    readonly opsPort: number;
  };
  readonly metrics?: Metrics;
  /** What this subgraph does around operations, besides what all do. */
  readonly plugins?: readonly SubgraphPlugin<TContext>[];
  /** Adds routes that answer without a signature, beside the probes: only what is public by nature. */
  readonly openRoutes?: (app: FastifyInstance) => void;
  /** What other subgraphs may ask of this one outside the supergraph, by pair (`rag>quest`) and path. */
  readonly internalCalls?: readonly InternalCall[];
}

/** Where a subgraph is to be reached, besides what its configuration says. */
export interface ListenOptions {
  /** Whether it has an operations port of its own. @default true */
  readonly operationsPort?: boolean;
}

/** What starting a subgraph takes besides its configuration. */
export interface StartOptions extends ListenOptions {
  readonly log: Logger;
  /** @default a registry of its own, with those of its process */
  readonly metrics?: Metrics;
}

/** A subgraph that listens, on connections of its own. */
export interface StartedSubgraph {
  readonly server: SubgraphServer;
  /** Closes the server, then its connections. */
  close(): Promise<void>;
}

/** A subgraph, ready to listen. */
export interface SubgraphServer {
  readonly schema: GraphQLSchema;
  readonly metrics: Metrics;
  /** The same subgraph without HTTP in between, for a gateway in this process. */
  readonly local: LocalSubgraph;
  /**
   * @param where `operationsPort: false` for a process that answers operators elsewhere
   * @returns the addresses it listens on (ports chosen by the system where 0 was asked for; 0 for a port there is not)
   */
  listen(where?: ListenOptions): Promise<{ url: string; port: number; opsPort: number }>;
  /** Stops accepting, finishes what is in hand, ends subscriptions. Dependencies are the caller's to close, afterwards. */
  close(): Promise<void>;
}

/**
 * Builds a subgraph server: signed requests only, `@access` enforced on every field, errors in the caller's language,
 * subscriptions on the same path, probes, health and metrics.
 * @throws Error when a field is undeclared, or the schema and resolvers do not fit
 */
export async function createSubgraphServer<TContext extends RequestContext>(
  options: SubgraphOptions<TContext>,
): Promise<SubgraphServer> {
  const { name, keys, redis, log, listen, dependencies, metrics = createMetrics(name) } = options;
  const pair = `gateway>${name}` as const;
  const schema = buildSubgraphSchema({
    typeDefs: options.typeDefs,
    // The generated resolver map is stricter than the library's own type for it.
    resolvers: options.resolvers as GraphQLResolverMap<unknown>,
  });
  enforceAccess(schema, options.ownerOf);

  const contextOf = (verified: Known, traceparent: string | null): TContext => {
    const { requestId, nonce } = verified;
    const watched = watchCaller(verified.caller);
    const request = { caller: watched.caller, requestId, traceparent, log: log.child({ requestId }) };
    return withWatchedCaller(withNonce(options.createContext(request), nonce), watched);
  };

  const app = fastify({ logger: false, trustProxy: false, forceCloseConnections: 'idle', bodyLimit: 2 * 1024 * 1024 });
  const operations = createOperationsServer({ dependencies, metrics });
  const guard = createReplayGuard(redis, name);
  let accepting = false;
  addProbes(app, dependencies, () => accepting);
  options.openRoutes?.(app);

  const apollo = new ApolloServer<TContext>({
    schema,
    // Every request is signed by the gateway, which checks for CSRF itself.
    csrfPrevention: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      // It would look at every field of every answer; ours looks at each document once.
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(app),
      // First, so that metrics count what the client is told.
      presentErrors(),
      observeOperations(metrics),
      refuseReplays(guard),
      tellCacheControl(schema),
      ...(options.plugins ?? []),
    ],
  });
  await apollo.start();

  await app.register(async (guarded) => {
    requireSignature(guarded, keys, pair);
    guarded.post(
      '/graphql',
      fastifyApolloHandler(apollo, {
        context: async (request, reply) => {
          const { verified, body } = request;
          if (!verified) throw new Error('A request reached the handler unverified.');
          const nonce = acceptEarly(guard, verified.nonce, body);
          void reply.header(trustHeaders.requestId, verified.requestId);
          const { traceparent } = request.headers;
          return contextOf({ ...verified, nonce }, typeof traceparent === 'string' ? traceparent : null);
        },
      }),
    );
  });
  for (const call of options.internalCalls ?? []) await serveInternalCall(app, { call, keys, guard, log });
  const websocket = serveSignedWebSocket({ server: app.server, schema, keys, pair, contextOf, log });
  const known = shareHealth(dependencies);
  const local = createLocalSubgraph({
    apollo,
    schema,
    contextOf,
    isReady: async () => accepting && (await known()).status !== 'down',
    health: () => reportHealth(dependencies),
  });

  return {
    schema,
    metrics,
    local,
    async listen({ operationsPort = true } = {}) {
      if (operationsPort) await operations.listen({ host: listen.opsHost ?? '127.0.0.1', port: listen.opsPort });
      await app.listen({ host: listen.host, port: listen.port });
      accepting = true;
      const port = portOf(app);
      const opsPort = portOf(operations);
      log.info({ host: listen.host, port, opsPort }, 'service.listening');
      return { url: `http://${listen.host}:${port}/graphql`, port, opsPort };
    },
    async close() {
      accepting = false;
      await Promise.all([websocket.close(), local.close()]);
      await apollo.stop();
      await app.close();
      await operations.close();
    },
  };
}

/** What is known of whoever asks, whichever way the request came. */
type Known = Omit<VerifiedRequest, 'nonce'> & { readonly nonce: Nonce };

function portOf(app: Pick<FastifyInstance, 'addresses'>): number {
  const address = app.addresses()[0];
  return typeof address === 'object' ? address.port : 0;
}
