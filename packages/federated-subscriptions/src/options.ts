import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlannerConfig } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema, ValidationRule } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Delivery } from './delivery/mailbox.js';
import type { ErrorMessages, FormatError, SubscriptionErrorCode } from './errors.js';
import type { AfterGap } from './feed.js';
import type { SubscriptionLogger } from './logger.js';
import type { SubscriptionLimits } from './quota.js';
import type { LatestSink } from './sharing/seat.js';
import type { BackoffOptions } from './upstream/backoff.js';
import type { Upstream } from './upstream/upstream.js';

/** Everything the package needs to know about the gateway it serves, its subgraphs and the house rules. */
export interface FederatedSubscriptionsOptions<Context extends object> {
  /** The gateway, before `load()` (before `ApolloServer.start()`): its supergraph is followed from the first on. */
  gateway: Pick<ApolloGateway, 'onSchemaLoadOrUpdate'>;
  /** The gateway's own data sources by subgraph, as collected in its `buildService`; asked for at every event. */
  dataSources: () => ReadonlyMap<string, GraphQLDataSource>;
  /** Where a subgraph takes graphql-transport-ws connections; asked for at every connect. */
  upstreamUrl: (subgraph: string) => string | URL;
  /** The `connection_init` payload for a subgraph; asked for at every connect. */
  upstreamConnectionParams?: (subgraph: string) => object | undefined | Promise<object | undefined>;
  /** Headers of the upgrade request to a subgraph; asked for at every connect. */
  upstreamHeaders?: (subgraph: string) => Record<string, string>;
  /**
   * `extensions` of one upstream `subscribe`, for instance a signed caller; asked for at every send, also after a
   * reconnect. What it throws ends the client's subscription with that error.
   */
  subscribeExtensions?: (
    subgraph: string,
    payload: SubscribePayload,
    context: Context,
  ) => object | undefined | Promise<object | undefined>;
  /** How a subscription field is delivered. @default every field is `EVERY` */
  delivery?: (fieldName: string) => Delivery;
  /**
   * What follows when events of a field may have been missed because its subgraph was out of reach, or moved by a new
   * supergraph. @default `RESUME` for `LATEST` fields, `RESYNC` (end with `RESYNC_REQUIRED`) for `EVERY` fields
   */
  afterGap?: (fieldName: string) => AfterGap;
  /**
   * Which subscribers of a `LATEST` field get the same. Those of equal operation, variables and `scope` share one upstream
   * subscription, one completion and one serialisation of each state. Asked after `beforeSubscribe`, and again whenever
   * a subscriber's context is renewed or the supergraph changes. @default nobody shares
   */
  sharing?: (document: DocumentNode, operationName: string | undefined, context: Context) => Sharing<Context> | null;
  /** Who a caller is, for `limits.perCaller`; null counts only towards the total. @default nobody is known */
  callerOf?: (context: Context) => string | null;
  /** How many subscriptions may be open; one more ends with `RATE_LIMITED`. */
  limits?: SubscriptionLimits;
  /** How many events of an `EVERY` field wait for a slow reader before it is told to resync. @default 4096 */
  maxQueued?: number;
  /** How long they may be together, in bytes. @default 1048576 */
  maxQueuedBytes?: number;
  /** How long completing one event may take before the client gets a `TIMEOUT` error instead. @default 30000 */
  executionTimeoutMs?: number;
  /** Waits between attempts to reach a subgraph. */
  backoff?: BackoffOptions;
  /** How long a subgraph's handshake and its acknowledgement may each take. @default 10000 */
  connectTimeoutMs?: number;
  /** How often subgraphs are pinged; one that misses a whole interval is reconnected. @default 12000 */
  upstreamPingIntervalMs?: number;
  /** How long an upstream socket outlives its last subscription. @default 5000 */
  upstreamIdleMs?: number;
  /**
   * The largest frame subgraphs take, in bytes. A larger one would cost every subscriber the shared socket: its operation
   * alone is refused (`PAYLOAD_TOO_LARGE`). @default 262144
   */
  upstreamMaxPayloadBytes?: number;
  /**
   * The way to a subgraph that is not asked over a socket: one in this very process, say. Asked for before the first
   * subscription there; for null, and by default, it is a socket to `upstreamUrl`.
   */
  upstreamOf?: (subgraph: string) => Upstream | null;
  /**
   * Called for each event of a subgraph before anything is done about it, and where some may have been missed. What was
   * read before may be out of date: answers that are kept or shared should not be given to whoever asks from now on.
   */
  beforeEvent?: () => void;
  /** Must be what the gateway was given as `queryPlannerConfig`, if anything. */
  queryPlannerConfig?: QueryPlannerConfig;
  /** Limits and bans: Apollo Server's `validationRules` and plugins do not see subscriptions. */
  validationRules?: readonly ValidationRule[];
  /** The last word before anything is opened, after validation: throw a `GraphQLError` to refuse. */
  beforeSubscribe?: (
    document: DocumentNode,
    operationName: string | undefined,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
  ) => void | Promise<void>;
  /** Rewrites errors for clients; may be the very function Apollo Server uses. */
  formatError?: FormatError<Context>;
  /** The words for this package's own errors, for instance in the language of whoever asked. @default English */
  messages?: ErrorMessages<Context>;
  /** @default warnings and errors to the console */
  logger?: SubscriptionLogger;
}

/** With whom a subscriber shares. */
export interface Sharing<Context extends object> {
  /**
   * Everything the result depends on besides operation, variables and supergraph: for what is the same for everybody the
   * language alone; for what is a caller's own the session, its rights and the generation of its token as well.
   */
  scope: string;
  /**
   * What completions run as: somebody without any privileges, for what is public. @default one of the subscribers, which
   * are equal then
   */
  runAs?: Context;
}

/** One client's wish to subscribe. */
export interface SubscribeRequest<Context extends object> {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** Handed to data sources and hooks as it is. */
  context: Context;
  /**
   * The context in force, asked for at every event and every send upstream. Before the first event under another one
   * `beforeSubscribe` is asked again; what it throws ends the stream. @default `context` for ever
   */
  currentContext?: (() => Context) | undefined;
  /**
   * Calls back whenever `currentContext` has another answer from now on; answers what ends that. A transport that can say
   * so spares a LATEST subscription the question before each state. @default it is asked
   */
  onRenewal?: ((renewed: () => void) => () => void) | undefined;
  /** Ends the stream when aborted. */
  signal?: AbortSignal | undefined;
}

/** Subscriptions of one gateway. */
export interface FederatedSubscriptions<Context extends object> {
  /**
   * Starts a subscription: a stream of results, or one result with errors when it is refused. Never rejects. The stream
   * ends by throwing a {@link GraphQLError} when the subgraph refuses or a resync is needed. This is the shape
   * graphql-ws's `useServer({ subscribe })` takes.
   */
  subscribe(request: SubscribeRequest<Context>): Promise<ResultStream | ExecutionResult>;
  /** The same for transports, which push the states of LATEST fields and pull the events of EVERY fields. */
  open(request: SubscribeRequest<Context>): Promise<OpenedSubscription>;
  /** The API schema in force; null before the gateway has loaded. */
  schema(): GraphQLSchema | null;
  /** How many subscriptions are open now. */
  active(): number;
  /** How many streams of states there are for those of LATEST fields. */
  shared(): number;
  /** Errors as clients may see them, through the same formatter as results. */
  formatErrors(
    errors: readonly unknown[],
    otherwise?: SubscriptionErrorCode,
    context?: Context | null,
  ): GraphQLFormattedError[];
  /** Ends all streams with `SERVICE_UNAVAILABLE` and closes all upstream sockets. */
  close(): Promise<void>;
}

/** What became of a request to subscribe. */
export type OpenedSubscription =
  | { readonly kind: 'REFUSED'; readonly result: ExecutionResult }
  /** Each event, completed when it is asked for. */
  | { readonly kind: 'EVERY'; readonly stream: ResultStream }
  /** `attach` starts it, once, and answers how to leave. The sink is not called after that. */
  | { readonly kind: 'LATEST'; readonly attach: (sink: LatestSink) => () => void };

/** Results of one subscription. `return()` settles at once, even while `next()` is pending. */
export type ResultStream = AsyncIterableIterator<ExecutionResult, undefined, undefined>;
