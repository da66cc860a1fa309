import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { BROWSER_SESSION, sessionChange } from '@doctorpy/service-kit/browser-session';
import { anonymous, type Caller, rememberForCaller } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import type { ServiceKeys } from '@doctorpy/service-kit/trust';
import { GraphQLError, Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { v7 as uuid } from 'uuid';
import type { BrowserSession } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import { createDeadlines, type Deadline } from './deadline.js';
import { subgraphTimeout, subgraphUnavailable } from './errors.js';
import { type FaultKind, SubgraphFault } from './fault.js';
import type { SubgraphLink } from './link.js';
import { createLocalLink } from './local-link.js';
import type { PassThrough } from './passed-answer.js';
import { createResilience, type Resilience } from './resilience.js';
import type { SharedReads } from './shared-reads.js';
import { createSignedLink } from './signed-link.js';
import type { SubgraphMetrics } from './subgraph-metrics.js';

/** How the gateway reaches one subgraph. */
export interface SignedDataSourceOptions {
  readonly name: string;
  readonly url: URL;
  readonly keys: ServiceKeys;
  /** The subgraph itself, when it is in this process: then nothing is signed or sent. */
  readonly local?: LocalSubgraph | undefined;
  /** Longest a query may take, waits and second attempt included, in milliseconds. */
  readonly queryTimeoutMs: number;
  /** The same for a mutation, which is never sent twice. */
  readonly mutationTimeoutMs: number;
  /** Requests under way at once, and those that may wait for their turn. */
  readonly concurrency: number;
  readonly queue: number;
  readonly maxResponseBytes?: number;
  /** Shared with the data sources of the same gateway; reads are not shared without it. */
  readonly reads?: SharedReads;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
}

/** The one subgraph that is told what is in a session cookie. */
const KEEPER_OF_SESSIONS = 'auth';

/** Texts of operations that are remembered. */
const MAX_QUERIES = 2000;
/** All of them together, in characters: clients choose how long they are. */
const MAX_QUERIES_LENGTH = 8 * 1024 * 1024;

interface KnownQuery {
  /** The beginning of the body. */
  readonly head: string;
  readonly isRead: boolean;
}

/** A request of the executor, or of a cache in between. */
export type SubgraphOptions = GraphQLDataSourceProcessOptions<GatewayContext> & {
  /** The state of what is kept that the answer will be kept by: only reads of the same state may share it. */
  readonly asOf?: string;
  /** Looks at the answer first; who asks must take a `PassedAnswer`, and knows it by its function. */
  readonly passThrough?: PassThrough | undefined;
};

/** A data source that shares reads. */
export interface SubgraphSource extends GraphQLDataSource<GatewayContext> {
  process(options: SubgraphOptions): ReturnType<GraphQLDataSource<GatewayContext>['process']>;
}

type Options = SubgraphOptions;
type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

/**
 * Sends operations to a subgraph over pooled keep-alive connections, each signed with the caller it is made for; or calls
 * a subgraph of this process, for that same caller. A subgraph that cannot be reached, is too slow, or answers something
 * else than GraphQL becomes an error on the fields it owns; nothing of its address or answer shows.
 */
export class SignedDataSource implements SubgraphSource {
  readonly #options: SignedDataSourceOptions;
  readonly #link: SubgraphLink;
  readonly #resilience: Resilience;
  readonly #startDeadline = createDeadlines();
  readonly #audienceOf = rememberForCaller(audienceOf);
  readonly #queries = new LRUCache<string, KnownQuery>({
    max: MAX_QUERIES,
    maxSize: MAX_QUERIES_LENGTH,
    sizeCalculation: ({ head }, text) => head.length + text.length,
  });

  constructor(options: SignedDataSourceOptions) {
    const { url, name, keys, local, concurrency, queue, metrics, log, maxResponseBytes } = options;
    this.#options = options;
    this.#link = local
      ? createLocalLink(local, maxResponseBytes)
      : createSignedLink({
          name,
          keys,
          url,
          connections: concurrency,
          longestMs: Math.max(options.queryTimeoutMs, options.mutationTimeoutMs),
          ...(maxResponseBytes && { maxResponseBytes }),
        });
    this.#resilience = createResilience({ subgraph: name, concurrency, queue, metrics, log });
  }

  async process(options: Options): Promise<Answer> {
    const { name, metrics } = this.#options;
    const context = options.kind === 'incoming operation' ? options.context : null;
    const startedAt = performance.now();
    const observe = (outcome: 'answered' | FaultKind) =>
      metrics.requests.observe({ subgraph: name, outcome }, (performance.now() - startedAt) / 1000);
    try {
      const answer = await this.#ask(options, context);
      observe('answered');
      return answer;
    } catch (error) {
      const kind = error instanceof SubgraphFault ? error.kind : 'unreachable';
      observe(kind);
      this.#log(error, kind, context);
      const { code, text } = kind === 'timeout' ? subgraphTimeout() : subgraphUnavailable();
      const message = text[(context?.caller ?? anonymous).language];
      return { errors: pathsOf(options).map((path) => new GraphQLError(message, { path, extensions: { code } })) };
    }
  }

  /** Waits for requests under way, then closes the connections. */
  async close(): Promise<void> {
    await this.#link.close();
    this.#resilience.close();
  }

  async #ask(options: Options, context: GatewayContext | null): Promise<Answer> {
    const { name, queryTimeoutMs, mutationTimeoutMs, reads } = this.#options;
    const { passThrough } = options;
    const { query, variables, operationName } = options.request;
    const session = name === KEEPER_OF_SESSIONS && belongsToMutation(options) ? changeable(context) : null;
    const extensions = session ? { [BROWSER_SESSION]: { token: session.presented } } : undefined;
    const { head, isRead } = this.#known(query);
    const body = `${head}${rest({ variables, operationName, extensions })}`;
    const caller = context?.caller ?? anonymous;
    const requestId = context?.requestId ?? uuid();
    const traceparent = context?.traceparent ?? null;
    // A mutation under way is never cut off: the client may have left, its effect must still be whole.
    const deadline = this.#startDeadline(
      isRead ? queryTimeoutMs : mutationTimeoutMs,
      isRead ? (context?.clientLeft ?? null) : null,
    );
    const operation = { query: query ?? '', variables, operationName, extensions };
    const send = (within: Deadline) =>
      this.#resilience.run(
        () => this.#link.send({ operation, body, caller, requestId, traceparent, deadline: within, passThrough }),
        { mayRepeat: isRead, deadline: within },
      );
    try {
      const answer = await (isRead && reads
        ? reads.join(`${name}\n${options.asOf ?? ''}\n${this.#audienceOf(caller)}\n${body}`, { deadline, send })
        : send(deadline));
      if (answer.extensions === undefined) return answer as Answer;
      const { extensions: answered, ...result } = answer;
      if (session && BROWSER_SESSION in answered) {
        session.change = sessionChange.parse(answered[BROWSER_SESSION]);
      }
      // Errors are plain objects on the wire; the executor only reads message, path and extensions.
      return result as Answer;
    } finally {
      deadline.end();
      if (!isRead) reads?.wrote();
    }
  }

  /** What depends on nothing but the text of an operation; there are as many as plans ask of this subgraph. */
  #known(query: string | undefined): KnownQuery {
    const text = query ?? '';
    const known = this.#queries.get(text);
    if (known) return known;
    const made = { head: `{"query":${JSON.stringify(query ?? null)}`, isRead: changesNothing(query) };
    this.#queries.set(text, made);
    return made;
  }

  /** What was not even tried is told once, when the circuit opens, and not for each request. */
  #log(error: unknown, kind: FaultKind, context: GatewayContext | null): void {
    const log = context?.log ?? this.#options.log;
    const fields = { err: error, subgraph: this.#options.name, kind };
    if (kind === 'circuit_open' || kind === 'client_left') log.debug(fields, 'subgraph.request_failed');
    else log.warn(fields, 'subgraph.request_failed');
  }
}

/** The end of the body, after the text of the operation. */
function rest(others: object): string {
  const text = JSON.stringify(others);
  return text === '{}' ? '}' : `,${text.slice(1)}`;
}

/**
 * All of a caller that what it reads may depend on. Where it sits and with which program it asks is written down by what
 * changes something, and decides no answer.
 */
function audienceOf({ userId, sessionId, roles, withheldRoles, language }: Caller): string {
  return JSON.stringify([userId, sessionId, roles, withheldRoles ?? [], language]);
}

/** Whether a subgraph's operation may be sent twice, and cut off; anything that is not plainly a query may not. */
function changesNothing(query: string | undefined): boolean {
  return query !== undefined && /^\s*(?:query\b|\{)/.test(query);
}

/** The session cookie, where the answer can change it. */
function changeable(context: GatewayContext | null): BrowserSession | null {
  return context?.browserSession?.canChange ? context.browserSession : null;
}

function belongsToMutation(options: Options): boolean {
  return options.kind === 'incoming operation' && options.incomingRequestContext.operation?.operation === 'mutation';
}

/**
 * Where the outage shows, below the place the executor puts in front: the fields an operation asked of the subgraph,
 * or nothing more for entities, whose place is known.
 */
function pathsOf(options: Options): string[][] {
  if (options.kind !== 'incoming operation' || options.pathInIncomingRequest?.length) return [[]];
  const [operation] = parse(options.request.query ?? '{__typename}').definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [[]];
  const fields = operation.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD);
  return fields.map((field) => [field.alias?.value ?? field.name.value]);
}
