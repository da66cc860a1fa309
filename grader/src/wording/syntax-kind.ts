import type { SyntaxKind } from '../contract.js';
import type { Fault } from '../evidence.js';

/** A recognised syntax error: its kind, where to look, and the learner's own words to quote in the hint. */
export interface Diagnosis {
  kind: SyntaxKind;
  line: number;
  quoted: string;
}

/** Recognises a beginner's mistake from CPython 3.12's complaint and the line it points at; OTHER when in doubt. */
export function diagnose(fault: Fault, source: string): Diagnosis {
  const text = source.split(/\r\n|\r|\n/)[fault.line - 1] ?? '';
  const code = withoutTexts(text);
  const seen: Seen = { fault, source, text, code, message: fault.message };
  for (const { kind, when } of RULES) {
    const quoted = when(seen);
    if (quoted !== null && quoted !== false) {
      return { kind, line: fault.line, quoted: quoted === true ? '' : quoted.trim().slice(0, 60) };
    }
  }
  return { kind: 'OTHER', line: fault.line, quoted: '' };
}

interface Seen {
  fault: Fault;
  source: string;
  /** The line as written, and with the content of its texts and its comment taken out. */
  text: string;
  code: string;
  message: string;
}

/** What was found, to be quoted: a piece of the learner's line, or `true` when there is nothing to quote. */
type Finding = string | boolean | null;

const KEYWORDS =
  'False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield';
const BLOCK_KEYWORDS = 'if|elif|else|while|for|def|class|try|except|finally|with|return|import|from';

/** In order: what CPython names for certain first, then what only the line's look tells. */
const RULES: readonly { kind: SyntaxKind; when: (seen: Seen) => Finding }[] = [
  { kind: 'TOO_NESTED', when: ({ message }) => message === 'too nested' || message.startsWith('too many') },
  {
    kind: 'INVALID_CHARACTER',
    when: ({ fault, message }) => fault.error === 'ValueError' || message.includes('null bytes'),
  },
  { kind: 'TYPOGRAPHIC_QUOTES', when: ({ message }) => match(message, /^invalid character '([«»“”„‘’‹›´])'/) },
  {
    kind: 'INVALID_CHARACTER',
    when: ({ message }) => match(message, /^invalid character '(.+?)'/) ?? /^invalid non-printable/.test(message),
  },
  { kind: 'PROMPT_COPIED', when: ({ code }) => match(code, /^\s*(>>>|\.\.\.)/) },
  { kind: 'TABS_AND_SPACES', when: ({ fault }) => fault.error === 'TabError' },
  { kind: 'MISSING_INDENT', when: ({ message }) => message.startsWith('expected an indented block') },
  { kind: 'UNEXPECTED_INDENT', when: ({ message }) => message.startsWith('unexpected indent') },
  { kind: 'INCONSISTENT_INDENT', when: ({ message }) => message.startsWith('unindent does not match') },
  { kind: 'NUMBER_TOO_LONG', when: ({ message }) => message.startsWith('Exceeds the limit') },
  { kind: 'LEADING_ZEROS', when: ({ message }) => message.startsWith('leading zeros') },
  { kind: 'OUTSIDE_FUNCTION', when: ({ message }) => match(message, /^'(\w+)' outside (?:async )?function/) },
  { kind: 'OUTSIDE_LOOP', when: ({ message }) => match(message, /^'(\w+)' (?:outside|not properly in) loop/) },
  {
    kind: 'PRINT_WITHOUT_PARENTHESES',
    when: ({ message, text }) => message.startsWith('Missing parentheses') && match(text, /^\s*(\w+)/),
  },
  { kind: 'UNCLOSED_STRING', when: ({ message }) => message.startsWith('unterminated') },
  { kind: 'F_STRING', when: ({ message }) => message.startsWith('f-string') },
  // `if x > 3 {` and `f(2x` are told as brackets, which they are.
  { kind: 'UNCLOSED_BRACKET', when: ({ message }) => match(message, /^'(.)' was never closed/) },
  {
    kind: 'UNMATCHED_BRACKET',
    when: ({ message }) => match(message, /^unmatched '(.)'/) ?? match(message, /^closing parenthesis '(.)'/),
  },
  { kind: 'ELSE_IF', when: ({ code }) => match(code, /^\s*((?:else\s+if|elseif|elsif)\b)/i) },
  { kind: 'KEYWORD_CASE', when: ({ code }) => wrongCase(code) },
  {
    kind: 'FRENCH_KEYWORD',
    when: ({ code }) =>
      match(
        code,
        /^\s*((?:si|sinon|pour|tant\s*que|tantque|définir|retourner|afficher|fonction|sinonsi)\b)\s*(?:\w|:|$|"|')/i,
      ),
  },
  { kind: 'ELSE_WITH_CONDITION', when: ({ code }) => /^\s*else\b\s*[^\s:]/.test(code) && !/^\s*else\s*=/.test(code) },
  {
    kind: 'ELSE_WITHOUT_IF',
    when: ({ code, message }) =>
      message === 'invalid syntax' && match(code, /^\s*(else|elif|except|finally)\b(?!\s*=[^=])/),
  },
  {
    kind: 'ASSIGNMENT_IN_CONDITION',
    when: ({ code, message }) => message.includes("instead of '='") && /^\s*(?:if|elif|while)\b/.test(code),
  },
  { kind: 'INCREMENT_OPERATOR', when: ({ code }) => match(code, /[\w\])]\s*(\+\+|--)\s*;?\s*$/) },
  { kind: 'FOREIGN_OPERATOR', when: ({ code }) => match(code, /(&&|\|\||=<|=>|<>|=!|!(?!=)(?=\s*[\w(]))/) },
  {
    kind: 'KEYWORD_AS_NAME',
    when: ({ code, message }) => match(message, /^cannot assign to (True|False|None)\b/) ?? keywordAsName(code),
  },
  { kind: 'INVALID_NAME', when: (seen) => invalidName(seen) },
  {
    kind: 'REVERSED_ASSIGNMENT',
    when: ({ code, message }) =>
      message.startsWith('cannot assign to literal') && match(code, /=\s*([A-Za-z_]\w*)\s*$/),
  },
  { kind: 'INVALID_TARGET', when: ({ message }) => message.startsWith('cannot assign to') },
  { kind: 'MISSING_COLON', when: ({ code, message }) => message === "expected ':'" && match(code, /^\s*(\w+)/) },
  { kind: 'MISSING_COMMA', when: ({ message }) => message.includes('forgot a comma') },
  {
    kind: 'INCOMPLETE',
    when: ({ code }) =>
      match(code, /((?:[=+\-*/%<>,.]|\b(?:and|or|not|in|is|if|while|for|import|from|def|class))\s*)$/),
  },
];

function match(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

function wrongCase(code: string): string | null {
  const word = match(code, /^\s*([A-Za-z]+)\b\s*(?:\w|:|\(|"|'|$)/);
  if (!word || word === word.toLowerCase()) return null;
  return new RegExp(`^(?:${BLOCK_KEYWORDS}|print)$`).test(word.toLowerCase()) ? word : null;
}

function keywordAsName(code: string): string | null {
  return (
    match(code, new RegExp(`^\\s*(${KEYWORDS})\\s*=(?!=)`)) ??
    match(code, new RegExp(`^\\s*(?:def|class|for|import)\\s+(${KEYWORDS})\\b`))
  );
}

function invalidName({ code, message }: Seen): string | null {
  // 2age
  if (
    message.startsWith('invalid decimal literal') ||
    /^invalid (?:hexa)?decimal|^invalid octal|^invalid binary/.test(message)
  ) {
    return match(code, /(?<![\w.])(\d\w*[A-Za-zÀ-ÿ_]\w*)/u);
  }
  // mon-age = 25
  if (message.startsWith('cannot assign to expression')) return match(code, /^\s*([^\W\d][\w]*(?:-[\w]+)+)\s*=(?!=)/u);
  // mon age = 25; a keyword in front is another mistake
  if (message !== 'invalid syntax') return null;
  const name = match(code, /^\s*([^\W\d]\w*(?:\s+[^\W\d]\w*)+)\s*=(?!=)/u);
  return name && !new RegExp(`\\b(?:${KEYWORDS})\\b`).test(name) ? name : null;
}

/** The line with every text emptied and its comment removed, so that what they say is not taken for code. */
function withoutTexts(line: string): string {
  return line.replace(/("""|'''|"|')(?:\\.|(?!\1).)*\1|#.*$/g, (_, quote?: string) => (quote ? quote + quote : ''));
}
