import { ConfigurationError, commonEnv, dataEnv, list, parseEnv, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';
import { DEFAULT_LIMITS } from './plugins/limits.js';

/** The gateway's configuration. */
export type GatewayEnv = z.infer<typeof schema> & { readonly GATEWAY_EXPLORER: boolean };

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): GatewayEnv {
  const env = parseEnv(schema, source);
  if (env.NODE_ENV === 'production' && env.JWT_SECRET && new Set(env.JWT_SECRET).size < 10) {
    throw new ConfigurationError('JWT_SECRET is too easy to guess: make one with `openssl rand -hex 32`.');
  }
  return { ...env, GATEWAY_EXPLORER: env.GATEWAY_EXPLORER ?? env.NODE_ENV !== 'production' };
}

const positiveOrNone = z.coerce.number().int().positive().optional();
const positive = (byDefault: number) => z.coerce.number().int().positive().default(byDefault);

const schema = z.object({
  ...commonEnv,
  ...trustEnv,
  GATEWAY_PORT: port(4000),
  OPS_PORT: port(4090),
  REDIS_URL: dataEnv.REDIS_URL,
  AUTH_URL: z.url().default('http://127.0.0.1:8001/graphql'),
  RAG_URL: z.url().default('http://127.0.0.1:8002/graphql'),
  QUEST_URL: z.url().default('http://127.0.0.1:8004/graphql'),
  /** Verifies access tokens that auth signs with the same secret. Without it, auth's public keys verify them. */
  JWT_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters long: make one with `openssl rand -hex 32`')
    .optional(),
  /** Where auth publishes its keys, when that is not beside AUTH_URL. */
  JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where browsers reach the gateway; WebSocket and CORS always allow it. */
  PUBLIC_URL: z.url().optional(),
  /** Further origins a browser may call from. */
  CORS_ORIGINS: list,
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: list,
  /** Requests a minute one address may make. */
  GATEWAY_RATE_LIMIT_PER_MINUTE: positive(600),
  /** The same for one signed-in user, wherever they are; by default as many. */
  GATEWAY_RATE_LIMIT_PER_USER_PER_MINUTE: z.coerce.number().int().positive().optional(),
  GATEWAY_MAX_DEPTH: positive(12),
  GATEWAY_MAX_ALIASES: positive(30),
  GATEWAY_MAX_ROOT_FIELDS: positive(20),
  GATEWAY_MAX_TOKENS: positive(2000),
  /** Counted with fragments put in. */
  GATEWAY_MAX_FIELDS: positive(DEFAULT_LIMITS.maxFields),
  GATEWAY_MAX_DIRECTIVES: positive(DEFAULT_LIMITS.maxDirectives),
  GATEWAY_MAX_FRAGMENT_SPREADS: positive(DEFAULT_LIMITS.maxFragmentSpreads),
  /** Objects one operation may be estimated to load, by who asks. */
  GATEWAY_MAX_COST_ANONYMOUS: positive(5_000),
  GATEWAY_MAX_COST_LEARNER: positive(10_000),
  GATEWAY_MAX_COST_AUTHOR: positive(50_000),
  GATEWAY_MAX_COST_ADMIN: positive(50_000),
  /** Whether clients may send hashes of documents, or only operations of the manifest. */
  PERSISTED_OPERATIONS: z.enum(['off', 'apq', 'safelist']).default('apq'),
  /** Documents that clients may teach the gateways. */
  GATEWAY_MAX_PERSISTED_DOCUMENTS: positive(2_000),
  /** Of authors, who send documents and drafts. */
  GATEWAY_MAX_BODY_BYTES: positive(1_200_000),
  /** Of everybody else. */
  GATEWAY_MAX_BODY_BYTES_LEARNER: positive(64 * 1024),
  GATEWAY_MAX_FRAME_BYTES: positive(64 * 1024),
  /** WebSockets and streams one address (IPv6: /64 network) may have open at a gateway; a school shares one. */
  GATEWAY_MAX_SOCKETS_PER_ADDRESS: positive(500),
  // Live at one gateway.
  /** Subscriptions one user may have open; anonymous callers are counted by network, and a school shares one. */
  GATEWAY_MAX_SUBSCRIPTIONS_PER_USER: positive(500),
  GATEWAY_MAX_DIFFERENT_SUBSCRIPTIONS_PER_USER: positive(100),
  GATEWAY_MAX_SUBSCRIPTIONS: positive(50_000),
  GATEWAY_MAX_SOCKETS: positive(20_000),
  /** Streams over plain HTTP; by default as many as WebSockets. */
  GATEWAY_MAX_STREAMS: positiveOrNone,
  /** Longest a subgraph may take to answer a query, in milliseconds. */
  GATEWAY_SUBGRAPH_TIMEOUT_MS: positive(5_000),
  /** The same for one subgraph alone. */
  GATEWAY_AUTH_TIMEOUT_MS: positiveOrNone,
  GATEWAY_QUEST_TIMEOUT_MS: positiveOrNone,
  GATEWAY_RAG_TIMEOUT_MS: positiveOrNone,
  /** Longest a subgraph may take for a mutation, in milliseconds; `ask` waits for a model. */
  GATEWAY_MUTATION_TIMEOUT_MS: positive(30_000),
  /** Requests to one subgraph that may be under way at once, and that may wait for their turn. */
  GATEWAY_SUBGRAPH_CONCURRENCY: positive(64),
  GATEWAY_SUBGRAPH_QUEUE: positive(256),
  /** Whether equal reads of one caller that are under way at the same time share a request to a subgraph. */
  GATEWAY_SHARE_READS: z.stringbool().default(true),
  /** Whether answers of subgraphs that anybody may be given are kept in Redis, and how much of them in all. */
  GATEWAY_ENTITY_CACHE: z.stringbool().default(false),
  GATEWAY_ENTITY_CACHE_BYTES: positive(64 * 1024 * 1024),
  /** The composed supergraph, when it is not the one beside the gateway; a new one is taken up while it runs. */
  GATEWAY_SUPERGRAPH_FILE: z.string().min(1).optional(),
  /** How often that file is looked at, in milliseconds. */
  GATEWAY_SUPERGRAPH_POLL_MS: positive(2_000),
  /** Sandbox, offline explorer and introspection; on outside production. */
  GATEWAY_EXPLORER: z.stringbool().optional(),
});
