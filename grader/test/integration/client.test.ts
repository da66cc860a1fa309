import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraderClient, GraderRefusedError, GraderUnavailableError } from '../../src/client.js';
import { createGrader } from '../../src/server.js';
import { recordingLog } from '../grader-under-test.js';

let folder: string;
let socketPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grader-'));
  socketPath = join(folder, 'grader.sock');
});
const peers: Server[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) {
    peer.closeAllConnections();
    await new Promise((resolve) => peer.close(resolve));
  }
  await rm(folder, { recursive: true, force: true });
});

const listen = async () => {
  const grader = await createGrader({ socketPath, log: recordingLog([]), interpreters: 1, deadlineMs: 30_000 });
  await grader.listen();
  return grader;
};
const right = { submission: 'age=25', accepted: ['age = 25'] };

/** A peer that misbehaves, in the grader's place. */
const faulty = async (listener: RequestListener) => {
  const server = createServer(listener);
  peers.push(server);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
};

describe('the grader’s client', () => {
  it('says UNREACHABLE while no grader runs, and works once one does, and again after a restart', async () => {
    const client = createGraderClient({ socketPath, timeoutMs: 40_000 });
    await expect(client.compare(right)).rejects.toMatchObject({ reason: 'UNREACHABLE' });
    await expect(client.compare(right)).rejects.toBeInstanceOf(GraderUnavailableError);
    expect(await client.ready()).toBe(false);
    for (let start = 0; start < 2; start += 1) {
      const grader = await listen();
      expect(await client.ready()).toBe(true);
      expect(await client.compare(right)).toEqual({ outcome: 'MATCH', index: 0 });
      await grader.close();
      expect(await client.ready()).toBe(false);
    }
    await client.close();
  }, 60_000);

  it('says TIMEOUT when the answer does not come', async () => {
    await faulty(() => undefined);
    const client = createGraderClient({ socketPath, timeoutMs: 50 });
    await expect(client.compare(right)).rejects.toMatchObject({ reason: 'TIMEOUT' });
    expect(await client.ready()).toBe(false);
    await client.close();
  });

  it.each([
    ['an unknown verdict', 200, '{"outcome":"CORRECT"}'],
    ['no JSON', 200, '<html>'],
    ['a bare failure', 500, ''],
  ])('says FAILED on %s, never a verdict', async (_name, status, body) => {
    await faulty((_request, response) => response.writeHead(status).end(body));
    const client = createGraderClient({ socketPath });
    await expect(client.compare(right)).rejects.toMatchObject({ reason: 'FAILED' });
    await expect(client.check('x')).rejects.toBeInstanceOf(GraderUnavailableError);
    await client.close();
  });

  it('sends a request again, once, when its connection was cut', async () => {
    let requests = 0;
    await faulty((request, response) => {
      requests += 1;
      if (requests === 1) request.socket.destroy();
      else response.end('{"outcome":"MATCH","index":0}');
    });
    const client = createGraderClient({ socketPath });
    expect(await client.compare(right)).toEqual({ outcome: 'MATCH', index: 0 });
    expect(requests).toBe(2);
    await client.close();
  });

  it('tells the caller’s own mistakes apart from the grader’s', async () => {
    const grader = await listen();
    const client = createGraderClient({ socketPath, timeoutMs: 40_000 });
    const tooLong = client.compare({ submission: 'x'.repeat(10_001), accepted: ['x'] });
    await expect(tooLong).rejects.toMatchObject({ code: 'SUBMISSION_TOO_LONG' });
    const broken = client.compare({ submission: 'x', accepted: ['x ='] });
    await expect(broken).rejects.toBeInstanceOf(GraderRefusedError);
    await client.close();
    await grader.close();
  });
});
