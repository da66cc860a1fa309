import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import { createSettledQuestions } from '../../../src/services/explanations/settled-questions.js';
import type { AskQuest } from '../../../src/services/quest-calls.js';

const log = silentLogger();

/** Quest, as it answers each call in turn; an Error is a call that fails. */
function questThat(...answers: (object | Error)[]) {
  const asked: { path: string; userId: unknown; patienceMs: number | undefined }[] = [];
  const askQuest: AskQuest = async (path, body, schema, patienceMs) => {
    const answer = answers[asked.length];
    asked.push({ path, userId: 'userId' in body ? body.userId : null, patienceMs });
    if (answer instanceof Error) throw answer;
    return schema.parse(answer);
  };
  return { asked, askQuest };
}

describe('the questions that a learner has behind them', () => {
  it('are asked of quest once for a while, also for questions at the same time, and for each learner', async () => {
    const { asked, askQuest } = questThat({ questionIds: ['a:q1'] }, { questionIds: [] });
    const settled = createSettledQuestions(askQuest);
    expect(await Promise.all([settled.of('lea', log), settled.of('lea', log)])).toEqual([['a:q1'], ['a:q1']]);
    expect(await settled.of('tom', log)).toEqual([]);
    expect(asked.map(({ path, userId }) => `${path} ${userId}`)).toEqual([
      '/internal/settled-questions lea',
      '/internal/settled-questions tom',
    ]);
  });

  it.each([
    ['quest cannot be asked', new Error('away')],
    ['quest answers something else', { questionIds: 'all' }],
  ])('are none while %s, and an answer does not wait for it twice', async (_why, answer) => {
    const { asked, askQuest } = questThat(answer, { questionIds: ['a:q1'] });
    const settled = createSettledQuestions(askQuest);
    expect(await settled.of('lea', log)).toEqual([]);
    expect(await settled.of('lea', log)).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.patienceMs).toBeLessThanOrEqual(2000);
  });
});
