import { GRAPHQL_TRANSPORT_WS_PROTOCOL, type Message, MessageType, parseMessage, stringifyMessage } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What one attempt to talk to a subgraph needs. */
export interface SessionSettings {
  url: string | URL;
  headers: Record<string, string>;
  connectionParams: () => Promise<object | undefined>;
  /** How long the handshake, and then the acknowledgement, may take. */
  connectTimeoutMs: number;
  /** A subgraph that leaves a ping unanswered until the next one is taken for dead. */
  pingIntervalMs: number;
}

/** What a session reports. After `closed`, which comes exactly once, nothing else does. */
export interface SessionEvents {
  ready(): void;
  /** A message other than those of the connection itself, and its length in bytes. */
  message(message: Message, bytes: number): void;
  closed(end: SessionEnd): void;
}

export interface SessionEnd {
  code: number;
  reason: string;
  error: unknown;
  /** How long the session was acknowledged; 0 when it never was. */
  readyForMs: number;
}

/** One graphql-transport-ws connection to a subgraph, from handshake to close. It never reconnects. */
export interface Session {
  /** Sends, unless the socket is closing already; says whether it did. */
  send(message: Message): boolean;
  close(): void;
}

/** How long a subgraph may take to answer a close before the socket is destroyed. */
const CLOSE_GRACE_MS = 1_000;

/** Opens a session. Every failure, an invalid address included, is reported through `closed`. */
export function openSession(settings: SessionSettings, events: SessionEvents): Session {
  const socket = new WebSocket(settings.url, GRAPHQL_TRANSPORT_WS_PROTOCOL, {
    headers: settings.headers,
    handshakeTimeout: settings.connectTimeoutMs,
    perMessageDeflate: false,
  });
  let failure: unknown = null;
  let readyAt: number | null = null;
  let isAlive = true;
  const timers = new Set<NodeJS.Timeout>();

  const abandon = (error: unknown): void => {
    failure ??= error;
    socket.terminate();
  };
  const send = (message: Message): boolean => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(stringifyMessage(message));
    return true;
  };
  const checkPulse = (): void => {
    if (!isAlive) {
      abandon(new Error('No answer to a ping'));
      return;
    }
    isAlive = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  };
  const acknowledge = (message: Message): void => {
    if (message.type !== MessageType.ConnectionAck) throw new Error(`Unexpected message ${message.type}`);
    readyAt = performance.now();
    clearTimeout(ackTimer);
    events.ready();
  };
  const receive = (message: Message, bytes: number): void => {
    if (message.type === MessageType.Ping) send({ type: MessageType.Pong });
    else if (message.type === MessageType.Pong) isAlive = true;
    else if (readyAt === null) acknowledge(message);
    else events.message(message, bytes);
  };

  let ackTimer: NodeJS.Timeout;
  socket.on('open', async () => {
    ackTimer = setTimeout(() => abandon(new Error('No acknowledgement')), settings.connectTimeoutMs);
    timers.add(ackTimer).add(setInterval(checkPulse, settings.pingIntervalMs));
    try {
      const payload = await settings.connectionParams();
      send({ type: MessageType.ConnectionInit, ...(payload ? { payload: { ...payload } } : {}) });
    } catch (error) {
      abandon(error);
    }
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('message', (data) => {
    isAlive = true;
    try {
      const text = String(data);
      receive(parseMessage(text), Buffer.byteLength(text));
    } catch (error) {
      abandon(error);
    }
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.on('close', (code, reason) => {
    for (const timer of timers) clearTimeout(timer);
    const readyForMs = readyAt === null ? 0 : performance.now() - readyAt;
    events.closed({ code, reason: String(reason), error: failure, readyForMs });
  });

  return {
    send,
    close() {
      socket.close(1000);
      timers.add(setTimeout(() => socket.terminate(), CLOSE_GRACE_MS));
    },
  };
}
