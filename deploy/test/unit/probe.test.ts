import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './files.js';

let folder: string;
let tcp: Server;
let unix: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probe-'));
  [tcp, unix] = [server(), server()];
  await Promise.all([listening(tcp, { port: 0, host: '127.0.0.1' }), listening(unix, { path: socket() })]);
});

afterAll(async () => {
  tcp.close();
  unix.close();
  await rm(folder, { recursive: true });
});

describe('the health check of a container', () => {
  it('passes while the service answers 200, over TCP and over its socket', async () => {
    expect(await probe(`${address()}/livez`)).toBe(0);
    expect(await probe(socket(), '/livez')).toBe(0);
  });

  it('fails when the service answers something else', async () => {
    expect(await probe(`${address()}/readyz`)).toBe(1);
    expect(await probe(socket(), '/readyz')).toBe(1);
  });

  it('fails when nobody answers', async () => {
    expect(await probe('http://127.0.0.1:1/livez')).toBe(1);
    expect(await probe(join(folder, 'nobody.sock'), '/livez')).toBe(1);
  });
});

function server(): Server {
  return createServer((request, response) => response.writeHead(request.url === '/livez' ? 200 : 503).end());
}

async function listening(started: Server, where: object): Promise<void> {
  started.listen(where);
  await once(started, 'listening');
}

function address(): string {
  const bound = tcp.address();
  return `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
}

function socket(): string {
  return join(folder, 'service.sock');
}

async function probe(...target: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [join(root, 'deploy/docker/probe.mjs'), ...target], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}
