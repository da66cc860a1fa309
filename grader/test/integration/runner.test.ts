import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GraderUnavailableError } from '../../src/client.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;

const LOOP = 'while True: pass';
const run = (code: string) => running.client.run({ code });

describe('interpreters that run programs', () => {
  beforeAll(async () => {
    running = await startGrader({ runners: 1, runMs: 20_000 });
  }, 60_000);
  afterAll(() => running.stop());

  it('are each used once, and begin alike', async () => {
    const mark =
      'import sys, builtins\nprint(hasattr(sys, "mark"), "mark" in vars(builtins))\nsys.mark = builtins.mark = 1';
    for (let count = 0; count < 5; count += 1) expect((await run(mark)).stdout).toBe('False False\n');
  });

  it('draw random numbers of their own', async () => {
    const draw = 'import random, os\nprint(random.random(), os.urandom(8).hex())';
    const drawn = new Set([(await run(draw)).stdout, (await run(draw)).stdout, (await run(draw)).stdout]);
    expect(drawn.size).toBe(3);
  });

  it('know the time of day, and sleep', async () => {
    // A time of day comes in whole milliseconds: as numbers with a fraction, two that are ten apart may differ by a hair less.
    const { stdout } = await run(
      'import time\nbefore = time.monotonic_ns()\ntime.sleep(0.01)\nprint(time.time(), time.monotonic_ns() - before >= 10_000_000)',
    );
    const [now, slept] = stdout.trim().split(' ');
    expect(Math.abs(Number(now) * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(slept).toBe('True');
  });

  it('let many programs wait for one, and each is run', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => run(`print(${index})`)));
    expect(outcomes.map(({ stdout }) => stdout)).toEqual(outcomes.map((_, index) => `${index}\n`));
  });
});

describe('interpreters at their limits', () => {
  afterEach(() => running.stop());

  it('are ended when their time is over, and the next program runs', async () => {
    running = await startGrader({ runners: 1, runMs: 300 });
    expect(await run(LOOP)).toMatchObject({ cause: 'TIMEOUT' });
    expect(running.events).toContain('grader.runner.replaced: timeout');
    expect(await run('print(1)')).toMatchObject({ stdout: '1\n', cause: null });
  });

  it('say that they are busy when too many programs wait already: no verdict, and when to come back', async () => {
    running = await startGrader({ runners: 1, runMs: 2_000, maxQueue: 1 });
    const taken = [run(LOOP), run('print(1)'), run('print(2)'), run('print(3)'), run('print(4)')];
    const settled = await Promise.allSettled(taken);
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(GraderUnavailableError);
      expect(reason).toMatchObject({ reason: 'OVERLOADED', retryAfterSeconds: 1 });
    }
    expect(await run('print(5)')).toMatchObject({ stdout: '5\n' });
  });

  it('say the same of a program that waited too long', async () => {
    running = await startGrader({ runners: 1, runMs: 4_000, maxWaitMs: 100 });
    const loop = run(LOOP);
    // Both are read first, one after the other, so the loop has the runner when the second asks for it.
    const waited = run('print(1)');
    await expect(waited).rejects.toMatchObject({ reason: 'OVERLOADED' });
    expect(await loop).toMatchObject({ cause: 'TIMEOUT' });
  });

  it('answer what they took before the grader closes', async () => {
    running = await startGrader({ runners: 1, runMs: 20_000 });
    const taken = run('import time\ntime.sleep(0.3)\nprint("fini")');
    await new Promise<void>((resolve) => {
      const look = () => (running.grader.runnerCensus().busy === 1 ? resolve() : setImmediate(look));
      look();
    });
    const closing = running.grader.close();
    expect(await taken).toMatchObject({ stdout: 'fini\n' });
    await closing;
  });
});
