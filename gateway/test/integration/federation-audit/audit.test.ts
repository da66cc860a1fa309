import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Comparable, comparable } from './comparable.js';
import { type Contestant, type Contestants, startContestants } from './contestants.js';
import type { Case } from './topic.js';
import { topics } from './topics/index.js';

let contestants: Contestants;
beforeAll(async () => {
  contestants = await startContestants(topics);
}, 180_000);
afterAll(() => contestants?.stop());

describe('the gateway answers as the stock federation gateway does', () => {
  describe.each(topics.map((topic) => [topic.title, topic] as const))('%s', (_title, topic) => {
    it.each(topic.cases.map((one) => [one.title, one] as const))('%s', async (_name, one) => {
      const { stock, ours } = contestants.of(topic);
      const theirs = await ask(stock, one);
      const { answer } = await ask(ours, one);
      expect({ asked: [...new Set(theirs.asked)].sort() }).toEqual({ asked: [...one.asks].sort() });
      expect(answer.errors.map(({ code }) => code).sort()).toEqual(one.errors ?? []);
      if (one.differs) {
        expect(answer.data).toBe(theirs.answer.data);
        expect(theirs.answer.errors).not.toEqual([]);
      } else expect(answer).toEqual(theirs.answer);
    });
  });
});

async function ask(
  { url, subgraphs }: Contestant,
  { query, variables, operationName, faults }: Case,
): Promise<{ answer: Comparable; asked: string[] }> {
  subgraphs.misbehave(faults ?? {});
  subgraphs.takeAsked();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return { answer: await comparable(response), asked: subgraphs.takeAsked() };
}
