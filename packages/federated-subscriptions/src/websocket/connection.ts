import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { SubscriptionLogger } from '../logger.js';
import { callAt } from '../timer.js';
import type { Authentication } from './options.js';
import { createPulse } from './pulse.js';

/** One client's socket, from handshake to close. */
export interface Connection<Context extends object> {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** What `ws` writes to, ready frames one after the other. */
  readonly wire: Duplex;
  /** Whether bytes that the wire no longer counts as waiting may be written over: the operating system has them. */
  readonly copies: boolean;
  /** Aborted as soon as the socket is closing: all its streams end with it. */
  readonly signal: AbortSignal;
  /** What authentication found; null before. */
  context(): Context | null;
  isOpen(): boolean;
  /** Lets an authenticated caller in, unless the socket has closed or been revoked meanwhile; says whether it did. */
  admit(authentication: Authentication<Context>): boolean;
  /** Puts new credentials in the place of those in force, with their own expiry; nothing once the socket is closing. */
  renew(authentication: Authentication<Context>): void;
  /** Calls back whenever that has happened; answers what ends it. */
  onRenewal(renewed: () => void): () => void;
  /** Closes when the context matches; before authentication the question is kept and asked then. */
  closeIf(matches: (context: Context) => boolean, code: number, reason: string): boolean;
  /** Starts the closing handshake and ends all streams. Only the first call counts. */
  close(code: number, reason: string): void;
  terminate(): void;
  /** Pings the peer, or drops it when it has given no sign of life since the ping before. */
  checkPulse(): void;
}

interface Revocation<Context> {
  matches: (context: Context) => boolean;
  code: number;
  reason: string;
}

/** Takes over a socket after its handshake. */
export function createConnection<Context extends object>(
  socket: WebSocket,
  request: IncomingMessage,
  initTimeoutMs: number,
  log: SubscriptionLogger,
): Connection<Context> {
  const wire = request.socket;
  const streams = new AbortController();
  // One listener for each subscription of the socket, whose number has a limit of its own.
  setMaxListeners(0, streams.signal);
  const revocations: Revocation<Context>[] = [];
  let context: Context | null = null;
  const renewals = new Set<() => void>();
  const hasPulse = createPulse(wire);
  let isAlive = true;
  let cancelExpiry = (): void => undefined;

  const close = (code: number, reason: string): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.close(code, reason);
    streams.abort();
  };
  const initTimer = setTimeout(() => close(4408, 'Connection initialisation timeout'), initTimeoutMs);

  socket.on('pong', () => {
    isAlive = true;
  });
  // ws has answered a bad frame with the right close code (1009, 1007 …) by the time it reports it here.
  socket.on('error', (error) => {
    log.debug({ err: error }, 'websocket.error');
    streams.abort();
  });
  socket.on('close', () => {
    clearTimeout(initTimer);
    cancelExpiry();
    streams.abort();
  });

  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  const putInForce = (authentication: Authentication<Context>): void => {
    const { expiresAt } = authentication;
    context = authentication.context;
    cancelExpiry();
    cancelExpiry =
      expiresAt == null
        ? () => undefined
        : callAt(Number(expiresAt), () => close(4403, 'TOKEN_EXPIRED: the token has expired'));
  };
  return {
    request,
    socket,
    wire,
    // A stream of another kind may hold on to what it was given.
    copies: wire instanceof Socket,
    signal: streams.signal,
    context: () => context,
    isOpen,
    close,
    terminate: () => socket.terminate(),

    admit(authentication) {
      clearTimeout(initTimer);
      const revocation = revocations.find(({ matches }) => matches(authentication.context));
      if (revocation) close(revocation.code, revocation.reason);
      if (!isOpen()) return false;
      putInForce(authentication);
      return true;
    },

    renew(authentication) {
      if (!isOpen()) return;
      putInForce(authentication);
      for (const renewed of renewals) renewed();
    },
    onRenewal(renewed) {
      renewals.add(renewed);
      return () => void renewals.delete(renewed);
    },

    closeIf(matches, code, reason) {
      if (!context) revocations.push({ matches, code, reason });
      if (!context || !isOpen() || !matches(context)) return false;
      close(code, reason);
      return true;
    },

    checkPulse() {
      if (!hasPulse() && !isAlive) return socket.terminate();
      isAlive = false;
      if (isOpen()) socket.ping();
    },
  };
}
