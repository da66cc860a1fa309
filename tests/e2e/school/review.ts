import {
  ExportMyDataDocument,
  LeaderboardDocument,
  MyAnalyticsDocument,
  RecommendedQuestsDocument,
  ReviewQueueDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
  SubmitReviewDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

describe('a learner who comes back to what they answered', () => {
  it('sees when it returns, what they know and what to do next, in the language asked for', async () => {
    const lea = await platform.learner('Léa Révise');
    const beginning = dataOf(await lea.client.execute(RecommendedQuestsDocument, { first: 5 })).recommendedQuests;
    expect(beginning?.[0]).toMatchObject({ reason: 'NEXT', explanation: expect.stringMatching(/préalable/) });

    const questId = 'python_variables_101';
    const { startQuest } = dataOf(await lea.client.execute(StartQuestDocument, { questId }));
    const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age == 25'] };
    expect(dataOf(await lea.client.execute(SubmitAnswerDocument, { input })).submitAnswer.correct).toBe(false);

    const { reviewQueue } = dataOf(await lea.client.execute(ReviewQueueDocument, { first: 20 }));
    expect(reviewQueue).toMatchObject({ totalCount: 0, edges: [], nextDueAt: expect.any(String) });
    const early = { input: { questionId: `${questId}:q1`, answer: ['age = 25'] } };
    expect(codesOf(await lea.client.execute(SubmitReviewDocument, early))).toEqual(['CONFLICT']);

    const { me } = dataOf(await lea.client.execute(MyAnalyticsDocument, { days: 84 }));
    expect(me?.analytics).toMatchObject({
      answerCount: 1,
      accuracy: 0,
      calendar: [{ answerCount: 1, correct: 0, reviews: 0 }],
    });
    expect(me?.analytics?.weakestConcepts.map(({ concept }) => concept)).toContain('variables');
    const { recommendedQuests } = dataOf(await lea.client.execute(RecommendedQuestsDocument, { first: 1 }));
    expect(recommendedQuests).toMatchObject([{ reason: 'CONTINUE', quest: { id: questId } }]);

    const mine = { learningAfter: null, questionsAfter: null };
    const { exportMyData } = dataOf(await lea.client.execute(ExportMyDataDocument, mine));
    expect(exportMyData).toMatchObject({
      learning: { review: { cards: { items: [{ questionId: `${questId}:q1`, missed: 1 }] }, answers: { items: [] } } },
    });
    expect(JSON.stringify(dataOf(await platform.client().execute(LeaderboardDocument, { first: 100 })))).not.toContain(
      lea.id,
    );
  });

  it('has to sign in', async () => {
    expect(codesOf(await platform.client().execute(ReviewQueueDocument, { first: 20 }))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await platform.client().execute(RecommendedQuestsDocument, { first: 5 }))).toEqual([
      'UNAUTHENTICATED',
    ]);
  });
});
