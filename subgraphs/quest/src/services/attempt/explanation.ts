import type { Language } from '@doctorpy/service-kit/caller';
import type { QuestionContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { isSettled, progressOn } from '../progress/question-progress.js';
import type { AttemptOutcome } from './attempts.js';

/** Why the right answer is right; null until the question is settled, since it may tell the answer. */
export function explanationOf({ question, progress }: AttemptOutcome, language: Language): string | null {
  if (!isSettled(question, progressOn(progress, question.key))) return null;
  return inLanguage<Pick<QuestionContent, 'explanation' | 'en'>>(question, language).explanation;
}
