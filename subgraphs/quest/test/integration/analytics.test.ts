import { randomUUID } from 'node:crypto';
import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rightAnswer, wrongAnswer } from './answers.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true });
}, 90_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const NUMBERS = 'python_numbers_101';
const VARIABLES = 'python_variables_101';

const ANALYTICS = `query ($of: [_Any!]!, $days: Int! = 84) { _entities(representations: $of) { ... on User {
  analytics(days: $days) {
    since answerCount accuracy secondsSpent
    calendar { day answerCount correct reviews secondsSpent }
    progress { startsOn answerCount accuracy questionsSolved questionsSolvedInAll }
    concepts { concept mastery answerCount accuracy questionsAnswered questionsPublished questionsDue }
    weakestConcepts { concept mastery }
  }
} } }`;
const ask = (learner: Learner, id = learner.userId, days?: number) =>
  learner.execute(ANALYTICS, { of: [{ __typename: 'User', id }], days });
const analyticsOf = async (learner: Learner, days?: number) =>
  dataOf(await ask(learner, learner.userId, days))._entities[0].analytics;
const recommended = async (learner: Learner, language: 'fr' | 'en' = 'fr') =>
  dataOf(
    await learner.execute('{ recommendedQuests { reason explanation concepts quest { id title } } }', {}, language),
  ).recommendedQuests;
const questionsOf = (id: string) => quest.content.quests.find((one) => one.id === id)?.questions ?? [];
function question(id: string, key: string) {
  const found = questionsOf(id).find((one) => one.key === key);
  if (!found) throw new Error(`no ${id}:${key}`);
  return found;
}

describe('a learner’s own numbers', () => {
  it('tell days, weeks, time and accuracy, in runs and in review', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(NUMBERS);
    const [q2, q3] = [question(NUMBERS, 'q2'), question(NUMBERS, 'q3')];
    // The night in between is the one in which summer time ends in Paris.
    quest.setTime(new Date('2026-10-24T21:59:00Z'));
    await learner.submit(progressId, 'q2', wrongAnswer(q2));
    quest.setTime(new Date('2026-10-24T22:01:00Z'));
    await learner.submit(progressId, 'q2', rightAnswer(q2));
    quest.setTime(new Date('2026-10-25T23:30:00Z'));
    await learner.submit(progressId, 'q3', rightAnswer(q3));
    quest.setTime(new Date('2026-10-26T10:00:00Z'));
    const input = { questionId: `${NUMBERS}:q2`, answer: rightAnswer(q2) };
    dataOf(
      await learner.execute('mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { correct } }', {
        input,
      }),
    );

    const analytics = await analyticsOf(learner, 10);
    expect(analytics).toMatchObject({ since: '2026-10-17', answerCount: 4, accuracy: 0.75, secondsSpent: 120 });
    expect(analytics.calendar).toEqual([
      { day: '2026-10-24', answerCount: 1, correct: 0, reviews: 0, secondsSpent: 0 },
      { day: '2026-10-25', answerCount: 1, correct: 1, reviews: 0, secondsSpent: 120 },
      { day: '2026-10-26', answerCount: 2, correct: 2, reviews: 1, secondsSpent: 0 },
    ]);
    expect(analytics.progress).toEqual([
      { startsOn: '2026-10-12', answerCount: 0, accuracy: null, questionsSolved: 0, questionsSolvedInAll: 0 },
      { startsOn: '2026-10-19', answerCount: 2, accuracy: 0.5, questionsSolved: 1, questionsSolvedInAll: 1 },
      { startsOn: '2026-10-26', answerCount: 2, accuracy: 1, questionsSolved: 1, questionsSolvedInAll: 2 },
    ]);
    const today = await analyticsOf(learner, 1);
    expect(today).toMatchObject({ since: '2026-10-26', answerCount: 2, progress: [{ questionsSolvedInAll: 2 }] });
  });

  it('tell mastery and accuracy by concept, weakest first, and fade', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(VARIABLES);
    for (const one of questionsOf(VARIABLES)) await learner.submit(progressId, one.key, rightAnswer(one));
    const numbers = await learner.start(NUMBERS);
    await learner.submit(numbers, 'q2', wrongAnswer(question(NUMBERS, 'q2')));
    const now = await analyticsOf(learner);
    const inNow = (concept: string) => now.concepts.find((one: { concept: string }) => one.concept === concept);
    expect(inNow('variables')).toMatchObject({ accuracy: 1, questionsDue: 0 });
    expect(inNow('variables').mastery).toBeGreaterThan(0.9);
    expect(inNow('boucle-for')).toMatchObject({ mastery: 0, answerCount: 0, accuracy: 0, questionsAnswered: 0 });
    expect(inNow('boucle-for').questionsPublished).toBeGreaterThan(0);
    const trained = question(NUMBERS, 'q2').concepts ?? ['nombres-et-operateurs'];
    expect(trained).toContain(now.weakestConcepts[0].concept);
    quest.setTime(new Date(Date.now() + 200 * 86_400_000));
    const late = await analyticsOf(learner);
    const faded = late.concepts.find((one: { concept: string }) => one.concept === 'variables');
    expect(faded.mastery).toBeLessThan(inNow('variables').mastery);
    expect(faded.questionsDue).toBe(faded.questionsAnswered);
  }, 60_000);

  it('are empty for whoever never played, and nobody else’s business', async () => {
    const learner = quest.learner();
    expect(await analyticsOf(learner)).toMatchObject({
      answerCount: 0,
      accuracy: null,
      calendar: [],
      weakestConcepts: [],
    });
    expect(codesOf(await ask(quest.learner(), learner.userId))).toEqual(['FORBIDDEN']);
    for (const days of [0, 373]) expect(codesOf(await ask(learner, learner.userId, days))).toEqual(['BAD_USER_INPUT']);
  });

  it('of ten thousand answers are summed up by an index over one learner, and are right', async () => {
    const learner = quest.learner();
    await manyAnswers(learner.userId, 10_000);
    const { attempts } = quest.server.services.models;
    const day = { userId: learner.userId, submittedAt: { $gte: new Date(Date.now() - 90 * 86_400_000) } };
    const plan = JSON.stringify(await attempts.collection.find(day).explain('queryPlanner'));
    expect(plan).toContain('IXSCAN');
    expect(plan).not.toContain('COLLSCAN');
    const analytics = await analyticsOf(learner, 372);
    expect(analytics).toMatchObject({ answerCount: 10_000, accuracy: 0.5 });
    expect(analytics.progress.at(-1).questionsSolvedInAll).toBe(40);
  }, 60_000);
});

describe('recommended quests', () => {
  it('begin with what needs nothing, go on with what is under way, then with what follows, and say why', async () => {
    const learner = quest.learner();
    const [first] = await recommended(learner);
    expect(first).toMatchObject({ reason: 'NEXT', quest: { id: VARIABLES } });
    expect(first.explanation).toBe('Elle ne demande aucune connaissance préalable.');
    expect((await recommended(learner, 'en'))[0].explanation).toContain('needs nothing');

    const progressId = await learner.start(VARIABLES);
    expect((await recommended(learner))[0]).toMatchObject({ reason: 'CONTINUE', quest: { id: VARIABLES } });
    for (const one of questionsOf(VARIABLES)) await learner.submit(progressId, one.key, rightAnswer(one));
    const after = await recommended(learner);
    expect(after.map(({ quest: { id } }: { quest: { id: string } }) => id)).toContain(NUMBERS);
    expect(JSON.stringify(after)).not.toContain(VARIABLES);

    quest.setTime(new Date(Date.now() + 360 * 86_400_000));
    const late = await recommended(learner);
    expect(late[0]).toMatchObject({ reason: 'REFRESH', quest: { id: VARIABLES } });
  }, 60_000);

  it('are for those who signed in', async () => {
    expect(codesOf(await quest.client.execute('{ recommendedQuests { reason } }'))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await quest.learner().execute('{ recommendedQuests(first: 0) { reason } }'))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});

/** A long history: every other answer right, over forty questions and three hundred days. */
async function manyAnswers(userId: string, count: number): Promise<void> {
  const step = (300 * 86_400_000) / count;
  const records = Array.from({ length: count }, (_, index) => {
    const verdict = index % 2 === 0 ? ('CORRECT' as const) : ('INCORRECT' as const);
    const at = new Date(Date.now() - index * step);
    return {
      _id: randomUUID(),
      userId,
      progressId: `${userId}-${Math.floor(index / 80)}`,
      questId: `quest_${Math.floor((index % 80) / 10)}`,
      questVersion: 1,
      questionKey: `q${(index % 10) + 1 - (index % 2)}`,
      answer: ['a'],
      idempotencyKey: null,
      submittedAt: at,
      state: 'GRADED' as const,
      gradedAt: at,
      grade: { verdict, scoreRatio: index % 2 === 0 ? 1 : 0, feedback: { fr: 'Non.', en: 'No.' }, tests: [] },
      scoreAwarded: 0,
      hintsRevealed: 0,
      boards: [],
      achievementsUnlocked: [],
      levelUp: null,
    };
  });
  await quest.server.services.models.attempts.insertMany(records);
}
