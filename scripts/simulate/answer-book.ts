import type { QuestContent, QuestionContent } from '../../subgraphs/quest/src/services/content/content-schema.js';
import { loadContent } from '../../subgraphs/quest/src/services/content/load-content.js';
import { listedMistakes, rightAnswers } from '../../subgraphs/quest/src/services/rehearsal/listed-answers.js';

/** What simulated learners know. The API tells nobody a right answer: these are read from the content of this checkout. */
export interface AnswerBook {
  /** In a learning order. */
  readonly quests: readonly Pick<QuestContent, 'id' | 'difficulty'>[];
  /** An answer, right or wrong as wanted; null when this checkout has none like that. */
  answer(questId: string, questionKey: string, isRight: boolean): readonly string[] | null;
}

/** Opens the content beside this script. */
export function openAnswerBook(): AnswerBook {
  const { quests } = loadContent(new URL('../../subgraphs/quest/content/', import.meta.url));
  const questions = new Map<string, QuestionContent>(
    quests.flatMap(({ id, questions: asked }) => asked.map((one) => [`${id} ${one.key}`, one] as const)),
  );
  return {
    quests,
    answer(questId, questionKey, isRight) {
      const question = questions.get(`${questId} ${questionKey}`);
      if (!question) return null;
      const listed = isRight ? rightAnswers(question) : listedMistakes(question);
      return listed[Math.floor(Math.random() * listed.length)]?.answer ?? null;
    },
  };
}
