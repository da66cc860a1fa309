/** A text of a question and how much its words count of those of a whole question. */
export interface SaidText {
  text: string;
  emphasis: number;
  /** Whether Python wrote it: its English is no question. */
  isMessage: boolean;
}

/** An error that was pasted into a question, as far as it tells what is asked. */
export interface PastedError {
  /** `NameError` */
  name: string;
  /** Python's message without what it quotes of the program; empty where there is none. */
  message: string;
  /** What the learner says around it, without code and what tools print. */
  around: string;
}

/**
 * What a question says, most telling first. In a pasted error the name counts most, then Python's message, less so where no document
 * knows the name, and then what stands around it; names of files and lines of the program, which speak of anything, count nothing.
 */
export function saidTexts(query: string, isKnown: (name: string) => boolean): readonly SaidText[] {
  const pasted = pastedError(query);
  if (!pasted) return [{ text: query, emphasis: 1, isMessage: false }];
  const { name, message, around } = pasted;
  return [
    { text: name, emphasis: 1, isMessage: true },
    { text: message, emphasis: isKnown(name) ? 0.75 : 0.3, isMessage: true },
    { text: around, emphasis: 0.3, isMessage: false },
  ];
}

/** Finds the error of a question: the last line that Python could have written. Null where there is none. */
export function pastedError(query: string): PastedError | null {
  const lines = query.slice(0, longest).split(/\r?\n/);
  const place = lines.findLastIndex((line) => errorLine.test(line));
  const { name, message = '' } = errorLine.exec(lines[place] ?? '')?.groups ?? {};
  if (name === undefined) return null;
  // A question about an error ("NameError") is no paste: it has neither a message nor anything beside it.
  if (message === '' && lines.length === 1) return null;
  const around = lines.filter((line, at) => at !== place && isProse(line));
  const before = (lines[place] ?? '').slice(0, (lines[place] ?? '').indexOf(name)).replace(/[\w.]+\.$/, '');
  return { name, message: withoutQuotes(message), around: [...around, before].join('\n').trim() };
}

/** Characters that are looked at: a question is shorter. */
const longest = 10_000;

/** `NameError: …`, `json.decoder.JSONDecodeError: …`, `AssertionError`; words may stand before a name that has a message. */
const errorLine =
  /(?:^|(?<=[\s(.«"]))(?<name>[A-Z][A-Za-z]*(?:Error|Exception|Interrupt|Iteration|Warning)|SystemExit)(?:\s?:\s*(?<message>.*)|\s*$)/;

/** What tools print around a program, and lines of a program. */
const notProse =
  /^\s*(?:Traceback \(|File "|Cell In|PS [A-Z]:|[A-Z]:[\\/]|& |\$ |>>>|\.\.\.|%Run|In \[|Out\[|-{3,}|-+> ?\d|\d+ |[~^\s]+$|\[Previous line|During handling|The above exception|[A-Z]\w*(?:Error|Exception)\s{3,}Traceback|\/\S+ in )|^(?: {2,}|\t)\S|^\s*(?:(?:if|elif|while|for|def|class|with|try|else|except)\b.*:\s*$|(?:import|from|return|raise|assert|print|del|global)\b(?:\s|\()|[\w.[\]"']+\s*(?:[-+*/]?=)[^=]|[\w.]+\(.*\)\s*$|#)/;

function isProse(line: string): boolean {
  return line.trim() !== '' && !notProse.test(line);
}

/** What a message says of Python, without the program's own names and without its guesses. */
function withoutQuotes(message: string): string {
  return message
    .replace(/\.? ?(?:Did you mean|Perhaps you forgot)\b.*/, '')
    .replace(/\bobject\b/g, ' ')
    .replace(/\(detected at line \d+\)|on line \d+/g, '')
    .replace(/(['"‘’])([^'"‘’]*)\1/g, (quoted, _mark, inner: string) =>
      ofPython.has(inner) || /^\W+$/.test(inner) ? quoted : ' ',
    );
}

const ofPython = new Set(
  'str int float bool list tuple dict set NoneType function print input range len if for while def class'.split(' '),
);
