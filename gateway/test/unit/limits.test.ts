import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { limitDocument } from '../../src/plugins/limits.js';

const schema = buildSchema('type Node { id: ID next: Node } type Query { node: Node a: Int b: Int c: Int }');
const rule = limitDocument({ maxDepth: 4, maxAliases: 2, maxRootFields: 3 });
const problems = (document: string) =>
  validate(schema, parse(document), [rule]).map(({ message, extensions }) => `${extensions.code} ${message}`);

describe('a document', () => {
  it.each([
    ['{ node { next { next { id } } } }', []],
    ['{ node { next { next { next { id } } } } }', ['at most 4 levels allowed, it has 5']],
    [
      '{ a ...F } fragment F on Query { node { ...N } } fragment N on Node { next { next { next { id } } } }',
      ['it has 5'],
    ],
    ['{ x: a y: b }', []],
    ['{ x: a y: b z: c }', ['at most 2 aliases allowed, it has 3']],
    ['{ a b c node { id } }', ['at most 3 root fields allowed, it has 4']],
    [`{ ${Array.from({ length: 100 }, (_, index) => `x${index}: a`).join(' ')} }`, ['it has 100', 'it has 100']],
    ['query { a } query Other { node { next { next { next { id } } } } }', ['it has 5']],
  ])('%s', (document, expected) => {
    const found = problems(document);
    expect(found).toHaveLength(expected.length);
    expected.forEach((text, index) => {
      expect(found[index]).toContain(text);
      expect(found[index]).toMatch(/^QUERY_TOO_COMPLEX /);
    });
  });

  it('is measured quickly although its fragments multiply', () => {
    const levels = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Node { a: id b: next { ...F${n + 1} } c: next { ...F${n + 1} } }`,
    );
    const found = problems(`{ node { ...F0 } } ${levels.join(' ')} fragment F60 on Node { id }`);
    expect(found.some((problem) => problem.includes('aliases allowed'))).toBe(true);
  });

  it('may spread a fragment in itself without hanging the check', () => {
    expect(problems('{ node { ...F } } fragment F on Node { id next { ...F } }')).toEqual([]);
  });
});
