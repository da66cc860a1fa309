import type { RawAnswer } from '../test-subgraphs.js';
import type { Case, SubgraphSource, Topic } from '../topic.js';

const sea: SubgraphSource = {
  name: 'sea',
  sdl: `
    type Query { isles: [Isle!]! isle: Isle surely: Isle! depth: Int land: Land kinds: [Land!] tide: Tide many: [[Int!]!] }
    type Isle @key(fields: "id") { id: ID! size: Int! bays: [Bay!]! }
    type Bay { name: String! sand: Boolean }
    type Reef { id: ID! }
    union Land = Isle | Reef
    enum Tide { HIGH LOW }
  `,
  resolvers: {
    Query: {
      isles: () => [
        { id: 'i1', size: 1 },
        { id: 'i2', size: 2 },
      ],
      isle: () => ({ id: 'i1', size: 1 }),
      surely: () => ({ id: 'i1', size: 1 }),
    },
    Isle: { bays: () => [{ name: 'B', sand: true }] },
  },
};

const weather: SubgraphSource = {
  name: 'weather',
  sdl: `
    type Query { wind: Int }
    type Isle @key(fields: "id") { id: ID! rain: Int sun: Int! port: Port }
    type Port { flags: [String!]! next: Isle }
  `,
  resolvers: {
    Query: { wind: () => 7 },
    Isle: {
      __resolveReference: (key: object) => key,
      rain: () => 1,
      sun: () => 2,
      port: () => ({ flags: [], next: { id: 'i2' } }),
    },
  },
};

const isles = '{ isles { id rain } wind }';
const entities = (title: string, body: RawAnswer['body'], errors: string[] = [], query = isles): Case => ({
  title,
  query,
  faults: { weather: ({ query: sent }) => (sent.includes('_entities') ? { body } : undefined) },
  asks: ['sea', 'weather'],
  errors,
});
const root = (title: string, query: string, body: RawAnswer['body'], errors: string[] = []): Case => ({
  title,
  query,
  faults: { sea: () => ({ body }) },
  asks: ['sea'],
  errors,
});
const silent = (title: string, answer: RawAnswer | null, query = '{ isles { id rain } isle { size } }'): Case[] => [
  {
    title: `${title}, at the root`,
    query: '{ depth isle { id } wind }',
    faults: { sea: () => answer },
    asks: ['sea', 'weather'],
    errors: ['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE'],
    differs: 5,
  },
  {
    title: `${title}, for entities`,
    query,
    faults: { weather: () => answer },
    asks: ['sea', 'weather'],
    errors: ['SUBGRAPH_UNAVAILABLE'],
    differs: 5,
  },
];

/** What a subgraph should not answer, and one day does. */
export const strangeAnswers: Topic = {
  title: 'strange answers of subgraphs:',
  subgraphs: () => [sea, weather],
  cases: [
    root('null where that must not be', '{ isles { id size } }', {
      data: {
        isles: [
          { id: 'i1', size: null },
          { id: 'i2', size: 2 },
        ],
      },
    }),
    root('null at a root field that must not be', '{ surely { id } isle { id } }', {
      data: { surely: null, isle: { id: 'x' } },
    }),
    root('a field that is missing', '{ isle { id size } depth }', { data: { isle: { id: 'i1' } } }),
    root('no data at all', '{ isle { id } depth }', { data: null }),
    root('fields nobody asked for', '{ isle { id } depth }', {
      data: { isle: { id: 'i1', size: 3, more: {} }, depth: 1, kinds: [] },
    }),
    root('another order of fields', '{ depth isle { size id } }', { data: { isle: { id: 'i1', size: 3 }, depth: 1 } }),
    root('a value that the enum does not have', '{ tide depth }', { data: { tide: 'NONE', depth: 1 } }),
    root('an object for a number', '{ depth }', { data: { depth: { a: 1 } } }),
    root('a list for a number', '{ depth }', { data: { depth: [1] } }),
    root('one thing for a list', '{ isles { id } }', { data: { isles: { id: 'i1' } } }, ['INTERNAL']),
    root('a number for an object', '{ isle { id } }', { data: { isle: 3 } }, ['INTERNAL']),
    root('a list for an object', '{ isle { size } }', { data: { isle: [] } }),
    root('null inside a list of lists', '{ many depth }', { data: { many: [[1, null], [2]], depth: 1 } }),
    root('a type that does not exist', '{ land { ... on Isle { id } } }', {
      data: { land: { __typename: 'Cloud', id: 1 } },
    }),
    root('no type where there are several', '{ land { ... on Isle { id } ... on Reef { id } } }', {
      data: { land: { id: 'r1' } },
    }),
    root('one type for another', '{ kinds { ... on Isle { id size } } }', {
      data: { kinds: [{ __typename: 'Reef', id: 'r', size: 1 }] },
    }),
    root(
      'data with errors of no place',
      '{ depth isle { id } }',
      { data: { depth: 1, isle: null }, errors: [{ message: 'Presque.', extensions: { code: 'CONFLICT' } }] },
      ['CONFLICT'],
    ),
    root(
      'errors without data',
      '{ isle { id } }',
      { errors: [{ message: 'Rien.', path: ['isle'], extensions: { code: 'FORBIDDEN' } }] },
      ['FORBIDDEN'],
    ),
    root('an empty list of errors', '{ depth }', { data: { depth: 1 }, errors: [] }),
    root('an error without words', '{ depth }', { data: { depth: null }, errors: [{ message: '', path: ['depth'] }] }, [
      'INTERNAL',
    ]),
    root('extensions of its own', '{ depth }', { data: { depth: 1 }, extensions: { secret: true } }),
    entities('entities that are null', { data: { _entities: [null, { rain: 4 }] } }),
    entities(
      'an entity that must not be null',
      { data: { _entities: [{ sun: null }, { sun: 4 }] } },
      [],
      '{ isles { id sun } }',
    ),
    entities('too few entities', { data: { _entities: [{ rain: 4 }] } }, ['INTERNAL']),
    entities('too many entities', { data: { _entities: [{ rain: 4 }, { rain: 5 }, { rain: 6 }] } }, ['INTERNAL']),
    entities('no list of entities', { data: { _entities: null } }, ['INTERNAL']),
    entities('no data for entities', { data: null }),
    entities('an entity of another type', {
      data: {
        _entities: [
          { __typename: 'Reef', rain: 1 },
          { __typename: 'Isle', rain: 2 },
        ],
      },
    }),
    entities('entities that say what is known already otherwise', {
      data: {
        _entities: [
          { id: 'zz', rain: 1 },
          { id: 'i2', rain: 2 },
        ],
      },
    }),
    entities(
      'entities with lists of other lengths',
      { data: { _entities: [{ port: { flags: ['a', 'b'], next: null } }, { port: null }] } },
      [],
      '{ isles { port { flags next { id } } } }',
    ),
    entities(
      'errors about entities beside data',
      {
        data: { _entities: [{ rain: null }, { rain: 2 }] },
        errors: [{ message: 'Sec.', path: ['_entities', 0, 'rain'], extensions: { code: 'CONFLICT' } }],
      },
      ['CONFLICT'],
    ),
    entities(
      'errors about an entity that does not exist',
      {
        data: { _entities: [{ rain: 1 }, { rain: 2 }] },
        errors: [{ message: 'Sec.', path: ['_entities', 7, 'rain'], extensions: { code: 'CONFLICT' } }],
      },
      ['CONFLICT'],
    ),
    entities(
      'errors about all entities',
      { data: null, errors: [{ message: 'Sec.', path: ['_entities'], extensions: { code: 'CONFLICT' } }] },
      ['CONFLICT'],
    ),
    entities(
      'errors about entities without a place',
      { errors: [{ message: 'Sec.', extensions: { code: 'CONFLICT' } }] },
      ['CONFLICT'],
    ),
    ...silent('a connection that breaks', null),
    ...silent('a page of a proxy', { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
    ...silent('text that is no JSON', { body: '{"data":' }),
  ],
};
