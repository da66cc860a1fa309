import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { SerialisedResult } from '../sharing/frame.js';
import type { StreamProtocol } from './protocols.js';

/** One response that stays open. */
export interface ResponseStream {
  /** Sends the newest state; while the client does not read, states replace each other. */
  push(frame: SerialisedResult): void;
  /** Sends one event; resolves when there is room for the next, or when the response is over. */
  write(frame: SerialisedResult): Promise<void>;
  /** Ends the response: complete, or with errors. Only the first end counts. */
  complete(): void;
  fail(errors: readonly GraphQLFormattedError[]): void;
  /** Ends the response without a word, so that the client connects again. */
  cut(): void;
}

/** Bounds of one response. */
export interface ResponseStreamSettings {
  heartbeatMs: number;
  /** How much may wait to be read before states replace each other. */
  slowReaderBytes: number;
}

/** A client that has read nothing for so many heartbeats is taken for dead. */
const SILENT_HEARTBEATS = 5;

/** Sends the headers and begins. `onOver` is called once, when the response has ended or its client has left. */
export function openResponse(
  response: ServerResponse,
  protocol: StreamProtocol,
  { heartbeatMs, slowReaderBytes }: ResponseStreamSettings,
  onOver: () => void,
): ResponseStream {
  let newest: SerialisedResult | null = null;
  let isOver = false;
  let silence = 0;
  const waiting = new Set<() => void>();

  const over = (): boolean => {
    if (isOver) return false;
    isOver = true;
    clearInterval(pulse);
    wake();
    onOver();
    return true;
  };
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const end = (last?: Buffer): void => {
    const pending = newest;
    if (!over()) return;
    if (pending && last === protocol.completion) response.write(protocol.frame(pending));
    response.end(last);
    // Whoever reads nothing would keep the connection, and a server that stops.
    const impatience = setTimeout(() => response.destroy(), heartbeatMs).unref();
    response.once('close', () => clearTimeout(impatience));
  };

  const pulse = setInterval(() => {
    if (response.writableNeedDrain) {
      // The heartbeats it has not read yet would not tell it anything new.
      if (++silence >= SILENT_HEARTBEATS) response.destroy();
      return;
    }
    silence = 0;
    response.write(protocol.heartbeat);
  }, heartbeatMs).unref();

  response.on('drain', () => {
    silence = 0;
    const frame = newest;
    newest = null;
    wake();
    if (frame && !isOver) response.write(protocol.frame(frame));
  });
  response.on('error', () => over());
  response.on('close', () => over());

  // A connection that carried a stream is not used again: it would keep a server from stopping.
  response.shouldKeepAlive = false;
  response.setHeader('content-type', protocol.contentType);
  response.setHeader('cache-control', 'no-store');
  // nginx would otherwise collect what is to be sent at once.
  response.setHeader('x-accel-buffering', 'no');
  response.writeHead(200);
  response.socket?.setNoDelay(true);
  response.write(protocol.opening);

  return {
    push(frame) {
      if (isOver) return;
      if (response.writableNeedDrain && response.writableLength > slowReaderBytes) newest = frame;
      else response.write(protocol.frame(frame));
    },
    async write(frame) {
      if (isOver || response.write(protocol.frame(frame))) return;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
    },
    complete: () => end(protocol.completion),
    fail: (errors) => end(protocol.failure(JSON.stringify(errors))),
    cut: () => (response.writableNeedDrain ? void response.destroy() : end()),
  };
}
