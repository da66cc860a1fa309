import { describe, expect, it } from '@jest/globals';
import { createMailbox } from '../../src/delivery/mailbox.js';

const item = (n: number) => ({ n });

describe('a mailbox', () => {
  it('of LATEST holds the newest item only', async () => {
    const mailbox = createMailbox<{ n: number }>('LATEST', { items: 2 });
    for (const n of [1, 2, 3]) expect(mailbox.push(item(n))).toBe(true);

    expect(await mailbox.take()).toEqual({ done: false, value: item(3) });
  });

  it('of EVERY hands items out in order and refuses one too many', async () => {
    const mailbox = createMailbox<{ n: number }>('EVERY', { items: 2 });

    expect([1, 2, 3].map((n) => mailbox.push(item(n)))).toEqual([true, true, false]);
    expect(await mailbox.take()).toEqual({ done: false, value: item(1) });
    expect(await mailbox.take()).toEqual({ done: false, value: item(2) });
  });

  it('wakes a taker who came first', async () => {
    const mailbox = createMailbox<{ n: number }>('EVERY', { items: 2 });
    const taken = mailbox.take();
    mailbox.push(item(1));

    expect(await taken).toEqual({ done: false, value: item(1) });
  });

  it('is emptied after completion, then done', async () => {
    const mailbox = createMailbox<{ n: number }>('EVERY', { items: 2 });
    mailbox.push(item(1));
    mailbox.complete();
    mailbox.push(item(2));

    expect(await mailbox.take()).toEqual({ done: false, value: item(1) });
    expect(await mailbox.take()).toEqual({ done: true, value: undefined });
  });

  it('that was completed with an error gives out what is inside before it', async () => {
    const mailbox = createMailbox<{ n: number }>('EVERY', { items: 2 });
    mailbox.push(item(1));
    mailbox.complete(new Error('over'));

    expect(await mailbox.take()).toEqual({ done: false, value: item(1) });
    await expect(mailbox.take()).rejects.toThrow('over');
  });

  it('fails its taker at once, whatever was inside', async () => {
    const mailbox = createMailbox<{ n: number }>('EVERY', { items: 2 });
    mailbox.push(item(1));
    mailbox.fail(new Error('over'));

    await expect(mailbox.take()).rejects.toThrow('over');
  });
});
