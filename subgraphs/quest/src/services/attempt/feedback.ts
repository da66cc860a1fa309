import type { Localised } from '@doctorpy/service-kit/errors';
import type { AttemptOutcome } from './attempts.js';

const ALREADY_CORRECT: Localised = {
  fr: 'Vous aviez déjà trouvé la bonne réponse à cette question : cette nouvelle réponse n’a pas été évaluée.',
  en: 'You had already found the right answer to this question: this new answer was not graded.',
};

/** What is said about a submitted answer; one that was left aside was not looked at, and is told so. */
export function feedbackOn({ attempt, leftAside }: AttemptOutcome): Localised {
  return leftAside ? ALREADY_CORRECT : attempt.grade.feedback;
}
