import { Counter, type Registry } from 'prom-client';

/** What the entity cache counts, by subgraph. */
export interface EntityCacheMetrics {
  /** Things looked for: `hit`, `miss`, or `error` where Redis did not answer. */
  readonly lookups: Counter<'subgraph' | 'outcome'>;
  /** Things that were not kept because they had changed meanwhile, or Redis did not answer. */
  readonly unkept: Counter<'subgraph' | 'reason'>;
  /** Changes heard of: by `event`, by `mutation`, or `gap` for all that was missed. */
  readonly forgotten: Counter<'cause'>;
}

/** Registers them; once for each registry. */
export function createEntityCacheMetrics(registry: Registry): EntityCacheMetrics {
  const registers = [registry];
  return {
    lookups: new Counter({
      name: 'gateway_entity_cache_lookups_total',
      help: 'Entities and root selections looked for in the entity cache, by outcome',
      labelNames: ['subgraph', 'outcome'],
      registers,
    }),
    unkept: new Counter({
      name: 'gateway_entity_cache_unkept_total',
      help: 'Answers that could have been kept and were not: changed meanwhile, or Redis did not answer',
      labelNames: ['subgraph', 'reason'],
      registers,
    }),
    forgotten: new Counter({
      name: 'gateway_entity_cache_forgotten_total',
      help: 'Times something was forgotten, by how the gateway heard of the change',
      labelNames: ['cause'],
      registers,
    }),
  };
}
