import { setTimeout as pause } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FederatedSubscriptions } from '@doctorpy/federated-subscriptions';
import { shareHealth } from '@doctorpy/service-kit/health';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createMetrics } from '@doctorpy/service-kit/metrics';
import { addProbes, createOperationsServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import { keepSessionCookie } from './browser/apollo-plugins.js';
import { createSessionCookies } from './browser/session-cookies.js';
import type { GatewayContext } from './context.js';
import type { GatewayEnv } from './env.js';
import { addOfflineExplorer, OFFLINE_EXPLORER_PATH } from './explorer/offline.js';
import { sandboxLandingPage } from './explorer/sandbox.js';
import { createFederation } from './federation.js';
import type { BegunRequests } from './http/begun-requests.js';
import { createClientAddress } from './http/client-address.js';
import { createFastLane } from './http/fast-lane/fast-lane.js';
import { createKnownOperations } from './http/fast-lane/known-operations.js';
import { createMediaTypes } from './http/media-types.js';
import { createOriginCheck } from './http/origins.js';
import { createRateLimit } from './http/rate-limit.js';
import { createClientLeft } from './http/request-context.js';
import { createRequestIds } from './http/request-ids.js';
import { addGraphQLRoute, createHttpServer } from './http/server.js';
import { createSubscriptionStreams, endRevoked, endUncheckable } from './http/subscription-streams.js';
import { createTokenVerifier } from './identity/access-token.js';
import { type Credentials, createIdentifyAtOnce, identify } from './identity/identify.js';
import { createKeySet } from './identity/key-set.js';
import { sharedSecret } from './identity/verification-keys.js';
import { createAdmission } from './persisted/admission.js';
import { lookUpOnly } from './persisted/apollo-cache.js';
import type { Manifest } from './persisted/manifest.js';
import { createPersistedOperations, type SentOperation } from './persisted/persisted-operations.js';
import { createQueryStore } from './persisted/query-store.js';
import { answerClients, enforceRoles, redirectSubscriptions } from './plugins/apollo-plugins.js';
import { counting, createCountRefusal } from './plugins/count-refusals.js';
import { limitDocument } from './plugins/limits.js';
import { createObserveOperation } from './plugins/observe-operation.js';
import { createRulesOfDocument } from './plugins/operation-access.js';
import { createOperationGuard } from './plugins/operation-guard.js';
import { addReadinessReport, dependenciesOfGateway } from './readiness.js';
import { followRevocations } from './revocation/follow.js';
import { createRevocationList } from './revocation/list.js';
import type { SupergraphSource } from './supergraph-file.js';
import { addLeaderboardPage } from './web/leaderboard-page.js';
import { closeRevoked, closeUncheckable, serveWebSocket } from './websocket/serve.js';
import { createSocketCount } from './websocket/socket-count.js';
import { createSubscriptions } from './websocket/subscriptions.js';

/** What a gateway is made of. */
export interface GatewayDependencies {
  readonly env: GatewayEnv;
  readonly supergraph: SupergraphSource;
  /** Operations that are known by their hash. */
  readonly manifest: Manifest;
  /** Keys for each `gateway>{subgraph}`. */
  readonly keys: ServiceKeys;
  readonly redis: Redis;
  readonly log: Logger;
  /**
   * Subgraphs of this process, by name: called instead of sent requests, and reported on at the operations port. They are
   * listening before the gateway does, and are closed after it. @default none, all are reached over the network
   */
  readonly subgraphs?: ReadonlyMap<string, Pick<SubgraphServer, 'local' | 'metrics'>>;
}

/** A gateway, ready to listen. */
export interface GatewayServer {
  /** @returns the address of the API and the ports chosen */
  listen(): Promise<{ url: string; port: number; opsPort: number }>;
  /** Stops accepting, finishes what is in hand, closes sockets with 1001. Redis is the caller's to close. */
  close(): Promise<void>;
}

/**
 * Builds the gateway: the only public door to the supergraph.
 * @throws Error when the supergraph is not usable or a field has no access rule
 */
export async function createGateway({
  env,
  supergraph: source,
  manifest,
  keys,
  redis,
  log,
  subgraphs = new Map(),
}: GatewayDependencies): Promise<GatewayServer> {
  const metrics = createMetrics('gateway');
  const colocated = new Map([...subgraphs].map(([name, { local }]) => [name, local]));
  const federation = createFederation({ env, source, keys, colocated, redis, registry: metrics.registry, log });
  const { gateway, executing, supergraph, dataSources, entityCache, urlOf, watch } = federation;
  const limits = {
    maxDepth: env.GATEWAY_MAX_DEPTH,
    maxAliases: env.GATEWAY_MAX_ALIASES,
    maxRootFields: env.GATEWAY_MAX_ROOT_FIELDS,
    maxFields: env.GATEWAY_MAX_FIELDS,
    maxDirectives: env.GATEWAY_MAX_DIRECTIVES,
    maxFragmentSpreads: env.GATEWAY_MAX_FRAGMENT_SPREADS,
  };
  const validationRules = [limitDocument(limits)];
  const guard = createOperationGuard({
    schema: () => subscriptions.schema(),
    limits,
    maxTokens: env.GATEWAY_MAX_TOKENS,
    budgets: {
      anonymous: env.GATEWAY_MAX_COST_ANONYMOUS,
      LEARNER: env.GATEWAY_MAX_COST_LEARNER,
      AUTHOR: env.GATEWAY_MAX_COST_AUTHOR,
      ADMIN: env.GATEWAY_MAX_COST_ADMIN,
    },
    introspection: env.GATEWAY_EXPLORER,
  });
  const store = createQueryStore({ redis, log, maxDocuments: env.GATEWAY_MAX_PERSISTED_DOCUMENTS });
  const persisted = createPersistedOperations({ mode: env.PERSISTED_OPERATIONS, manifest, store, guard });
  const admit = createAdmission(guard, persisted);
  const subscriptions: FederatedSubscriptions<GatewayContext> = createSubscriptions({
    gateway,
    dataSources,
    urlOf,
    keys,
    colocated,
    supergraph,
    validationRules,
    maxPerUser: env.GATEWAY_MAX_SUBSCRIPTIONS_PER_USER,
    maxDifferentPerUser: env.GATEWAY_MAX_DIFFERENT_SUBSCRIPTIONS_PER_USER,
    maxInAll: env.GATEWAY_MAX_SUBSCRIPTIONS,
    guard,
    beforeEvent: federation.somethingChanged,
    log,
  });
  const tokenKeys = env.JWT_SECRET
    ? sharedSecret(env.JWT_SECRET)
    : createKeySet({ url: new URL(env.JWKS_URL ?? new URL('/.well-known/jwks.json', urlOf('auth'))), log });
  const verify = createTokenVerifier(tokenKeys);
  const settled = () => follower.settled();
  const identifyClient = async (credentials: Credentials) => {
    const identity = await identify(verify, credentials);
    await settled();
    return identity;
  };
  const revocations = createRevocationList();
  const perAddress = env.GATEWAY_RATE_LIMIT_PER_MINUTE;
  const rateLimit = createRateLimit(redis, {
    perAddress,
    perUser: env.GATEWAY_RATE_LIMIT_PER_USER_PER_MINUTE ?? perAddress,
  });
  const isOriginAllowed = createOriginCheck(env);
  const sessionCookies = createSessionCookies({ secure: isServedSecurely(env), isOriginAllowed });

  const rulesOf = createRulesOfDocument(supergraph.accessRules);
  const knownOperations = createKnownOperations(rulesOf);
  const observe = createObserveOperation(metrics);
  const mediaTypes = createMediaTypes();
  const nextRequestId = createRequestIds();
  const clientLeft = createClientLeft();
  const begun: BegunRequests = new WeakMap();
  const countRefusal = createCountRefusal(metrics);
  const usualBodyBytes = Math.min(env.GATEWAY_MAX_BODY_BYTES_LEARNER, env.GATEWAY_MAX_BODY_BYTES);
  const lane = createFastLane({
    known: knownOperations,
    begun,
    address: createClientAddress(env.TRUSTED_PROXIES),
    mediaTypes,
    rateLimit,
    sessionCookies,
    identifyAtOnce: createIdentifyAtOnce(verify),
    clientLeft,
    revocations,
    persisted,
    guard,
    isOriginAllowed,
    observe,
    nextRequestId,
    maxBodyBytes: usualBodyBytes,
    registry: metrics.registry,
    log,
  });
  const app = await createHttpServer({
    isOriginAllowed,
    trustedProxies: env.TRUSTED_PROXIES,
    maxBodyBytes: env.GATEWAY_MAX_BODY_BYTES,
    nextRequestId,
    take: lane.take,
    begun,
    countRefusal,
    log,
  });
  const apollo = new ApolloServer<GatewayContext>({
    gateway: knownOperations.over(executing),
    introspection: env.GATEWAY_EXPLORER,
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: env.PERSISTED_OPERATIONS === 'off' ? false : { cache: lookUpOnly(persisted) },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules,
    parseOptions: { maxTokens: env.GATEWAY_MAX_TOKENS },
    logger: log,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginUsageReportingDisabled(),
      // They wait for fields to be resolved, which a gateway does not do, and make every request pay for it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      env.GATEWAY_EXPLORER
        ? sandboxLandingPage(app, { offlineExplorerPath: OFFLINE_EXPLORER_PATH })
        : ApolloServerPluginLandingPageDisabled(),
      redirectSubscriptions(),
      enforceRoles(rulesOf),
      keepSessionCookie(sessionCookies),
      answerClients(metrics, observe),
    ],
  });
  await apollo.start();
  const connections = createSocketCount(env.GATEWAY_MAX_SOCKETS_PER_ADDRESS);
  const streams = createSubscriptionStreams({
    apollo,
    subscriptions,
    revocations,
    sockets: connections,
    maxTokens: env.GATEWAY_MAX_TOKENS,
    maxStreams: env.GATEWAY_MAX_STREAMS ?? env.GATEWAY_MAX_SOCKETS,
    log,
  });
  addGraphQLRoute(app, {
    streams,
    apollo,
    identify: ({ headers, ip }) =>
      identifyClient({
        authorization: headers.authorization ?? null,
        acceptLanguage: headers['accept-language'] ?? null,
        userAgent: headers['user-agent'] ?? null,
        ip,
      }),
    revocations,
    admit,
    hasLandingPage: env.GATEWAY_EXPLORER,
    bodyAllowance: { usual: usualBodyBytes },
    rateLimit,
    sessionCookies,
    mediaTypes,
    begun,
    clientLeft,
    log,
  });
  if (env.GATEWAY_EXPLORER) await addOfflineExplorer(app);
  await addLeaderboardPage(app, { log });

  const { known, asked } = dependenciesOfGateway({ redis, revocations, supergraph, urlOf, colocated, watch });
  let accepting = false;
  addProbes(app, known, () => accepting);
  const health = shareHealth(known);
  app.get('/health', async (_request, reply) => {
    const { status } = await health();
    return reply.code(status === 'down' ? 503 : 200).send({ status });
  });
  app.get('/', async (_request, reply) => reply.redirect('/graphql'));
  const parts = [...subgraphs].map(([name, part]) => [name, { ...part, health: part.local.health }] as const);
  const operations = createOperationsServer({ dependencies: asked, metrics, parts: Object.fromEntries(parts) });
  addReadinessReport(operations, known, () => accepting);
  const sockets = serveWebSocket({
    httpServer: app.server,
    apollo,
    subscriptions,
    identify: identifyClient,
    settled,
    revocations,
    isOriginAllowed,
    admit: counting(countRefusal, admit),
    resolve: counting(countRefusal, async (operation: SentOperation) => {
      const query = await persisted.resolve(operation);
      // What cannot be read is told in the caller's language; what can be is kept for the guard.
      guard.parse(query);
      return query;
    }),
    rateLimit: {
      ...rateLimit,
      take: counting(countRefusal, rateLimit.take),
      takeUser: counting(countRefusal, rateLimit.takeUser),
    },
    trustedProxies: env.TRUSTED_PROXIES,
    maxFrameBytes: env.GATEWAY_MAX_FRAME_BYTES,
    sockets: connections,
    // Twice as many, so that clients who introduce themselves are told why they may not stay.
    handshakes: createSocketCount(2 * env.GATEWAY_MAX_SOCKETS_PER_ADDRESS),
    maxSockets: env.GATEWAY_MAX_SOCKETS,
    maxTokens: env.GATEWAY_MAX_TOKENS,
    log,
  });

  const follower = followRevocations({
    list: revocations,
    redis,
    onChange: () => logClosed(closeRevoked(sockets, revocations) + endRevoked(streams, revocations)),
    onLost: () => logClosed(closeUncheckable(sockets) + endUncheckable(streams)),
    log,
  });
  const logClosed = (count: number) => {
    if (count > 0) log.info({ connections: count }, 'websocket.revoked');
  };

  return {
    async listen() {
      entityCache.start();
      await Promise.all([follower.start(), watch.start()]);
      await operations.listen({ host: env.OPS_HOST, port: env.OPS_PORT });
      await app.listen({ host: env.HOST, port: env.GATEWAY_PORT });
      accepting = true;
      const [port, opsPort] = [app, operations].map((server) => {
        const address = server.addresses()[0];
        return typeof address === 'object' ? address.port : 0;
      }) as [number, number];
      log.info({ host: env.HOST, port, opsPort }, 'service.listening');
      return { url: `http://localhost:${port}/graphql`, port, opsPort };
    },
    async close() {
      accepting = false;
      const laneIsEmpty = lane.close();
      await follower.stop();
      await Promise.all([sockets.close(), streams.close()]);
      await subscriptions.close();
      // A request that never ends must not use up the time to stop in.
      const impatience = new AbortController();
      const isTooLate = pause(DRAIN_MS, undefined, { signal: impatience.signal }).then(
        () => app.server.closeAllConnections(),
        () => undefined,
      );
      // What the fast lane hands over is new to the framework, which refuses what is new once it stops.
      await Promise.race([laneIsEmpty, isTooLate]);
      await apollo.stop().finally(() => impatience.abort());
      await app.close();
      await operations.close();
      await tokenKeys.close();
      await federation.close();
    },
  };
}

/** How long requests under way may take once the gateway stops; its process ends after 10 s whatever happens. */
const DRAIN_MS = 4_000;

/** Over HTTPS, as far as the configuration says; in production always. */
function isServedSecurely({ NODE_ENV, PUBLIC_URL }: GatewayEnv): boolean {
  return NODE_ENV === 'production' || PUBLIC_URL?.startsWith('https:') === true;
}
