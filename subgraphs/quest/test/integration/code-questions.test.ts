import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true, quests: [workshop] });
}, 90_000);
afterAll(() => quest.close());

const SUBMIT = `mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) {
  verdict scoreAwarded feedback tests { name passed cause message input expected actual concept }
} }`;

interface Graded {
  verdict: string;
  scoreAwarded: number;
  feedback: string;
  tests: {
    name: string;
    passed: boolean;
    cause: string | null;
    message: string | null;
    input: string | null;
    expected: string | null;
    actual: string | null;
    concept: string | null;
  }[];
}

/** What somebody new to the question is answered. */
async function answerOf(questionId: string, answer: string, language: 'fr' | 'en' = 'fr'): Promise<Graded> {
  const learner = quest.learner();
  const progressId = await learner.start(workshop.id);
  const input = { progressId, questionId, answer };
  return dataOf(await learner.execute(SUBMIT, { input }, language)).submitAnswer;
}

describe('a program that nobody listed', () => {
  it('is right when it passes every test', async () => {
    const graded = await answerOf(
      'q3',
      'def moyenne(notes):\n    total = 0\n    for note in notes:\n        total += note\n    return total / len(notes) if notes else 0',
    );
    expect(graded).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 20 });
    expect(graded.tests.map(({ passed }) => passed)).toEqual([true, true, true]);
  }, 60_000);

  it('is wrong when it answers only what it was shown', async () => {
    const graded = await answerOf('q3', 'def moyenne(notes):\n    return 12.0 if notes else 0');
    expect(graded).toMatchObject({ verdict: 'INCORRECT', scoreAwarded: 0 });
    expect(graded.tests.map(({ passed }) => passed)).toEqual([true, true, false]);
    // Of the inputs that fail, the smallest is shown: a list of one.
    expect(graded.tests[2]?.input).toMatch(/^moyenne\(\[\d+\]\)$/);
    expect(graded.tests[2]).toMatchObject({ cause: 'WRONG_RESULT', actual: '12.0', concept: 'fonctions' });
  }, 60_000);

  it('is told for each test what was expected, what came and which lesson explains it', async () => {
    const graded = await answerOf('q3', 'def moyenne(notes):\n    return sum(notes) / (len(notes) + 1)');
    expect(graded.tests[0]).toMatchObject({
      name: '`moyenne([10, 14])`',
      passed: false,
      cause: 'WRONG_RESULT',
      expected: '12.0',
      actual: '8.0',
      concept: 'fonctions',
    });
    expect(graded.tests[0]?.message).toContain('12.0');
  }, 60_000);

  it('is told of a hidden test its name, its cause and its feedback alone', async () => {
    const graded = await answerOf(
      'q3',
      'def moyenne(notes):\n    return sum(notes) / max(1, len(notes)) + (not notes)',
    );
    const [, hidden] = graded.tests;
    expect(hidden).toMatchObject({ name: 'La liste vide', passed: false, cause: 'WRONG_RESULT', concept: 'erreurs' });
    expect(hidden).toMatchObject({ input: null, expected: null, actual: null });
    expect(hidden?.message).toContain('Combien d’éléments ?');
  }, 60_000);

  it('is told in the words of the author what it may not contain', async () => {
    const graded = await answerOf(
      'q3',
      'def moyenne(notes):\n    total = i = 0\n    while i < len(notes):\n        total += notes[i]\n        i += 1\n    return total / i if i else 0',
    );
    expect(graded).toMatchObject({ verdict: 'INCORRECT', feedback: 'Cette fois sans boucle while.' });
    const imported = await answerOf(
      'q3',
      'from statistics import mean\n\ndef moyenne(notes):\n    return mean(notes) if notes else 0',
    );
    expect(imported).toMatchObject({ verdict: 'INCORRECT', feedback: expect.stringContaining('statistics') });
  }, 60_000);

  it('is recognised when it is a mistake that the author named', async () => {
    const graded = await answerOf('q3', 'def moyenne( notes ):\n  return sum(notes)/len(notes)');
    expect(graded).toMatchObject({ verdict: 'INCORRECT', feedback: 'Et pour une liste vide ?' });
  }, 60_000);

  it('that is not Python gets a hint, in the learner’s language', async () => {
    const french = await answerOf('q3', 'def moyenne(notes)\n    return 0');
    expect(french).toMatchObject({ verdict: 'INCORRECT', feedback: expect.stringMatching(/deux-points|« : »|`:`/) });
    expect((await answerOf('q3', 'def moyenne(notes)\n    return 0', 'en')).feedback).not.toBe(french.feedback);
  }, 60_000);

  it('that never ends is stopped, and told so', async () => {
    const graded = await answerOf('q3', 'def moyenne(notes):\n    while True:\n        pass');
    expect(graded).toMatchObject({ verdict: 'INCORRECT', scoreAwarded: 0 });
    expect(graded.tests.some(({ cause }) => cause === 'TIMEOUT')).toBe(true);
  }, 90_000);
});

describe('a program to repair', () => {
  it('is right once it works, however it was repaired', async () => {
    const graded = await answerOf('q4', 'print("Bonjour", input())');
    expect(graded).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 10 });
  }, 60_000);

  it('is wrong as it was given, and when it prints what it was shown', async () => {
    const given = await answerOf('q4', 'prenom = input()\nprint("Bonjour", prenon)');
    expect(given).toMatchObject({ verdict: 'INCORRECT', tests: [{ cause: 'EXCEPTION' }, { cause: 'EXCEPTION' }] });
    const copied = await answerOf('q4', 'print("Bonjour Ana")');
    expect(copied).toMatchObject({
      verdict: 'INCORRECT',
      tests: [{ passed: true }, { passed: false, expected: null }],
    });
  }, 60_000);
});

describe('a program sent twenty times at once', () => {
  it('is scored once', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(workshop.id);
    const code = 'print("Bonjour " + input())';
    const results = await Promise.all(Array.from({ length: 20 }, () => learner.submit(progressId, 'q4', code)));
    // A grader too busy for some of them keeps those for later: it is one attempt all the same.
    expect(results.every(({ verdict }) => ['CORRECT', 'NOT_GRADED'].includes(verdict))).toBe(true);
    await quest.server.services.attempts.gradePending();
    const { userId } = learner;
    expect(await quest.server.services.models.attempts.find({ userId }).lean()).toMatchObject([
      { state: 'GRADED', scoreAwarded: 10 },
    ]);
    expect(await quest.server.services.learners.statsOf([userId])).toMatchObject([{ score: 10, answersSubmitted: 1 }]);
    const graded = await quest.connection
      .collection('outbox')
      .countDocuments({ name: 'ANSWER_GRADED', 'payload.userId': userId });
    expect(graded).toBe(1);
  }, 90_000);
});
