import { describe, expect, it } from '@jest/globals';
import { pulled } from '../../../src/services/live/pulled.js';

/** A record of numbers that a test changes by hand, and an iterator that follows it. */
function follow(pull: (state: { values: number[] }) => Promise<number[]>) {
  const state = { values: [] as number[], stops: 0, errors: 0, poke: () => {} };
  const iterator = pulled({
    open: async (poke) => {
      state.poke = poke;
      return () => {
        state.stops += 1;
      };
    },
    pull: () => pull(state),
    onError: () => {
      state.errors += 1;
    },
    retryMs: 1,
  });
  return { state, iterator };
}

const newest = async ({ values }: { values: number[] }) => values.slice(-1);
const all = async ({ values }: { values: number[] }) => values.splice(0);

describe('values pulled from a record', () => {
  it('begin with the current state and skip what changed while nobody asked', async () => {
    const { state, iterator } = follow(newest);
    state.values.push(1);
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    for (const value of [2, 3, 4]) {
      state.values.push(value);
      state.poke();
    }
    expect(await iterator.next()).toEqual({ done: false, value: 4 });
  });

  it('come one by one and in order when every one of them counts', async () => {
    const { state, iterator } = follow(all);
    state.values.push(1, 2);
    expect([(await iterator.next()).value, (await iterator.next()).value]).toEqual([1, 2]);
    const [third, fourth] = [iterator.next(), iterator.next()];
    state.values.push(3, 4);
    state.poke();
    expect([(await third).value, (await fourth).value]).toEqual([3, 4]);
  });

  it('end at once when the reader leaves, also while it waits', async () => {
    const { state, iterator } = follow(all);
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(state.stops).toBeLessThanOrEqual(1);
  });

  it('stop listening when the reader left before listening had begun', async () => {
    let opened: (stop: () => void) => void = () => {};
    let stopped = false;
    const iterator = pulled<number>({
      open: () => new Promise((resolve) => (opened = resolve)),
      pull: async () => [],
      onError: () => {},
    });
    const waiting = iterator.next();
    await Promise.resolve();
    await iterator.return?.();
    opened(() => {
      stopped = true;
    });
    expect((await waiting).done).toBe(true);
    expect(stopped).toBe(true);
  });

  it('are asked for again when the record could not be read, but not the first time', async () => {
    let failures = 0;
    const { state, iterator } = follow(async (record) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('away');
      }
      return newest(record);
    });
    state.values.push(1);
    await iterator.next();
    failures = 2;
    state.values.push(2);
    state.poke();
    expect((await iterator.next()).value).toBe(2);
    expect(state.errors).toBe(2);

    const broken = follow(() => Promise.reject(new Error('away')));
    await expect(broken.iterator.next()).rejects.toThrow('away');
    expect((await broken.iterator.next()).done).toBe(true);
  });
});
