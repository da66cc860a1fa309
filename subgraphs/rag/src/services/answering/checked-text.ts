/**
 * Turns a model's raw stream into text that may be shown at once: whole sentences, lines and code blocks, each checked.
 * The pieces handed out, joined, are exactly the final text.
 *
 * - A citation `[n]` that names no given passage is dropped; others are renumbered in the order of first use, so that
 *   `[1]` is the first entry of `citedPassages()`.
 * - Links and images lose their address: a model has no business sending learners anywhere.
 * - A code block is handed out when it is complete; one that the model left open is closed.
 */
export interface CheckedText {
  /** Takes a piece of the raw stream; returns what may be shown now, possibly nothing. */
  push(raw: string): string;
  /** Ends the stream; returns the rest. */
  finish(): string;
  /** Numbers (from 1) of the given passages that were cited, in order of first use. */
  citedPassages(): readonly number[];
  /** Whether the model repeats itself and ought to be stopped. */
  isLooping(): boolean;
}

/** How often the same sentence may come before it counts as a loop. */
const tolerableRepeats = 3;

/** @param passageCount how many passages the model was given */
export function createCheckedText(passageCount: number): CheckedText {
  let waiting = '';
  let begun = false;
  let gap = '';
  const cited: number[] = [];
  const seen = new Map<string, number>();
  let looping = false;

  return {
    push(raw) {
      waiting += raw.replace(/\r/g, '');
      let out = '';
      for (let cut = nextCut(); cut > 0; cut = nextCut()) {
        out += show(waiting.slice(0, cut));
        waiting = waiting.slice(cut);
      }
      return out;
    },
    finish() {
      const isOpen = opensCode(waiting) && closeOf(`${waiting}\n`) === null;
      const rest = isOpen ? `${waiting.replace(/\n*$/, '\n')}\`\`\`` : waiting;
      waiting = '';
      return show(rest);
    },
    citedPassages: () => cited,
    isLooping: () => looping,
  };

  /** Length of the next piece that is complete; 0 when there is none yet. */
  function nextCut(): number {
    if (/^\s*`{0,3}$/.test(waiting)) return 0;
    if (opensCode(waiting)) return closeOf(waiting)?.end ?? 0;
    const sentence = /^[^\n]*?[.!?…](?:[ \u00A0]?[»)"])?(?: ?\[\d{1,2}\])*(?=[ \t][^\n[])/.exec(waiting);
    if (sentence && balanced(sentence[0]) && !/(^|\s)\d+\.$/.test(sentence[0])) return sentence[0].length;
    return waiting.indexOf('\n') + 1;
  }

  /** Checks a piece; white space at its end waits for the next one, so that the text never ends in it. */
  function show(piece: string): string {
    const isCode = opensCode(piece);
    const checked = isCode ? piece : checkProse(piece);
    const body = checked.trimEnd();
    if (body.trim() === '') {
      if (begun) gap += checked;
      return '';
    }
    if (!isCode) countRepeat(body);
    const out = begun ? gap + body : body.trimStart();
    begun = true;
    gap = checked.slice(body.length);
    return out;
  }

  function checkProse(piece: string): string {
    return piece
      .split(/(`[^`\n]*`)/)
      .map((part, index) => (index % 2 === 1 ? part : renumber(unlink(part))))
      .join('');
  }

  function renumber(text: string): string {
    return text.replace(/ ?\[(\d{1,2})\]/g, (mark, digits: string) => {
      const given = Number(digits);
      if (given < 1 || given > passageCount) return '';
      if (!cited.includes(given)) cited.push(given);
      return mark.replace(digits, String(cited.indexOf(given) + 1));
    });
  }

  function countRepeat(body: string): void {
    const times = (seen.get(body.trim()) ?? 0) + 1;
    seen.set(body.trim(), times);
    if (times >= tolerableRepeats && body.trim().length > 3) looping = true;
  }
}

/** Markdown links and images become their text; tags that delimit data in the prompt vanish. */
function unlink(text: string): string {
  return text.replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1').replace(/<\/?(?:passages|quest|question)\b[^>\n]*>/g, '');
}

/** An odd number of backticks means that a sentence end lies inside inline code. */
function balanced(text: string): boolean {
  return (text.match(/`/g)?.length ?? 0) % 2 === 0;
}

function opensCode(text: string): boolean {
  return /^\s*```/.test(text);
}

/** Where a code block at the beginning of a text ends, once its closing fence is a whole line. */
function closeOf(text: string): { end: number } | null {
  const block = /^\s*```[^\n]*\n(?:[^\n]*\n)*?[ \t]*```[ \t]*\n/.exec(text);
  return block ? { end: block[0].length } : null;
}
