import type { Migration } from '@doctorpy/service-kit/mongo';
import { indexes } from './0001-indexes.js';
import { players } from './0002-players.js';
import { waitingAnswersAndDrafts } from './0003-waiting-answers-and-drafts.js';
import { mistakesAndDays } from './0004-mistakes-and-days.js';
import { review } from './0005-review.js';
import { cardsAndFirstCompletions } from './0006-cards-and-first-completions.js';
import { leanerBoards } from './0007-leaner-boards.js';

/** Every migration of this service's database, in order. A migration that was released is never changed. */
export const migrations: readonly Migration[] = [
  indexes,
  players,
  waitingAnswersAndDrafts,
  mistakesAndDays,
  review,
  cardsAndFirstCompletions,
  leanerBoards,
];
