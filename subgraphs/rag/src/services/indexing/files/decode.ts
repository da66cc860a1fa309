import type { ReadableFormat } from '../formats/read-document.js';

/** A text, and how its bytes were written where that is not UTF-8. */
export interface Decoded {
  text: string;
  /** Null for UTF-8. */
  encoding: string | null;
}

/** Thrown for bytes that are no text; the message is a clause. */
export class NotTextError extends Error {
  override readonly name = 'NotTextError';
}

/**
 * Turns the bytes of a file into text: by its byte order mark, else by what it says itself where its format has a place for
 * that (the `coding` line of Python, PEP 263; the `charset` of HTML), else as UTF-8, else as windows-1252, in which French
 * was written on Windows and which holds all printable characters of latin-1.
 * @throws NotTextError for binary data, an encoding nobody knows, and bytes that are none of these
 */
export function decodeText(bytes: Uint8Array, format: ReadableFormat): Decoded {
  const declared = byteOrderMark(bytes) ?? declaredEncoding(bytes, format);
  const decoded = declared ? { text: decodeAs(bytes, declared), encoding: encodingName(declared) } : guess(bytes);
  if (hasControls(decoded.text)) throw new NotTextError('it is binary, not text');
  return decoded;
}

function guess(bytes: Uint8Array): Decoded {
  const utf8 = attempt(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: null };
  if (bytes.includes(0)) throw new NotTextError('it is binary, not text');
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  const text = attempt(bytes, encoding);
  if (text === null) throw new NotTextError(`it says that it is ${encoding}, and is not: save it as UTF-8`);
  return text;
}

function attempt(bytes: Uint8Array, encoding: string): string | null {
  const decoder = decoderOf(encoding);
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new NotTextError(`it says that it is ${encoding}, which nobody knows: save it as UTF-8`);
  }
}

function byteOrderMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Where it is looked for: by Python in the first two lines, by browsers in the first 1,024 bytes. */
function declaredEncoding(bytes: Uint8Array, format: ReadableFormat): string | null {
  if (format !== 'PYTHON' && format !== 'HTML') return null;
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const named = (format === 'PYTHON' ? namedInPython(head) : namedInHtml(head))?.toLowerCase().replaceAll('_', '-');
  if (named === undefined) return null;
  return (format === 'PYTHON' ? pythonName : htmlName)(named);
}

function namedInPython(head: string): string | undefined {
  const lines = head.split('\n').slice(0, 2);
  return lines.map((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/.exec(line)?.[1]).find(Boolean);
}

function namedInHtml(head: string): string | undefined {
  return /<meta\s[^>]*charset\s*=\s*["']?([-_a-zA-Z0-9]+)/i.exec(head)?.[1];
}

/** Python takes an editor's `utf-8-unix` for UTF-8 as well, and has names that the encoding standard of the web lacks. */
function pythonName(named: string): string {
  if (/^utf-?8(?:-|$)/.test(named)) return 'utf-8';
  return /^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(named) ? 'latin1' : named;
}

/** A page in which this can be read is not written in UTF-16, whatever it says: browsers take it for UTF-8. */
function htmlName(named: string): string {
  return named.startsWith('utf-16') ? 'utf-8' : named;
}

function encodingName(encoding: string): string | null {
  const name = new TextDecoder(encoding).encoding;
  return name === 'utf-8' ? null : name;
}

/** Characters that no text holds: controls other than tab, line ends, form feed and the escape of terminals. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
}
