import type { PlacedProblem } from '../content/check-lists.js';
import type { QuestContent } from '../content/content-schema.js';
import type { OpenedContent } from '../content/parse-content.js';
import { type RehearsalGrader, rehearseQuestion } from './rehearse-question.js';

/** Questions that are rehearsed at the same time: as many as a small grader has interpreters. */
const AT_ONCE = 2;

/**
 * Plays all content as learners would: every right answer and every listed mistake is graded, and programs run, by the
 * real grader. Returns a line for each problem: `file:line place (quest q3): what is wrong and what to do`.
 * Throws GraderUnavailableError when the grader is away.
 */
export async function rehearseContent({ content, locate }: OpenedContent, grader: RehearsalGrader): Promise<string[]> {
  const found: string[] = [];
  for (const quest of content.quests) {
    for (const { path, message } of await rehearseQuest(quest, grader)) {
      const [, index] = path;
      const question = typeof index === 'number' ? quest.questions[index] : undefined;
      found.push(`${locate(quest.id, path)} (${quest.id} ${question?.key}): ${message}`);
    }
  }
  return found;
}

/** Plays one quest in the same way; returns the problems with their places inside the quest. */
export async function rehearseQuest(quest: QuestContent, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const turns = quest.questions.map((question, index) => async () => {
    const problems = await rehearseQuestion(question, grader);
    return problems.map(({ path, message }) => ({ path: ['questions', index, ...path], message }));
  });
  return (await inTurn(turns)).flat();
}

/** Runs the turns, a few at a time; results are in their order. */
async function inTurn<T>(turns: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const waiting = turns.entries();
  const work = async () => {
    for (const [index, turn] of waiting) results[index] = await turn();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
