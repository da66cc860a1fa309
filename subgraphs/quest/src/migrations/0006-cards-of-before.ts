import type { Migration } from '@doctorpy/service-kit/mongo';
import { backfillCards } from '../services/review/backfill.js';

/** Gives learners who played before there were review cards the cards of their answers. */
export const cardsOfBefore: Migration = {
  version: 6,
  name: 'cards-of-before',
  async up(connection) {
    await backfillCards(connection);
  },
};
