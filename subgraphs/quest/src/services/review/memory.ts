import { type Card, createEmptyCard, type Grade as FsrsGrade, fsrs } from 'ts-fsrs';
import type { ReviewCardRecord } from '../../models/review-card.model.js';

/** The part of a card that FSRS decides. */
export type Memory = Pick<
  ReviewCardRecord,
  'due' | 'stability' | 'difficulty' | 'state' | 'learningSteps' | 'scheduledDays' | 'reps' | 'lapses' | 'lastReview'
>;

/**
 * FSRS-6 with its published weights. What was missed comes back after ten minutes, what was right at once after days; nothing
 * stays away for more than a year (and the day by which the library keeps ratings apart). Without fuzz: the same answers at the same times always give the same days.
 */
const scheduler = fsrs({
  request_retention: 0.9,
  maximum_interval: 365,
  enable_fuzz: false,
  enable_short_term: true,
  learning_steps: ['10m'],
  relearning_steps: ['10m'],
});

/** The memory after an answer at `at`; `before` is null for the first one. Time never runs backwards for it. */
export function remember(before: Memory | null, rating: FsrsGrade, at: Date): Memory {
  const now = before && before.lastReview > at ? before.lastReview : at;
  const { card } = scheduler.next(before ? toCard(before) : createEmptyCard(now), now, rating);
  return {
    due: card.due,
    stability: card.stability,
    difficulty: card.difficulty,
    state: card.state,
    learningSteps: card.learning_steps,
    scheduledDays: card.scheduled_days,
    reps: card.reps,
    lapses: card.lapses,
    lastReview: now,
  };
}

/** The chance, 0 to 1, that the learner still remembers at `at`; it falls from one whole day to the next. */
export function retrievability(memory: Memory, at: Date): number {
  const now = memory.lastReview > at ? memory.lastReview : at;
  return scheduler.get_retrievability(toCard(memory), now, false);
}

function toCard(memory: Memory): Card {
  const { due, stability, difficulty, state, learningSteps, scheduledDays, reps, lapses, lastReview } = memory;
  return {
    due,
    stability,
    difficulty,
    state,
    learning_steps: learningSteps,
    scheduled_days: scheduledDays,
    elapsed_days: 0,
    reps,
    lapses,
    last_review: lastReview,
  };
}
