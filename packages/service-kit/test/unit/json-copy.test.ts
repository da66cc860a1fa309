import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonCopy, jsonRecord, TooLong } from '../../src/subgraph/json-copy.js';

const throughJson = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

/** All that JSON knows, and all that it drops or changes. */
const anything = fc.object({
  values: [
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined, Number.NaN, -0, Symbol('s'), () => 1, new Map([[1, 2]]), Object('boxed')),
    fc.date({ noInvalidDate: true }),
  ],
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '0')),
  withNullPrototype: true,
  withSparseArray: true,
});

describe('a copy in place of a wire', () => {
  it('holds what JSON would have brought', () => {
    fc.assert(
      // Jest's own comparison takes a key named __proto__ for something else.
      fc.property(anything, (value) => deepStrictEqual(jsonCopy(value), throughJson(value))),
      { numRuns: 2_000 },
    );
  });

  it('is refused when it would be longer as JSON than it may be, and not otherwise', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anything), fc.integer({ min: -3, max: 3 }), (record, more) => {
        const length = Buffer.byteLength(JSON.stringify(record));
        const copy = () => jsonRecord(record, length + more);
        if (more < 0) expect(copy).toThrow(TooLong);
        else expect(copy).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('shares nothing with what it was made of', () => {
    const original = { list: [{ at: new Date(0) }], nested: { deep: { n: 1 } } };
    const copy = jsonRecord(original);
    expect(copy.list).not.toBe(original.list);
    expect(copy.list[0]).not.toBe(original.list[0]);
    expect(copy.nested.deep).not.toBe(original.nested.deep);
  });

  it('lets no key become a prototype', () => {
    const hostile = JSON.parse('{"__proto__": {"isAdmin": true}}');
    const copy = jsonRecord(hostile);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy)).toEqual(['__proto__']);
  });

  it('refuses what JSON refuses', () => {
    expect(() => jsonCopy({ n: 1n })).toThrow(TypeError);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => jsonCopy(circle)).toThrow();
  });
});
