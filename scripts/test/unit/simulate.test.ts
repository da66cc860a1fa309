import { describe, expect, it } from '@jest/globals';
import { loadContent } from '../../../subgraphs/quest/src/services/content/load-content.js';
import { createAccounts } from '../../simulate/accounts.js';
import { openAnswerBook } from '../../simulate/answer-book.js';
import { nameOf } from '../../simulate/names.js';
import { readOptions } from '../../simulate/options.js';
import { createTally } from '../../simulate/tally.js';
import { createTurns } from '../../simulate/turns.js';

describe('npm run simulate', () => {
  it('takes what it was not told from its defaults', () => {
    expect(readOptions([])).toEqual({
      url: 'http://localhost:4000/graphql',
      learners: 200,
      rate: 20,
      seconds: null,
      once: false,
    });
    expect(readOptions(['--learners', '5', '--rate', '0.5', '--seconds', '60', '--once'])).toMatchObject({
      learners: 5,
      rate: 0.5,
      seconds: 60,
      once: true,
    });
    expect(readOptions(['--help'])).toBeNull();
  });

  it('plays on the platform of this machine, wherever that listens', () => {
    expect(readOptions([], { GATEWAY_PORT: '4500' })).toMatchObject({ url: 'http://localhost:4500/graphql' });
  });

  it('says once that the platform asked for a pause, and goes on', () => {
    const tally = createTally();
    expect(tally.lines()).toHaveLength(1);
    tally.heldBack(5);
    expect(tally.lines()).toEqual([
      expect.stringContaining('0 of 0 learners'),
      expect.stringContaining('RATE_LIMITED'),
    ]);
    expect(tally.lines()).toHaveLength(1);
  });

  it('says what is wrong with what it was told', () => {
    expect(() => readOptions(['--learners', 'many'])).toThrow('--learners takes a whole number above 0');
    expect(() => readOptions(['--learners', '1.5'])).toThrow('--learners');
    expect(() => readOptions(['--rate', '0'])).toThrow('--rate');
    expect(() => readOptions(['--url', 'localhost'])).toThrow('--url takes an address');
    expect(() => readOptions(['--speed', '3'])).toThrow('--speed');
  });

  it('goes to no other machine unless it is told that people are there', () => {
    for (const url of [
      'http://localhost:4000/graphql',
      'http://127.0.0.1:4000/graphql',
      'http://127.8.9.10/graphql',
      'http://[::1]:4000/graphql',
    ]) {
      expect(readOptions(['--url', url])).toMatchObject({ url });
    }
    for (const url of [
      'https://doctorpy.example/graphql',
      'https://localhost.doctorpy.example/graphql',
      'https://127.0.0.1.doctorpy.example/graphql',
      'https://localhost@doctorpy.example/graphql',
      'http://192.168.1.20:4000/graphql',
      'http://[2001:db8::1]/graphql',
      'http://0.0.0.0:4000/graphql',
    ]) {
      expect(() => readOptions(['--url', url])).toThrow('--on-a-real-platform');
      expect(readOptions(['--url', url, '--on-a-real-platform'])).toMatchObject({ url });
    }
  });

  it('says which accounts are its own: nothing else tells them from those of people', () => {
    const accounts = createAccounts();
    const { email, password } = accounts.of(7);
    expect(accounts.description).toContain(email.replace('-7@', '-<number>@'));
    expect(accounts.description).toContain(`“${password}”`);
    expect(createAccounts().of(7).email).not.toBe(email);
  });

  it('brings learners whose names all differ and are no longer than a name may be', () => {
    const names = Array.from({ length: 200 }, (_, index) => nameOf(index));
    expect(new Set(names).size).toBe(200);
    for (const name of names) expect(name).toMatch(/^[\p{L}\d .]{2,30}$/u);
  });

  it('knows a right answer to every question there is', () => {
    const book = openAnswerBook();
    for (const { id, questions } of loadContent(new URL('../../../subgraphs/quest/content/', import.meta.url)).quests) {
      for (const { key } of questions)
        expect([id, key, book.answer(id, key, true)]).toEqual([id, key, expect.any(Array)]);
    }
    expect(book.answer('no_such_quest', 'q1', true)).toBeNull();
  });
});

describe('turns', () => {
  it('are given one after the other', async () => {
    const turns = createTurns(50, new AbortController().signal);
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((number) => turns.take().then(() => order.push(number))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('are given to nobody while the platform asks for a pause, nor after the end', async () => {
    const end = new AbortController();
    const turns = createTurns(1_000, end.signal);
    await turns.take();
    turns.holdBack(3_600);
    const waiting = turns.take();
    end.abort(new Error('the end'));
    await expect(waiting).rejects.toThrow();
    await expect(createTurns(1, AbortSignal.abort(new Error('the end'))).take()).rejects.toThrow('the end');
  });
});
