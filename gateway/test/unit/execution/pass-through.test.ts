import { buildSchema, operationFromDocument } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'graphql';
import { type CompiledResponse, compileResponse } from '../../../src/execution/compiled-response.js';
import { PassedAnswer } from '../../../src/subgraphs/passed-answer.js';

const schema = buildSchema(`
  type Query { quest(id: ID): Quest  quests: [Quest!]!  found: [Found] }
  type Quest { id: ID! title: String! points: Int ratio: Float open: Boolean! level: Level at: DateTime tags: [[String!]]! next: Quest }
  type Lesson { id: ID! }
  union Found = Quest | Lesson
  enum Level { EASY HARD }
  scalar DateTime
`);

function compiled(query: string): CompiledResponse {
  return compileResponse(operationFromDocument(schema, parse(query)));
}

/** What is handed on; null when the text has to be read. */
function passed(query: string, text: string, variables = {}): string | null {
  const passThrough = compiled(query).passThrough(variables);
  if (!passThrough) throw new Error('Nothing was prepared.');
  return passThrough(text);
}

describe('the text of a subgraph’s answer is handed on as it is', () => {
  it.each([
    ['one object', '{ quest { id title } }', '{"quest":{"id":"a","title":"Les « bases » é 🐍"}}'],
    ['numbers', '{ quest { points ratio id } }', '{"quest":{"points":-12,"ratio":0.25,"id":7}}'],
    ['texts with escapes', '{ quest { title } }', '{"quest":{"title":"a \\"b\\" \\\\ c\\n\\td"}}'],
    [
      'nulls where they may be',
      '{ quest { points level next { id } } }',
      '{"quest":{"points":null,"level":null,"next":null}}',
    ],
    ['lists', '{ quests { tags } }', '{"quests":[{"tags":[]},{"tags":[["a","b"],null]}]}'],
    ['names of types', '{ quest { __typename id } }', '{"quest":{"__typename":"Quest","id":"a"}}'],
    ['plain values of a scalar', '{ quest { at } }', '{"quest":{"at":"2026-11-23T04:00:00Z"}}'],
    ['an enum and an alias', '{ one: quest { how: level open } }', '{"one":{"how":"EASY","open":false}}'],
  ])('%s', (_, query, data) => {
    expect(passed(query, `{"data":${data}}`)).toBe(data);
    expect(passed(query, `{"data":${data}}\n`)).toBe(data);
    expect(compiled(query).write(JSON.parse(data), {})).toBe(data);
  });

  it('with the fields that its variables select', () => {
    const query = 'query ($with: Boolean!) { quest { id title @include(if: $with) } }';
    expect(passed(query, '{"data":{"quest":{"id":"a"}}}', { with: false })).toBe('{"quest":{"id":"a"}}');
    expect(passed(query, '{"data":{"quest":{"id":"a"}}}', { with: true })).toBeNull();
  });
});

describe('it is read', () => {
  const query = '{ quest { id title points ratio level at } }';
  const right = '{"quest":{"id":"a","title":"b","points":1,"ratio":1.5,"level":"EASY","at":"c"}}';
  const otherwise = (from: string, to: string) => `{"data":${right.replace(from, to)}}`;
  it.each([
    ['with errors beside the data', `{"data":${right},"errors":[]}`],
    ['with extensions before the data', `{"extensions":{},"data":${right}}`],
    ['with anything after it', `{"data":${right}} {}`],
    ['with spaces', `{ "data":${right}}`],
    ['when it was cut off', `{"data":${right.slice(0, -4)}`],
    ['with a field that is missing', otherwise('"title":"b",', '')],
    ['with a field that nobody asked for', otherwise('"title":"b",', '"title":"b","secret":1,')],
    ['with fields in another order', otherwise('"id":"a","title":"b"', '"title":"b","id":"a"')],
    ['with a field twice', otherwise('"title":"b"', '"title":"b","title":"c"')],
    ['with null where none may be', otherwise('"b"', 'null')],
    ['with a number for a text', otherwise('"b"', '1')],
    ['with a number that has another spelling', otherwise('1.5', '1.50')],
    ['with a number that is not whole', otherwise('"points":1', '"points":1.5')],
    ['with minus nothing', otherwise('"points":1', '"points":-0')],
    ['with a zero before a number', otherwise('"points":1', '"points":01')],
    ['with a number too long to be exact', otherwise('"points":1', '"points":9007199254740993')],
    ['with a value its enum does not have', otherwise('EASY', 'SOFT')],
    ['with an object for a scalar', otherwise('"c"', '{"a":1}')],
    ['with a long escape', otherwise('"b"', '"\\u00e9"')],
    ['with an escape that need not be', otherwise('"b"', '"a\\/b"')],
    ['with an escape that is none', otherwise('"b"', '"\\x"')],
    ['with a line break within a text', otherwise('"b"', '"a\nb"')],
    ['with no data', '{"data":null}'],
    ['when it is something else', '<html></html>'],
    ['when it is empty', ''],
  ])('%s', (_, text) => {
    expect(passed(query, text)).toBeNull();
  });

  it('wherever the type of an object decides what is selected', () => {
    expect(compiled('{ found { ... on Quest { id } } }').passThrough({})).toBeNull();
  });
});

it('whatever passes is what would have been written', () => {
  const query = '{ quest { id title points ratio level at open tags } }';
  const { write, passThrough } = compiled(query);
  const look = passThrough({});
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constantFrom(null, 'EASY', 'HARD', -0, 1e21, '\u2028', '\ud800'),
  );
  const tags = fc.array(fc.option(fc.array(fc.string())));
  const quests = fc.record({
    id: fc.oneof(fc.string(), fc.nat(), leaf),
    title: fc.oneof(fc.string(), leaf),
    points: fc.oneof(fc.integer(), leaf),
    ratio: fc.oneof(fc.double(), leaf),
    level: fc.constantFrom('EASY', 'HARD', null, 'SOFT'),
    at: leaf,
    open: fc.oneof(fc.boolean(), fc.boolean(), leaf),
    tags: fc.oneof(tags, tags, leaf),
  });
  let count = 0;
  fc.assert(
    fc.property(quests, (quest) => {
      const text = JSON.stringify({ data: { quest } });
      const data = look?.(text) ?? null;
      if (data === null) return;
      count += 1;
      expect(data).toBe(write(JSON.parse(text).data, {}));
    }),
    { numRuns: 3000, seed: 20_261_123 },
  );
  expect(count).toBeGreaterThan(100);
});

it('an answer that was handed on can still be read, by everybody for themselves', () => {
  const answer = new PassedAnswer('{"a":{"b":1}}', () => null, 'max-age=5');
  const copy = answer.copy();
  Object.assign(answer.data, { a: 2 });
  expect(copy.data).toEqual({ a: { b: 1 } });
  expect(copy.cacheControl).toBe('max-age=5');
});
