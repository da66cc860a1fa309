import { StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, type Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

describe('a learner whose program fails a test', () => {
  it('reads the passage of the lesson that explains it, in the same answer', async () => {
    const { client } = await platform.learner('Zoé Relit');
    const { startQuest } = dataOf(await client.execute(StartQuestDocument, { questId: 'python_loops_101' }));
    const input = { progressId: startQuest.id, questionId: 'q6', answer: ['for prenom in prenoms:\n    pass'] };
    const { submitAnswer } = dataOf(await client.execute(SubmitAnswerDocument, { input }));
    const failed = submitAnswer.tests.find(({ passed }) => !passed);
    expect(failed).toMatchObject({
      concept: 'boucle-for',
      about: {
        id: 'boucle-for',
        lesson: {
          title: 'La boucle for et range',
          heading: 'Répéter une action plusieurs fois',
          text: expect.stringContaining('utilisez une boucle `for` avec `range()`'),
          url: '/lessons/boucle-for',
          document: { id: 'lesson:boucle-for' },
        },
      },
    });
  });
});
