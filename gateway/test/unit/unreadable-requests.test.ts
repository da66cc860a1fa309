import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createBareHttpServer } from '../bare-http-server.js';

let app: FastifyInstance;
let address: URL;
beforeEach(async () => {
  app = await createBareHttpServer();
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write('first');
  });
  address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
});
afterEach(() => app.close());

it('what is no HTTP ends the stream that its connection is receiving, and is not answered in the middle of it', async () => {
  const socket = connect(Number(address.port), address.hostname).setEncoding('utf8');
  let received = '';
  socket.on('data', (text) => {
    const isBegun = received.includes('first');
    received += text;
    if (!isBegun && received.includes('first')) socket.write('no HTTP\r\n\r\n');
  });
  socket.on('error', () => undefined);
  socket.write('GET /stream HTTP/1.1\r\nhost: gateway\r\n\r\n');
  await once(socket, 'close');
  expect(received).toContain('first');
  expect(received).not.toContain('BAD_REQUEST');
});
