import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Registry } from 'prom-client';
import type { GatewayContext } from '../context.js';
import type { SubgraphSource } from '../subgraphs/signed-data-source.js';
import { createCurrency } from './currency.js';
import { createEntityCacheMetrics } from './metrics.js';
import { createEntityStore } from './store.js';
import { type EntityCacheDeps, withEntityCache } from './with-entity-cache.js';

/** What gateways keep of subgraphs' answers. */
export interface EntityCache {
  /** A data source that asks the subgraph only for what is not kept. */
  around(subgraph: string, source: SubgraphSource): GraphQLDataSource<GatewayContext>;
  start(): void;
  stop(): Promise<void>;
}

/** What it needs. */
export interface EntityCacheOptions {
  readonly redis: Redis;
  readonly maxBytes: number;
  readonly facts: EntityCacheDeps['facts'];
  readonly registry: Registry;
  readonly log: Logger;
}

/** A cache in Redis, shared by all gateways. It is used from the moment it hears of changes. */
export function createEntityCache({ redis, maxBytes, facts, registry, log }: EntityCacheOptions): EntityCache {
  const metrics = createEntityCacheMetrics(registry);
  const store = createEntityStore({ redis, maxBytes });
  const currency = createCurrency({ redis, store, metrics, log });
  return {
    around: (subgraph, source) => withEntityCache(source, { subgraph, facts, store, currency, metrics, log }),
    start: currency.start,
    stop: currency.stop,
  };
}

/** None: every answer is asked for. */
export const noEntityCache: EntityCache = {
  around: (_subgraph, source) => source,
  start: () => undefined,
  stop: async () => undefined,
};
