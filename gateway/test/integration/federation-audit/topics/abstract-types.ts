import type { SubgraphSource, Topic } from '../topic.js';

const things = {
  b1: { __typename: 'Boat', id: 'b1', name: 'Ariel', length: 12, crew: 4 },
  b2: { __typename: 'Boat', id: 'b2', name: 'Typhon', length: 30, crew: null },
  c1: { __typename: 'Crane', id: 'c1', name: 'Grue 1', lift: 60 },
  l1: { __typename: 'Light', id: 'l1', name: 'Phare', seconds: [1, 3], boats: ['b1'] },
};
type Thing = { id: keyof typeof things };

const harbour: SubgraphSource = {
  name: 'harbour',
  sdl: `
    type Query {
      things: [Thing!]!
      thing(id: ID!): Thing
      movables: [Movable]!
      seen: [Seen]
      mixed: [[Seen!]!]!
      watch: Watch!
    }
    interface Thing { id: ID! name: String! }
    interface Movable implements Thing { id: ID! name: String! length(unit: String = "m"): String }
    type Boat implements Thing & Movable @key(fields: "id") {
      id: ID! name: String! length(unit: String = "m"): String crew: Int mark: String!
    }
    type Crane implements Thing @key(fields: "id") { id: ID! name: String! lift: Int! mark: Int! }
    type Light implements Thing @key(fields: "id") { id: ID! name: String! seconds: [Int!]! boats: [Boat!]! }
    union Seen = Boat | Light | Weather
    type Weather { wind: Int! around: Thing }
    interface Watch { keeper: Keeper! }
    type Night implements Watch { keeper: Keeper! lamp: String }
    type Keeper @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      things: () => Object.values(things),
      thing: (_: unknown, { id }: Thing) => things[id],
      movables: () => [things.b1, null, things.b2],
      seen: () => [things.l1, { __typename: 'Weather', wind: 9, around: things.c1 }, null, things.b2],
      mixed: () => [[things.b1, things.l1], [], [{ __typename: 'Weather', wind: 2 }]],
      watch: () => ({ __typename: 'Night', keeper: { id: 'k1' }, lamp: 'oil' }),
    },
    Boat: {
      __resolveReference: ({ id }: Thing) => things[id],
      length: ({ length }: { length: number }, { unit }: { unit: string }) => `${length} ${unit}`,
      mark: ({ id }: Thing) => `M${id}`,
    },
    Crane: { __resolveReference: ({ id }: Thing) => things[id], mark: () => 7 },
    Light: { __resolveReference: ({ id }: Thing) => things[id], boats: () => [things.b1, things.b2] },
  },
};

const registry: SubgraphSource = {
  name: 'registry',
  sdl: `
    type Query { flagged: [Flagged!]! }
    interface Flagged { flag(short: Boolean! = false): String! }
    type Boat implements Flagged @key(fields: "id") { id: ID! flag(short: Boolean! = false): String! owner: Owner }
    type Crane @key(fields: "id") { id: ID! checked: String owner: Owner }
    union Owner = Person | Firm
    type Person @key(fields: "id") { id: ID! name: String! }
    type Firm implements Flagged { title: String! flag(short: Boolean! = false): String! boss: Keeper }
    type Keeper @key(fields: "id") { id: ID! name: String! boats: [Flagged!]! }
  `,
  resolvers: {
    Query: {
      flagged: () => [
        { __typename: 'Boat', id: 'b2' },
        { __typename: 'Firm', title: 'Nord' },
      ],
    },
    Boat: {
      flag: ({ id }: Thing, { short }: { short: boolean }) => (short ? 'F' : `Flag of ${id}`),
      owner: ({ id }: Thing) =>
        id === 'b1' ? { __typename: 'Person', id: 'p', name: 'Ana' } : { __typename: 'Firm', title: 'Sud' },
    },
    Crane: { checked: () => null, owner: () => null },
    Firm: { flag: () => 'FR', boss: () => ({ id: 'k2' }) },
    Keeper: { name: ({ id }: { id: string }) => `Gardien ${id}`, boats: () => [{ __typename: 'Boat', id: 'b1' }] },
  },
};

/** Interfaces and unions whose types have fields in several subgraphs. */
export const abstractTypes: Topic = {
  title: 'interfaces and unions:',
  subgraphs: () => [harbour, registry],
  cases: [
    { title: 'fields of the interface alone', query: '{ things { id name } }', asks: ['harbour'] },
    {
      title: 'fields of its types, here and elsewhere',
      query: '{ things { name ... on Boat { crew flag } ... on Crane { lift checked } ... on Light { seconds } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'an interface that another one implements, with nulls',
      query: '{ movables { name length(unit: "ft") ... on Boat { flag(short: true) } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'an interface that only another subgraph knows',
      query: '{ things { ... on Flagged { flag } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'members of a union, one of them no entity, with nulls',
      query:
        '{ seen { __typename ... on Weather { wind around { name } } ... on Thing { name } ... on Boat { flag } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'an interface as a condition on a union',
      query: '{ seen { ... on Movable { length } } }',
      asks: ['harbour'],
    },
    {
      title: 'conditions inside conditions',
      query:
        '{ things { ... on Movable { ... on Thing { ... on Boat { owner { ... on Flagged { ... on Firm { title } } } } } } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'one name for fields of different types',
      query: '{ things { ... on Boat { it: mark } ... on Crane { it: lift } ... on Light { it: seconds } } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'one name for another field of each type',
      query: '{ things { ... on Boat { it: mark } ... on Light { it: name } } }',
      asks: ['harbour'],
    },
    {
      title: 'one name with different arguments in each type',
      query: '{ flagged { ... on Boat { flag(short: true) name } ... on Firm { flag } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'unions in lists of lists',
      query: '{ mixed { ... on Boat { name flag } ... on Weather { wind } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'a union that is a field of an entity of another subgraph',
      query:
        '{ things { ... on Boat { owner { __typename ... on Person { name } ... on Firm { title boss { name } } } } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'an entity behind an interface that is none',
      query: '{ watch { keeper { name boats { flag ... on Boat { name crew } } } ... on Night { lamp } } }',
      asks: ['harbour', 'registry'],
    },
    {
      title: 'a type that does not occur',
      query: '{ seen { ... on Light { boats { owner { __typename } } } } movables { __typename ... on Light { id } } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'nothing but types',
      query: '{ things { __typename } seen { is: __typename } watch { __typename } }',
      asks: ['harbour'],
    },
    {
      title: 'a named fragment on several types, used in several places',
      query: `
        query { thing(id: "b1") { ...Named ...Owned } things { ...Owned ...Named } seen { ...Named } }
        fragment Named on Thing { name ... on Movable { length } }
        fragment Owned on Thing { ... on Boat { owner { ...Who } } ... on Crane { owner { ...Who } checked } }
        fragment Who on Owner { __typename ... on Person { id name } }`,
      asks: ['harbour', 'registry'],
    },
    {
      title: 'entities that lead back through an interface',
      query:
        '{ flagged { flag ... on Boat { name owner { ... on Firm { boss { boats { ... on Boat { id length owner { __typename } } } } } } } } }',
      asks: ['harbour', 'registry'],
    },
  ],
};
