import type { Guard } from '../integrity/integrity.js';
import type { AnswerCache, CachedAnswer, FoundAnswer, Place } from './answer-cache.js';
import type { Making, Makings } from './makings.js';

/**
 * How a question came by its answer: kept from this very question (`exact`) or one nearly the same (`near`), made for
 * somebody else meanwhile (`joined`), made for it because there was none (`miss`), because the one that is kept may not be
 * told to this learner (`withheld`), or because it is theirs alone (`personal`).
 */
export type AnswerSource = 'exact' | 'near' | 'joined' | 'miss' | 'withheld' | 'personal';

/** An answer that was made, and where it may be kept for others; null: it is one learner's alone. */
export type Made<A> = { answer: CachedAnswer; keepAt: Place | null } | { answer: A; keepAt: null };

/** Who wants an answer, and how long they wait. */
export interface Want {
  /** Where others' answers to it are; null when nobody else's may be told. */
  place: Place | null;
  /** The first look at that place, where it was begun already. */
  looked?: Promise<FoundAnswer | null>;
  guard: Pick<Guard, 'askAgain' | 'mayTell' | 'hasWithheld'>;
  patienceMs: number;
  signal: AbortSignal;
  /** Whether making it twice at once is worth waiting for instead. */
  isCostly: boolean;
}

/** Lets one answer serve several learners. */
export interface Sharing {
  /**
   * The answer of a place, or what `make` gives within what is left of the patience (0: nothing that takes time), which is
   * then kept. Costly answers are made once at a time in all replicas.
   * @throws the signal's reason when aborted while waiting; what `make` throws
   */
  answer<A>(
    want: Want,
    make: (patienceMs: number) => Promise<Made<A>>,
  ): Promise<{ answer: A | CachedAnswer; isShared: boolean }>;
}

/** Creates Sharing. */
export function createSharing(deps: {
  cache: AnswerCache;
  makings: Makings;
  onSource?: (source: AnswerSource) => void;
}): Sharing {
  const { cache, makings, onSource = () => undefined } = deps;
  return { answer };

  async function answer<A>(want: Want, make: (patienceMs: number) => Promise<Made<A>>) {
    const { place, guard, signal, isCostly } = want;
    let { looked } = want;
    const until = performance.now() + want.patienceMs;
    // Timers take whole milliseconds.
    const left = () => Math.max(0, Math.floor(until - performance.now()));
    let making: Making | null = null;
    let source: AnswerSource = place === null ? 'personal' : 'miss';
    try {
      for (let waited = false; place !== null; ) {
        const found = await (looked ?? cache.find(place));
        looked = undefined;
        if (found && (await guard.mayTell(found.answer))) {
          onSource(waited ? 'joined' : found.match);
          return { answer: found.answer, isShared: true };
        }
        // What is made now is for this learner: nobody is to wait for it.
        if (found) source = 'withheld';
        if (found || making || !isCostly || left() === 0) break;
        const taken = await takeWithin(place, left(), signal);
        making = taken;
        // Whoever had it may have kept an answer since the look before.
        if (taken !== null) continue;
        waited = true;
        guard.askAgain();
      }
      const made = await make(left());
      onSource(source);
      if (made.keepAt !== null && !guard.hasWithheld()) {
        // The right to make one answer is none to another: quotations have a place of their own.
        const token = made.keepAt.key === place?.key ? making?.token : null;
        await cache.keep(made.keepAt, made.answer, token ?? null);
      }
      return { answer: made.answer, isShared: false };
    } finally {
      await making?.end();
    }
  }

  /** Null when it was waited for, also in vain. */
  async function takeWithin(place: Place, patienceMs: number, signal: AbortSignal): Promise<Making | null> {
    const late = AbortSignal.timeout(patienceMs);
    try {
      return await makings.take(place, AbortSignal.any([signal, late]));
    } catch (error) {
      signal.throwIfAborted();
      if (late.aborted) return null;
      throw error;
    }
  }
}
