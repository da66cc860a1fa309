import { ApolloGateway } from '@apollo/gateway';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { GatewayEnv } from './env.js';
import { SignedDataSource } from './subgraphs/signed-data-source.js';
import { readSupergraph, type SupergraphFacts } from './supergraph.js';

/** The query planner and executor, with the connections to the subgraphs. */
export interface Federation {
  readonly gateway: ApolloGateway;
  readonly supergraph: SupergraphFacts;
  readonly dataSources: ReadonlyMap<string, SignedDataSource>;
  /** The address of a subgraph: configured, or else as composed. */
  readonly urlOf: (subgraph: string) => URL;
  close(): Promise<void>;
}

/**
 * Loads nothing yet: Apollo Server does when it starts.
 * @throws Error when the supergraph leaves a field without an access rule
 */
export function createFederation(options: {
  readonly env: GatewayEnv;
  readonly supergraphSdl: string;
  readonly keys: ServiceKeys;
  readonly log: Logger;
}): Federation {
  const { env, supergraphSdl, keys, log } = options;
  // The library opens a telemetry exporter to its vendor unless this is said before it loads the supergraph.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const supergraph = readSupergraph(supergraphSdl);
  const configured: Readonly<Record<string, string>> = { auth: env.AUTH_URL, quest: env.QUEST_URL, rag: env.RAG_URL };
  const urlOf = (subgraph: string) => new URL(configured[subgraph] ?? supergraph.subgraphs.get(subgraph) ?? '');
  const dataSources = new Map<string, SignedDataSource>();
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: log,
    buildService: ({ name }) => {
      const source = new SignedDataSource({ name, url: urlOf(name), keys, timeoutMs: env.GATEWAY_SUBGRAPH_TIMEOUT_MS });
      dataSources.set(name, source);
      return source;
    },
  });
  return {
    gateway,
    supergraph,
    dataSources,
    urlOf,
    close: async () => {
      await Promise.all([...dataSources.values()].map((source) => source.close()));
    },
  };
}
