import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readStream } from './ask.js';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

describe('while Redis is away', () => {
  it('questions are answered without a cache, and told to the other services once it is back', async () => {
    const input = { query: 'comment trier une liste' };
    await rag.server.kill();
    const first = await readStream(rag.client, learner, input);
    const second = await readStream(rag.client, learner, input);
    expect([first.answers[0].mode, second.answers[0].mode]).toEqual(['EXTRACTIVE', 'EXTRACTIVE']);
    expect(second.answers[0].fromCache).toBe(false);

    await rag.server.restart();
    const told = await waitFor(
      async () => {
        const entries = await rag.redis.xrange('events:{rag}', '-', '+');
        const ids = entries.map(([, fields]): string => JSON.parse(fields[3] ?? '{}').payload.answerId);
        return ids.includes(second.answers[0].id) ? ids : null;
      },
      { what: 'the answers given meanwhile reach the stream' },
    );
    expect(told.filter((id) => id === first.answers[0].id)).toHaveLength(1);
    expect((await readStream(rag.client, learner, input)).answers[0].fromCache).toBe(false);
    expect((await readStream(rag.client, learner, input)).answers[0].fromCache).toBe(true);
  });
});
