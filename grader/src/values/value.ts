/** A Python value as the host knows it: plain data, so that nothing a submission defines takes part in a comparison. */
export type PyValue =
  | { kind: 'none' }
  | { kind: 'bool'; value: boolean }
  | { kind: 'int'; value: bigint }
  | { kind: 'float'; value: number }
  | { kind: 'str'; value: string }
  /** `text` is hexadecimal for bytes, Python's notation for complex numbers. */
  | { kind: 'bytes' | 'complex'; text: string }
  | { kind: 'list' | 'tuple' | 'set' | 'frozenset'; items: PyValue[] }
  | { kind: 'dict'; entries: [PyValue, PyValue][] }
  | { kind: 'range'; bounds: [PyValue, PyValue, PyValue] }
  /** An instance of any other class, by its class's name and what `repr` says of it. Never equal to anything. */
  | { kind: 'object'; type: string; text: string }
  /** What was too large or too deep to be told. Never equal to anything. */
  | { kind: 'cut' };

/** The guest told a value in a way the harness never does. */
export class MalformedValue extends Error {
  constructor() {
    super('The guest told a value in an unknown way.');
    this.name = 'MalformedValue';
  }
}

/** Deeper than the guest's harness tells anything (its MAX_DEPTH is 30). */
const MAX_DEPTH = 40;

/** Reads what python/values.py tells; throws MalformedValue on anything else. */
export function readValue(told: unknown, depth = 0): PyValue {
  if (!Array.isArray(told) || depth > MAX_DEPTH) throw new MalformedValue();
  const [tag, first, second, third]: unknown[] = told;
  const below = (value: unknown): PyValue => readValue(value, depth + 1);
  switch (tag) {
    case 'none':
    case 'cut':
      return { kind: tag };
    case 'bool':
      if (typeof first !== 'boolean') throw new MalformedValue();
      return { kind: 'bool', value: first };
    case 'int':
      return { kind: 'int', value: readInteger(first) };
    case 'float':
      return { kind: 'float', value: readFloat(first) };
    case 'str':
      return { kind: 'str', value: text(first) };
    case 'bytes':
    case 'complex':
      return { kind: tag, text: text(first) };
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return { kind: tag, items: array(first).map(below) };
    case 'dict':
      return {
        kind: 'dict',
        entries: array(first).map((entry): [PyValue, PyValue] => {
          const [key, value]: unknown[] = array(entry);
          return [below(key), below(value)];
        }),
      };
    case 'range':
      return { kind: 'range', bounds: [below(first), below(second), below(third)] };
    case 'object':
      return { kind: 'object', type: text(first), text: text(second) };
    default:
      throw new MalformedValue();
  }
}

/** True when something in it could not be told. */
export function isCut(value: PyValue): boolean {
  switch (value.kind) {
    case 'cut':
      return true;
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return value.items.some(isCut);
    case 'dict':
      return value.entries.some(([key, item]) => isCut(key) || isCut(item));
    default:
      return false;
  }
}

function text(told: unknown): string {
  if (typeof told !== 'string') throw new MalformedValue();
  return told;
}

function array(told: unknown): unknown[] {
  if (!Array.isArray(told)) throw new MalformedValue();
  return told;
}

function readInteger(told: unknown): bigint {
  const match = /^(-?)(0x[0-9a-f]{1,3000})$/.exec(text(told));
  if (!match?.[2]) throw new MalformedValue();
  const size = BigInt(match[2]);
  return match[1] ? -size : size;
}

function readFloat(told: unknown): number {
  const written = text(told);
  if (written === 'nan') return Number.NaN;
  if (written === 'inf') return Number.POSITIVE_INFINITY;
  if (written === '-inf') return Number.NEGATIVE_INFINITY;
  if (!/^-?\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,4})?$/.test(written)) throw new MalformedValue();
  return Number(written);
}
