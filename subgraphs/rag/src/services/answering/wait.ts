import type { Progress } from './generation.js';

/** Measures how long an answer waited for its turn, from what is told of it. */
export interface Wait {
  /** Passes on what is told. */
  tell: (progress: Progress) => void;
  /** Milliseconds from the first place in the queue to the first text; null when it never waited. */
  milliseconds(): number | null;
}

/** Starts listening; `tell` hears everything. */
export function createWait(tell: (progress: Progress) => void): Wait {
  let since: number | null = null;
  let until: number | null = null;
  return {
    tell(progress) {
      if (progress.kind === 'queued') since ??= performance.now();
      else until ??= performance.now();
      tell(progress);
    },
    milliseconds: () => (since === null ? null : (until ?? performance.now()) - since),
  };
}
