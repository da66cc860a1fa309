/**
 * What `JSON.parse(JSON.stringify(value))` gives, at a fraction of its cost: the copy shares nothing with `value`, and holds
 * what would have come out at the other end of a wire (dates as text, no undefined). What JSON has no word for at the top
 * (undefined, functions, symbols) is undefined.
 * @throws TypeError for a bigint; RangeError for what contains itself
 */
export function jsonCopy(value: unknown): unknown {
  return copyOf(value, { length: 0, most: Number.POSITIVE_INFINITY });
}

/**
 * The same for a record whose fields are JSON in all but small print, such as a GraphQL result or its variables.
 * @param most bytes that it may be long as JSON
 * @throws TooLong when it is longer
 */
export function jsonRecord<T extends object>(record: T, most = Number.POSITIVE_INFINITY): T {
  // Its braces.
  const size = { length: 2, most };
  // As after JSON.parse: what the type says of values inside is the business of whoever reads them.
  const copy = copyRecord(record, size) as T;
  if (size.length * MOST_BYTES_A_COUNT > most && Buffer.byteLength(JSON.stringify(copy)) > most)
    throw new TooLong(most);
  return copy;
}

/** A number is counted as one, and may have so many digits, dot and exponent. Only what may be too long is measured. */
const MOST_BYTES_A_COUNT = 25;

/** Something would be longer as JSON than it may be. */
export class TooLong extends Error {
  override readonly name = 'TooLong';

  constructor(most: number) {
    super(`More than ${most} bytes of JSON.`);
  }
}

/** The length of a copy as JSON so far, in characters that it has at least, and the most it may have. */
interface Size {
  length: number;
  readonly most: number;
}

function grow(size: Size, by: number): void {
  size.length += by;
  if (size.length > size.most) throw new TooLong(size.most);
}

function copyOf(value: unknown, size: Size): unknown {
  switch (typeof value) {
    case 'string':
      grow(size, value.length + 2);
      return value;
    case 'boolean':
      grow(size, 4);
      return value;
    case 'number':
      grow(size, 1);
      // JSON has no NaN, no infinity and no negative zero.
      return Number.isFinite(value) ? value + 0 : null;
    case 'bigint':
      throw new TypeError('JSON has no bigint');
    case 'object':
      return value === null ? null : copyObject(value, size);
    default:
      return undefined;
  }
}

function copyObject(value: object, size: Size): unknown {
  if (Array.isArray(value)) return copyList(value, size);
  if ('toJSON' in value && typeof value.toJSON === 'function') return copyOf(value.toJSON(), size);
  if (value instanceof String || value instanceof Number || value instanceof Boolean)
    return copyOf(value.valueOf(), size);
  return copyRecord(value, size);
}

function copyList(list: readonly unknown[], size: Size): unknown[] {
  const copy: unknown[] = [];
  for (const item of list) {
    grow(size, 1);
    copy.push(copyOf(item, size) ?? null);
  }
  return copy;
}

function copyRecord(record: object, size: Size): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    const copied = copyOf(Reflect.get(record, key), size);
    if (copied === undefined) continue;
    grow(size, key.length + 3);
    // Assigned, it would be the prototype.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copied, ...ordinary });
    else copy[key] = copied;
  }
  return copy;
}

const ordinary = { enumerable: true, configurable: true, writable: true };
