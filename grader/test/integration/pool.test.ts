import { afterEach, describe, expect, it } from '@jest/globals';
import { createInterpreterPool, type InterpreterPool, type InterpreterPoolOptions } from '../../src/pool/pool.js';
import { compilePython } from '../../src/pool/python.js';
import { recordingLog } from '../grader-under-test.js';

/** A guest that does as it is told: for faults that no program over HTTP can cause. */
const OBEDIENT = `
import json, os, sys
served = 0
for line in sys.stdin:
    order = json.loads(line)
    served += 1
    if order == 'exit': raise SystemExit(3)
    if order == 'loop':
        while True: pass
    if order == 'flood': sys.stdout.write('x' * 1_000_000)
    if order == 'garble': print('nonsense', flush=True); continue
    if order == 'environ': order = dict(os.environ)
    if order == 'files':
        order = []
        for path in ('/etc/passwd', '/proc/self/environ', '.', '/'):
            try: order.append(str(os.listdir(path) if path in './' else open(path).read()))
            except OSError as error: order.append(type(error).__name__)
    print(json.dumps({'order': order, 'served': served}), flush=True)
`;

let pool: InterpreterPool;
let events: string[];
afterEach(() => pool.close());

const module = await compilePython();
const open = async (options: Partial<InterpreterPoolOptions> = {}) => {
  events = [];
  const settings = { program: OBEDIENT, size: 1, maxQueue: 8, deadlineMs: 30_000, maxUses: 100, ...options };
  pool = createInterpreterPool({ module, log: recordingLog(events), ...settings });
  await pool.booted();
};
const run = (order: unknown, signal?: AbortSignal) =>
  pool.run(
    order,
    (line) => ({ value: JSON.parse(line) as { order: unknown; served: number }, reusable: true }),
    signal,
  );

describe('a pool of interpreters', () => {
  it('gives a guest no environment and no file', async () => {
    process.env.GRADER_TEST_SECRET = 'visible to the host alone';
    await open();
    expect((await run('environ')).order).toEqual({});
    expect((await run('files')).order).toEqual(Array(4).fill('FileNotFoundError'));
    delete process.env.GRADER_TEST_SECRET;
  });

  it('serves many requests with one interpreter, and replaces it after its share', async () => {
    await open({ maxUses: 3 });
    const served = [];
    for (let count = 0; count < 7; count += 1) served.push((await run('x')).served);
    expect(served).toEqual([1, 2, 3, 1, 2, 3, 1]);
    expect(events.filter((event) => event === 'grader.interpreter.renewed: worn')).toHaveLength(2);
  });

  it('can give everybody a fresh interpreter', async () => {
    await open({ maxUses: 1 });
    expect([(await run('a')).served, (await run('b')).served]).toEqual([1, 1]);
  });

  it.each(['exit', 'flood'])('recovers when the guest dies (%s)', async (order) => {
    await open();
    await expect(run(order)).rejects.toMatchObject({ failure: 'CRASHED' });
    expect(await run('next')).toEqual({ order: 'next', served: 1 });
  });

  it('ends a guest that never answers, at the deadline, and recovers', async () => {
    await open({ deadlineMs: 3_000 });
    await expect(run('loop')).rejects.toMatchObject({ failure: 'DEADLINE' });
    expect(events).toContain('grader.interpreter.thrown_away: DEADLINE');
    expect(await run('next')).toEqual({ order: 'next', served: 1 });
  });

  it('throws away an interpreter whose answer is no evidence', async () => {
    await open();
    await expect(run('garble')).rejects.toMatchObject({ failure: 'MALFORMED_EVIDENCE' });
    expect((await run('next')).served).toBe(1);
  });

  it('refuses more requests than its queue holds, and answers those it took', async () => {
    await open({ maxQueue: 2 });
    const taken = [run(1), run(2), run(3)];
    expect(pool.census()).toMatchObject({ busy: 1, queued: 2 });
    await expect(run(4)).rejects.toMatchObject({ failure: 'OVERLOADED' });
    expect((await Promise.all(taken)).map(({ order }) => order)).toEqual([1, 2, 3]);
  });

  it('frees the place of a caller who left the queue', async () => {
    await open({ maxQueue: 1 });
    const left = new AbortController();
    const first = run(1);
    const second = run(2, left.signal);
    left.abort();
    await expect(second).rejects.toMatchObject({ failure: 'CLOSED' });
    await Promise.all([first, run(3)]);
  });

  it('finishes what it accepted before it closes, and takes nothing more', async () => {
    await open();
    const taken = [run(1), run(2)];
    const closing = pool.close();
    await expect(run(3)).rejects.toMatchObject({ failure: 'CLOSED' });
    expect((await Promise.all(taken)).map(({ order }) => order)).toEqual([1, 2]);
    await closing;
    expect(pool.isReady()).toBe(false);
  });

  it('keeps trying, slower and slower, when its program does not even start', async () => {
    events = [];
    const failedTwice = new Promise<void>((resolve) => {
      const log = recordingLog(events);
      log.error = (_fields, event) => {
        if (events.push(event) === 2) resolve();
      };
      pool = createInterpreterPool({
        module,
        program: 'this is not Python',
        size: 1,
        maxQueue: 1,
        deadlineMs: 30_000,
        maxUses: 1,
        log,
      });
    });
    await failedTwice;
    expect(events).toEqual(['grader.interpreter.boot_failed', 'grader.interpreter.boot_failed']);
    expect(pool.isReady()).toBe(false);
  });
});
