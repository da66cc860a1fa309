import { checkCode } from './check-code.js';
import {
  clashes,
  duplicates,
  type PlacedProblem,
  repeated,
  unknownIds,
  wrongChoicesWithoutFeedback,
} from './check-lists.js';
import type { QuestionContent, QuestionOfType } from './content-schema.js';
import { BLANK } from './question-schema.js';

/** What the shape of a question cannot say: that its ids, answers, blanks and mistakes fit together. */
export function checkQuestion(question: QuestionContent): PlacedProblem[] {
  switch (question.type) {
    case 'singleChoice':
      return [
        ...duplicates(question.choices, 'choices'),
        ...unknownIds([question.answer], question.choices, ['answer']),
        ...wrongChoicesWithoutFeedback(question.choices, [question.answer]),
      ];
    case 'multipleChoice':
      return [
        ...duplicates(question.choices, 'choices'),
        ...unknownIds(question.answer, question.choices, ['answer']),
        ...repeated(question.answer, ['answer']),
        ...wrongChoicesWithoutFeedback(question.choices, question.answer),
      ];
    case 'fillIn':
      return checkFillIn(question);
    case 'ordering':
      return checkOrdering(question);
    case 'matching':
      return checkMatching(question);
    case 'predictOutput':
      return clashes(question.mistakes, [question.output], 'answer', ['mistakes']);
    case 'trueFalse':
      return [
        ...duplicates(question.reasons, 'reasons'),
        ...unknownIds([question.reason], question.reasons, ['reason']),
        ...wrongChoicesWithoutFeedback(question.reasons, [question.reason], ['reasons']),
      ];
    case 'explainError':
      return question.steps.flatMap(({ choices, answer }, index) => [
        ...duplicates(choices, 'choices', ['steps', index]),
        ...unknownIds([answer], choices, ['steps', index, 'answer']),
        ...wrongChoicesWithoutFeedback(choices, [answer], ['steps', index, 'choices']),
      ]);
    case 'code':
    case 'repairCode':
      return checkCode(question);
  }
}

function checkFillIn(question: QuestionOfType<'fillIn'>): PlacedProblem[] {
  const holes = question.template.split(BLANK).length - 1;
  const problems = question.blanks.flatMap((blank, index) =>
    clashes(blank.mistakes, blank.accepted, 'answer', ['blanks', index, 'mistakes']),
  );
  if (holes === question.blanks.length) return problems;
  const message = `has ${holes} ___ for ${question.blanks.length} blanks: write one ___ for each blank`;
  return [{ path: ['template'], message }, ...problems];
}

function checkOrdering(question: QuestionOfType<'ordering'>): PlacedProblem[] {
  const expected = question.items.filter((item) => !item.distractor).map((item) => item.id);
  const problems = duplicates(question.items, 'items');
  question.items.forEach((item, index) => {
    if (item.distractor && !item.feedback) {
      problems.push({
        path: ['items', index, 'feedback'],
        message: 'is missing: say why this distractor does not fit',
      });
    }
    if (!item.distractor && item.feedback) {
      problems.push({
        path: ['items', index, 'feedback'],
        message: 'is never shown: only distractors have one, remove it',
      });
    }
  });
  question.solutions.forEach((solution, index) => {
    const path = ['solutions', index];
    const steps = solution.map((step) => (question.indented ? step.replace(/^\d+:/, '') : step));
    if (question.indented && solution.some((step) => !/^\d+:/.test(step))) {
      problems.push({ path, message: 'lacks an indentation: write each step as "0:a", since indented is true' });
    } else if (!samePermutation(steps, expected)) {
      problems.push({
        path,
        message: `must name each of ${expected.join(', ')} exactly once (and no distractor), not ${steps.join(', ')}`,
      });
    } else if (steps.every((step, position) => step === expected[position])) {
      problems.push({ path: ['items'], message: 'are listed in the order of a solution: shuffle them' });
    }
  });
  const solutions = question.solutions.map((solution) => solution.join());
  question.mistakes.forEach((mistake, index) => {
    if (solutions.includes(mistake.answer.join())) {
      problems.push({ path: ['mistakes', index], message: 'is also a solution: keep one of the two' });
    }
    const ids = mistake.answer.map((step) => step.replace(/^\d+:/, ''));
    problems.push(...unknownIds(ids, question.items, ['mistakes', index, 'answer']));
  });
  return problems;
}

function checkMatching(question: QuestionOfType<'matching'>): PlacedProblem[] {
  const pairs = Object.entries(question.answer);
  const problems = [
    ...duplicates(question.left, 'left'),
    ...duplicates(question.right, 'right'),
    ...unknownIds(Object.keys(question.answer), question.left, ['answer']),
    ...unknownIds(Object.values(question.answer), question.right, ['answer']),
    ...repeated(Object.values(question.answer), ['answer']),
  ];
  for (const { id } of question.left) {
    if (!(id in question.answer)) problems.push({ path: ['answer'], message: `has no right item for ${id}: add one` });
  }
  question.mistakes.forEach(({ left, right }, index) => {
    problems.push(...unknownIds([left], question.left, ['mistakes', index, 'left']));
    problems.push(...unknownIds([right], question.right, ['mistakes', index, 'right']));
    if (question.answer[left] === right) {
      problems.push({ path: ['mistakes', index], message: 'is the right pair: remove it or correct the pair' });
    }
  });
  const inOrder = question.left.every(({ id }, index) => question.answer[id] === question.right[index]?.id);
  if (problems.length === 0 && pairs.length > 1 && inOrder) {
    problems.push({ path: ['right'], message: 'stand in the order of their left items: shuffle them' });
  }
  return problems;
}

function samePermutation(left: string[], right: string[]): boolean {
  return left.length === right.length && [...left].sort().join() === [...right].sort().join();
}
