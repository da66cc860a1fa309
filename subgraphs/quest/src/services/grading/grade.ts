import type { Language } from '@doctorpy/service-kit/caller';
import type { Localised } from '@doctorpy/service-kit/errors';
import { lessonOf } from '../content/authored-text.js';

/** One check of a code answer, as the learner sees it. */
export interface TestResult {
  name: Localised;
  passed: boolean;
  cause: FailureCause | null;
  message: Localised | null;
  input: string | null;
  expected: string | null;
  actual: string | null;
  /** What it checks, or else what its question trains first: the slug of a lesson, or a place in it (`boucle-for#range`). */
  concept: string | null;
}

/** A check with its texts in one language. */
export function testIn(test: TestResult, language: Language) {
  // Absent in results that were stored before tests named any.
  const place = test.concept ?? null;
  const about = place === null ? null : { id: place };
  const concept = place === null ? null : lessonOf(place);
  return { ...test, name: test.name[language], message: test.message?.[language] ?? null, concept, about };
}

/** Why a check did not pass; INFRASTRUCTURE is never the learner's fault. */
export type FailureCause =
  | 'WRONG_RESULT'
  | 'EXCEPTION'
  | 'SYNTAX'
  | 'TIMEOUT'
  | 'MEMORY'
  | 'OUTPUT'
  | 'RECURSION'
  | 'INFRASTRUCTURE';

/** What an answer is worth. `scoreRatio` is 1 when CORRECT, between 0 and 1 when PARTIAL, else 0. */
export interface Grade {
  verdict: 'CORRECT' | 'PARTIAL' | 'INCORRECT' | 'NOT_GRADED';
  scoreRatio: number;
  /** Never holds the answer key. */
  feedback: Localised;
  tests: TestResult[];
}

/** A fully right answer. */
export const correct = (): Grade => ({
  verdict: 'CORRECT',
  scoreRatio: 1,
  feedback: { fr: 'Bravo, c’est la bonne réponse !', en: 'Well done, that is right!' },
  tests: [],
});

/** An answer that is right in part (`scoreRatio` between 0 and 1) or, at 0, not at all. */
export const incorrect = (feedback: Localised, scoreRatio = 0): Grade => ({
  verdict: scoreRatio > 0 ? 'PARTIAL' : 'INCORRECT',
  scoreRatio,
  feedback,
  tests: [],
});

/** The grader could not be reached: the attempt is kept and graded later. */
export const notGraded = (): Grade => ({
  verdict: 'NOT_GRADED',
  scoreRatio: 0,
  feedback: {
    fr: 'Votre réponse est bien enregistrée, mais votre code n’a pas pu être vérifié pour l’instant. Il le sera dès que possible, et cet essai ne vous coûte rien.',
    en: 'Your answer is saved, but your code could not be checked for now. It will be as soon as possible, and this attempt costs you nothing.',
  },
  tests: [],
});

/** The grader never gave a judgement: the attempt is not counted, and the learner may send it again. */
export const neverGraded = (): Grade => ({
  ...notGraded(),
  feedback: {
    fr: 'Votre code n’a pas pu être vérifié : la panne est de notre côté, et cet essai n’est pas compté. Envoyez votre réponse de nouveau ; nous sommes prévenus.',
    en: 'Your code could not be checked: the fault is on our side, and this attempt does not count. Send your answer again; we have been told.',
  },
});

/** The feedback that content gives, in both languages. */
export function feedbackOf(content: {
  feedback: string;
  en?: { feedback?: string | undefined } | undefined;
}): Localised {
  return { fr: content.feedback, en: content.en?.feedback ?? content.feedback };
}

/** Several feedbacks as one text, a paragraph each, without repeats. */
export function joinFeedback(parts: Localised[]): Localised {
  const joined = (language: keyof Localised) => [...new Set(parts.map((part) => part[language]))].join('\n\n');
  return { fr: joined('fr'), en: joined('en') };
}
