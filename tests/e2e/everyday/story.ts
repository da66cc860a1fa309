import {
  AskDocument,
  LeaderboardDocument,
  LoginDocument,
  MeDocument,
  MyProfileDocument,
  PromptTemplatesDocument,
  QuestsDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, type Platform, type TestLearner } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
let lea: TestLearner;

beforeAll(async () => {
  platform = await sharedPlatform();
  lea = await platform.learner('Léa');
}, 120_000);

describe('a learner', () => {
  it('signs in and sees who they are', async () => {
    const input = { email: lea.email.toUpperCase(), password: lea.password };
    const { login } = dataOf(await platform.client().execute(LoginDocument, { input }));
    expect(login.user).toMatchObject({ id: lea.id, displayName: 'Léa', roles: ['LEARNER'] });
    expect(login.refreshToken).toEqual(expect.any(String));
    const { me } = dataOf(await platform.client(login.accessToken).execute(MeDocument));
    expect(me).toEqual({ id: lea.id, displayName: 'Léa', roles: ['LEARNER'] });
  });

  it('is nobody to the platform before signing in', async () => {
    expect(dataOf(await platform.client().execute(MeDocument)).me).toBeNull();
  });

  it('finds quests in French', async () => {
    const { quests } = dataOf(await platform.client().execute(QuestsDocument, { category: 'python_basics' }));
    const variables = quests?.edges.find(({ node }) => node.id === 'python_variables_101')?.node;
    expect(variables?.category.title).toMatch(/base/i);
    expect(variables?.title).toMatch(/variable/i);
    expect(quests?.totalCount).toBeGreaterThanOrEqual(1);
  });

  it('answers a code question: a wrong answer helps without telling, a right one scores', async () => {
    const { startQuest } = dataOf(await lea.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
    const submit = (answer: string) =>
      lea.client.execute(SubmitAnswerDocument, {
        input: { progressId: startQuest.id, questionId: 'q1', answer: [answer] },
      });

    const wrong = dataOf(await submit('age == 25')).submitAnswer;
    expect(wrong).toMatchObject({ verdict: 'INCORRECT', correct: false, scoreAwarded: 0 });
    expect(wrong.feedback.length).toBeGreaterThan(20);
    expect(wrong.feedback).not.toContain('age = 25');
    expect(wrong.explanation).toBeNull();

    const right = dataOf(await submit('age=25  # mon âge')).submitAnswer;
    expect(right).toMatchObject({ verdict: 'CORRECT', correct: true });
    expect(right.scoreAwarded).toBeGreaterThan(0);
    expect(right.progress).toMatchObject({ answeredCount: 1, score: right.scoreAwarded, status: 'IN_PROGRESS' });
    expect(right.achievementsUnlocked.length).toBeGreaterThan(0);
  });

  it('may send the answer as one string, as the schema’s list coercion allows', async () => {
    const zoe = await platform.learner('Zoé');
    const send = async (query: string) =>
      (await post(platform.url, { query }, { authorization: `Bearer ${zoe.accessToken}` })).json;
    const started = await send('mutation { startQuest(questId: "python_variables_101") { id } }');
    const { id } = started.data?.startQuest ?? {};
    const answered = await send(
      `mutation { submitAnswer(input: { progressId: "${id}", questionId: "q1", answer: "age = 25" }) { correct scoreAwarded progress { score } } }`,
    );
    expect(answered).toEqual({
      data: {
        submitAnswer: { correct: true, scoreAwarded: expect.any(Number), progress: { score: expect.any(Number) } },
      },
    });
  });

  it('stands on the leaderboard with a score from quest and a name from auth', async () => {
    const { leaderboard } = dataOf(await lea.client.execute(LeaderboardDocument, { first: 10 }));
    // Zoé found the same answer at the first try.
    expect(leaderboard?.entries[0]).toMatchObject({ rank: 1, user: { displayName: 'Zoé' } });
    expect(leaderboard?.entries[1]).toMatchObject({ rank: 2, user: { id: lea.id, displayName: 'Léa' } });
    expect(leaderboard?.entries[1]?.score).toBeGreaterThan(0);
    expect(leaderboard?.me?.rank).toBe(2);
    expect(leaderboard?.totalPlayers).toBe(2);
  });

  it('asks in French and gets an answer with code and citations; asked again it comes from the cache', async () => {
    const input = { query: 'Comment créer une liste en Python ?', queryType: 'CODE_HELP' as const };
    const first = dataOf(await lea.client.execute(AskDocument, { input })).ask;
    expect(first).toMatchObject({ mode: 'EXTRACTIVE', fromCache: false, model: null });
    expect(first.text).toMatch(/```python\n[\s\S]*\[[\s\S]*\][\s\S]*```/);
    expect(first.text).toMatch(/\bliste/);
    expect(first.citations[0]?.title).toMatch(/liste/i);
    const second = dataOf(await lea.client.execute(AskDocument, { input })).ask;
    expect(second).toMatchObject({ fromCache: true, text: first.text });
    expect(second.id).not.toBe(first.id);
  });

  it('can look at the prompt templates', async () => {
    const { promptTemplates } = dataOf(await lea.client.execute(PromptTemplatesDocument, { queryType: 'CODE_HELP' }));
    expect(promptTemplates?.length).toBeGreaterThanOrEqual(3);
    expect(new Set(promptTemplates?.map(({ queryType }) => queryType))).toEqual(new Set(['CODE_HELP']));
  });

  it('sees one profile that three subgraphs fill', async () => {
    const { me } = dataOf(await lea.client.execute(MyProfileDocument));
    expect(me).toMatchObject({ displayName: 'Léa', email: lea.email, language: 'fr' });
    expect(me?.stats?.score).toBeGreaterThan(0);
    expect(me?.achievements?.length).toBeGreaterThan(0);
    expect(me?.progress?.edges[0]?.node.quest.id).toBe('python_variables_101');
    expect(me?.assistantAnswers?.totalCount).toBe(2);
    expect(me?.sessions?.some(({ current }) => current)).toBe(true);
  });
});
