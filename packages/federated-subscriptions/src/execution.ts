import { executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { type ErrorFormatter, subscriptionError } from './errors.js';
import type { SubscriptionLogger } from './logger.js';
import { EVENT_SOURCE, type SubscriptionPlan } from './planning/planner.js';
import type { Variables } from './planning/variables.js';

/** One event on its way to a client. */
export interface PlannedEvent {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  /** What the subgraph sent: data of its own part of the selection, perhaps errors. */
  readonly event: FormattedExecutionResult;
}

/** Completes an event with the rest of its selection. Never rejects: what fails is in the result's errors. */
export type EventExecutor<Context extends object> = (item: PlannedEvent, context: Context) => Promise<ExecutionResult>;

/** Makes the executor: the gateway's own, over the gateway's own data sources, with the caller's context. */
export function createEventExecutor<Context extends object>(deps: {
  dataSources: () => ReadonlyMap<string, GraphQLDataSource>;
  timeoutMs: number;
  format: ErrorFormatter<Context>;
  log: SubscriptionLogger;
}): EventExecutor<Context> {
  const { dataSources, timeoutMs, format, log } = deps;
  const noise = (message: unknown): void => log.debug({ message: String(message) }, 'subscription.execution');
  const logger = { debug: noise, info: noise, warn: noise, error: noise };

  const execute = (item: PlannedEvent, context: Context) => {
    const { plan, variables, event } = item;
    const requestContext = {
      request: { variables: { ...variables }, ...(plan.operationName ? { operationName: plan.operationName } : {}) },
      context,
      logger,
      schema: plan.version.schema,
      document: plan.document,
      operation: plan.operation,
      operationName: plan.operationName ?? null,
      source: '',
      queryHash: '',
      metrics: {},
      cache: NO_CACHE,
      overallCachePolicy: undefined,
    };
    return executeQueryPlan(
      plan.perEvent,
      serviceMap(dataSources(), event),
      // The gateway brands its schema hash with a type it does not export; nothing on this path reads it.
      requestContext as unknown as Parameters<typeof executeQueryPlan>[2],
      plan.operationContext,
      plan.version.supergraphSchema,
      plan.version.federatedSchema,
    );
  };

  return async (item, context) => {
    try {
      const result = await within(timeoutMs, execute(item, context));
      if (!result.errors) return result;
      for (const error of result.errors)
        log.debug({ err: error, field: item.plan.fieldName }, 'subscription.event_error');
      return { ...result, errors: format(result.errors, 'SUBGRAPH_UNAVAILABLE', context) };
    } catch (error) {
      log.error({ err: error, field: item.plan.fieldName }, 'subscription.event_failed');
      return { data: null, errors: format([error], undefined, context) };
    }
  };
}

function serviceMap(sources: ReadonlyMap<string, GraphQLDataSource>, event: FormattedExecutionResult): ServiceMap {
  const { data, errors } = event;
  const eventSource: GraphQLDataSource = {
    process: () => Promise.resolve({ ...(isObject(data) ? { data } : {}), ...(errors ? { errors } : {}) }),
  };
  // Without a prototype, so that no subgraph's name can meet a property of Object.
  return Object.assign(Object.create(null), Object.fromEntries(sources), { [EVENT_SOURCE]: eventSource });
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(subscriptionError('TIMEOUT')), timeoutMs);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** Data sources may ask for a cache; an event is never answered from one. */
const NO_CACHE = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(false),
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
