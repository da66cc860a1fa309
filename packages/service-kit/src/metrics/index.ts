import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export { exposeMetrics } from './expose.js';

/** What a service measures about itself, in a registry of its own. */
export interface Metrics {
  readonly registry: Registry;
  /** Duration of GraphQL operations in seconds, by operation type and outcome (ok, or the first error's code). */
  readonly operations: Histogram<'operation' | 'outcome'>;
  /** Errors answered to clients, by code of the registry. */
  readonly errors: Counter<'code'>;
}

/** Buckets from a millisecond to ten seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A fresh registry with Node's default metrics and the ones every GraphQL service has. */
export function createMetrics(service: string): Metrics {
  const metrics = createPartMetrics(service);
  collectDefaultMetrics({ register: metrics.registry });
  return metrics;
}

/** The same without Node's, for a service that shares its process with others: what it takes is nobody's alone. */
export function createPartMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  return {
    registry,
    operations: new Histogram({
      name: 'graphql_operation_duration_seconds',
      help: 'Time to answer a GraphQL operation',
      labelNames: ['operation', 'outcome'],
      buckets: BUCKETS,
      registers: [registry],
    }),
    errors: new Counter({
      name: 'graphql_errors_total',
      help: 'Errors answered, by code',
      labelNames: ['code'],
      registers: [registry],
    }),
  };
}
