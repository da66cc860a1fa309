import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraderClient } from '../../src/client.js';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const started: ChildProcess[] = [];
let folder: string;
let socketPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grader-'));
  socketPath = join(folder, 'run', 'grader.sock');
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await rm(folder, { recursive: true, force: true });
});

/** The real process, from its sources; resolves with the first of these events it logs, and its fields. */
const start = async (args: string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
    cwd: packageRoot,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { msg: string; message?: string };
    if (event.msg === 'grader.listening' || event.msg === 'grader.not_started') {
      child.stdout.resume();
      return { child, event, exited };
    }
  }
  throw new Error('The process ended without a word.');
};

describe('the grader’s process', () => {
  it('runs with an empty environment, behind a socket for its owner alone, and stops on SIGTERM', async () => {
    const { child, exited } = await start(['--socket', socketPath]);
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'run'))).mode & 0o777).toBe(0o700);
    const client = createGraderClient({ socketPath, timeoutMs: 40_000 });
    expect(await client.ready()).toBe(true);
    expect(await client.compare({ submission: 'a=1', accepted: ['a = 1'] })).toEqual({ outcome: 'MATCH', index: 0 });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(existsSync(socketPath)).toBe(false);
    await client.close();
  }, 60_000);

  it('takes over the socket of a grader that was killed', async () => {
    const first = await start(['--socket', socketPath]);
    first.child.kill('SIGKILL');
    await first.exited;
    expect(existsSync(socketPath)).toBe(true);
    const second = await start(['--socket', socketPath]);
    expect(second.event.msg).toBe('grader.listening');
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
  }, 60_000);

  it('refuses a socket that another grader serves, and leaves it alone', async () => {
    await start(['--socket', socketPath]);
    const second = await start(['--socket', socketPath]);
    expect(second.event.message).toMatch(/Another grader is listening/);
    expect(await second.exited).toBe(78);
    const client = createGraderClient({ socketPath, timeoutMs: 40_000 });
    expect(await client.ready()).toBe(true);
    await client.close();
  }, 60_000);

  it('refuses to replace a file that is no socket', async () => {
    const path = join(folder, 'precious.txt');
    await writeFile(path, 'precious');
    const { event, exited } = await start(['--socket', path]);
    expect(event.message).toMatch(/not a socket/);
    expect(await exited).toBe(78);
    expect(existsSync(path)).toBe(true);
  }, 60_000);

  it('refuses to start beside a secret, naming it but not its value', async () => {
    const { event, exited } = await start(['--socket', socketPath], { JWT_SECRET: 'hunter2', PATH: '/usr/bin' });
    expect(event.message).toContain('JWT_SECRET');
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(await exited).toBe(78);
    expect(existsSync(socketPath)).toBe(false);
  }, 60_000);

  it('says what is missing when started without a socket', async () => {
    const { event, exited } = await start([]);
    expect(event.message).toContain('--socket');
    expect(await exited).toBe(64);
  }, 60_000);
});
