import { type ExecutionResult, GraphQLError } from 'graphql';
import { createMailbox, type Delivery } from './delivery/mailbox.js';
import { createResultIterator } from './delivery/result-iterator.js';
import { createErrorFormatter, subscriptionError } from './errors.js';
import { createEventExecutor, type PlannedEvent } from './execution.js';
import { type Feed, startFeed } from './feed.js';
import { consoleLogger } from './logger.js';
import type {
  FederatedSubscriptions,
  FederatedSubscriptionsOptions,
  ResultStream,
  SubscribeRequest,
} from './options.js';
import { createPlanner, type Planner, type SubscriptionPlan } from './planning/planner.js';
import { buildSchemaVersion } from './planning/schema-version.js';
import { resolveVariables, type Variables } from './planning/variables.js';
import { createUpstream, type Upstream } from './upstream/upstream.js';

/** Makes the subscriptions of a gateway. Call it before the gateway loads; close it after the gateway's sockets. */
export function createFederatedSubscriptions<Context extends object>(
  options: FederatedSubscriptionsOptions<Context>,
): FederatedSubscriptions<Context> {
  const log = options.logger ?? consoleLogger;
  const format = createErrorFormatter(options.formatError, log);
  const execute = createEventExecutor<Context>({
    dataSources: options.dataSources,
    timeoutMs: options.executionTimeoutMs ?? 30_000,
    format,
    log,
  });
  const upstreams = new Map<string, Upstream>();
  const feeds = new Set<Feed>();
  let planner: Planner | null = null;
  let isClosed = false;

  const unfollow = options.gateway.onSchemaLoadOrUpdate((schemaContext) => {
    const version = buildSchemaVersion(schemaContext, options.queryPlannerConfig);
    const following = createPlanner(version, options.validationRules ?? []);
    planner = following;
    for (const feed of [...feeds]) {
      try {
        feed.replan(following);
      } catch (error) {
        log.error({ err: error }, 'subscription.replan_failed');
        feed.fail('RESYNC_REQUIRED');
      }
    }
  });

  const upstreamOf = (subgraph: string): Upstream => {
    const known = upstreams.get(subgraph);
    if (known) return known;
    const upstream = createUpstream({
      subgraph,
      url: () => options.upstreamUrl(subgraph),
      headers: () => options.upstreamHeaders?.(subgraph) ?? {},
      connectionParams: async () => options.upstreamConnectionParams?.(subgraph),
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      pingIntervalMs: options.upstreamPingIntervalMs ?? 12_000,
      idleMs: options.upstreamIdleMs ?? 5_000,
      maxPayloadBytes: options.upstreamMaxPayloadBytes ?? 256 * 1024,
      backoff: options.backoff ?? {},
      log,
    });
    upstreams.set(subgraph, upstream);
    return upstream;
  };

  const stream = (plan: SubscriptionPlan, variables: Variables, request: SubscribeRequest<Context>): ResultStream => {
    const { signal, currentContext = () => request.context } = request;
    let admitted = request.context;
    const delivery: Delivery = options.delivery?.(plan.fieldName) ?? 'EVERY';
    const mailbox = createMailbox<PlannedEvent>(delivery, options.maxQueued ?? 256);
    const feed = startFeed({
      plan,
      variables,
      providedVariables: request.variables ?? {},
      mailbox,
      afterGap: options.afterGap?.(plan.fieldName) ?? (delivery === 'LATEST' ? 'RESUME' : 'RESYNC'),
      upstreamOf,
      extensionsFor: async (subgraph, payload) => options.subscribeExtensions?.(subgraph, payload, currentContext()),
      format,
    });
    feeds.add(feed);
    const complete = async (item: PlannedEvent): Promise<ExecutionResult> => {
      const context = currentContext();
      if (context !== admitted) {
        await options.beforeSubscribe?.(item.plan.document, item.plan.operationName, item.variables, context);
        admitted = context;
      }
      return execute(item, context);
    };
    const abort = (): void => void results.return?.();
    const results = createResultIterator(mailbox, complete, () => {
      feeds.delete(feed);
      feed.stop();
      signal?.removeEventListener('abort', abort);
    });
    signal?.addEventListener('abort', abort, { once: true });
    return results;
  };

  const start = async (request: SubscribeRequest<Context>): Promise<ResultStream | ExecutionResult> => {
    if (isClosed || !planner) throw subscriptionError('SERVICE_UNAVAILABLE');
    const { plan, errors } = planner.plan(request.document, request.operationName);
    if (!plan) return { errors: format(errors) };
    const resolved = resolveVariables(plan.version.schema, plan.operation, request.variables ?? {});
    if (resolved.errors) return { errors: format(resolved.errors) };
    await options.beforeSubscribe?.(plan.document, plan.operationName, resolved.variables, request.context);
    // The hook takes time: the world may have moved on meanwhile.
    if (isClosed) throw subscriptionError('SERVICE_UNAVAILABLE');
    if (request.signal?.aborted) throw subscriptionError('OPERATION_NOT_ALLOWED');
    if (planner?.version !== plan.version) return start(request);
    return stream(plan, resolved.variables, request);
  };

  return {
    async subscribe(request) {
      try {
        return await start(request);
      } catch (error) {
        if (!(error instanceof GraphQLError)) log.error({ err: error }, 'subscription.start_failed');
        return { errors: format([error]) };
      }
    },
    schema: () => planner?.version.schema ?? null,
    active: () => feeds.size,
    formatErrors: (errors, otherwise) => format(errors, otherwise).map(({ formatted }) => formatted),
    async close() {
      isClosed = true;
      unfollow();
      for (const feed of [...feeds]) feed.fail('SERVICE_UNAVAILABLE');
      for (const upstream of upstreams.values()) upstream.close();
    },
  };
}
