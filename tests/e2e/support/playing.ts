import { LeaderboardDocument, StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { openAnswerBook } from '../../../scripts/simulate/answer-book.js';
import { dataOf, type Platform, type TestLearner } from './platform.js';

const QUEST = 'python_variables_101';
const book = openAnswerBook();

/** How far each learner is in the quest. */
const runs = new WeakMap<TestLearner, { progressId: string; answered: number }>();

/** Answers the next questions rightly; @returns the points they earned */
export async function scores(learner: TestLearner, questions: number): Promise<number> {
  const { client } = learner;
  let run = runs.get(learner);
  if (!run) {
    const { startQuest } = dataOf(await client.execute(StartQuestDocument, { questId: QUEST }));
    run = { progressId: startQuest.id, answered: 0 };
    runs.set(learner, run);
  }
  let points = 0;
  for (let answered = 0; answered < questions; answered += 1) {
    const questionId = `q${run.answered + 1}`;
    const answer = [...(book.answer(QUEST, questionId, true) ?? [])];
    const input = { progressId: run.progressId, questionId, answer };
    points += dataOf(await client.execute(SubmitAnswerDocument, { input })).submitAnswer.scoreAwarded;
    run.answered += 1;
  }
  return points;
}

/** The line of a learner as the page is to show it. */
export async function lineOf(platform: Platform, learner: TestLearner): Promise<string> {
  const { leaderboard } = dataOf(
    await platform.client().execute(LeaderboardDocument, { period: 'ALL_TIME', first: 100 }),
  );
  const entry = leaderboard?.entries.find(({ user }) => user?.id === learner.id);
  return `${entry?.rank} ${entry?.user?.displayName} ${entry?.score}`;
}
