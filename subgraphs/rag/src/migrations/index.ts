import type { Migration } from '@doctorpy/service-kit/mongo';
import { collections } from './0001-collections.js';
import { askers } from './0002-askers.js';
import { indexedFiles } from './0003-indexed-files.js';
import { promptTemplateVersions } from './0004-prompt-template-versions.js';
import { unansweredQuestions } from './0005-unanswered-questions.js';
import { ratedAnswers } from './0006-rated-answers.js';

/** Every migration of this service's database, in order. A migration that was released is never changed. */
export const migrations: readonly Migration[] = [
  collections,
  askers,
  indexedFiles,
  promptTemplateVersions,
  unansweredQuestions,
  ratedAnswers,
];
