import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { QuestOutline } from '../catalogue/catalogue.js';
import { retrievability } from '../review/memory.js';

/** How well a learner knows one concept. */
export interface ConceptMastery {
  /** Slug of its lesson. */
  concept: string;
  /** 0 to 1. */
  mastery: number;
  /** Graded answers to its questions, runs and reviews alike. */
  answerCount: number;
  /** Share of them that were right, 0 to 1; 0 without any. */
  accuracy: number;
  /** Its questions that the learner answered. */
  questionsAnswered: number;
  /** Its published questions. */
  questionsPublished: number;
  /** Its questions that are to be answered again now. */
  questionsDue: number;
}

/** Fewer questions than this say little: those that are missing count as not known. */
const ENOUGH_QUESTIONS = 3;

/**
 * Mastery of every concept that is taught or was answered, in learning order. For each answered question: what its last
 * answer was worth times the chance that it is still remembered. Mastery is the mean, over at least three questions
 * where so many are published.
 */
export function masteryByConcept(
  cards: readonly ReviewCardRecord[],
  outlines: readonly QuestOutline[],
  now: Date,
): ConceptMastery[] {
  const tallies = new Map<string, Tally>();
  for (const { concepts, questions } of outlines) {
    for (const concept of concepts) tallyOf(tallies, concept);
    for (const trained of questions) for (const concept of trained) tallyOf(tallies, concept).published += 1;
  }
  for (const card of cards) {
    const known = card.lastRatio * retrievability(card, now);
    for (const concept of card.concepts) count(tallyOf(tallies, concept), card, { known, due: card.due <= now });
  }
  return [...tallies].map(([concept, tally]) => toMastery(concept, tally));
}

interface Tally {
  published: number;
  answered: number;
  known: number;
  answerCount: number;
  missed: number;
  due: number;
}

function tallyOf(tallies: Map<string, Tally>, concept: string): Tally {
  const found = tallies.get(concept) ?? { published: 0, answered: 0, known: 0, answerCount: 0, missed: 0, due: 0 };
  tallies.set(concept, found);
  return found;
}

function count(tally: Tally, { reps, missed }: ReviewCardRecord, { known, due }: { known: number; due: boolean }) {
  tally.answered += 1;
  tally.known += known;
  tally.answerCount += reps;
  tally.missed += missed;
  if (due) tally.due += 1;
}

function toMastery(concept: string, { published, answered, known, answerCount, missed, due }: Tally): ConceptMastery {
  const over = Math.max(answered, Math.min(published, ENOUGH_QUESTIONS));
  return {
    concept,
    mastery: over === 0 ? 0 : known / over,
    answerCount,
    accuracy: answerCount === 0 ? 0 : (answerCount - missed) / answerCount,
    questionsAnswered: answered,
    questionsPublished: published,
    questionsDue: due,
  };
}
