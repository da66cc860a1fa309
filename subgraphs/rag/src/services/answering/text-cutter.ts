/** A part of a text that may be checked by itself: a sentence or line of prose, or a whole code block. */
export type Piece =
  /** `text` begins with the white space that stood before it. */
  | { kind: 'prose'; text: string }
  /** `before` is the white space in front; the code has lost its fence and the fence's indentation. */
  | { kind: 'code'; before: string; language: string; code: string };

/** Cuts a stream of Markdown into pieces, each as soon as it is complete. */
export interface TextCutter {
  push(raw: string): Piece[];
  /** The rest; a code block that was left open ends here. */
  finish(): Piece[];
}

/** Creates a TextCutter. Fences may be of backticks or tildes, as long as their writer likes. */
export function createTextCutter(): TextCutter {
  let waiting = '';
  const push = (raw: string): Piece[] => {
    waiting += raw.replace(/\r\n?/g, '\n');
    const pieces: Piece[] = [];
    for (let next = nextPiece(waiting); next; next = nextPiece(waiting)) {
      pieces.push(next.piece);
      waiting = waiting.slice(next.length);
    }
    return pieces;
  };
  return {
    push,
    finish() {
      const pieces = push('\n');
      const rest = waiting;
      waiting = '';
      if (rest.trim() === '') return pieces;
      const open = opening.exec(rest);
      return [...pieces, open ? codeOf(open, rest.slice(open[0].length)) : { kind: 'prose', text: rest }];
    },
  };
}

/** A line that opens a code block. What stands after the marks is its language; backticks there make it a code span. */
const opening = /^(?=\s*(?:`{3}|~{3}))(\s*?)([ \t]*)(`{3,}|~{3,})([^\n`]*)\n/;

function nextPiece(text: string): { piece: Piece; length: number } | null {
  // Still undecided: white space, or the beginning of what may become a fence.
  if (/^\s*(?:`{0,2}|~{0,2}|`{3,}[^\n`]*|~{3,}[^\n]*)$/.test(text)) return null;
  const open = opening.exec(text);
  if (open) {
    const marks = open[3] ?? '';
    const rest = text.slice(open[0].length);
    const close = new RegExp(`^[ \\t]*${marks[0]}{${marks.length},}[ \\t]*\\n`, 'm').exec(rest);
    if (!close) return null;
    return { piece: codeOf(open, rest.slice(0, close.index)), length: open[0].length + close.index + close[0].length };
  }
  const length = sentenceIn(text) || text.indexOf('\n', text.search(/\S/)) + 1 || tooLong(text);
  return length === 0 ? null : { piece: { kind: 'prose', text: text.slice(0, length) }, length };
}

/** Characters of prose without an end; what is longer is cut between words. */
const longestProse = 1500;

function tooLong(text: string): number {
  if (text.length <= longestProse) return 0;
  const space = text.lastIndexOf(' ', longestProse);
  return space > longestProse / 2 ? space : longestProse;
}

/** Length of the first whole sentence of the first line, once something follows it there; 0 when there is none. */
function sentenceIn(text: string): number {
  const line = /^\s*[^\n]*/.exec(text)?.[0] ?? '';
  for (const { index, 0: end } of line.matchAll(sentenceEnd)) {
    const sentence = line.slice(0, index + end.length);
    if (balanced(sentence) && !/^\s*\d+\.$/.test(sentence) && !abbreviated.test(sentence)) return sentence.length;
  }
  return 0;
}

/** With the citations after it. A line may go on with another citation: then the sentence is not over. */
const sentenceEnd = /[.!?…](?:[ \u00A0\u202F]?[»)"”])?(?: ?\[\d{1,2}\])*(?=[ \t][^\n[])/g;
const abbreviated = /\b(?:ex|cf|etc|e\.g|i\.e|p\. ?ex|M|Mme)\.$/;

function codeOf(open: RegExpExecArray, body: string): Piece {
  const indent = open[2] ?? '';
  const code = body
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
  return { kind: 'code', before: open[1] ?? '', language: (open[4] ?? '').trim().split(/\s/)[0] ?? '', code };
}

/** An odd number of backticks means that a sentence end lies inside inline code. */
function balanced(text: string): boolean {
  return (text.match(/`/g)?.length ?? 0) % 2 === 0;
}
