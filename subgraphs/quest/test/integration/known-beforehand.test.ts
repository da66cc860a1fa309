import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const models = () => quest.server.services.models;
const send = (learner: Learner, input: object) =>
  learner.execute('mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }', { input });

describe('an answer that goes by what is known beforehand', () => {
  it('is refused with a key that answered in another run, and changes nothing', async () => {
    const learner = quest.learner();
    const used = { progressId: await learner.start('python_numbers_101'), questionId: 'q2', answer: 'b' };
    expect(dataOf(await send(learner, { ...used, idempotencyKey: 'once' })).submitAnswer.verdict).toBe('CORRECT');
    const other = { ...used, progressId: await learner.start('python_strings_101'), idempotencyKey: 'once' };
    expect(codesOf(await send(learner, { ...other, questionId: 'q1' }))).toEqual(['CONFLICT']);
    expect(await models().attempts.countDocuments({ userId: learner.userId })).toBe(1);
    const totals = await models().learners.findById(learner.userId).lean();
    expect(totals).toMatchObject({ answersSubmitted: 1, score: 10 });
  });

  it('is not taken for somebody else’s run', async () => {
    const [owner, other] = [quest.learner(), quest.learner()];
    const input = { progressId: await owner.start('python_numbers_101'), questionId: 'q2', answer: 'b' };
    expect(codesOf(await send(other, input))).toEqual(['NOT_FOUND']);
    expect(await models().attempts.countDocuments({ progressId: input.progressId })).toBe(0);
  });

  it('finds out what records of before do not say: what is held, and who hides', async () => {
    const learner = quest.learner();
    const progressId = await learner.start('python_numbers_101');
    await learner.submit(progressId, 'q2', 'b');
    const hide = 'mutation { updatePrivacy(input: { absentFromLeaderboards: true }) { absentFromLeaderboards } }';
    expect(codesOf(await learner.execute(hide))).toEqual([]);
    await models().learners.updateOne({ _id: learner.userId }, { $unset: { heldAchievementIds: 1, shown: 1 } });
    const { achievementsUnlocked } = await learner.submit(progressId, 'q3', ['a', 'c', 'f']);
    expect(achievementsUnlocked.map(({ id }) => id)).not.toContain('first_correct_answer');
    const totals = await models().learners.findById(learner.userId).lean();
    expect(totals?.shown).toEqual({ hidden: true, changes: 1 });
    expect(totals?.heldAchievementIds).toContain('first_correct_answer');
    expect(await models().boardScores.countDocuments({ userId: learner.userId, hidden: false })).toBe(0);
    const held = { userId: learner.userId, achievementId: 'first_correct_answer' };
    expect(await models().unlocked.countDocuments(held)).toBe(1);
  });
});
