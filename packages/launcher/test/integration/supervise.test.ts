import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startProcess, waitFor } from '@doctorpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answers, superviseFixture } from './fixtures/supervise-fixture.js';

describe('a supervised service', () => {
  let folder: string;
  let logFile: string;
  let port: number;
  let said: string[];
  const report = (line: string) => void said.push(line);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'supervise-'));
    logFile = join(folder, 'fixture.log');
    port = await freePort();
    said = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is started again when it crashes, and that is said', async () => {
    const service = await superviseFixture({ port, logFile, report });
    const before = service.pid;
    await fetch(`http://127.0.0.1:${port}/crash`).catch(() => {});
    await waitFor(() => said.includes('fixture is ready again'), { what: 'the service is ready again' });
    expect(service.pid).not.toBe(before);
    expect(said[0]).toMatch(/^fixture ended \(exit code 3\); starting it again in 0.01 s\n {4}starting with/);
    await service.stop();
  });

  it('is started again when it is killed, every time', async () => {
    const service = await superviseFixture({ port, logFile, report });
    for (const times of [1, 2, 3]) {
      process.kill(service.pid, 'SIGKILL');
      await waitFor(() => said.filter((line) => line === 'fixture is ready again').length === times, {
        what: `the service is ready again ${times} times`,
      });
    }
    expect(said.filter((line) => line.startsWith('fixture ended (SIGKILL)'))).toHaveLength(3);
    await service.stop();
  });

  it('ends in order and stays ended when it is stopped', async () => {
    const service = await superviseFixture({ port, logFile, report });
    await service.stop();
    expect(await readFile(logFile, 'utf8')).toContain('stopped in order');
    expect(await answers(port)).toBe(false);
    expect(said).toEqual([]);
  });

  it('inherits nothing from the launcher’s environment', async () => {
    const service = await superviseFixture({ port, logFile, report, env: { ONE: '1' } });
    await service.stop();
    expect(await readFile(logFile, 'utf8')).toMatch(/^starting with ONE$/m);
  });

  it('stops the start with the last lines of its log when it cannot become ready', async () => {
    const attempt = superviseFixture({ port, logFile, report, env: { CRASH: 'JWT_SECRET: is not set' } });
    await expect(attempt).rejects.toThrow(
      /fixture did not become ready; [\s\S]*service.misconfigured: JWT_SECRET: is not set/,
    );
  });

  it('ends together with a launcher that was killed, and so do the embedded servers', async () => {
    const parent = await startProcess({
      script: 'packages/launcher/test/integration/fixtures/parent.ts',
      env: { SERVICE_PORT: String(port), SERVICE_LOG: logFile, TMPDIR: folder },
    });
    const [, redisPort] = await parent.waitForOutput(/ready (\d+)/);
    const temporary = async () => (await readdir(folder)).filter((name) => name.startsWith('doctorpy-redis-'));
    expect(await temporary()).toHaveLength(1);
    expect(await answers(port)).toBe(true);
    await parent.kill();
    await waitFor(async () => !(await accepts(port)), { what: 'the service has ended' });
    await waitFor(async () => !(await accepts(Number(redisPort))), { what: 'Redis has ended' });
    await waitFor(async () => (await temporary()).length === 0, { what: 'the temporary data are gone' });
  });
});

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', (failed) => resolve(!failed));
  });
}
