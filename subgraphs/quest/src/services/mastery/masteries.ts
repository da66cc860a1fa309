import type { Models } from '../../models/index.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { Catalogue, QuestOutline } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import { type ConceptMastery, masteryByConcept } from './concept-mastery.js';

/** What learners know, as their cards tell. */
export type Masteries = ReturnType<typeof createMasteries>;

/** What reading them needs. */
export interface MasteryDeps {
  models: Pick<Models, 'reviewCards'>;
  catalogue: Pick<Catalogue, 'outlines'>;
  clock: Clock;
}

/** Reads what learners know now. */
export function createMasteries({ models: { reviewCards }, catalogue, clock }: MasteryDeps) {
  return {
    /** A learner's mastery of every concept, with the quests that teach them. Two queries; no more cards than questions. */
    async of(userId: string): Promise<{ concepts: ConceptMastery[]; outlines: QuestOutline[] }> {
      const [cards, outlines] = await Promise.all([
        reviewCards.find({ userId }).lean<ReviewCardRecord[]>(),
        catalogue.outlines(),
      ]);
      return { concepts: masteryByConcept(cards, outlines, clock.now()), outlines };
    },
  };
}
