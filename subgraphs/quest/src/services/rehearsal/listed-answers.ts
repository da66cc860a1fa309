import type { QuestionContent } from '../content/content-schema.js';

/** An answer that content lists, in the form in which learners send it, and where it stands in the question. */
export interface ListedAnswer {
  path: (string | number)[];
  answer: string[];
}

/** A wrong answer that content lists, with what it must be told. */
export interface ListedMistake extends ListedAnswer {
  feedback: string;
}

/** Every right answer that content lists. */
export function rightAnswers(question: QuestionContent): ListedAnswer[] {
  switch (question.type) {
    case 'singleChoice':
      return [{ path: ['answer'], answer: [question.answer] }];
    case 'multipleChoice':
      return [{ path: ['answer'], answer: [...question.answer].reverse() }];
    case 'trueFalse':
      return [{ path: ['answer'], answer: [String(question.answer), question.reason] }];
    case 'fillIn':
      return question.blanks.flatMap(({ accepted }, blank) =>
        accepted.map((text, index) => ({
          path: ['blanks', blank, 'accepted', index],
          answer: blanksWith(question, blank, text),
        })),
      );
    case 'ordering':
      return question.solutions.map((answer, index) => ({ path: ['solutions', index], answer }));
    case 'matching':
      return [{ path: ['answer'], answer: pairs(question.answer) }];
    case 'predictOutput':
      return [{ path: ['output'], answer: [question.output] }];
    case 'explainError':
      return [{ path: ['steps'], answer: question.steps.map(({ answer }) => answer) }];
    case 'code':
    case 'repairCode':
      return question.accepted.map((code, index) => ({ path: ['accepted', index], answer: [code] }));
  }
}

/** Every wrong answer that content lists with a feedback of its own. */
export function listedMistakes(question: QuestionContent): ListedMistake[] {
  switch (question.type) {
    case 'singleChoice':
    case 'multipleChoice':
      return wrongChoices(question.choices, ['choices'], (id) => [id]);
    case 'trueFalse':
      return [
        { path: ['feedback'], answer: [String(!question.answer), question.reason], feedback: question.feedback },
        ...wrongChoices(question.reasons, ['reasons'], (id) => [String(question.answer), id]),
      ];
    case 'fillIn':
      return question.blanks.flatMap(({ mistakes }, blank) =>
        mistakes.map(({ answer, feedback }, index) => ({
          path: ['blanks', blank, 'mistakes', index],
          answer: blanksWith(question, blank, answer),
          feedback,
        })),
      );
    case 'ordering':
    case 'predictOutput':
      return question.mistakes.map(({ answer, feedback }, index) => ({
        path: ['mistakes', index],
        answer: [answer].flat(),
        feedback,
      }));
    case 'matching':
      return question.mistakes.map(({ left, right, feedback }, index) => ({
        path: ['mistakes', index],
        answer: pairs({ ...question.answer, [left]: right }),
        feedback,
      }));
    case 'explainError': {
      const right = question.steps.map(({ answer }) => answer);
      return question.steps.flatMap(({ choices }, step) =>
        wrongChoices(choices, ['steps', step, 'choices'], (id) => right.with(step, id)),
      );
    }
    case 'code':
    case 'repairCode':
      return question.mistakes.map(({ code, feedback }, index) => ({
        path: ['mistakes', index],
        answer: [code],
        feedback,
      }));
  }
}

/** Texts for all blanks of a fill-in: the given one for its blank, the first accepted one for each other. */
export function blanksWith(
  { blanks }: Extract<QuestionContent, { type: 'fillIn' }>,
  blank: number,
  text: string,
): string[] {
  return blanks.map(({ accepted }, index) => (index === blank ? text : (accepted[0] ?? '')));
}

function wrongChoices(
  choices: { id: string; feedback?: string | undefined }[],
  path: (string | number)[],
  answerOf: (id: string) => string[],
): ListedMistake[] {
  return choices.flatMap(({ id, feedback }, index) =>
    feedback === undefined ? [] : [{ path: [...path, index], answer: answerOf(id), feedback }],
  );
}

function pairs(answer: Record<string, string>): string[] {
  return Object.entries(answer).map(([left, right]) => `${left}=${right}`);
}
