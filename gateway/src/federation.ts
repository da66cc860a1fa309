import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Registry } from 'prom-client';
import type { GatewayContext } from './context.js';
import { createEntityCache, type EntityCache, noEntityCache } from './entity-cache/entity-cache.js';
import type { GatewayEnv } from './env.js';
import { type CompiledExecution, createCompiledExecution } from './execution/compiled-execution.js';
import { countExecutions } from './execution/metrics.js';
import { type SubgraphWatch, watchSubgraphs } from './subgraphs/readiness.js';
import { createSharedReads } from './subgraphs/shared-reads.js';
import { SignedDataSource } from './subgraphs/signed-data-source.js';
import { createSubgraphMetrics } from './subgraphs/subgraph-metrics.js';
import { createLiveSupergraph, type SupergraphFacts } from './supergraph.js';
import type { SupergraphSource } from './supergraph-file.js';

/** The query planner and executor, with the connections to the subgraphs. */
export interface Federation {
  readonly gateway: ApolloGateway;
  /** The same for Apollo Server: what has run before is executed as it was prepared. */
  readonly executing: ReturnType<CompiledExecution['over']>;
  readonly execution: CompiledExecution;
  /** Always of the supergraph in force. */
  readonly supergraph: SupergraphFacts;
  readonly dataSources: ReadonlyMap<string, GraphQLDataSource<GatewayContext>>;
  /** The address of a subgraph: configured, or else as composed. */
  readonly urlOf: (subgraph: string) => URL;
  readonly entityCache: EntityCache;
  /** Something was changed behind this gateway: who reads from now on is not answered from before. */
  readonly somethingChanged: () => void;
  /** Which subgraphs are ready, as far as is known. */
  readonly watch: SubgraphWatch;
  close(): Promise<void>;
}

/**
 * Loads nothing yet: Apollo Server does when it starts. From then on each new supergraph of the source takes the place
 * of the one before, without a request or a socket being lost; one that is not usable is refused, and the one in force stays.
 * @throws Error when the supergraph leaves a field without an access rule
 */
export function createFederation(options: {
  readonly env: GatewayEnv;
  readonly source: SupergraphSource;
  readonly keys: ServiceKeys;
  /** Subgraphs of this process, by name: they are called, and all others are sent requests. */
  readonly colocated: ReadonlyMap<string, LocalSubgraph>;
  /** Keeps answers that anybody may be given, where that is configured. */
  readonly redis: Redis;
  readonly registry: Registry;
  readonly log: Logger;
}): Federation {
  const { env, source, keys, colocated, redis, registry, log } = options;
  // The library opens a telemetry exporter to its vendor unless this is said before it loads the supergraph.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const live = createLiveSupergraph(source.sdl);
  const metrics = createSubgraphMetrics(registry);
  const entityCache = env.GATEWAY_ENTITY_CACHE
    ? createEntityCache({
        redis,
        maxBytes: env.GATEWAY_ENTITY_CACHE_BYTES,
        facts: () => {
          const { accessRules, schema, version } = live.facts;
          return { accessRules, schema: schema(), version: version() };
        },
        registry,
        log,
      })
    : noEntityCache;
  const configured: Readonly<Record<string, string>> = { auth: env.AUTH_URL, quest: env.QUEST_URL, rag: env.RAG_URL };
  const timeouts: Readonly<Record<string, number | undefined>> = {
    auth: env.GATEWAY_AUTH_TIMEOUT_MS,
    quest: env.GATEWAY_QUEST_TIMEOUT_MS,
    rag: env.GATEWAY_RAG_TIMEOUT_MS,
  };
  const urlOf = (subgraph: string) => new URL(configured[subgraph] ?? live.facts.subgraphs.get(subgraph) ?? '');
  const connections = new Map<string, SignedDataSource>();
  /** What is asked in place of them. */
  const dataSources = new Map<string, GraphQLDataSource<GatewayContext>>();
  const addresses = new Map<string, string>();
  const retired = new Set<Promise<void>>();
  const reads = env.GATEWAY_SHARE_READS ? createSharedReads() : null;
  const execution = createCompiledExecution({ takesText: (context) => context.takesText === true, log });
  countExecutions(registry, execution);
  /** What the gateway asks: the data source with what lies around it. */
  const services = new Map<string, GraphQLDataSource<GatewayContext>>();

  /** Its requests under way are finished first. */
  const retire = (name: string) => {
    const closing = connections
      .get(name)
      ?.close()
      .catch((error: unknown) => log.warn({ err: error, subgraph: name }, 'subgraph.close_failed'));
    connections.delete(name);
    dataSources.delete(name);
    addresses.delete(name);
    services.delete(name);
    if (closing) retired.add(closing.finally(() => retired.delete(closing)));
  };

  const reload = (sdl: string, update: (sdl: string) => void) => {
    let restore = () => {};
    try {
      restore = live.replace(sdl);
      for (const name of live.facts.subgraphs.keys()) requireReachable(name, keys, urlOf);
      // A subgraph that is gone keeps its way there: plans under way end with it, and Apollo asks for no other one when
      // the subgraph comes back.
      update(sdl);
      log.info({ subgraphs: [...live.facts.subgraphs.keys()] }, 'supergraph.reloaded');
    } catch (error) {
      restore();
      log.error({ err: error }, 'supergraph.rejected');
    }
  };

  const gateway = new ApolloGateway({
    supergraphSdl: async ({ update }) => {
      const stop = source.follow((sdl) => reload(sdl, update));
      return { supergraphSdl: source.sdl, cleanup: async () => stop() };
    },
    logger: log,
    experimental_didResolveQueryPlan: execution.didResolveQueryPlan,
    buildService: ({ name }) => {
      const url = urlOf(name);
      const known = services.get(name);
      if (known && addresses.get(name) === url.href) return known;
      if (known) retire(name);
      const made = new SignedDataSource({
        name,
        url,
        keys,
        local: colocated.get(name),
        queryTimeoutMs: timeouts[name] ?? env.GATEWAY_SUBGRAPH_TIMEOUT_MS,
        mutationTimeoutMs: env.GATEWAY_MUTATION_TIMEOUT_MS,
        concurrency: env.GATEWAY_SUBGRAPH_CONCURRENCY,
        queue: env.GATEWAY_SUBGRAPH_QUEUE,
        ...(reads && { reads }),
        metrics,
        log,
      });
      const asked = entityCache.around(name, made);
      connections.set(name, made);
      dataSources.set(name, asked);
      addresses.set(name, url.href);
      const service = execution.source(name, asked);
      services.set(name, service);
      return service;
    },
  });
  const watch = watchSubgraphs({ subgraphs: () => live.facts.subgraphs.keys(), urlOf, colocated, metrics, log });
  return {
    gateway,
    executing: execution.over(gateway),
    execution,
    supergraph: live.facts,
    dataSources,
    urlOf,
    entityCache,
    somethingChanged: () => reads?.wrote(),
    watch,
    close: async () => {
      watch.stop();
      await entityCache.stop();
      for (const name of [...connections.keys()]) retire(name);
      await Promise.all(retired);
    },
  };
}

/** @throws Error when a subgraph that is new could never be asked */
function requireReachable(name: string, keys: ServiceKeys, urlOf: (name: string) => URL): void {
  if (!keys.has(`gateway>${name}`)) throw new Error(`There is no key for gateway>${name}: restart with one.`);
  urlOf(name);
}
