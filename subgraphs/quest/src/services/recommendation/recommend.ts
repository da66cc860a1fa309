import type { Localised } from '@doctorpy/service-kit/errors';
import type { QuestOutline } from '../catalogue/catalogue.js';

/** Why a quest is recommended. */
export type RecommendationReason = 'CONTINUE' | 'REFRESH' | 'NEXT';

/** A quest that does a learner good now. */
export interface Recommendation {
  questId: string;
  reason: RecommendationReason;
  /** Slugs of the concepts that it is about: for REFRESH those that fade, weakest first. */
  concepts: string[];
  /** A sentence for the learner. */
  explanation: Localised;
}

/** What is known of a learner. */
export interface LearnerState {
  /** Quests with a run under way, what was begun last first. */
  underWay: readonly string[];
  completed: ReadonlySet<string>;
  /** 0 to 1 by concept; missing is 0. */
  mastery: ReadonlyMap<string, number>;
}

/** A concept known less well than this is to be refreshed before anything is built on it. */
const FIRM = 0.6;

/**
 * Quests in the order in which to take them: those under way; then, in learning order, those whose prerequisites are all
 * completed, each after such prerequisites as fade; then other completed ones that fade, weakest first.
 */
export function recommend(outlines: readonly QuestOutline[], learner: LearnerState): Recommendation[] {
  const byId = new Map(outlines.map((outline) => [outline.id, outline]));
  const found = new Map<string, Recommendation>();
  const add = (questId: string, reason: RecommendationReason, concepts: string[], explanation: Localised) => {
    if (!found.has(questId)) found.set(questId, { questId, reason, concepts, explanation });
  };
  const refresh = (outline: QuestOutline) => add(outline.id, 'REFRESH', fadingIn(outline, learner), FADES);

  for (const id of learner.underWay) {
    const outline = byId.get(id);
    if (outline) add(id, 'CONTINUE', outline.concepts, UNDER_WAY);
  }
  for (const outline of outlines) {
    const { id, prerequisites, concepts } = outline;
    if (learner.completed.has(id) || !prerequisites.every((needed) => learner.completed.has(needed))) continue;
    for (const needed of prerequisites) {
      const before = byId.get(needed);
      if (before && fadingIn(before, learner).length > 0) refresh(before);
    }
    add(id, 'NEXT', concepts, prerequisites.length === 0 ? FROM_NOTHING : READY);
  }
  const others = outlines.filter(
    (outline) => learner.completed.has(outline.id) && fadingIn(outline, learner).length > 0,
  );
  for (const outline of others.sort((a, b) => meanOf(a, learner) - meanOf(b, learner))) refresh(outline);
  return [...found.values()];
}

function fadingIn({ concepts }: QuestOutline, { mastery }: LearnerState): string[] {
  const of = (concept: string) => mastery.get(concept) ?? 0;
  return concepts.filter((concept) => of(concept) < FIRM).sort((a, b) => of(a) - of(b));
}

function meanOf({ concepts }: QuestOutline, { mastery }: LearnerState): number {
  return concepts.reduce((sum, concept) => sum + (mastery.get(concept) ?? 0), 0) / concepts.length;
}

const UNDER_WAY: Localised = {
  fr: 'Vous avez commencé cette quête : reprenez-la là où vous en étiez.',
  en: 'You have begun this quest: go on where you left it.',
};
const FADES: Localised = {
  fr: 'Vous avez terminé cette quête, mais une partie de ce qu’elle enseigne s’efface de votre mémoire : rejouez-la pour la consolider.',
  en: 'You completed this quest, but part of what it teaches is fading from your memory: play it again to make it firm.',
};
const READY: Localised = {
  fr: 'Vous avez terminé toutes les quêtes qui la préparent.',
  en: 'You have completed every quest that prepares for it.',
};
const FROM_NOTHING: Localised = {
  fr: 'Elle ne demande aucune connaissance préalable.',
  en: 'It needs nothing that you would have to know before.',
};
