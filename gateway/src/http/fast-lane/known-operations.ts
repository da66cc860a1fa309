import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationRules, RulesOfDocument } from '../../plugins/operation-access.js';

/** The gateway as Apollo Server asks it, and its executor. */
export type ExecutingGateway = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;
export type Executor = NonNullable<Awaited<ReturnType<ExecutingGateway['load']>>['executor']>;
type ExecutorRequest = Parameters<Executor>[0];

/** A query that Apollo Server has found good. It holds nothing of whoever asked. */
export interface KnownOperation extends Pick<ExecutorRequest, WhatIsKept> {
  readonly rules: OperationRules;
}

type WhatIsKept =
  | 'source'
  | 'document'
  | 'operation'
  | 'operationName'
  | 'schema'
  | 'schemaHash'
  | 'queryHash'
  | 'cache'
  | 'logger';

/** Queries that have been let through by every check that depends on nothing but their text and the schema. */
export interface KnownOperations {
  /** @param name as it was sent */
  find(source: string, name: string | null): KnownOperation | undefined;
  /** For Apollo Server in place of the gateway: what it lets through to execution is remembered. */
  over(gateway: ExecutingGateway): ExecutingGateway;
  /** Executes as Apollo Server would. Not to be called before it has started. */
  readonly execute: Executor;
}

/** Documents that are remembered, and the bytes they may take together: they are kept parsed. */
const MAX_KEPT = 1000;
const MAX_KEPT_BYTES = 50_000_000;
/** Longer texts are rare, and go the long way. */
const LONGEST_SOURCE = 16_384;
/**
 * What a document takes, estimated high: 490 bytes for each token were measured, 44 for each character of a comment. What is
 * compiled for it, its plan and the way to write its answer, is bounded where it is kept, and comes on top.
 */
const BYTES_PER_TOKEN = 500;
const BYTES_PER_CHARACTER = 50;

/**
 * Remembers what Apollo Server gives to the executor, for the supergraph in force: a new one empties it. Only queries that
 * came by POST through admission are remembered, so that no text of another origin is taken for one that clients may send.
 */
export function createKnownOperations(rulesOf: RulesOfDocument): KnownOperations {
  const known = new LRUCache<string, Map<string, KnownOperation>>({
    max: MAX_KEPT,
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: (operations, { length }) => {
      const [first] = operations.values();
      return BYTES_PER_TOKEN * (first?.document.tokenCount ?? 0) + BYTES_PER_CHARACTER * length + 1;
    },
  });
  let inForce: GraphQLSchema | null = null;
  let executor: Executor = async () => {
    throw new Error('Executed before the gateway was loaded.');
  };

  const learn = (asked: ExecutorRequest): void => {
    const { source, document, operation, schema } = asked;
    // One that was under way while the supergraph changed belongs to the one before.
    if (schema !== inForce || operation?.operation !== 'query' || source.length > LONGEST_SOURCE) return;
    const name = asked.request.operationName ?? '';
    const operations = known.get(source);
    if (operations?.has(name)) return;
    const { operationName, schemaHash, queryHash, cache, logger } = asked;
    const rules = rulesOf(document, schema);
    const one = { source, document, operation, operationName, schema, schemaHash, queryHash, cache, logger, rules };
    if (operations) operations.set(name, one);
    else known.set(source, new Map([[name, one]]));
  };

  return {
    find: (source, name) => known.get(source)?.get(name ?? ''),
    execute: (request) => executor(request),
    over: (gateway) => {
      gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
        inForce = apiSchema;
        known.clear();
      });
      return {
        onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
        stop: () => gateway.stop(),
        async load(options) {
          const loaded = await gateway.load(options);
          if (loaded.executor) executor = loaded.executor;
          return {
            executor: async (request) => {
              const { context } = request;
              if (context.executed) return context.executed;
              if (context.takesText) learn(request);
              return executor(request);
            },
          };
        },
      };
    },
  };
}
