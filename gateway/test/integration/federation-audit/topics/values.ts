import type { SubgraphSource, Topic } from '../topic.js';

const odd = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":1,"toString":"x","":0,"é":"\\ud83d\\ude00","n":null,"l":[[],[{}],[1,[null]]]}',
);

const { ['__proto__']: _polluted, ...plain } = odd;

const store: SubgraphSource = {
  name: 'store',
  sdl: `
    scalar JSON
    scalar Instant
    scalar Big
    type Query { box: Box! boxes: [Box!]! echo(value: JSON, at: Instant): JSON keys: [Keyed!]! }
    type Box @key(fields: "id") {
      id: ID! any: JSON anyList: [JSON] at: Instant big: Big float: Float! int: Int flag: Boolean text: String numericId: ID
      matrix: [[Int]!] constructor: String toString: String
    }
    type Keyed @key(fields: "key") { key: JSON! }
  `,
  resolvers: {
    Query: {
      box: () => ({ id: 'b' }),
      boxes: () => [{ id: 'b' }, { id: 'c', at: null }],
      echo: (_: unknown, args: object) => args,
      keys: () => [{ key: { a: [1] } }, { key: 'text' }, { key: 0 }, { key: false }],
    },
    Box: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      any: () => odd,
      anyList: () => [1, 'a', null, [2], { b: 3 }],
      at: () => '2026-01-31T09:30:00.000Z',
      big: () => 9007199254740994,
      float: () => 1e21,
      int: () => -0,
      flag: () => false,
      text: () => '',
      numericId: () => 12,
      matrix: () => [[1, null], [], [3]],
      constructor: () => 'a field',
      toString: () => 'another',
    },
  },
};

const extras: SubgraphSource = {
  name: 'extras',
  sdl: `
    scalar JSON
    type Box @key(fields: "id") { id: ID! hasOwnProperty: String more: JSON valueOf: Int }
    type Keyed @key(fields: "key") { key: JSON! seen: String! }
  `,
  resolvers: {
    Box: { hasOwnProperty: () => 'own', more: () => ({ __typename: 'NotAType', id: 1 }), valueOf: () => 3 },
    Keyed: {
      __resolveReference: (reference: object) => reference,
      seen: ({ key }: { key: unknown }) => JSON.stringify(key),
    },
  },
};

/** What can be in a leaf, and names that mean something to JavaScript. */
export const values: Topic = {
  title: 'values and names:',
  subgraphs: () => [store, extras],
  cases: [
    {
      title: 'every kind of leaf',
      query: '{ box { id any anyList at big float int flag text numericId matrix } }',
      asks: ['store'],
    },
    { title: 'objects in a scalar of an entity', query: '{ boxes { more any } }', asks: ['store', 'extras'] },
    { title: 'a scalar that looks like a type', query: '{ box { more } }', asks: ['store', 'extras'] },
    {
      title: 'a key that is an object, a text, zero or false',
      query: '{ keys { seen key } }',
      asks: ['store', 'extras'],
    },
    {
      title: 'fields with names of JavaScript',
      query: '{ box { constructor toString hasOwnProperty valueOf } }',
      asks: ['store', 'extras'],
    },
    {
      title: 'aliases with names of JavaScript',
      query:
        '{ __proto__: box { __proto__: id constructor: text valueOf: int hasOwnProperty: float } toString: boxes { prototype: valueOf } }',
      asks: ['store', 'extras'],
    },
    {
      title: 'objects in arguments and variables',
      query:
        'query ($v: JSON, $t: Instant) { a: echo(value: $v, at: $t) b: echo(value: { a: [1, "x", null, { b: ENUM }] }) c: echo }',
      variables: { v: { ...plain, deep: [[null], {}] }, t: '2026-01-01' },
      asks: ['store'],
    },
    {
      title: 'a wrong number for an integer',
      query: '{ box { id int } }',
      faults: { store: () => ({ body: { data: { box: { id: 'b', int: 2147483648 } } } }) },
      asks: ['store'],
    },
    {
      title: 'a number for a text, and a text for a number',
      query: '{ box { text numericId flag float } }',
      faults: { store: () => ({ body: { data: { box: { text: 1, numericId: 2, flag: 'yes', float: 'no' } } } }) },
      asks: ['store'],
    },
    {
      title: 'an integer for a fractional number',
      query: '{ box { float int } }',
      faults: { store: () => ({ body: { data: { box: { float: 3, int: 3.5 } } } }) },
      asks: ['store'],
    },
  ],
};
