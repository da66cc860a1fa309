import type { AnswerMode, CitationRecord, GapRecord } from '../../models/answer.model.js';
import type { CachedAnswer } from './answer-cache.js';

/** An answer before it belongs to a learner. */
export interface ComposedAnswer {
  text: string;
  mode: AnswerMode;
  model: string | null;
  citations: CitationRecord[];
  fromCache: boolean;
  /** Whether the question was completed from those before it. */
  followsUp: boolean;
  /** Where to read instead, when nothing could be told. */
  suggestions: CitationRecord[];
  /** Whether what was found is kept back. */
  withheld: boolean;
  /** For authors, when nothing was found. */
  gap: GapRecord | null;
  timings: Timings;
}

/** What answering took, in milliseconds. */
export interface Timings {
  /** Null when nothing was looked for, since the answer came from the cache. */
  retrievalMs: number | null;
  /** With the wait in the queue; null when the model was not asked. */
  generationMs: number | null;
}

/** An answer without what depends on how it was found. */
export type Told = Omit<ComposedAnswer, 'fromCache' | 'followsUp' | 'timings'>;

/** An answer that tells what was asked for. */
export function told(answer: CachedAnswer): Told {
  return { ...answer, suggestions: [], withheld: false, gap: null };
}
