import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './ask.js';
import { compareAtRandom } from './compare-at-random.js';
import { type Contestants, startContestants } from './contestants.js';
import { topics } from './topics/index.js';

/** What has run before may be executed in another way. */
const TIMES = 2;

let contestants: Contestants;
beforeAll(async () => {
  contestants = await startContestants(topics);
}, 180_000);
afterAll(() => contestants?.stop());

describe('the gateway answers as the stock federation gateway does', () => {
  describe.each(topics.map((topic) => [topic.title, topic] as const))('%s', (_title, topic) => {
    it.each(topic.cases.map((one) => [one.title, one] as const))('%s', async (_name, one) => {
      const { stock, ours } = contestants.of(topic);
      for (let time = 1; time <= TIMES; time += 1) {
        const theirs = await ask(stock, one);
        const { answer } = await ask(ours, one);
        expect({ asked: [...new Set(theirs.asked)].sort() }).toEqual({ asked: [...one.asks].sort() });
        expect(answer.errors.map(({ code }) => code).sort()).toEqual(one.errors ?? []);
        if (one.differs) {
          expect(answer.data).toBe(theirs.answer.data);
          expect(theirs.answer.errors).not.toEqual([]);
        } else expect({ time, ...answer }).toEqual({ time, ...theirs.answer });
      }
    });

    // Many more of them: tests/long/federation-audit.test.ts.
    it('queries made at random', () => compareAtRandom(contestants.of(topic), { first: 1, count: 3 }));
  });
});
