import type { PyValue } from './value.js';

/** How two values are compared. */
export interface Sameness {
  /** The largest difference between two numbers when one is a float; without it, a relative one of {@link RELATIVE}. */
  tolerance?: number | undefined;
  /** The order of the outermost list's or tuple's elements does not count. */
  anyOrder?: boolean;
  /** A whole number is not the same as a float of the same value. */
  exactType?: boolean;
}

/** Far above the noise of binary fractions (0.1 + 0.2), far below what an exercise could mean to tell apart. */
const RELATIVE = 1e-9;

/** True when `actual` is what `expected` says, by value: `True` is not 1, a list no tuple, a text no number. */
export function isSame(expected: PyValue, actual: PyValue, how: Sameness = {}): boolean {
  const inner = { ...how, anyOrder: false };
  if (isNumber(expected) && isNumber(actual)) return sameNumber(expected, actual, how);
  switch (expected.kind) {
    case 'none':
      return actual.kind === 'none';
    case 'bool':
    case 'str':
      return actual.kind === expected.kind && actual.value === expected.value;
    case 'bytes':
    case 'complex':
      return actual.kind === expected.kind && actual.text === expected.text;
    case 'list':
    case 'tuple':
      if (actual.kind !== expected.kind || actual.items.length !== expected.items.length) return false;
      if (how.anyOrder) return sameElements(expected.items, actual.items, inner);
      return expected.items.every((item, index) => isSameAt(item, actual.items[index], inner));
    case 'set':
    case 'frozenset':
      if (actual.kind !== 'set' && actual.kind !== 'frozenset') return false;
      if (how.exactType && actual.kind !== expected.kind) return false;
      return sameElements(expected.items, actual.items, inner);
    case 'dict':
      return actual.kind === 'dict' && sameElements(asPairs(expected.entries), asPairs(actual.entries), inner);
    case 'range':
      return actual.kind === 'range' && expected.bounds.every((bound, at) => isSameAt(bound, actual.bounds[at], inner));
    // Objects are told by their own class's words, and what was cut off is not known.
    default:
      return false;
  }
}

function isSameAt(expected: PyValue, actual: PyValue | undefined, how: Sameness): boolean {
  return actual !== undefined && isSame(expected, actual, how);
}

type PyNumber = Extract<PyValue, { kind: 'int' | 'float' }>;

function isNumber(value: PyValue): value is PyNumber {
  return value.kind === 'int' || value.kind === 'float';
}

function sameNumber(expected: PyNumber, actual: PyNumber, { tolerance, exactType }: Sameness): boolean {
  if (exactType && expected.kind !== actual.kind) return false;
  if (expected.kind === 'int' && actual.kind === 'int' && !tolerance) return expected.value === actual.value;
  const [one, other] = [Number(expected.value), Number(actual.value)];
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) && Number.isNaN(other);
  if (one === other) return true;
  const allowed = tolerance ?? RELATIVE * Math.max(Math.abs(one), Math.abs(other));
  return Number.isFinite(one) && Number.isFinite(other) && Math.abs(one - other) <= allowed;
}

/** Beyond this, elements are paired by their text alone; trying all pairs would take too long. */
const MAX_PAIRED = 300;

/** The same elements in any order, each as often. */
function sameElements(expected: readonly PyValue[], actual: readonly PyValue[], how: Sameness): boolean {
  if (expected.length !== actual.length) return false;
  if (expected.length > MAX_PAIRED) {
    const [one, other] = [expected, actual].map((items) => items.map(textOf).sort());
    return one?.every((item, index) => item === other?.[index]) ?? false;
  }
  const left = [...actual];
  return expected.every((item) => {
    const place = left.findIndex((candidate) => isSame(item, candidate, how));
    if (place !== -1) left.splice(place, 1);
    return place !== -1;
  });
}

function textOf(value: PyValue): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function asPairs(entries: readonly [PyValue, PyValue][]): PyValue[] {
  return entries.map(([key, value]) => ({ kind: 'tuple', items: [key, value] }));
}
