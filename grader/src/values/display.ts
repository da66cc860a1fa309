import type { PyValue } from './value.js';

/** The longest text a learner is shown of one value. */
const MAX_SHOWN = 300;

/** `value` as Python writes it, cut off where it grows too long to be read. */
export function displayValue(value: PyValue): string {
  return shorten(write(value));
}

/** `text` up to what a learner reads. */
export function shorten(text: string, max = MAX_SHOWN): string {
  const characters = [...text.slice(0, 2 * max + 2)];
  return characters.length > max ? `${characters.slice(0, max).join('')}…` : text;
}

/** `text` between quotes, as Python's `repr` writes it. */
export function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let written = '';
  for (const character of text) written += ESCAPES[character] ?? escaped(character, quote);
  return quote + written + quote;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${character}`;
  // Controls, lone surrogates and marks that turn the direction of writing would deceive whoever reads them.
  if (!/[\p{Cc}\p{Cf}\p{Cs}]/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

function write(value: PyValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return writeFloat(value.value);
    case 'str':
      return quoteText(value.value);
    case 'bytes':
      return `bytes.fromhex('${value.text}')`;
    case 'complex':
      return value.text;
    case 'list':
      return `[${writeAll(value.items)}]`;
    case 'tuple':
      return `(${writeAll(value.items)}${value.items.length === 1 ? ',' : ''})`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${writeAll(value.items)}}`;
    case 'frozenset':
      return value.items.length === 0 ? 'frozenset()' : `frozenset({${writeAll(value.items)}})`;
    case 'dict':
      return `{${value.entries.map(([key, item]) => `${write(key)}: ${write(item)}`).join(', ')}}`;
    case 'range':
      return `range(${writeAll(value.bounds)})`;
    case 'object':
      return `<${value.type}> ${value.text}`;
    case 'cut':
      return '…';
  }
}

function writeAll(items: readonly PyValue[]): string {
  return items.map(write).join(', ');
}

/** Python and JavaScript both write the shortest digits that mean the number; they differ in when they use exponents. */
function writeFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
