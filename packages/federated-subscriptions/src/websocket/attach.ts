import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { consoleLogger } from '../logger.js';
import { type Connection, createConnection } from './connection.js';
import type { WebSocketServerHandle, WebSocketServerOptions } from './options.js';
import { createProtocol, handleProtocols } from './protocol.js';
import { pathOf, refuseUpgrade } from './upgrade.js';

/**
 * Serves subscriptions (and, with `executeOperation`, queries and mutations) to clients over the graphql-transport-ws
 * subprotocol. Close codes: 4400 bad message, 4401 subscribe before the acknowledgement, 4403 token expired or forbidden,
 * 4406 other subprotocol, 4408 initialised too late, 4409 duplicate id, 4429 initialised twice, 1009 frame too large.
 */
export function attachWebSocketServer<Context extends object>(
  options: WebSocketServerOptions<Context>,
): WebSocketServerHandle<Context> {
  const { httpServer, path, limits = {}, isOriginAllowed = () => true, admitUpgrade = () => true } = options;
  const log = options.logger ?? consoleLogger;
  const serve = createProtocol({ ...options, logger: log });
  const connections = new Set<Connection<Context>>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxPayloadBytes ?? 64 * 1024,
    handleProtocols,
  });
  let isClosing = false;
  let emptied: (() => void) | null = null;

  const pulse = setInterval(() => {
    for (const connection of connections) connection.checkPulse();
  }, limits.pingIntervalMs ?? 15_000).unref();

  const handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    if (pathOf(request) !== path) return false;
    const isFull = connections.size >= (limits.maxSockets ?? Number.POSITIVE_INFINITY);
    if (!isOriginAllowed(request.headers.origin, request)) refuseUpgrade(socket, 403);
    else if (isClosing || isFull) refuseUpgrade(socket, 503);
    else if (!admitUpgrade(request)) refuseUpgrade(socket, 429);
    else {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = createConnection<Context>(webSocket, request, limits.initTimeoutMs ?? 5_000, log);
        connections.add(connection);
        webSocket.once('close', () => {
          connections.delete(connection);
          if (connections.size === 0) emptied?.();
        });
        serve(webSocket, connection);
      });
    }
    return true;
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (handleUpgrade(request, socket, head)) return;
    // Nobody else listens: without an answer the connection would hang.
    if (httpServer?.listenerCount('upgrade') === 1) refuseUpgrade(socket, 404);
  };
  httpServer?.on('upgrade', onUpgrade);

  return {
    handleUpgrade,
    connections: () => connections.size,
    closeWhere: (matches, code, reason) =>
      [...connections].filter((connection) => connection.closeIf(matches, code, reason)).length,
    async close(code = 1001, graceMs = 2_000) {
      isClosing = true;
      clearInterval(pulse);
      const reason = code === 1012 ? 'Service restart' : 'Going away';
      for (const connection of connections) connection.close(code, reason);
      await whenEmptied(graceMs);
      httpServer?.off('upgrade', onUpgrade);
      server.close();
    },
  };

  async function whenEmptied(graceMs: number): Promise<void> {
    if (connections.size === 0) return;
    const impatience = setTimeout(() => {
      for (const connection of connections) connection.terminate();
    }, graceMs);
    await new Promise<void>((resolve) => {
      emptied = resolve;
    });
    clearTimeout(impatience);
  }
}
