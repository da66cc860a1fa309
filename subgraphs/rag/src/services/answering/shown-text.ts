import type { CheckedPiece } from './checked-text.js';

/** Shows the pieces of an answer one after the other, however long checking one takes. */
export interface ShownText {
  /** Lines pieces up. */
  show(pieces: readonly CheckedPiece[]): void;
  /** Nothing more is shown, not even what is being checked. */
  cut(): void;
  /** Resolves when everything in line was shown. @throws what checking a piece threw */
  settled(): Promise<void>;
  /** What was shown so far. */
  text(): string;
  /** Whether it ends before its end: by `cut`, or where a piece could not be shown. */
  isCut(): boolean;
}

/** How pieces are shown. */
export interface Showing {
  /** The text of a code block. */
  textOf: (piece: Extract<CheckedPiece, { kind: 'code' }>) => Promise<string>;
  /** Whether what was shown so far, with its next piece, may be. */
  mayShow: (text: string) => Promise<boolean>;
  tell: (delta: string) => void;
  signal: AbortSignal;
}

/** Creates a ShownText. */
export function createShownText({ textOf, mayShow, tell, signal }: Showing): ShownText {
  let text = '';
  let cut = false;
  let shown = Promise.resolve();

  const show = async (piece: CheckedPiece) => {
    if (cut || signal.aborted) return;
    const delta = piece.kind === 'prose' ? piece.text : await textOf(piece);
    if (cut || signal.aborted) return;
    const may = await mayShow(text + delta);
    if (!may) cut = true;
    if (cut || signal.aborted) return;
    text += delta;
    tell(delta);
  };

  return {
    show(pieces) {
      for (const piece of joined(pieces)) shown = shown.then(() => show(piece));
      // Awaited at the end; until then a failure is nobody's.
      shown.catch(() => undefined);
    },
    cut() {
      cut = true;
    },
    settled: () => shown,
    text: () => text,
    isCut: () => cut,
  };
}

/** Sentences that came together are judged and shown together. */
function joined(pieces: readonly CheckedPiece[]): CheckedPiece[] {
  const together: CheckedPiece[] = [];
  for (const piece of pieces) {
    const last = together.at(-1);
    if (last?.kind === 'prose' && piece.kind === 'prose') last.text += piece.text;
    else together.push({ ...piece });
  }
  return together;
}
