import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { BROWSER_SESSION, sessionChange } from '@doctorpy/service-kit/browser-session';
import { anonymous } from '@doctorpy/service-kit/caller';
import { type ServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { GraphQLError, Kind, parse } from 'graphql';
import { Pool, errors as undiciErrors } from 'undici';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { BrowserSession } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import { subgraphTimeout, subgraphUnavailable } from './errors.js';

/** How the gateway reaches one subgraph. */
export interface SignedDataSourceOptions {
  readonly name: string;
  readonly url: URL;
  readonly keys: ServiceKeys;
  readonly timeoutMs: number;
}

const answer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});

/** The one subgraph that is told what is in a session cookie. */
const KEEPER_OF_SESSIONS = 'auth';

/** Largest answer of a subgraph the gateway takes, in bytes. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

/**
 * Sends operations to a subgraph over pooled keep-alive connections, each signed with the caller it is made for.
 * A subgraph that cannot be reached, is too slow, or answers something else than GraphQL becomes an error on the
 * fields it owns; nothing of its address or answer shows.
 */
export class SignedDataSource implements GraphQLDataSource<GatewayContext> {
  readonly #pool: Pool;
  readonly #options: SignedDataSourceOptions;

  constructor(options: SignedDataSourceOptions) {
    this.#options = options;
    this.#pool = new Pool(options.url.origin, {
      connections: 64,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connectTimeout: Math.min(2000, options.timeoutMs),
      maxResponseSize: MAX_RESPONSE_BYTES,
    });
  }

  async process(options: Options): Promise<Answer> {
    const { name, keys, url } = this.#options;
    const { query, variables, operationName } = options.request;
    const context = options.kind === 'incoming operation' ? options.context : null;
    const session = name === KEEPER_OF_SESSIONS && isMutation(options) ? changeable(context) : null;
    const extensions = session ? { [BROWSER_SESSION]: { token: session.presented } } : undefined;
    const body = JSON.stringify({ query, variables, operationName, extensions });
    const caller = context?.caller ?? anonymous;
    const signed = signRequest(
      keys,
      { pair: `gateway>${name}`, method: 'POST', path: url.pathname, body },
      { caller, requestId: context?.requestId ?? uuid() },
    );
    try {
      const response = await this.#pool.request({
        path: url.pathname,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...signed,
          ...(context?.traceparent && { traceparent: context.traceparent }),
        },
        body,
        // A mutation under way is never cut off: the client may have left, its effect must still be whole.
        signal: isQuery(options) ? context?.clientLeft : null,
      });
      const parsed = answer.safeParse(await response.body.json());
      if (!parsed.success || response.statusCode === 401) {
        throw new Error(`The ${name} subgraph answered HTTP ${response.statusCode} with something else than GraphQL.`);
      }
      const { extensions: answered, ...result } = parsed.data;
      if (session && answered && BROWSER_SESSION in answered) {
        session.change = sessionChange.parse(answered[BROWSER_SESSION]);
      }
      // Errors are plain objects on the wire; the executor only reads message, path and extensions.
      return result as Answer;
    } catch (error) {
      context?.log.warn({ err: error, subgraph: name }, 'subgraph.request_failed');
      const problem = isTimeout(error) ? subgraphTimeout() : subgraphUnavailable();
      const { code, text } = problem;
      const errors = pathsOf(options).map(
        (path) => new GraphQLError(text[caller.language], { path, extensions: { code } }),
      );
      return { errors };
    }
  }

  /** Waits for requests under way, then closes the connections. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}

function isQuery(options: Options): boolean {
  return options.kind === 'incoming operation' && options.incomingRequestContext.operation?.operation === 'query';
}

/** The session cookie, where the answer can change it. */
function changeable(context: GatewayContext | null): BrowserSession | null {
  return context?.browserSession?.canChange ? context.browserSession : null;
}

function isMutation(options: Options): boolean {
  return options.kind === 'incoming operation' && options.incomingRequestContext.operation?.operation === 'mutation';
}

function isTimeout(error: unknown): boolean {
  return error instanceof undiciErrors.HeadersTimeoutError || error instanceof undiciErrors.BodyTimeoutError;
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
