import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { SubscriptionLogger } from '../logger.js';
import type { FederatedSubscriptions } from '../options.js';

/** Who is at the other end of a socket. */
export interface Authentication<Context extends object> {
  /** Handed to every operation of the socket. */
  context: Context;
  /** When the credentials expire: a date or milliseconds since 1970. The socket is closed then (4403). */
  expiresAt?: Date | number | null | undefined;
  /** Sent along with the acknowledgement. */
  ackPayload?: Record<string, unknown> | undefined;
}

/** The socket is closed with this code and reason instead. */
export interface Refusal {
  /** 4401 for missing or bad credentials, 4403 for forbidden, or another application code (4000–4999). */
  closeCode: number;
  reason: string;
}

/** New credentials were looked at and change nothing; the payload of the `pong` says why. */
export interface RenewalRefusal {
  pongPayload: Record<string, unknown>;
}

/**
 * What follows from new credentials: they replace those of the socket (`ackPayload` becomes the `pong`'s payload), they
 * do not, or the socket is closed. null: the ping carried none.
 */
export type Renewal<Context extends object> = Authentication<Context> | RenewalRefusal | Refusal | null;

/** A query or mutation sent over a socket, as it came. */
export type SocketOperation = Pick<SubscribePayload, 'query' | 'operationName' | 'variables' | 'extensions'>;

/** Bounds of the WebSocket server. */
export interface WebSocketLimits {
  /** A larger frame closes its socket with 1009. @default 65536 */
  maxPayloadBytes?: number;
  /** Operations one socket may have open; one more gets a `RATE_LIMITED` error. @default 50 */
  maxSubscriptionsPerSocket?: number;
  /** From connecting to acknowledged, authentication included; then 4408. @default 5000 */
  initTimeoutMs?: number;
  /** Further ones are refused with HTTP 503. @default no bound */
  maxSockets?: number;
  /**
   * Between two pings. A peer is dropped that has not answered by the next one, nor sent anything else, nor read any of what was
   * waiting for it. @default 15000
   */
  pingIntervalMs?: number;
  /** A peer that goes on sending while this much waits to be read by it is dropped. @default 4194304 */
  maxBufferedBytes?: number;
  /**
   * While so much waits to be read by a peer, states of LATEST fields replace each other instead of joining the queue.
   * @default 65536
   */
  slowReaderBytes?: number;
  /** Lexical tokens in one document. @default no bound */
  maxTokens?: number;
}

/** How clients reach the subscriptions. */
export interface WebSocketServerOptions<Context extends object> {
  /** Its `upgrade` events for `path` are served. Without it, call the handle's `handleUpgrade` yourself. */
  httpServer?: Server;
  /** For example `/graphql`. Upgrades of other paths are left to others. */
  path: string;
  subscriptions: FederatedSubscriptions<Context>;
  /** Decides on a socket by its `connection_init` payload. Rejecting closes the socket with 4500. */
  authenticate: (
    connectionParams: Readonly<Record<string, unknown>>,
    request: IncomingMessage,
  ) => Authentication<Context> | Refusal | Promise<Authentication<Context> | Refusal>;
  /**
   * Reads new credentials in the payload of a `ping` on an authenticated socket, one ping at a time. Subscriptions go
   * on: each asks `beforeSubscribe` again before the next event, and completes it with the new context. Rejecting
   * closes the socket with 4500. @default a ping's payload comes back in its pong
   */
  renew?: (
    payload: Readonly<Record<string, unknown>>,
    context: Context,
    request: IncomingMessage,
  ) => Renewal<Context> | Promise<Renewal<Context>>;
  /** The context of a running operation after its socket's was renewed. @default the socket's */
  renewedContext?: (operation: Context, socket: Context) => Context;
  /**
   * Completes an operation before its document is read, for instance by putting a document in place of its hash. Throw a
   * `GraphQLError` to refuse. @default as it came
   */
  resolveOperation?: (operation: SubscribePayload, context: Context) => SubscribePayload | Promise<SubscribePayload>;
  /** Derives one operation's context from its socket's, for instance with a request id of its own. */
  operationContext?: (context: Context, operation: SocketOperation) => Context | Promise<Context>;
  /** Runs queries and mutations sent over the socket; errors must be formatted by then. @default they are refused */
  executeOperation?: (
    operation: SocketOperation,
    context: Context,
  ) => Promise<ExecutionResult | FormattedExecutionResult>;
  /** Decides on the `Origin` header (undefined outside browsers) before the handshake. @default any origin */
  isOriginAllowed?: (origin: string | undefined, request: IncomingMessage) => boolean;
  /**
   * Decides before the handshake whether one more connection is served, for instance of one address: a socket that never
   * says who it is takes a place among `maxSockets`, too. Otherwise HTTP 429. @default any
   */
  admitUpgrade?: (request: IncomingMessage) => boolean;
  limits?: WebSocketLimits;
  logger?: SubscriptionLogger;
}

/** A running WebSocket server. */
export interface WebSocketServerHandle<Context extends object> {
  /** Serves an upgrade request if it is for this server's path; false, and untouched, if it is not. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Closes every socket whose context matches, those whose authentication is still running included; nothing such a
   * socket sends is served any more. Answers how many were closed at once.
   */
  closeWhere(matches: (context: Context) => boolean, code: number, reason: string): number;
  /** How many sockets are open. */
  connections(): number;
  /**
   * Takes no new sockets, closes the open ones and waits for them, destroying those that stay.
   * @param code 1001 (going away, default) or 1012 (service restart)
   */
  close(code?: 1001 | 1012, graceMs?: number): Promise<void>;
}
