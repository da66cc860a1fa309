import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, FormattedExecutionResult, OperationTypeNode } from 'graphql';
import type { SubscriptionLogger } from '../logger.js';
import type { FederatedSubscriptions } from '../options.js';
import type { Authentication, SocketOperation } from '../websocket/options.js';

/** The request is answered with this HTTP status and error instead. */
export interface HttpRefusal {
  /** 401 for missing or bad credentials, 403, 429, 503 … */
  status: number;
  error: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Bounds of the HTTP transports. */
export interface HttpSubscriptionLimits {
  /** Streams open at once; further ones are answered with 503. @default no bound */
  maxStreams?: number;
  /** Of a body that is read here; then 413. @default 65536 */
  maxBodyBytes?: number;
  /** Lexical tokens in one document. @default no bound */
  maxTokens?: number;
  /** Between two signs of life. A client that reads nothing for five of them is cut off. @default 12000 */
  heartbeatMs?: number;
  /** While so much waits to be read, states of LATEST fields replace each other. @default 65536 */
  slowReaderBytes?: number;
}

/** How clients reach subscriptions over plain HTTP. */
export interface HttpSubscriptionOptions<Context extends object> {
  subscriptions: FederatedSubscriptions<Context>;
  /** Decides on a request by its headers; may set headers of the response, and watch it close. `expiresAt` ends its stream with `TOKEN_EXPIRED`. Rejecting answers 500. */
  authenticate: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Authentication<Context> | HttpRefusal | Promise<Authentication<Context> | HttpRefusal>;
  /** Runs queries and mutations that ask for a stream; errors must be formatted by then. @default they are refused */
  executeOperation?: (
    operation: SocketOperation,
    context: Context,
  ) => Promise<ExecutionResult | FormattedExecutionResult>;
  limits?: HttpSubscriptionLimits;
  logger?: SubscriptionLogger;
}

/** What a framework knows about a request already. */
export interface HandledRequest {
  /** The parsed body. @default read from the request */
  body?: unknown;
  /** The operation, when somebody has read it, or looked up what it stands for. @default read from body or address */
  operation?: SocketOperation;
  /** Headers of the answer, such as those of CORS. */
  headers?: Readonly<Record<string, number | string | string[] | undefined>>;
}

/** Subscriptions over Server-Sent Events and Apollo's multipart protocol. */
export interface HttpSubscriptionHandle<Context extends object> {
  /**
   * Whether a request is to be answered with a stream by its `Accept` header. Others are the business of your GraphQL server.
   * A subscription is, wherever the header names one; anything else only if a stream is preferred to JSON, which some clients
   * name before it with all they send.
   * @param operation what it asks for, if somebody has read that already. @default nobody knows: what the header prefers
   */
  accepts(request: IncomingMessage, operation?: OperationTypeNode): boolean;
  /** Answers a request that `accepts` accepted; resolves when its stream is over. */
  handle(request: IncomingMessage, response: ServerResponse, known?: HandledRequest): Promise<void>;
  /** Ends the streams whose context matches, each with an error; answers how many. */
  closeWhere(matches: (context: Context) => boolean, errorFor: (context: Context) => unknown): number;
  /** How many streams are open. */
  streams(): number;
  /** Takes no new streams and ends the open ones so that their clients connect again. */
  close(): Promise<void>;
}
