import type { Localised } from '../contract.js';
import type { Look } from '../ladder/plan.js';
import { isSame, type Sameness } from '../values/same.js';
import type { PyValue } from '../values/value.js';
import { typeName } from './type-name.js';

/** Where a value was wrong, and how values are compared there. */
export interface Wrong {
  look: Look;
  hidden: boolean;
  how: Sameness;
}

/**
 * What the difference between two values itself tells: that a `return` is missing, that the type is another one, and
 * whether the content would be right if the type were. Null when the values say it all. Of a hidden test only the type is
 * told, since a right content would be the expected value.
 */
export function whyWrong(
  { look, hidden, how }: Wrong,
  expected: PyValue,
  actual: PyValue,
  printed: string,
): Localised | null {
  if (actual.kind === 'none' && expected.kind !== 'none' && look.kind === 'call') return noReturn(printed);
  if (actual.kind === expected.kind || actual.kind === 'cut') return null;
  if (actual.kind === 'object') return aboutObject(actual.type);
  if (expected.kind === 'object' || expected.kind === 'cut') return null;
  if (isNumber(expected) && isNumber(actual) && !how.exactType && !isFraction(expected, actual)) return null;
  const [have, want] = [typeName(actual.kind), typeName(expected.kind)];
  const type = {
    fr: `La valeur est ${have.fr}, alors qu’on attend ${want.fr}.`,
    en: `The value is ${have.en}, but ${want.en} is expected.`,
  };
  const content = hidden ? null : aboutContent(expected, actual, how);
  return content ? { fr: `${type.fr} ${content.fr}`, en: `${type.en} ${content.en}` } : type;
}

function noReturn(printed: string): Localised {
  return printed.trim() === ''
    ? {
        fr: 'La fonction ne renvoie rien : il manque sans doute un `return`, ou il n’est pas atteint dans ce cas.',
        en: 'The function returns nothing: a `return` is probably missing, or not reached in this case.',
      }
    : {
        fr: 'La fonction affiche avec `print` mais ne renvoie rien : utilisez `return`.',
        en: 'The function prints but returns nothing: use `return`.',
      };
}

const FUNCTIONS: ReadonlySet<string> = new Set(['function', 'builtin_function_or_method', 'method']);

function aboutObject(type: string): Localised {
  if (FUNCTIONS.has(type)) {
    return {
      fr: 'C’est la fonction elle-même : il manque ses parenthèses.',
      en: 'That is the function itself: its parentheses are missing.',
    };
  }
  const { fr, en } = typeName(type);
  return { fr: `La valeur est ${fr}.`, en: `The value is ${en}.` };
}

type PyNumber = Extract<PyValue, { kind: 'int' | 'float' }>;

function isNumber(value: PyValue): value is PyNumber {
  return value.kind === 'int' || value.kind === 'float';
}

/** A fraction where a whole number belongs: only then the types of two numbers are worth a word. */
function isFraction(expected: PyNumber, actual: PyNumber): boolean {
  return expected.kind === 'int' && actual.kind === 'float' && !Number.isInteger(actual.value);
}

/** Of two values of different types: would the content be right? Null where that is no question. */
function aboutContent(expected: PyValue, actual: PyValue, how: Sameness): Localised | null {
  const loosely = { ...how, exactType: false };
  if (isNumber(expected) && isNumber(actual)) {
    if (!how.exactType) return null;
    return isSame(expected, actual, loosely)
      ? { fr: 'Le nombre lui-même est le bon.', en: 'The number itself is right.' }
      : { fr: 'Le nombre lui-même n’est pas le bon non plus.', en: 'The number itself is not right either.' };
  }
  const converted = convert(actual, expected);
  if (!converted) return null;
  const call = `${expected.kind}(...)`;
  return isSame(expected, converted, loosely)
    ? {
        fr: `Son contenu est le bon : il reste à le convertir, par exemple avec \`${call}\`.`,
        en: `Its content is right: what is left is to convert it, for instance with \`${call}\`.`,
      }
    : {
        fr: 'Son contenu n’est pas le bon non plus : corrigez la valeur et son type.',
        en: 'Its content is not right either: correct the value and its type.',
      };
}

/** The value in the other type, where Python converts it without loss; null where it does not. */
function convert(value: PyValue, { kind }: PyValue): PyValue | null {
  if (value.kind === 'str' && (kind === 'int' || kind === 'float')) return readNumber(value.value);
  if (isNumber(value) && kind === 'str') return { kind: 'str', value: String(value.value) };
  if (isSequence(kind) && isItems(value)) return { kind, items: value.items };
  return null;
}

function readNumber(text: string): PyValue | null {
  const digits = text.trim().replace(',', '.');
  if (/^[+-]?\d{1,300}$/.test(digits)) return { kind: 'int', value: BigInt(digits.replace('+', '')) };
  return /^[+-]?\d{1,300}\.\d{1,300}$/.test(digits) ? { kind: 'float', value: Number(digits) } : null;
}

function isSequence(kind: PyValue['kind']): kind is 'list' | 'tuple' | 'set' {
  return kind === 'list' || kind === 'tuple' || kind === 'set';
}

function isItems(value: PyValue): value is Extract<PyValue, { items: PyValue[] }> {
  return 'items' in value;
}
