import type { SubgraphSource, Topic } from '../topic.js';

const stationsOf: Record<string, string[]> = { A: ['s1', 's2', 's3'], B: ['s2', 's2', 's9'], C: [] };

const lines: SubgraphSource = {
  name: 'lines',
  sdl: `
    type Query {
      line(code: ID!): Line
      lines: [Line!]!
      network: [[Station!]!]!
      halts: [Station]!
      many(count: Int!): [Station!]!
    }
    type Line @key(fields: "code") { code: ID! stops: [Station!]! terminus: Station }
    type Station @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Query: {
      line: (_: unknown, { code }: { code: string }) => (stationsOf[code] ? { code } : null),
      lines: () => Object.keys(stationsOf).map((code) => ({ code })),
      network: () => [[{ id: 's1' }, { id: 's2' }], [], [{ id: 's1' }]],
      halts: () => [{ id: 's1' }, null, { id: 's3' }, { id: 'nowhere' }],
      many: (_: unknown, { count }: { count: number }) =>
        Array.from({ length: count }, (_item, n) => ({ id: `s${n}` })),
    },
    Line: {
      __resolveReference: ({ code }: { code: string }) => ({ code }),
      stops: ({ code }: { code: string }) => stationsOf[code]?.map((id) => ({ id })),
      terminus: ({ code }: { code: string }) => (code === 'C' ? null : { id: stationsOf[code]?.at(-1) }),
    },
  },
};

const stations: SubgraphSource = {
  name: 'stations',
  sdl: `
    type Station @key(fields: "id") @key(fields: "grid { x y }") {
      id: ID!
      grid: Grid! @shareable
      name: String!
      hasLift: Boolean
      neighbours: [Station!]!
    }
    type Grid @shareable { x: Int! y: Int! }
  `,
  resolvers: {
    Station: {
      __resolveReference: ({ id, grid }: { id?: string; grid?: { x: number } }) =>
        id === 'nowhere' ? null : station(id ?? `s${grid?.x}`),
      neighbours: ({ grid }: { grid: { x: number } }) => [station(`s${grid.x + 1}`), station(`s${grid.x}`)],
    },
  },
};

const maps: SubgraphSource = {
  name: 'maps',
  sdl: `
    type Station @key(fields: "grid { x y }") { grid: Grid! @shareable tile: String! district: District }
    type Grid @shareable { x: Int! y: Int! }
    type District @key(fields: "country number") { country: String! number: Int! }
  `,
  resolvers: {
    Station: {
      __resolveReference: ({ grid }: { grid: object }) => ({ grid }),
      tile: ({ grid: { x, y } }: { grid: { x: number; y: number } }) => `${x}/${y}`,
      district: ({ grid: { x } }: { grid: { x: number } }) => (x === 3 ? null : { country: 'fr', number: x % 2 }),
    },
  },
};

const statistics: SubgraphSource = {
  name: 'statistics',
  sdl: `
    type District @key(fields: "country number") { country: String! number: Int! population: Int! capital: Station }
    type Station @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    District: {
      __resolveReference: (key: { number: number }) => key,
      population: ({ number }: { number: number }) => 1000 + number,
      capital: ({ number }: { number: number }) => ({ id: `s${number}` }),
    },
  },
};

/** Entities that are found by one key here and by another there. */
export const keys: Topic = {
  title: 'keys and entities:',
  subgraphs: () => [lines, stations, maps, statistics],
  cases: [
    { title: 'fields of one subgraph alone', query: '{ line(code: "A") { code stops { id } } }', asks: ['lines'] },
    {
      title: 'an entity by a single key',
      query: '{ line(code: "A") { terminus { name } } }',
      asks: ['lines', 'stations'],
    },
    {
      title: 'an entity that is null',
      query: '{ line(code: "C") { terminus { name } stops { name } } }',
      asks: ['lines'],
    },
    { title: 'a root field that is null', query: '{ line(code: "Z") { terminus { name } } }', asks: ['lines'] },
    {
      title: 'an entity in every item of a list',
      query: '{ lines { code stops { id name } } }',
      asks: ['lines', 'stations'],
    },
    {
      title: 'the same entity several times in a list, and under two fields',
      query: '{ line(code: "B") { stops { name hasLift } terminus { name id } } }',
      asks: ['lines', 'stations'],
    },
    { title: 'lists in lists', query: '{ network { id name hasLift } }', asks: ['lines', 'stations'] },
    {
      title: 'nulls between the items of a list',
      query: '{ halts { id hasLift } }',
      asks: ['lines', 'stations'],
    },
    {
      title: 'an entity its owner does not know, whose field must not be null',
      query: '{ halts { id name } }',
      asks: ['lines', 'stations'],
    },
    {
      title: 'a composite key that a third subgraph gives',
      query: '{ line(code: "A") { stops { tile } } }',
      asks: ['lines', 'stations', 'maps'],
    },
    {
      title: 'a chain of four subgraphs by four kinds of key',
      query: '{ line(code: "A") { stops { name district { population number } } } }',
      asks: ['lines', 'stations', 'maps', 'statistics'],
    },
    {
      title: 'a chain that comes back to its beginning',
      query: '{ lines { terminus { district { capital { name district { population capital { id tile } } } } } } }',
      asks: ['lines', 'stations', 'maps', 'statistics'],
    },
    {
      title: 'a key that is asked for under another name',
      query: '{ line(code: "A") { stops { number: id id: name grid: tile } } }',
      asks: ['lines', 'stations', 'maps'],
    },
    {
      title: 'entities inside entities of the same subgraph',
      query: '{ line(code: "A") { stops { neighbours { name neighbours { id tile } } } } }',
      asks: ['lines', 'stations', 'maps'],
    },
    { title: 'one entity of a list', query: '{ many(count: 1) { name } }', asks: ['lines', 'stations'] },
    { title: 'no entity of a list', query: '{ many(count: 0) { name tile } }', asks: ['lines'] },
    {
      title: 'fifty entities, through three subgraphs',
      query: '{ many(count: 50) { id name tile district { population } } }',
      asks: ['lines', 'stations', 'maps', 'statistics'],
    },
    {
      title: 'only the type of an entity',
      query: '{ line(code: "A") { __typename terminus { __typename } stops { kind: __typename } } }',
      asks: ['lines'],
    },
  ],
};

function station(id: string) {
  const x = Number(id.slice(1));
  return {
    __typename: 'Station',
    id,
    grid: { x, y: 10 - x },
    name: `Gare ${id}`,
    hasLift: x === 2 ? null : x % 2 === 1,
  };
}
