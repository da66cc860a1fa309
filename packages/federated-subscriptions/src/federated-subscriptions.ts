import { GraphQLError } from 'graphql';
import { createEveryStreams } from './delivery/every-streams.js';
import type { Delivery } from './delivery/mailbox.js';
import { createErrorFormatter, StreamError, subscriptionError } from './errors.js';
import { createEventExecutor } from './execution.js';
import { type FeedTarget, startFeed } from './feed.js';
import { consoleLogger } from './logger.js';
import type {
  FederatedSubscriptions,
  FederatedSubscriptionsOptions,
  OpenedSubscription,
  SubscribeRequest,
} from './options.js';
import { createPlanner, type Planner, type SubscriptionPlan } from './planning/planner.js';
import { buildSchemaVersion } from './planning/schema-version.js';
import { createTurnstile } from './planning/turnstile.js';
import { resolveVariables, type Variables } from './planning/variables.js';
import { createQuota } from './quota.js';
import { latestStream } from './sharing/latest-stream.js';
import { shareKey } from './sharing/share-key.js';
import { createShares } from './sharing/shares.js';
import { announced } from './upstream/announced.js';
import { createUpstream, type Upstream } from './upstream/upstream.js';

/** Makes the subscriptions of a gateway. Call it before the gateway loads; close it after the gateway's sockets. */
export function createFederatedSubscriptions<Context extends object>(
  options: FederatedSubscriptionsOptions<Context>,
): FederatedSubscriptions<Context> {
  const log = options.logger ?? consoleLogger;
  const format = createErrorFormatter(options.formatError, log, options.messages);
  const execute = createEventExecutor<Context>({
    dataSources: options.dataSources,
    timeoutMs: options.executionTimeoutMs ?? 30_000,
    format,
    log,
  });
  const upstreams = new Map<string, Upstream>();
  const quota = createQuota(options.limits);
  const turn = createTurnstile();
  let planner: Planner | null = null;
  let isClosed = false;

  const unfollow = options.gateway.onSchemaLoadOrUpdate((schemaContext) => {
    const version = buildSchemaVersion(schemaContext, options.queryPlannerConfig);
    const following = createPlanner(version, options.validationRules ?? []);
    planner = following;
    everyStreams.replan(following);
    shares.replan(following);
  });

  const upstreamOf = (subgraph: string): Upstream => {
    const known = upstreams.get(subgraph);
    if (known) return known;
    const silent = options.upstreamOf?.(subgraph) ?? socketTo(subgraph);
    const upstream = options.beforeEvent ? announced(silent, options.beforeEvent) : silent;
    upstreams.set(subgraph, upstream);
    return upstream;
  };

  const socketTo = (subgraph: string): Upstream =>
    createUpstream({
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

  const feed = (
    plan: SubscriptionPlan,
    variables: Variables,
    request: SubscribeRequest<Context>,
    delivery: Delivery,
    target: FeedTarget,
    context: () => Context,
  ) =>
    startFeed({
      plan,
      variables,
      providedVariables: request.variables ?? {},
      target,
      afterGap: options.afterGap?.(plan.fieldName) ?? (delivery === 'LATEST' ? 'RESUME' : 'RESYNC'),
      upstreamOf,
      extensionsFor: async (subgraph, payload) => options.subscribeExtensions?.(subgraph, payload, context()),
      format: (errors) => format(errors, undefined, context()),
    });

  const admit = async (plan: SubscriptionPlan, variables: Variables, context: Context): Promise<void> =>
    options.beforeSubscribe?.(plan.document, plan.operationName, variables, context);

  const everyStreams = createEveryStreams<Context>({
    startFeed: (plan, variables, request, target, context) => feed(plan, variables, request, 'EVERY', target, context),
    admit,
    execute,
    capacity: { items: options.maxQueued ?? 4_096, size: options.maxQueuedBytes ?? 1024 * 1024 },
    log,
  });
  const shares = createShares<Context>({
    startFeed: (plan, variables, request, target, context) => feed(plan, variables, request, 'LATEST', target, context),
    admit,
    execute,
    planner: () => planner,
    sharing: (plan, context) => options.sharing?.(plan.document, plan.operationName, context) ?? null,
    refusal: (error, context) => new StreamError(format([error], undefined, context)),
    backoff: options.backoff ?? {},
    log,
  });

  /** Whoever waits counts as if it was open: what could not be served is not planned, and others do not wait for it. */
  const turnOf = async (unplanned: string, context: Context): Promise<void> => {
    const release = quota.take(options.callerOf?.(context) ?? null, `unplanned ${unplanned}`);
    if (!release) throw subscriptionError('RATE_LIMITED');
    await turn();
    release();
  };

  const open = async (request: SubscribeRequest<Context>): Promise<OpenedSubscription> => {
    const { context } = request;
    const refused = (errors: readonly unknown[]): OpenedSubscription => ({
      kind: 'REFUSED',
      result: { errors: format(errors, undefined, context) },
    });
    try {
      if (isClosed || !planner) throw subscriptionError('SERVICE_UNAVAILABLE');
      const unplanned = planner.unplanned(request.document, request.operationName);
      if (unplanned !== null) {
        await turnOf(unplanned, context);
        // Its socket may have gone while others were planned, and with it the reason.
        if (request.signal?.aborted) throw subscriptionError('OPERATION_NOT_ALLOWED');
        if (isClosed) throw subscriptionError('SERVICE_UNAVAILABLE');
      }
      const { plan, errors } = planner.plan(request.document, request.operationName);
      if (!plan) return refused(errors);
      const resolved = resolveVariables(plan.version.schema, plan.operation, request.variables ?? {});
      if (resolved.errors) return refused(resolved.errors);
      await admit(plan, resolved.variables, context);
      // The hook takes time: the world may have moved on meanwhile.
      if (isClosed) throw subscriptionError('SERVICE_UNAVAILABLE');
      if (request.signal?.aborted) throw subscriptionError('OPERATION_NOT_ALLOWED');
      if (planner?.version !== plan.version) return open(request);
      const take = (key?: string) => quota.take(options.callerOf?.(context) ?? null, key);
      if (options.delivery?.(plan.fieldName) !== 'LATEST') {
        const release = take();
        if (!release) throw subscriptionError('RATE_LIMITED');
        return { kind: 'EVERY', stream: everyStreams.start(plan, resolved.variables, request, release) };
      }
      return {
        kind: 'LATEST',
        attach(sink) {
          // An aborted signal does not say so again.
          if (request.signal?.aborted) {
            sink.end(null);
            return () => undefined;
          }
          const sharing = options.sharing?.(plan.document, plan.operationName, context);
          const release = take(sharing ? shareKey(plan, resolved.variables, sharing.scope) : undefined);
          if (release) return shares.seat(plan, resolved.variables, request, sink, release);
          sink.end(new StreamError(format([subscriptionError('RATE_LIMITED')], undefined, context)));
          return () => undefined;
        },
      };
    } catch (error) {
      if (!(error instanceof GraphQLError)) log.error({ err: error }, 'subscription.start_failed');
      return refused([error]);
    }
  };

  return {
    open,
    async subscribe(request) {
      const opened = await open(request);
      if (opened.kind === 'REFUSED') return opened.result;
      if (opened.kind === 'EVERY') return opened.stream;
      const results = latestStream(opened.attach);
      request.signal?.addEventListener('abort', () => void results.return?.(), { once: true });
      return results;
    },
    schema: () => planner?.version.schema ?? null,
    active: () => everyStreams.size() + shares.size(),
    shared: () => shares.shares(),
    formatErrors: (errors, otherwise, context) => format(errors, otherwise, context).map(({ formatted }) => formatted),
    async close() {
      isClosed = true;
      unfollow();
      everyStreams.fail('SERVICE_UNAVAILABLE');
      shares.fail('SERVICE_UNAVAILABLE');
      for (const upstream of upstreams.values()) upstream.close();
    },
  };
}
