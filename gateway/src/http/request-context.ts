import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace a client belongs to; null when it names none, or not as W3C Trace Context says. */
export function traceparentOf({ traceparent }: IncomingHttpHeaders): string | null {
  return typeof traceparent === 'string' && W3C_TRACEPARENT.test(traceparent) ? traceparent : null;
}

/** Aborted when the client at the other end of a connection has left. */
export type ClientLeft = (connection: Socket) => AbortSignal;

/**
 * Makes one signal for each connection: requests come by it one after the other, and whoever listens stops to when theirs
 * is answered.
 */
export function createClientLeft(): ClientLeft {
  const signals = new WeakMap<Socket, AbortSignal>();
  return (connection) => {
    const known = signals.get(connection);
    if (known) return known;
    const controller = new AbortController();
    // A query may ask several subgraphs at once for many things, and each of those listens.
    setMaxListeners(0, controller.signal);
    if (connection.destroyed) controller.abort();
    else connection.once('close', () => controller.abort());
    signals.set(connection, controller.signal);
    return controller.signal;
  };
}
