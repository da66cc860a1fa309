import { describe, expect, it } from '@jest/globals';
import { createChunkStream } from '../../../src/services/answering/chunk-stream.js';
import { createRuns } from '../../../src/services/answering/runs.js';
import { createTurnstile, TurnstileFullError } from '../../../src/services/answering/turnstile.js';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};
const never = new AbortController().signal;

describe('the line before the model', () => {
  it('lets a bounded number through, tells the others their place and serves them in order', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 5 });
    const first = gate();
    const done: string[] = [];
    const places: number[] = [];
    const a = turnstile.pass(() => first.opened.then(() => done.push('a')), { signal: never, onPosition: () => {} });
    const b = turnstile.pass(async () => done.push('b'), { signal: never, onPosition: () => {} });
    const c = turnstile.pass(async () => done.push('c'), { signal: never, onPosition: (place) => places.push(place) });
    expect(places).toEqual([2]);
    first.open();
    await Promise.all([a, b, c]);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(places).toEqual([2, 1]);
  });

  it('gives a learner one place at a time, lets others pass meanwhile, and lets few of one learner wait', async () => {
    const lengths: number[] = [];
    const turnstile = createTurnstile({
      atOnce: 2,
      waiting: 9,
      waitingEach: 1,
      onLength: (length) => lengths.push(length),
    });
    const first = gate();
    const done: string[] = [];
    const ask = (who: string, name: string, until = Promise.resolve()) =>
      turnstile.pass(() => until.then(() => done.push(name)), { who, signal: never, onPosition: () => {} });
    const zoe1 = ask('zoe', 'zoe 1', first.opened);
    const zoe2 = ask('zoe', 'zoe 2');
    await expect(ask('zoe', 'zoe 3')).rejects.toThrow(TurnstileFullError);
    await ask('ali', 'ali 1');
    expect(done).toEqual(['ali 1']);
    first.open();
    await Promise.all([zoe1, zoe2]);
    expect(done).toEqual(['ali 1', 'zoe 1', 'zoe 2']);
    expect(lengths).toEqual([1, 0]);
  });

  it('refuses at once when the line is full, and forgets who leaves it', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 1 });
    const first = gate();
    const leaving = new AbortController();
    const a = turnstile.pass(() => first.opened, { signal: never, onPosition: () => {} });
    const b = turnstile.pass(async () => 'b', { signal: leaving.signal, onPosition: () => {} });
    await expect(turnstile.pass(async () => 'c', { signal: never, onPosition: () => {} })).rejects.toThrow(
      TurnstileFullError,
    );
    leaving.abort(new Error('left'));
    await expect(b).rejects.toThrow('left');
    const d = turnstile.pass(async () => 'd', { signal: never, onPosition: () => {} });
    first.open();
    await a;
    expect(await d).toBe('d');
  });
});

describe('work that several callers follow', () => {
  it('is done once, and told from its beginning to whoever joins', async () => {
    const runs = createRuns<string, number>();
    const middle = gate();
    let times = 0;
    const work = async (tell: (event: number) => void) => {
      times += 1;
      tell(1);
      await middle.opened;
      tell(2);
      return 'result';
    };
    const heard: number[][] = [[], []];
    const first = runs.join('key', work, (event) => heard[0]?.push(event));
    const second = runs.join('key', work, (event) => heard[1]?.push(event));
    middle.open();
    expect(await first.result).toBe('result');
    expect(await second.result).toBe('result');
    expect(heard).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(times).toBe(1);
  });

  it('is aborted when the last one leaves, not before', () => {
    const runs = createRuns<never, number>();
    const signals: AbortSignal[] = [];
    const work = (_tell: unknown, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const first = runs.join('key', work, () => {});
    const second = runs.join('key', work, () => {});
    first.leave();
    expect(signals[0]?.aborted).toBe(false);
    second.leave();
    expect(signals[0]?.aborted).toBe(true);
    runs.join('key', work, () => {});
    expect(signals).toHaveLength(2);
  });
});

describe('a stream of chunks', () => {
  it('hands over in order what was pushed before and after it was read, then ends', async () => {
    const stream = createChunkStream<number>(({ push, end }) => {
      push(1);
      queueMicrotask(() => {
        push(2);
        end();
      });
      return () => {};
    });
    const read: number[] = [];
    for await (const value of stream) read.push(value);
    expect(read).toEqual([1, 2]);
  });

  it('stops its source at once when the reader leaves, even in the middle of a wait', async () => {
    let closed = 0;
    const stream = createChunkStream<number>(() => () => {
      closed += 1;
    });
    const waiting = stream.next();
    await stream.return?.();
    expect(closed).toBe(1);
    expect(await waiting).toEqual({ value: undefined, done: true });
  });

  it('passes a failure on once', async () => {
    const stream = createChunkStream<number>(({ push, fail }) => {
      push(1);
      fail(new Error('broken'));
      return () => {};
    });
    expect(await stream.next()).toEqual({ value: 1, done: false });
    await expect(stream.next()).rejects.toThrow('broken');
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });
});
