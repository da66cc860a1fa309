import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerUsage } from './usage.js';

// What it is measured against: `ws` alone, which sends one ready message to every socket. Says `{ port }`; told
// `{ broadcast: text }` it sends.

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => socket.on('error', () => undefined));
process.on('message', ({ broadcast }: { broadcast?: string }) => {
  if (broadcast === undefined) return;
  const message = Buffer.from(broadcast);
  for (const socket of sockets.clients) socket.send(message, { binary: false });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
answerUsage();
process.send?.({ port: (http.address() as AddressInfo).port });
