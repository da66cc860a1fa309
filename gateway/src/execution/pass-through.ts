import {
  type CompositeType,
  type InputType,
  isCompositeType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type OutputType,
  type SelectionSet,
} from '@apollo/federation-internals';
import type { PassThrough } from '../subgraphs/passed-answer.js';
import { depart } from './departure.js';
import { nameOf, type SelectedFields } from './selected-fields.js';

/** Goes over a value. Returns where it ends; -1 when it is none of its type, or written in another way. */
type Scan = (text: string, at: number) => number;

const HEAD = '{"data":';
const OTHERWISE = -1;

/**
 * Prepares looking whether what a subgraph has sent is, to the letter, what the client is to get: every selected field and
 * nothing else, in the order of the selection, each value of its type and written as this gateway would write it. For
 * operations that one subgraph answers alone.
 * @throws Departure when it takes a look at the values to know what is selected: objects of abstract types
 */
export function compilePassThrough(selected: SelectedFields, root: CompositeType, set: SelectionSet): PassThrough {
  const scan = createScans(selected).objectOf(root, [set], false);
  return (text) => {
    if (!text.startsWith(HEAD)) return null;
    const end = scan(text, HEAD.length);
    if (end === OTHERWISE || text.charCodeAt(end) !== CLOSING_BRACE) return null;
    const isAll = text.length === end + 1 || (text.length === end + 2 && text.charCodeAt(end + 1) === LINE_FEED);
    return isAll ? text.slice(HEAD.length, end) : null;
  };
}

function createScans(selected: SelectedFields) {
  const anyOf = (type: OutputType, sets: readonly SelectionSet[], isMixed: boolean): Scan => {
    if (isNonNullType(type)) return presentOf(type.ofType, sets, isMixed);
    const scan = presentOf(type, sets, isMixed);
    return (text, at) => (text.startsWith('null', at) ? at + 4 : scan(text, at));
  };

  const presentOf = (type: OutputType, sets: readonly SelectionSet[], isMixed: boolean): Scan => {
    if (isListType(type)) return listOf(anyOf(type.ofType, sets, isMixed));
    return isCompositeType(type) ? objectOf(type, sets, isMixed) : leafOf(type);
  };

  const objectOf = (type: CompositeType, sets: readonly SelectionSet[], isMixed: boolean): Scan => {
    if (!isObjectType(type) || isMixed) depart('an object of unknown type');
    const untold = selected(sets, type, false);
    const entries = untold.has('__typename') ? selected(sets, type, true) : untold;
    const heads: string[] = [];
    const scans: Scan[] = [];
    for (const [name, entry] of entries) {
      heads.push(`${heads.length === 0 ? '{' : ','}${JSON.stringify(name)}:`);
      if (entry.kind === 'field') scans.push(anyOf(entry.type, entry.sets, entry.isMixed));
      else if (isObjectType(entry.type)) scans.push(exactly(JSON.stringify(entry.type.name)));
      else depart('an object of unknown type');
    }
    if (heads.length === 0) return exactly('{}');
    return (text, from) => {
      let at = from;
      for (let index = 0; index < heads.length; index += 1) {
        const head = heads[index];
        const scan = scans[index];
        if (head === undefined || scan === undefined || !text.startsWith(head, at)) return OTHERWISE;
        at = scan(text, at + head.length);
        if (at === OTHERWISE) return OTHERWISE;
      }
      return text.charCodeAt(at) === CLOSING_BRACE ? at + 1 : OTHERWISE;
    };
  };

  return { objectOf };
}

function exactly(what: string): Scan {
  return (text, at) => (text.startsWith(what, at) ? at + what.length : OTHERWISE);
}

function listOf(item: Scan): Scan {
  return (text, from) => {
    if (text.charCodeAt(from) !== OPENING_BRACKET) return OTHERWISE;
    if (text.charCodeAt(from + 1) === CLOSING_BRACKET) return from + 2;
    for (let at = from + 1; ; at += 1) {
      at = item(text, at);
      if (at === OTHERWISE) return OTHERWISE;
      const next = text.charCodeAt(at);
      if (next === CLOSING_BRACKET) return at + 1;
      if (next !== COMMA) return OTHERWISE;
    }
  };
}

/** What the writer of answers takes for a value of that type, as it would write it. */
function leafOf(type: OutputType | InputType): Scan {
  if (isCustomScalarType(type)) return simple;
  if (isEnumType(type)) {
    const values = new Set(type.values.map(({ name }) => name));
    return (text, at) => {
      const end = quoted(text, at);
      return end !== OTHERWISE && values.has(text.slice(at + 1, end - 1)) ? end : OTHERWISE;
    };
  }
  switch (nameOf(type)) {
    case 'Boolean':
      return truth;
    case 'Int':
      return whole;
    case 'ID':
      return (text, at) => (text.charCodeAt(at) === QUOTE ? quoted(text, at) : whole(text, at));
    case 'Float':
      return number;
    default:
      return quoted;
  }
}

/** Values of custom scalars that have one spelling only; lists and objects are not looked into. */
function simple(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return quoted(text, at);
  return first === LETTER_T || first === LETTER_F ? truth(text, at) : whole(text, at);
}

function truth(text: string, at: number): number {
  if (text.startsWith('true', at)) return at + 4;
  return text.startsWith('false', at) ? at + 5 : OTHERWISE;
}

/** At most so many digits are exact whatever they are; what follows them is for others to look at. */
const EXACT_DIGITS = 15;

function whole(text: string, at: number): number {
  const from = text.charCodeAt(at) === MINUS ? at + 1 : at;
  let end = from;
  while (isDigit(text.charCodeAt(end))) end += 1;
  if (end === from || end - from > EXACT_DIGITS) return OTHERWISE;
  // Neither -0 nor 007.
  return text.charCodeAt(from) === ZERO && end > at + 1 ? OTHERWISE : end;
}

const LONGEST_NUMBER = 32;

function number(text: string, at: number): number {
  let end = at;
  while (isOfNumber(text.charCodeAt(end))) end += 1;
  if (end === at || end - at > LONGEST_NUMBER) return OTHERWISE;
  const written = text.slice(at, end);
  const value = Number(written);
  return Number.isFinite(value) && String(value) === written ? end : OTHERWISE;
}

/** Text with the short escapes, as `JSON.stringify` writes it; others are rare. */
function quoted(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) return OTHERWISE;
  for (let index = at + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index + 1;
    if (code < FIRST_PRINTABLE) return OTHERWISE;
    if (code === BACKSLASH) {
      index += 1;
      if (!SHORT_ESCAPES.has(text.charCodeAt(index))) return OTHERWISE;
    }
  }
  return OTHERWISE;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
const LINE_FEED = 0x0a;
const FIRST_PRINTABLE = 0x20;
const LETTER_F = 0x66;
const LETTER_T = 0x74;
const SHORT_ESCAPES: ReadonlySet<number> = new Set([...'"\\bfnrt'].map((character) => character.charCodeAt(0)));
const OF_NUMBER: ReadonlySet<number> = new Set([...'+-.0123456789e'].map((character) => character.charCodeAt(0)));

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isOfNumber(code: number): boolean {
  return OF_NUMBER.has(code);
}
