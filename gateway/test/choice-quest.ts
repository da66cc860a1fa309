import type { QuestContent } from '../../subgraphs/quest/src/services/content/content-schema.js';

/** A quest of so many questions with one choice: no grader is needed to play it. */
export function choiceQuest(quests: readonly QuestContent[], id: string, size: number): QuestContent {
  const [quest] = quests;
  const question = quests.flatMap(({ questions }) => questions).find(({ type }) => type === 'singleChoice');
  if (!quest || !question) throw new Error('The content has no question with one choice.');
  const questions = Array.from({ length: size }, (_, index) => ({ ...question, key: `q${index + 1}` }));
  return { ...quest, id, prerequisites: [], questions };
}

/** The right answer to a question of it. */
export function rightChoice({ questions: [question] }: QuestContent): string[] {
  return question?.type === 'singleChoice' ? [question.answer] : [];
}
