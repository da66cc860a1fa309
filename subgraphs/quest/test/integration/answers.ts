import type { QuestContent, QuestionContent } from '../../src/services/content/content-schema.js';

/** The right answer to a question, in the form in which learners send it. */
export function rightAnswer(question: QuestionContent): string[] {
  switch (question.type) {
    case 'singleChoice':
      return [question.answer];
    case 'multipleChoice':
      return question.answer;
    case 'fillIn':
      return question.blanks.map((blank) => blank.accepted[0] ?? '');
    case 'ordering':
      return question.solutions[0] ?? [];
    case 'matching':
      return Object.entries(question.answer).map(([left, right]) => `${left}=${right}`);
    case 'predictOutput':
      return [question.output];
    case 'trueFalse':
      return [String(question.answer), question.reason];
    case 'explainError':
      return question.steps.map(({ answer }) => answer);
    case 'code':
    case 'repairCode':
      return [question.accepted[0] ?? ''];
  }
}

/** A wrong answer of the right shape. */
export function wrongAnswer(question: QuestionContent): string[] {
  switch (question.type) {
    case 'singleChoice':
    case 'multipleChoice':
      return [question.choices.find(({ id }) => ![question.answer].flat().includes(id))?.id ?? ''];
    case 'fillIn':
      return question.blanks.map(() => 'nimportequoi');
    case 'ordering':
      return [...(question.solutions[0] ?? [])].reverse();
    case 'matching': {
      const rights = Object.values(question.answer);
      return Object.keys(question.answer).map((left, index) => `${left}=${rights[(index + 1) % rights.length]}`);
    }
    case 'predictOutput':
      return ['nimportequoi'];
    case 'trueFalse':
      return [String(!question.answer), question.reason];
    case 'explainError':
      return question.steps.map(({ choices, answer }) => choices.find(({ id }) => id !== answer)?.id ?? '');
    case 'code':
    case 'repairCode':
      return ['nimporte = "quoi"'];
  }
}

/** The question with this key. */
export function questionIn(quest: QuestContent, key: string): QuestionContent {
  const found = quest.questions.find((question) => question.key === key);
  if (!found) throw new Error(`${quest.id} has no ${key}`);
  return found;
}
