import { randomUUID } from 'node:crypto';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { type Message, MessageType, type SubscribePayload, stringifyMessage } from 'graphql-ws';
import { subscriptionError } from '../errors.js';
import type { SubscriptionLogger } from '../logger.js';
import { type BackoffOptions, backoffDelay } from './backoff.js';
import { openSession, type Session, type SessionEnd, type SessionSettings } from './session.js';

/** What becomes of one upstream subscription. Nothing is called after `rejected`, `failed`, `completed` or a stop. */
export interface UpstreamSink {
  /** An event, and how long it was on the wire in bytes. */
  next(event: FormattedExecutionResult, bytes: number): void;
  /** The subgraph refuses the operation; asking again would not help. */
  rejected(errors: readonly GraphQLFormattedError[]): void;
  /** Its payload could not be made. */
  failed(error: unknown): void;
  completed(): void;
  /** The connection was lost while events were flowing: some may be missed. It will be sent again; nothing is over. */
  interrupted(): void;
}

/** All subscriptions at one subgraph; over one socket, that is reopened for as long as anybody needs it. */
export interface Upstream {
  /**
   * Starts a subscription, at once or when the subgraph can be reached. `payload` is made anew for every (re)send.
   * @returns what ends it
   */
  subscribe(payload: () => Promise<SubscribePayload>, sink: UpstreamSink): () => void;
  close(): void;
}

export interface UpstreamSettings extends Omit<SessionSettings, 'url' | 'headers'> {
  subgraph: string;
  url: () => string | URL;
  headers: () => Record<string, string>;
  backoff: BackoffOptions;
  /** How long the socket stays open after its last subscription. */
  idleMs: number;
  /** A larger frame is not sent: the subgraph would close the socket that all subscriptions share. */
  maxPayloadBytes: number;
  log: SubscriptionLogger;
}

interface Operation {
  readonly id: string;
  readonly payload: () => Promise<SubscribePayload>;
  readonly sink: UpstreamSink;
  isSent: boolean;
}

/** A session that lived this long proves the subgraph healthy: the next wait starts small again. */
const STABLE_AFTER_MS = 5_000;

/**
 * Makes the upstream of one subgraph; no socket is opened before the first subscription.
 *
 * graphql-ws's own client is not used: it resends a payload as it was first made (a signature would be stale), and gives
 * up for good on some close codes that a restarting subgraph or its proxy may well send. Here every loss of connection is
 * retried for ever, and only the subgraph's own refusal ends a subscription.
 */
export function createUpstream(settings: UpstreamSettings): Upstream {
  const { subgraph, log } = settings;
  const operations = new Map<string, Operation>();
  let session: Session | null = null;
  let isReady = false;
  let attempt = 0;
  let retryTimer: NodeJS.Timeout | null = null;
  let idleTimer: NodeJS.Timeout | undefined;

  const connect = (): void => {
    clearTimeout(idleTimer);
    if (session || retryTimer) return;
    try {
      // Reports of a session that is no longer the current one are ignored.
      const mine: Session = openSession(
        { ...settings, url: settings.url(), headers: settings.headers() },
        {
          ready: () => session === mine && ready(),
          message: (message, bytes) => session === mine && receive(message, bytes),
          closed: (end) => session === mine && lost(end),
        },
      );
      session = mine;
    } catch (error) {
      lost({ code: 1006, reason: '', error, readyForMs: 0 });
    }
  };

  const ready = (): void => {
    isReady = true;
    log.debug({ subgraph, subscriptions: operations.size }, 'upstream.connected');
    for (const operation of [...operations.values()]) void transmit(operation);
  };

  const transmit = async (operation: Operation): Promise<void> => {
    const target = session;
    try {
      const payload = await operation.payload();
      if (operations.get(operation.id) !== operation || session !== target || !isReady) return;
      const message = { type: MessageType.Subscribe, id: operation.id, payload } as const;
      if (Buffer.byteLength(stringifyMessage(message)) > settings.maxPayloadBytes) {
        throw subscriptionError('PAYLOAD_TOO_LARGE');
      }
      operation.isSent = target?.send(message) ?? false;
    } catch (error) {
      if (!forget(operation.id)) return;
      log.warn({ subgraph, err: error }, 'upstream.payload_failed');
      operation.sink.failed(error);
    }
  };

  const receive = (message: Message, bytes: number): void => {
    if (!('id' in message)) return;
    const operation = operations.get(message.id);
    if (!operation) return;
    const refusal = refusalIn(message);
    if (message.type === MessageType.Next && !refusal) {
      operation.sink.next(message.payload, bytes);
      return;
    }
    forget(message.id);
    // A subgraph may think that there is more to come.
    if (message.type === MessageType.Next) session?.send({ type: MessageType.Complete, id: message.id });
    if (refusal) operation.sink.rejected(refusal);
    else operation.sink.completed();
  };

  const lost = (end: SessionEnd): void => {
    session = null;
    isReady = false;
    if (end.readyForMs >= STABLE_AFTER_MS) attempt = 0;
    log.warn({ subgraph, code: end.code, reason: end.reason, err: end.error, attempt }, 'upstream.disconnected');
    const interrupted = [...operations.values()].filter(({ isSent }) => isSent);
    for (const operation of interrupted) operation.isSent = false;
    retryLater();
    for (const operation of interrupted) if (operations.has(operation.id)) operation.sink.interrupted();
  };

  const retryLater = (): void => {
    if (operations.size === 0) return;
    retryTimer = setTimeout(
      () => {
        retryTimer = null;
        if (operations.size > 0) connect();
      },
      backoffDelay(attempt++, settings.backoff),
    );
  };

  /** Takes an operation off the books; false when it no longer was on them. */
  const forget = (id: string): boolean => {
    const wasKnown = operations.delete(id);
    if (wasKnown && operations.size === 0) idleTimer = setTimeout(disconnect, settings.idleMs).unref();
    return wasKnown;
  };

  const disconnect = (): void => {
    clearTimeout(idleTimer);
    if (retryTimer) clearTimeout(retryTimer);
    retryTimer = null;
    isReady = false;
    const closing = session;
    session = null;
    closing?.close();
  };

  return {
    subscribe(payload, sink) {
      const operation: Operation = { id: randomUUID(), payload, sink, isSent: false };
      operations.set(operation.id, operation);
      connect();
      if (isReady) void transmit(operation);
      return () => {
        if (forget(operation.id) && operation.isSent) session?.send({ type: MessageType.Complete, id: operation.id });
      };
    },
    close() {
      operations.clear();
      disconnect();
    },
  };
}

/**
 * Errors by which a subgraph refuses an operation: an `error` frame, or a response without data, for that is how
 * graphql-ws servers report what was thrown while subscribing. (An event that fails has `data: null`.)
 */
function refusalIn(message: Message): readonly GraphQLFormattedError[] | null {
  if (message.type === MessageType.Error) return message.payload;
  if (message.type !== MessageType.Next || message.payload.data !== undefined) return null;
  return message.payload.errors ?? null;
}
