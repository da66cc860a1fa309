import type { Localised } from '@doctorpy/service-kit/errors';
import type { QuestionOfType } from '../content/content-schema.js';
import { checkIds, wrongShape } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback } from './grade.js';

/** Grades item ids in order, as "indent:item" where indentation counts; right only when it is one of the solutions. */
export function gradeOrdering(question: QuestionOfType<'ordering'>, answer: readonly string[]): Grade {
  const steps = answer.map((step) => normalStep(question, step));
  const ids = steps.map((step) => step.replace(/^\d+:/, ''));
  checkIds(
    ids,
    question.items.map((item) => item.id),
    expectedShape(question.indented),
  );
  const given = steps.join();
  if (question.solutions.some((solution) => solution.join() === given)) return correct();
  const mistake = question.mistakes.find((candidate) => candidate.answer.join() === given);
  if (mistake) return incorrect(feedbackOf(mistake));
  const distractors = question.items.flatMap((item) =>
    item.distractor && item.feedback !== undefined && ids.includes(item.id)
      ? [feedbackOf({ feedback: item.feedback, en: item.en })]
      : [],
  );
  return incorrect(distractors.length > 0 ? joinFeedback(distractors) : feedbackOf(question));
}

function normalStep(question: QuestionOfType<'ordering'>, step: string): string {
  const match = (question.indented ? /^\s*(\d{1,2})\s*:\s*(\S+)\s*$/ : /^\s*()(\S+)\s*$/).exec(step);
  if (!match) throw wrongShape(expectedShape(question.indented));
  const [, indent, id = ''] = match;
  return question.indented ? `${Number(indent)}:${id}` : id;
}

function expectedShape(indented: boolean): Localised {
  return indented
    ? {
        fr: 'Cette question attend des éléments dans l’ordre, chacun une fois, sous la forme "indentation:élément", par exemple ["0:a", "1:b"].',
        en: 'This question expects items in order, each once, as "indent:item", such as ["0:a", "1:b"].',
      }
    : {
        fr: 'Cette question attend les identifiants des éléments dans l’ordre, chacun une fois, par exemple ["b", "a"].',
        en: 'This question expects the ids of the items in order, each once, such as ["b", "a"].',
      };
}
