import { randomUUID } from 'node:crypto';
import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const QUEST = 'python_numbers_101';
const twenty = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, act));

const scoreOf = async ({ userId }: Learner) => {
  const [stats] = await quest.server.services.learners.statsOf([userId]);
  return stats;
};
const attemptsOf = ({ userId }: Learner) => quest.server.services.models.attempts.countDocuments({ userId });
const eventsOf = async ({ userId }: Learner) => {
  const events = await quest.connection.collection('outbox').find({ 'payload.userId': userId }).toArray();
  return events.map(({ name }) => name).sort();
};

describe('everything counts once', () => {
  it('scores twenty submissions of one right answer at the same instant once', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const results = await twenty(() => learner.submit(progressId, 'q2', 'b'));
    for (const result of results) expect(result).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 10 });
    expect(new Set(results.map(({ progress }) => progress.score))).toEqual(new Set([10]));
    expect(await scoreOf(learner)).toMatchObject({ score: 10, answersSubmitted: 1 });
    expect(await attemptsOf(learner)).toBe(1);
    expect(await eventsOf(learner)).toEqual([
      'ACHIEVEMENT_UNLOCKED',
      'ANSWER_GRADED',
      'ANSWER_SUBMITTED',
      'QUEST_STARTED',
    ]);
    const lines = await quest.server.services.models.boardScores.find({ userId: learner.userId }).lean();
    expect(lines).toHaveLength(8);
    expect(new Set(lines.map(({ score }) => score))).toEqual(new Set([10]));
  });

  it('takes twenty wrong answers of one key at the same instant as one attempt', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const input = { progressId, questionId: 'q2', answer: 'a', idempotencyKey: randomUUID() };
    const answers = await twenty(() =>
      learner.execute(
        'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict attemptsLeft } }',
        { input },
      ),
    );
    for (const answer of answers) {
      expect(dataOf(answer).submitAnswer).toEqual({ verdict: 'INCORRECT', attemptsLeft: 2 });
    }
    expect(await attemptsOf(learner)).toBe(1);
  });

  it('gives the stored result for a key that was used, and refuses it for another answer', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const mutation = 'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict scoreAwarded } }';
    const first = { progressId, questionId: 'q2', answer: 'a', idempotencyKey: 'try-1' };
    const send = (input: object) => learner.execute(mutation, { input });
    expect(dataOf(await send(first)).submitAnswer.verdict).toBe('INCORRECT');
    expect(dataOf(await send({ ...first, answer: 'b', idempotencyKey: 'try-2' })).submitAnswer.verdict).toBe('CORRECT');
    expect(dataOf(await send(first)).submitAnswer.verdict).toBe('INCORRECT');
    expect(codesOf(await send({ ...first, answer: 'b' }))).toEqual(['CONFLICT']);
    expect(await attemptsOf(learner)).toBe(2);
    // A key is its learner's own: somebody else may use the same.
    const other = quest.learner();
    const theirs = { ...first, progressId: await other.start(QUEST) };
    expect(dataOf(await other.execute(mutation, { input: theirs })).submitAnswer.verdict).toBe('INCORRECT');
  });

  it('answers a question that is already correct with its stored result, also once the quest is over', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const first = await learner.submit(progressId, 'q2', 'b');
    expect(await learner.submit(progressId, 'q2', 'b')).toEqual(first);
    const other = await learner.submit(progressId, 'q2', 'a');
    expect(other).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 0, feedback: expect.stringContaining('déjà') });
    expect(await scoreOf(learner)).toMatchObject({ score: 10, answersSubmitted: 1 });
  });

  it('takes the same wrong answer twice in a row as one attempt', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const once = await learner.submit(progressId, 'q2', 'a');
    expect(await learner.submit(progressId, 'q2', 'a')).toEqual(once);
    expect(await learner.submit(progressId, 'q2', 'c')).toMatchObject({ attemptsLeft: 1 });
  });

  it('starts one run, however often and however fast it is asked to', async () => {
    const learner = quest.learner();
    const ids = await twenty(() => learner.start(QUEST));
    expect(new Set(ids).size).toBe(1);
    expect(await scoreOf(learner)).toMatchObject({ questsStarted: 1 });
    expect(await eventsOf(learner)).toEqual(['QUEST_STARTED']);
  });

  it('takes the price of a revealed hint from the award, and reveals no more hints than there are', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(QUEST);
    const reveal = () =>
      learner.execute(
        'mutation ($id: ID!) { revealHint(progressId: $id, questionId: "q2") { hintsRevealed question { hintCount } } }',
        { id: progressId },
      );
    expect(dataOf(await reveal()).revealHint.hintsRevealed).toHaveLength(1);
    expect(codesOf(await reveal())).toEqual(['CONFLICT']);
    // 10 points less a quarter, rounded down.
    expect(await learner.submit(progressId, 'q2', 'b')).toMatchObject({ scoreAwarded: 7 });
  });

  it('pays no question twice: what was settled, and hints that were read, count in every later run', async () => {
    const learner = quest.learner();
    const first = await learner.start(QUEST);
    const reveal = 'mutation ($id: ID!, $q: ID!) { revealHint(progressId: $id, questionId: $q) { state } }';
    const abandon = 'mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }';
    // Answered with a hint; read about; tried until the explanation was shown; and half right.
    dataOf(await learner.execute(reveal, { id: first, q: 'q2' }));
    await learner.submit(first, 'q2', 'b');
    dataOf(await learner.execute(reveal, { id: first, q: 'q4' }));
    for (const answer of ['1', '2', '3']) await learner.submit(first, 'q1', answer);
    await learner.submit(first, 'q3', ['a', 'c']);
    expect(await scoreOf(learner)).toMatchObject({ score: 7 + 8 });
    dataOf(await learner.execute(abandon, { id: first }));

    const second = await learner.start(QUEST);
    expect(await learner.submit(second, 'q2', 'b')).toMatchObject({ scoreAwarded: 10, progress: { score: 10 } });
    await learner.submit(second, 'q1', '3.5\n3\n1');
    expect(await scoreOf(learner)).toMatchObject({ score: 7 + 8 });
    await learner.submit(second, 'q4', ['int', '*']);
    expect(await scoreOf(learner)).toMatchObject({ score: 7 + 8 + 11 });
    await learner.submit(second, 'q3', ['a', 'c', 'f']);
    expect(await scoreOf(learner)).toMatchObject({ score: 7 + 12 + 11 });
  });

  it('counts the attempts of all runs: giving up before the last one buys no new ones', async () => {
    const learner = quest.learner();
    const abandon = 'mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }';
    const first = await learner.start(QUEST);
    await learner.submit(first, 'q2', 'a');
    expect(await learner.submit(first, 'q2', 'c')).toMatchObject({ attemptsLeft: 1, explanation: null });
    dataOf(await learner.execute(abandon, { id: first }));

    const second = await learner.start(QUEST);
    await learner.submit(second, 'q2', 'd');
    expect(await learner.submit(second, 'q2', 'b')).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 8 });
    expect(await scoreOf(learner)).toMatchObject({ score: 0 });
  });

  it('lets many learners answer at once without losing a point', async () => {
    const learners = Array.from({ length: 20 }, () => quest.learner());
    await Promise.all(learners.map(async (learner) => learner.submit(await learner.start(QUEST), 'q2', 'b')));
    const scores = await quest.server.services.learners.statsOf(learners.map(({ userId }) => userId));
    expect(scores.map(({ score }) => score)).toEqual(learners.map(() => 10));
  });
});
