import {
  handleProtocols,
  type Message,
  MessageType,
  makeServer,
  type PingMessage,
  type PongMessage,
  parseMessage,
  stringifyMessage,
} from 'graphql-ws';
import { WebSocket } from 'ws';
import { subscriptionError } from '../errors.js';
import { consoleLogger } from '../logger.js';
import type { Connection } from './connection.js';
import { createOperationTurns } from './operation-turns.js';
import { createSocketOperations } from './operations.js';
import type { WebSocketServerOptions } from './options.js';

/** Speaks graphql-transport-ws with one client until its socket closes. */
export type ServeProtocol<Context extends object> = (socket: WebSocket, connection: Connection<Context>) => void;

/** The only subprotocol served; for `ws`'s option of the same name. */
export { handleProtocols };

interface Extra<Context extends object> {
  connection: Connection<Context>;
  /** Messages still being handled, and so at least the operations still running, cancelled ones included. */
  running: number;
  /** Settles when the renewals that were asked for so far are done. */
  renewing: Promise<unknown>;
  /** How many of them are not. */
  renewals: number;
}

/** A client may cancel operations faster than they can be stopped: so many times the limit may still be on their way. */
const CANCELLED_ALLOWANCE = 4;
/** Messages that a client may send. */
const FROM_CLIENTS = new Set([
  MessageType.ConnectionInit,
  MessageType.Ping,
  MessageType.Pong,
  MessageType.Subscribe,
  MessageType.Complete,
]);
/** Pings with new credentials that may wait for one another. */
const WAITING_RENEWALS = 8;

/**
 * Makes the protocol of one WebSocket server on graphql-ws's `makeServer`. Its ready-made `useServer` is not used because
 * it writes to the console, serves what a socket sends after it was told to close, and leaves a second socket error
 * unhandled.
 */
export function createProtocol<Context extends object>(
  options: WebSocketServerOptions<Context>,
): ServeProtocol<Context> {
  const log = options.logger ?? consoleLogger;
  const { maxSubscriptionsPerSocket = 50, maxBufferedBytes = 4 * 1024 * 1024 } = options.limits ?? {};
  const operations = createSocketOperations(options);

  const authenticate = async ({ connection }: Extra<Context>, params: Readonly<Record<string, unknown>>) => {
    const decision = await options.authenticate(params, connection.request);
    if ('closeCode' in decision) {
      connection.close(decision.closeCode, decision.reason);
      return false;
    }
    return connection.admit(decision) && (decision.ackPayload ?? true);
  };

  const server = makeServer<Record<string, unknown>, Extra<Context>>({
    // The connection has a timer of its own, which covers authentication too.
    connectionInitWaitTimeout: 0,
    onConnect: ({ extra, connectionParams }) => authenticate(extra, connectionParams ?? {}),
    onSubscribe({ extra, subscriptions }, id, payload) {
      const isFull =
        Object.keys(subscriptions).length > maxSubscriptionsPerSocket ||
        extra.running > maxSubscriptionsPerSocket * CANCELLED_ALLOWANCE;
      return isFull ? [subscriptionError('RATE_LIMITED')] : operations.prepare(extra.connection, id, payload);
    },
    subscribe: operations.run,
    execute: operations.run,
    onNext: (_ctx, _id, _payload, _args, result) => operations.formatResult(result),
    onError: ({ extra }, _id, _payload, errors) => operations.formatErrors(extra.connection, errors),
  });

  /** One at a time, so that the credentials of a later ping are in force after those of an earlier one. */
  const renew = async (extra: Extra<Context>, payload: PingMessage['payload']): Promise<PongMessage['payload']> => {
    if (!options.renew || !payload || !extra.connection.context()) return payload;
    if (extra.renewals >= WAITING_RENEWALS) {
      extra.connection.close(4429, 'Too many pings');
      return undefined;
    }
    extra.renewals++;
    const renewing = extra.renewing.then(() => decide(extra.connection, payload));
    extra.renewing = renewing.catch(() => undefined);
    return renewing.finally(() => {
      extra.renewals--;
    });
  };

  const decide = async (connection: Connection<Context>, payload: Record<string, unknown>) => {
    const context = connection.context();
    const decision = context && (await options.renew?.(payload, context, connection.request));
    if (!decision) return payload;
    if ('pongPayload' in decision) return decision.pongPayload;
    if ('closeCode' in decision) {
      connection.close(decision.closeCode, decision.reason);
      return undefined;
    }
    connection.renew(decision);
    return decision.ackPayload;
  };

  return (socket, connection) => {
    const extra: Extra<Context> = { connection, running: 0, renewing: Promise.resolve(), renewals: 0 };
    const turns = createOperationTurns();
    const handle = async (data: unknown, onMessage: (data: string) => Promise<void>): Promise<void> => {
      // A closing socket still delivers what its peer sent before it noticed.
      if (!connection.isOpen()) return;
      if (socket.bufferedAmount > maxBufferedBytes) return connection.terminate();
      if (turns.waiting() > maxSubscriptionsPerSocket * CANCELLED_ALLOWANCE) {
        return connection.close(4429, 'Too many operations');
      }
      const text = String(data);
      const message = clientMessage(text);
      if (!message) return connection.close(4400, 'Invalid message received');
      extra.running++;
      try {
        await turns.take(message, async () => {
          if (connection.isOpen()) await onMessage(text);
        });
      } catch (error) {
        log.error({ err: error }, 'websocket.message_failed');
        connection.close(4500, 'Internal server error');
      } finally {
        extra.running--;
      }
    };
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code = 1000, reason = '') => connection.close(code, reason),
        onMessage: (onMessage) => void socket.on('message', (data) => handle(data, onMessage)),
        onPing: async (payload) => {
          const answer = await renew(extra, payload);
          await send(socket, stringifyMessage({ type: MessageType.Pong, ...(answer && { payload: answer }) }));
        },
      },
      extra,
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)));
  };
}

/** What a client may send, or null. */
function clientMessage(text: string): Message | null {
  try {
    const message = parseMessage(text);
    return FROM_CLIENTS.has(message.type) ? message : null;
  } catch {
    return null;
  }
}

/** Resolves when the frame has left for the network, which is what holds back the streams of a slow reader. */
function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== WebSocket.OPEN) return resolve();
    // A failed write is followed by the socket's close, which ends its streams.
    socket.send(data, () => resolve());
  });
}
