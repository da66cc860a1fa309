import { describe, expect, it } from '@jest/globals';
import { createMailbox } from '../../src/delivery/mailbox.js';
import { createResultIterator } from '../../src/delivery/result-iterator.js';

const DONE = { done: true, value: undefined };

function iterator(produce: (item: { n: number }) => Promise<string> = async ({ n }) => `#${n}`) {
  const mailbox = createMailbox<{ n: number }>('EVERY', { items: 9 });
  const ends: string[] = [];
  return { mailbox, ends, results: createResultIterator(mailbox, produce, () => void ends.push('end')) };
}

describe('the iterator of results', () => {
  it('answers several pending reads in order', async () => {
    const { mailbox, results } = iterator();
    const reads = Promise.all([results.next(), results.next(), results.next()]);
    mailbox.push({ n: 1 });
    mailbox.push({ n: 2 });
    mailbox.complete();

    expect(await reads).toEqual([{ done: false, value: '#1' }, { done: false, value: '#2' }, DONE]);
  });

  it('settles return() and every pending read while a result is still being made', async () => {
    const { mailbox, ends, results } = iterator(() => new Promise(() => undefined));
    mailbox.push({ n: 1 });
    const reads = [results.next(), results.next()];

    expect(await results.return?.()).toEqual(DONE);
    expect(await Promise.all(reads)).toEqual([DONE, DONE]);
    expect(await results.next()).toEqual(DONE);
    expect(ends).toEqual(['end']);
  });

  it('gives a failure to the read it belongs to and is done for the others', async () => {
    const { mailbox, ends, results } = iterator();
    const reads = Promise.allSettled([results.next(), results.next()]);
    mailbox.fail(new Error('refused'));

    expect(await reads).toMatchObject([{ reason: { message: 'refused' } }, { value: DONE }]);
    expect(ends).toEqual(['end']);
  });
});
