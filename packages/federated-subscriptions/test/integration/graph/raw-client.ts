import type { Message } from 'graphql-ws';
import { type ClientOptions, WebSocket } from 'ws';

/** A client that says exactly what a test tells it to. */
export interface RawClient {
  received: Message[];
  send(message: object | string): void;
  /** Sends `connection_init` and waits for the acknowledgement. */
  init(payload?: object): Promise<void>;
  /** Waits for the first message that was not asked for yet and has these properties. */
  expect(shape: Record<string, unknown>): Promise<Message>;
  closed: Promise<{ code: number; reason: string }>;
  socket: WebSocket;
}

/** Connects; rejects with the HTTP status when the upgrade is refused. */
export async function connectRaw(
  url: string,
  { protocols = ['graphql-transport-ws'], ...options }: ClientOptions & { protocols?: string[] } = {},
): Promise<RawClient> {
  const socket = new WebSocket(url, protocols, options);
  const received: Message[] = [];
  const listeners = new Set<() => void>();
  let seen = 0;
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)));
    for (const listener of listeners) listener();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.on('error', reject);
  });

  const client: RawClient = {
    socket,
    received,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async init(payload) {
      client.send({ type: 'connection_init', payload });
      await client.expect({ type: 'connection_ack' });
    },
    expect: (shape) =>
      new Promise((resolve) => {
        const look = (): void => {
          for (; seen < received.length; seen++) {
            const message = received[seen];
            if (!message || !Object.entries(shape).every(([key, value]) => Reflect.get(message, key) === value))
              continue;
            seen++;
            listeners.delete(look);
            resolve(message);
            return;
          }
        };
        listeners.add(look);
        look();
      }),
  };
  return client;
}
