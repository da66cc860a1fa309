import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { compareAtRandom } from '../../gateway/test/integration/federation-audit/compare-at-random.js';
import { type Contestants, startContestants } from '../../gateway/test/integration/federation-audit/contestants.js';
import { topics } from '../../gateway/test/integration/federation-audit/topics/index.js';

let contestants: Contestants;
beforeAll(async () => {
  contestants = await startContestants(topics);
}, 180_000);
afterAll(() => contestants?.stop());

describe('the gateway answers queries made at random as the stock federation gateway does, over subgraphs with', () => {
  it.each(topics.map((topic) => [topic.title.replace(/:$/, ''), topic] as const))(
    '%s',
    (_title, topic) => compareAtRandom(contestants.of(topic), { first: 1000, count: 150 }),
    600_000,
  );
});
