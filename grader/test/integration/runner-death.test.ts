import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createRunnerPool, type Lease, type RunnerPool } from '../../src/runner/runner-pool.js';
import { type RunnerThread, startRunnerThread } from '../../src/runner/runner-thread.js';
import { takeSnapshot } from '../../src/runner/snapshot.js';
import { recordingLog } from '../grader-under-test.js';

const python = (name: string) => readFile(new URL(`../../python/${name}`, import.meta.url), 'utf8');
const snapshot = await takeSnapshot(`${await python('values.py')}\n${await python('run.py')}`);

let pool: RunnerPool;
let threads: RunnerThread[];
let events: string[];
afterEach(() => pool.close());

const open = async (start: typeof startRunnerThread = startRunnerThread) => {
  threads = [];
  events = [];
  pool = createRunnerPool({
    snapshot,
    size: 1,
    maxQueue: 4,
    maxWaitMs: 30_000,
    runMs: 20_000,
    log: recordingLog(events),
    startThread(...args) {
      const thread = start(...args);
      threads.push(thread);
      return thread;
    },
  });
  await pool.ready();
};
const print = (text: string) => async (lease: Lease) =>
  (await lease.ask({ do: 'start', given: '', code: `print("${text}")` }, '')).output;
const printed = (text: string) => [{ kind: 'printed', text: `${text}\n` }];

describe('a thread that dies', () => {
  it('while it waits is found out by the next program, which runs all the same', async () => {
    await open();
    await threads[0]?.destroy();
    expect(await pool.lease(print('un'))).toEqual(printed('un'));
    expect(threads).toHaveLength(2);
  });

  it('while it runs a program takes only that one with it', async () => {
    await open();
    const lost = pool.lease(async (lease) => {
      const asked = lease.ask({ do: 'start', given: '', code: 'while True: pass' }, '');
      await threads[0]?.destroy();
      return asked;
    });
    const next = pool.lease(print('deux'));
    await expect(lost).rejects.toMatchObject({ ending: 'THREAD' });
    expect(await next).toEqual(printed('deux'));
    expect(events).toContain('grader.runner.replaced: died');
  });

  it('before it is ready is started again, after a pause', async () => {
    let starts = 0;
    await open((...args) => {
      const thread = startRunnerThread(...args);
      starts += 1;
      if (starts <= 2) void thread.destroy();
      return thread;
    });
    expect(events.filter((event) => event === 'grader.runner.start_failed')).toHaveLength(2);
    expect(pool.isReady()).toBe(true);
    expect(await pool.lease(print('trois'))).toEqual(printed('trois'));
  });

  it('is not waited for when the pool closes', async () => {
    await open();
    await threads[0]?.destroy();
    await pool.close();
    await expect(pool.lease(print('non'))).rejects.toMatchObject({ failure: 'CLOSED' });
  });
});
