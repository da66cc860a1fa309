import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUnansweredQuestions } from '../../src/services/gaps/unanswered-questions.js';
import { ask } from './ask.js';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

describe('the questions that nothing answers', () => {
  it('are counted and marked by their index, whatever else was answered', async () => {
    const { connection } = rag;
    await ask(rag.client, learner, { query: 'Comment élever des abeilles sur un balcon ?' });
    const unansweredQuestions = createUnansweredQuestions(rag.models);
    await connection.db?.command({ profile: 2 });
    const page = await unansweredQuestions.page({ dealtWith: false, language: null }, { first: 10, after: null });
    const [gap] = page.edges.map(({ node }) => node);
    if (!gap) throw new Error('nobody’s question went unanswered');
    expect((await unansweredQuestions.mark(gap.key, true)).dealtWithAt).not.toBeNull();
    await connection.db?.command({ profile: 0 });
    const plans = await connection.db
      ?.collection('system.profile')
      .find({ 'command.aggregate': 'answers' })
      .map(({ planSummary }) => String(planSummary))
      .toArray();
    expect(plans).toHaveLength(2);
    for (const plan of plans ?? []) expect(plan).toContain('IXSCAN { gap.key: 1, createdAt: -1 }');
  });
});
