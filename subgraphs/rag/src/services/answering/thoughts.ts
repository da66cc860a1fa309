/** Takes what a model thinks aloud before its answer (`<think>…</think>`) out of its stream. */
export interface Thoughts {
  /** What of a piece belongs to the answer; empty while it thinks. */
  leaveOut(piece: string): string;
}

const opening = '<think>';
const closing = '</think>';

/** Creates Thoughts for one answer. Only what it begins with is taken for thoughts: later the mark is text. */
export function createThoughts(): Thoughts {
  let state: 'undecided' | 'thinking' | 'answering' = 'undecided';
  let kept = '';
  return {
    leaveOut(piece) {
      if (state === 'answering') return piece;
      kept += piece;
      const begun = kept.trimStart();
      if (state === 'undecided') {
        if (begun.length < opening.length && opening.startsWith(begun)) return '';
        state = begun.startsWith(opening) ? 'thinking' : 'answering';
      }
      const end = state === 'thinking' ? kept.indexOf(closing) : -closing.length;
      // Of thoughts nothing is needed but where they may end.
      if (end === -1) kept = kept.slice(-closing.length);
      if (end === -1) return '';
      state = 'answering';
      return kept.slice(end + closing.length);
    },
  };
}
