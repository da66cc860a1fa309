import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { SubscriptionLogger } from '../logger.js';
import { callAt } from '../timer.js';
import type { Authentication } from './options.js';

/** One client's socket, from handshake to close. */
export interface Connection<Context extends object> {
  readonly request: IncomingMessage;
  /** Aborted as soon as the socket is closing: all its streams end with it. */
  readonly signal: AbortSignal;
  /** What authentication found; null before. */
  context(): Context | null;
  isOpen(): boolean;
  /** Lets an authenticated caller in, unless the socket has closed or been revoked meanwhile; says whether it did. */
  admit(authentication: Authentication<Context>): boolean;
  /** Puts new credentials in the place of those in force, with their own expiry; nothing once the socket is closing. */
  renew(authentication: Authentication<Context>): void;
  /** Closes when the context matches; before authentication the question is kept and asked then. */
  closeIf(matches: (context: Context) => boolean, code: number, reason: string): boolean;
  /** Starts the closing handshake and ends all streams. Only the first call counts. */
  close(code: number, reason: string): void;
  terminate(): void;
  /**
   * Writes a frame that is ready for the wire, as {@link textFrameHead} begins it, if the socket is open. Calls back when
   * it has left for the network, or never will.
   */
  write(frame: Buffer, sent?: () => void): void;
  /** How many bytes wait to be read by the peer. */
  backlog(): number;
  /** Pings the peer, or drops it when the previous ping is still unanswered. */
  checkPulse(): void;
}

interface Revocation<Context> {
  matches: (context: Context) => boolean;
  code: number;
  reason: string;
}

/** The beginning of a text frame of which `length` bytes are payload (RFC 6455 §5.2): whole, and not masked. */
export function textFrameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
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
    signal: streams.signal,
    context: () => context,
    isOpen,
    close,
    terminate: () => socket.terminate(),

    write(frame, sent) {
      // What ws itself sends is queued nowhere else, since nothing is compressed.
      if (isOpen()) wire.write(frame, sent && (() => sent()));
      else sent?.();
    },
    backlog: () => wire.writableLength,

    admit(authentication) {
      clearTimeout(initTimer);
      const revocation = revocations.find(({ matches }) => matches(authentication.context));
      if (revocation) close(revocation.code, revocation.reason);
      if (!isOpen()) return false;
      putInForce(authentication);
      return true;
    },

    renew(authentication) {
      if (isOpen()) putInForce(authentication);
    },

    closeIf(matches, code, reason) {
      if (!context) revocations.push({ matches, code, reason });
      if (!context || !isOpen() || !matches(context)) return false;
      close(code, reason);
      return true;
    },

    checkPulse() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      if (isOpen()) socket.ping();
    },
  };
}
