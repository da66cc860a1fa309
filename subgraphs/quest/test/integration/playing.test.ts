import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rightAnswer, wrongAnswer } from './answers.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true });
}, 300_000);
afterAll(() => quest.close());

const VARIABLES = 'python_variables_101';

describe('a learner plays a quest', () => {
  it('scores a right line of Python, whatever its spaces and comments', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(VARIABLES);
    const result = await learner.submit(progressId, 'q1', 'age=25  # mon âge');
    expect(result).toMatchObject({ verdict: 'CORRECT', correct: true, scoreAwarded: 10 });
    expect(result.progress).toMatchObject({ id: progressId, status: 'IN_PROGRESS', score: 10, answeredCount: 1 });
    expect(result.achievementsUnlocked).toEqual([{ id: 'first_correct_answer' }]);
  });

  it('explains a known mistake and a syntax error without giving the answer away', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(VARIABLES);
    const mistaken = await learner.submit(progressId, `${VARIABLES}:q1`, 'age == 25');
    expect(mistaken).toMatchObject({ verdict: 'INCORRECT', correct: false, scoreAwarded: 0, explanation: null });
    expect(mistaken.feedback).toContain('==');
    expect(mistaken.feedback).not.toContain('age = 25');
    const broken = await learner.submit(progressId, 'q1', 'age = (25');
    expect(broken.verdict).toBe('INCORRECT');
    expect(broken.feedback).toContain('Ligne 1');
    expect(broken.feedback).not.toContain('age = 25');
  });

  it('accepts the authored answer to every question and refuses a wrong one, in every quest', async () => {
    const learner = quest.learner();
    let score = 0;
    for (const { id, questions } of quest.content.quests) {
      const progressId = await learner.start(id);
      for (const question of questions) {
        const wrong = await learner.submit(progressId, question.key, wrongAnswer(question));
        expect([id, question.key, wrong.correct]).toEqual([id, question.key, false]);
        if (question.type === 'code') {
          for (const solution of question.accepted) expect(wrong.feedback).not.toContain(solution);
        }
        const right = await learner.submit(progressId, question.key, rightAnswer(question));
        expect([id, question.key, right.verdict]).toEqual([id, question.key, 'CORRECT']);
        // Without the bonus of the first try.
        const scoreAwarded = Math.max(1, Math.floor(question.points * 0.8 + 1e-9));
        expect(right).toMatchObject({ scoreAwarded, explanation: question.explanation });
        score += scoreAwarded;
      }
    }
    const { user } = await statsOf(learner.userId);
    expect(user.stats).toMatchObject({ score, questsCompleted: quest.content.quests.length, currentStreakDays: 1 });
    expect(user.stats.accuracy).toBe(0.5);
    expect(user.achievements.map((held: { achievement: { id: string } }) => held.achievement.id)).toEqual(
      expect.arrayContaining(['first_correct_answer', 'first_quest_completed', 'five_quests_completed']),
    );
  }, 300_000);

  it('completes a quest once every question is settled, and calls a quest without a fault perfect', async () => {
    const learner = quest.learner();
    const content = quest.content.quests.find(({ id }) => id === VARIABLES);
    const progressId = await learner.start(VARIABLES);
    let last: Awaited<ReturnType<typeof learner.submit>> | undefined;
    for (const question of content?.questions ?? []) {
      expect(last?.progress.status ?? 'IN_PROGRESS').toBe('IN_PROGRESS');
      last = await learner.submit(progressId, question.key, rightAnswer(question));
    }
    expect(last?.progress.status).toBe('COMPLETED');
    expect(last?.achievementsUnlocked.map(({ id }) => id)).toEqual(['first_quest_completed', 'perfect_quest']);
  });

  it('calls no quest flawless in which a mistake was made before, however well it is played again', async () => {
    const learner = quest.learner();
    const content = quest.content.quests.find(({ id }) => id === 'python_numbers_101');
    const play = async (progressId: string) => {
      for (const question of content?.questions ?? []) {
        await learner.submit(progressId, question.key, rightAnswer(question));
      }
    };
    const first = await learner.start('python_numbers_101');
    await learner.submit(first, 'q2', 'a');
    await learner.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }', { id: first });
    await play(await learner.start('python_numbers_101'));
    const before = (await statsOf(learner.userId)).user;
    const completed = await completedByAll();
    expect(completed).toBeGreaterThan(0);
    await play(await learner.start('python_numbers_101'));
    const { user } = await statsOf(learner.userId);
    expect(await completedByAll()).toBe(completed);
    const held = user.achievements.map(({ achievement }: { achievement: { id: string } }) => achievement.id);
    expect(held).not.toContain('perfect_quest');
    // Completing it again is practice: it counts once, and adds no points.
    expect(user.stats).toMatchObject({ questsCompleted: 1, score: before.stats.score });
  });

  it('tells of a new level when it is reached', async () => {
    const learner = quest.learner();
    const levels: (number | null)[] = [];
    let score = 0;
    for (const { id, questions } of quest.content.quests.slice(0, 2)) {
      const progressId = await learner.start(id);
      for (const question of questions) {
        score += question.points;
        levels.push((await learner.submit(progressId, question.key, rightAnswer(question))).levelUp);
      }
    }
    expect(score).toBeGreaterThan(100);
    expect(levels.filter((level) => level !== null)).toEqual(score < 300 ? [2] : [2, 3]);
  });

  it('keeps a streak from day to day, rewards three days, and loses it after a day without an answer', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    const streak = async () => (await statsOf(learner.userId)).user.stats.currentStreakDays;
    const unlocked: string[] = [];
    try {
      // The night in between is the one in which summer time begins in Paris.
      for (const [at, choice] of [
        ['2026-03-28T22:30:00Z', 'a'],
        ['2026-03-28T23:30:00Z', 'c'],
        ['2026-03-30T21:30:00Z', 'b'],
      ] as const) {
        quest.setTime(new Date(at));
        const { achievementsUnlocked } = await learner.submit(progressId, 'q2', choice);
        unlocked.push(...achievementsUnlocked.map(({ id }) => id));
      }
      expect(unlocked).toEqual(['first_correct_answer', 'streak_3_days']);
      expect(await streak()).toBe(3);
      quest.setTime(new Date('2026-03-31T21:59:59Z'));
      expect(await streak()).toBe(3);
      quest.setTime(new Date('2026-03-31T22:00:00Z'));
      expect(await streak()).toBe(0);
    } finally {
      quest.setTime(null);
    }
  });

  it('says in English what content says in English', async () => {
    const learner = quest.learner();
    const query = `{ quest(id: "${VARIABLES}") { title category { title } } }`;
    expect(dataOf(await learner.execute(query)).quest.title).toBe('Vos premières variables');
    expect(dataOf(await learner.execute(query, {}, 'en')).quest).toEqual({
      title: 'Your first variables',
      category: { title: 'Python basics' },
    });
  });

  it('refuses anonymous callers what only learners can do', async () => {
    const answer = await quest.client.execute(`mutation { startQuest(questId: "${VARIABLES}") { id } }`);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  });
});

async function completedByAll(): Promise<number> {
  return dataOf(await quest.client.execute('{ publicStats { questsCompleted } }')).publicStats.questsCompleted;
}

async function statsOf(userId: string) {
  const answer = await quest.client.execute(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User {
      stats { score level scoreToNextLevel questsCompleted currentStreakDays accuracy }
      achievements { id achievement { id title } unlockedAt }
    } } }`,
    { of: [{ __typename: 'User', id: userId }] },
  );
  return { user: dataOf(answer)._entities[0] };
}
