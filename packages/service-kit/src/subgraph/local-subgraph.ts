import type { ApolloServer } from '@apollo/server';
import {
  type ExecutionArgs,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  subscribe,
} from 'graphql';
import { type Caller, callerSchema } from '../caller/index.js';
import type { RequestContext } from '../context/index.js';
import type { HealthReport } from '../health/index.js';
import { jsonRecord } from './json-copy.js';
import { FUNCTION_CALL, type Nonce, present } from './plugins.js';
import { readSubscription } from './read-subscription.js';

/** An operation that a gateway in the same process asks for: what would be the body and the signed headers of a request. */
export interface LocalRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
  /** What the gateway itself adds; it passes on none of a client's. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  /** As the gateway verified them; checked again like one that comes over the network. */
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string | null;
  /** Longest answer taken, in bytes of JSON; a longer one is an error. @default any */
  readonly maxAnswerBytes?: number | undefined;
}

/** An answer, as JSON would have brought it: nothing in it is shared with the subgraph. */
export interface LocalAnswer {
  readonly result: FormattedExecutionResult;
  /** Headers that an answer over HTTP would have carried, such as `cache-control`. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Events of a subscription, or why there are none. Errors are worded for the caller. */
export type LocalSubscription =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'stream'; readonly events: LocalEvents };

/**
 * Events in order. It throws {@link LocalStreamError} when the stream breaks; `return()` unsubscribes. `bytes` is what an
 * event would be long on a wire.
 */
export type LocalEvents = AsyncIterableIterator<
  { event: FormattedExecutionResult; bytes: number },
  undefined,
  undefined
>;

/** A stream that broke, with errors worded for the caller. */
export class LocalStreamError extends Error {
  override readonly name = 'LocalStreamError';
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[], options?: ErrorOptions) {
    super('The subscription broke.', options);
    this.errors = errors;
  }
}

/**
 * A subgraph as functions, for a gateway in the same process. What a request passes is the same as over the network: the
 * checked caller, `@access`, plugins, limits of the schema, wording of errors, metrics and logs. Only HTTP, signature and
 * the look-out for replays are left out: whoever can call a function of this process need not forge anything.
 */
export interface LocalSubgraph {
  /** @throws Error when the caller is not one, the answer is too long, or the subgraph has stopped */
  execute(request: LocalRequest): Promise<LocalAnswer>;
  /** @throws Error when the caller is not one, or the subgraph has stopped */
  subscribe(request: LocalRequest): Promise<LocalSubscription>;
  /** What `/readyz` says, and why: not ready before it listens, and once it stops. */
  isReady(): Promise<boolean>;
  /** Each dependency really asked: what `/health` says. */
  health(): Promise<HealthReport>;
}

/** What the functions are made of. */
export interface LocalSubgraphOptions<TContext extends RequestContext> {
  readonly apollo: ApolloServer<TContext>;
  readonly schema: GraphQLSchema;
  readonly contextOf: (
    verified: { caller: Caller; requestId: string; nonce: Nonce },
    traceparent: string | null,
  ) => TContext;
  readonly isReady: () => Promise<boolean>;
  readonly health: () => Promise<HealthReport>;
}

/** Makes them; `close` ends the subscriptions and waits for operations under way, after which nothing is answered. */
export function createLocalSubgraph<TContext extends RequestContext>(
  options: LocalSubgraphOptions<TContext>,
): LocalSubgraph & { close(): Promise<void> } {
  const { apollo, schema, contextOf, isReady, health } = options;
  const underWay = new Set<Promise<unknown>>();
  const streams = new Set<LocalEvents>();
  let isClosed = false;

  const enter = ({ caller, requestId, traceparent }: LocalRequest): TContext => {
    if (isClosed) throw new Error('The subgraph has stopped.');
    return contextOf({ caller: callerSchema.parse(caller), requestId, nonce: FUNCTION_CALL }, traceparent);
  };

  const answer = async (request: LocalRequest): Promise<LocalAnswer> => {
    const contextValue = enter(request);
    const { query, operationName, variables, extensions } = request;
    const { body, http } = await apollo.executeOperation(
      {
        query,
        operationName: operationName ?? undefined,
        // Resolvers may keep or change what they are given.
        ...(variables && { variables: jsonRecord(variables) }),
        ...(extensions && { extensions: jsonRecord(extensions) }),
      },
      { contextValue },
    );
    const result = body.kind === 'single' ? body.singleResult : body.initialResult;
    return { result: jsonRecord(result, request.maxAnswerBytes), headers: http.headers };
  };

  return {
    isReady,
    health,
    execute(request) {
      const answering = answer(request);
      const settled = answering.then(forget, forget);
      underWay.add(settled);
      function forget() {
        underWay.delete(settled);
      }
      return answering;
    },
    async subscribe(request) {
      const context = enter(request);
      const word = (errors: readonly unknown[]) => errors.map((error) => present(error, context));
      const source = await startStream(() => readSubscription(schema, request, context));
      if ('errors' in source) return { kind: 'refused', errors: word(source.errors) };
      const events = wordedEvents(source.events, word, () => streams.delete(events));
      if (isClosed) {
        await events.return?.();
        throw new Error('The subgraph has stopped.');
      }
      streams.add(events);
      return { kind: 'stream', events };
    },
    async close() {
      isClosed = true;
      await Promise.all([...streams].map((events) => events.return?.()));
      await Promise.all(underWay);
    },
  };
}

type Source = AsyncIterableIterator<FormattedExecutionResult | { errors?: readonly GraphQLError[] }>;

async function startStream(
  read: () => ExecutionArgs | readonly GraphQLError[],
): Promise<{ events: Source } | { errors: readonly unknown[] }> {
  try {
    const operation = read();
    if (!('schema' in operation)) return { errors: operation };
    const started = await subscribe(operation);
    return Symbol.asyncIterator in started ? { events: started } : { errors: started.errors ?? [] };
  } catch (error) {
    return { errors: [error] };
  }
}

/** Not a generator: one that waits for an event would not hear `return()`. */
function wordedEvents(
  source: Source,
  word: (errors: readonly unknown[]) => readonly GraphQLFormattedError[],
  ended: () => void,
): LocalEvents {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const { done, value } = await source.next();
        if (done) {
          ended();
          return { done: true, value: undefined };
        }
        const text = JSON.stringify(value.errors ? { ...value, errors: word(value.errors) } : value);
        return { done: false, value: { event: JSON.parse(text), bytes: Buffer.byteLength(text) } };
      } catch (error) {
        ended();
        const original = error instanceof Error ? error : new Error(String(error));
        throw new LocalStreamError(word([new GraphQLError(original.message, { originalError: original })]), {
          cause: error,
        });
      }
    },
    async return() {
      ended();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}
