import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A frame of RFC 6455 §5.2, as it came. */
export interface WireFrame {
  readonly opcode: 'text' | 'close' | 'ping' | 'pong';
  readonly payload: Buffer;
}

/** A WebSocket client that trusts nothing: a byte that no server may send is a violation. */
export interface StrictClient {
  readonly socket: Socket;
  readonly frames: readonly WireFrame[];
  /** What the server did that it must not do. */
  readonly violations: readonly string[];
  /** Text frames as JSON. */
  messages(): Record<string, unknown>[];
  send(message: object): void;
  /** Sends a control frame. */
  control(opcode: 'close' | 'ping', payload?: Buffer): void;
}

const OPCODES = { 1: 'text', 8: 'close', 9: 'ping', 10: 'pong' } as const;
const CONTROL = { close: 8, ping: 9 } as const;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Connects, and stays half open when the server ends its side. */
export async function connectStrictly(url: string): Promise<StrictClient> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const frames: WireFrame[] = [];
  const violations: string[] = [];
  let bytes = Buffer.alloc(0);
  let isOpen = false;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (!isOpen) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (/sec-websocket-extensions/i.test(bytes.subarray(0, end).toString())) violations.push('an extension');
        bytes = bytes.subarray(end + 4);
        isOpen = true;
        resolve();
      }
      for (let length = read(bytes); length > 0; length = read(bytes)) bytes = bytes.subarray(length);
    });
    socket.write(
      [
        `GET ${pathname} HTTP/1.1`,
        `Host: ${hostname}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Protocol: graphql-transport-ws',
        '\r\n',
      ].join('\r\n'),
    );
  });

  /** Reads a frame, if it is there as a whole; answers how long it is. */
  function read(from: Buffer): number {
    const [first = 0, second = 0] = from;
    if (from.length < 2) return 0;
    const start = second === 126 ? 4 : second === 127 ? 10 : 2;
    if (from.length < start) return 0;
    const length = start === 4 ? from.readUInt16BE(2) : start === 10 ? Number(from.readBigUInt64BE(2)) : second;
    if (second > 127) violations.push('a masked frame');
    else if (length < (start === 4 ? 126 : start === 10 ? 65_536 : 0)) violations.push(`a long way to write ${length}`);
    if (from.length < start + length) return 0;
    const opcode = OPCODES[(first & 15) as keyof typeof OPCODES];
    if (first >> 4 !== 8 || !opcode) violations.push(`a frame that begins with ${first}`);
    else receive({ opcode, payload: from.subarray(start, start + length) });
    return start + length;
  }

  function receive(frame: WireFrame): void {
    if (frames.at(-1)?.opcode === 'close') violations.push(`a ${frame.opcode} after the close frame`);
    if (frame.opcode !== 'text' && frame.payload.length > 125) violations.push('a long control frame');
    frames.push(frame);
    try {
      if (frame.opcode === 'text') JSON.parse(utf8.decode(frame.payload));
    } catch (error) {
      violations.push(String(error));
    }
  }

  function write(opcode: number, payload: Buffer): void {
    const mask = randomBytes(4);
    const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    const head = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
    socket.write(Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | (head[0] ?? 0), ...head.slice(1)]), mask, masked]));
  }

  return {
    socket,
    frames,
    violations,
    messages: () => frames.filter(({ opcode }) => opcode === 'text').map(({ payload }) => JSON.parse(String(payload))),
    send: (message) => write(1, Buffer.from(JSON.stringify(message))),
    control: (opcode, payload = Buffer.alloc(0)) => write(CONTROL[opcode], payload),
  };
}
