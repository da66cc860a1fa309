import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { SubscriptionLogger } from './logger.js';

/** Codes this package itself puts into `extensions.code`, beside the protocol's own (`GRAPHQL_VALIDATION_FAILED` …). */
export type SubscriptionErrorCode =
  | 'RESYNC_REQUIRED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SERVICE_UNAVAILABLE'
  | 'TIMEOUT'
  | 'RATE_LIMITED'
  | 'OPERATION_NOT_ALLOWED'
  | 'PAYLOAD_TOO_LARGE'
  | 'TOKEN_EXPIRED'
  | 'BAD_REQUEST'
  | 'INTERNAL';

/**
 * Rewrites one error before a client sees it; `formatted` is already safe, `error` is what really happened, `context` who
 * asked (null before anybody is known).
 */
export type FormatError<Context extends object = object> = (
  formatted: GraphQLFormattedError,
  error: unknown,
  context: Context | null,
) => GraphQLFormattedError;

/**
 * The words for an error of this package, in the language of whoever asked (null before anybody is known); undefined
 * leaves the English ones.
 */
export type ErrorMessages<Context extends object = object> = (
  code: SubscriptionErrorCode,
  context: Context | null,
) => string | undefined;

/** Turns whatever went wrong into errors a client may see. `otherwise` names the code of what is no GraphQL error. */
export type ErrorFormatter<Context extends object> = (
  errors: readonly unknown[],
  otherwise?: SubscriptionErrorCode,
  context?: Context | null,
) => ClientError[];

/** An error in its final, client-facing form: serialises to exactly the formatted error it was made from. */
export class ClientError extends GraphQLError {
  readonly formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message, { path: formatted.path ?? null, extensions: formatted.extensions ?? null });
    this.formatted = formatted;
  }

  override toJSON(): GraphQLFormattedError {
    return this.formatted;
  }
}

/** Thrown out of a stream of results to end it: carries every error, the message and code of the first. */
export class StreamError extends GraphQLError {
  readonly errors: readonly ClientError[];

  constructor(errors: readonly ClientError[]) {
    const first = errors[0];
    super(first?.message ?? MESSAGES.INTERNAL, { extensions: first?.extensions ?? { code: 'INTERNAL' } });
    this.errors = errors;
  }
}

/** An error of this package, in its own words. */
export function subscriptionError(code: SubscriptionErrorCode, message = MESSAGES[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/**
 * Makes the one formatter every error passes through. Addresses, stacks, subgraph names and the text of libraries never
 * pass; messages of errors that a subgraph did not give a code of its own are replaced. `messages` words this package's
 * own errors, `formatError` has the last word.
 */
export function createErrorFormatter<Context extends object>(
  formatError: FormatError<Context> | undefined,
  log: SubscriptionLogger,
  messages?: ErrorMessages<Context>,
): ErrorFormatter<Context> {
  const format = (error: unknown, otherwise: SubscriptionErrorCode, context: Context | null): ClientError => {
    if (error instanceof ClientError) return error;
    try {
      const safe = worded(safeError(error, otherwise), context);
      return new ClientError(formatError ? formatError(safe, error, context) : safe);
    } catch (cause) {
      log.error({ err: cause }, 'subscription.format_error_failed');
      return new ClientError(formattedAs('INTERNAL'));
    }
  };
  const worded = (error: GraphQLFormattedError, context: Context | null): GraphQLFormattedError => {
    const code = ownCodeOf(error);
    const message = code && messages?.(code, context);
    return message ? { ...error, message } : error;
  };
  return (errors, otherwise = 'INTERNAL', context = null) => errors.map((error) => format(error, otherwise, context));
}

/** The code of an error that still is in this package's own words. */
function ownCodeOf({ message, extensions }: GraphQLFormattedError): SubscriptionErrorCode | undefined {
  return OWN_CODES.find((code) => code === extensions?.code && MESSAGES[code] === message);
}

const MESSAGES: Record<SubscriptionErrorCode, string> = {
  RESYNC_REQUIRED: 'Events were missed: read the current state again, then resubscribe',
  SUBGRAPH_UNAVAILABLE: 'Part of the data is unavailable',
  SERVICE_UNAVAILABLE: 'The service is unavailable',
  TIMEOUT: 'The data took too long to arrive',
  RATE_LIMITED: 'Too many operations at once',
  OPERATION_NOT_ALLOWED: 'This operation is not allowed here',
  PAYLOAD_TOO_LARGE: 'The operation is too large',
  TOKEN_EXPIRED: 'The token has expired',
  BAD_REQUEST: 'This is not an acceptable GraphQL request',
  INTERNAL: 'Internal server error',
};

const OWN_CODES = Object.keys(MESSAGES) as SubscriptionErrorCode[];

/** Added on the way by Apollo's gateway, data sources and servers; of no business to a client. */
const PRIVATE_EXTENSIONS = new Set(['serviceName', 'stacktrace', 'response', 'exception']);

/** What servers write where nobody chose a code: the message beside it was not written for clients either. */
const UNCHOSEN_CODES = new Set<unknown>([undefined, 'DOWNSTREAM_SERVICE_ERROR', 'INTERNAL_SERVER_ERROR']);

function safeError(error: unknown, otherwise: SubscriptionErrorCode): GraphQLFormattedError {
  if (error instanceof GraphQLError) {
    if ('serviceName' in error.extensions) return subgraphError(error.toJSON());
    if ('response' in error.extensions) return refusedRequest(error);
    return isChosen(error) ? withoutPrivate(error.toJSON()) : formattedAs(otherwise);
  }
  if (isFormattedError(error) && !(error instanceof Error)) return subgraphError(error);
  return formattedAs(otherwise);
}

/** Whether somebody wrote this error for a client: GraphQL also wraps whatever is thrown into one. */
function isChosen(error: GraphQLError): boolean {
  if (!error.originalError || error.originalError instanceof GraphQLError) return true;
  return !UNCHOSEN_CODES.has(error.extensions.code);
}

function subgraphError(error: GraphQLFormattedError): GraphQLFormattedError {
  if (!UNCHOSEN_CODES.has(error.extensions?.code)) return withoutPrivate(error);
  return error.path ? { ...formattedAs('INTERNAL'), path: error.path } : formattedAs('INTERNAL');
}

/** A data source got an HTTP status instead of an answer; its message and extensions quote the subgraph's address. */
function refusedRequest(error: GraphQLError): GraphQLFormattedError {
  const code = error.extensions.code;
  if (code !== 'UNAUTHENTICATED' && code !== 'FORBIDDEN') return formattedAs('SUBGRAPH_UNAVAILABLE');
  return { message: MESSAGES.SUBGRAPH_UNAVAILABLE, extensions: { code } };
}

function withoutPrivate(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message, locations, path, extensions } = error;
  const kept = Object.entries(extensions ?? {}).filter(([name]) => !PRIVATE_EXTENSIONS.has(name));
  return {
    message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    ...(kept.length ? { extensions: Object.fromEntries(kept) } : {}),
  };
}

function formattedAs(code: SubscriptionErrorCode): GraphQLFormattedError {
  return { message: MESSAGES[code], extensions: { code } };
}

function isFormattedError(error: unknown): error is GraphQLFormattedError {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}
