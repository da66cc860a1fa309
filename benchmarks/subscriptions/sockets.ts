import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Many WebSocket clients in one process, which look at nothing but when each message was published. */
export interface Crowd {
  /** Messages received since the last call, and how long each was on its way, in milliseconds. */
  take(): readonly number[];
  /** The last message received, as text. */
  last(): string;
  count(): number;
  close(): void;
}

/** How many connect at once: the backlog of a listening socket is short. */
const AT_ONCE = 100;
/** The time of publication stands at the beginning of every message. */
const TIME = /"at":([\d.]+)/;

/** Connects `size` clients; with a query each subscribes to it. */
export async function gather(port: number, size: number, query: string | null): Promise<Crowd> {
  const delays: number[] = [];
  const sockets: Socket[] = [];
  let received = 0;
  let latest: Buffer = Buffer.alloc(0);
  const onMessage = (message: Buffer): void => {
    received++;
    latest = message;
    const at = TIME.exec(message.subarray(0, 160).toString('latin1'))?.[1];
    if (at) delays.push(now() - Number(at));
  };
  for (let index = 0; index < size; index += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, size - index) }, () => join(port, query, onMessage));
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    take: () => delays.splice(0),
    last: () => latest.toString(),
    count: () => received,
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Milliseconds since 1970, finer than Date.now(). The same clock for all processes of a machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

async function join(port: number, query: string | null, onMessage: (message: Buffer) => void): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
  );
  if (query) send(socket, { type: 'connection_init' });
  await new Promise<void>((resolve, reject) => {
    let buffered = Buffer.alloc(0);
    let isOpen = false;
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      buffered = buffered.length > 0 ? Buffer.concat([buffered, chunk]) : chunk;
      if (!isOpen) {
        const end = buffered.indexOf('\r\n\r\n');
        if (end < 0) return;
        isOpen = true;
        buffered = buffered.subarray(end + 4);
        if (!query) resolve();
      }
      for (let frame = frameIn(buffered); frame; frame = frameIn(buffered)) {
        buffered = buffered.subarray(frame.end);
        if (frame.message.includes('connection_ack')) {
          send(socket, { id: randomUUID(), type: 'subscribe', payload: { query } });
          resolve();
        } else onMessage(frame.message);
      }
    });
  });
  return socket;
}

/** The first whole frame; servers send theirs unmasked, and these ones in one piece (RFC 6455 §5.2). */
function frameIn(bytes: Buffer): { message: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 127;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = start + length;
  return bytes.length < end ? null : { message: bytes.subarray(start, end), end };
}

/** Clients must mask; a mask of zeros leaves the text as it is. */
function send(socket: Socket, message: object): void {
  const text = Buffer.from(JSON.stringify(message));
  const head =
    text.length < 126
      ? Buffer.from([0x81, 0x80 | text.length])
      : Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255]);
  socket.write(Buffer.concat([head, Buffer.alloc(4), text]));
}
