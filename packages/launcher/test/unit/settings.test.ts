import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { requireFreePorts } from '../../src/start/busy-ports.js';
import { readSettings } from '../../src/start/settings.js';
import { socketFolder } from '../../src/start/socket-folder.js';

describe('the launcher’s settings', () => {
  it('have the documented ports by default', () => {
    expect(readSettings({}).ports).toEqual({ gateway: 4000, auth: 8001, rag: 8002, quest: 8004 });
  });

  it('name every variable that is wrong', () => {
    expect(() => readSettings({ GATEWAY_PORT: 'four', DATABASE_URL: 'postgres://x' })).toThrow(
      /GATEWAY_PORT: is not a port number; DATABASE_URL: begins with mongodb/,
    );
  });

  it('take an empty variable for an absent one', () => {
    expect(readSettings({ REDIS_URL: '', GATEWAY_PORT: '' })).toMatchObject({ redisUrl: undefined });
  });
});

describe('a busy port', () => {
  it('is named together with who wants it and the variable that changes it', async () => {
    const squatter = createServer();
    const port = await getPort({ host: '127.0.0.1' });
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    const environment = { GATEWAY_PORT: String(port) };
    await expect(requireFreePorts(readSettings(environment))).rejects.toThrow(
      new RegExp(`Port ${port} is busy, so gateway cannot listen: .* set GATEWAY_PORT`),
    );
    await new Promise((resolve) => squatter.close(resolve));
  });
});

describe('the folder of the grader’s socket', () => {
  it('can be entered by this user alone', async () => {
    const home = await mkdtemp(join(tmpdir(), 'run-'));
    const folder = await socketFolder(join(home, 'run'), 'grader.sock');
    expect(folder).toBe(join(home, 'run'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await rm(home, { recursive: true });
  });

  it('is a short one elsewhere when the repository lies too deep for a socket', async () => {
    const folder = await socketFolder(join('/deep', 'x'.repeat(120)), 'grader.sock');
    expect(Buffer.byteLength(join(folder, 'grader.sock'))).toBeLessThan(100);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await rm(folder, { recursive: true });
  });
});
