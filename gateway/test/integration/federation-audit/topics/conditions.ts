import type { Case, SubgraphSource, Topic } from '../topic.js';

const clubs: SubgraphSource = {
  name: 'clubs',
  sdl: `
    type Query { club: Club other: Club clubs: [Club!]! }
    type Club @key(fields: "id") { id: ID! name: String! chair: Member! }
    type Member @key(fields: "id") { id: ID! role: String }
  `,
  resolvers: {
    Query: { club: () => ({ id: 'c1' }), other: () => null, clubs: () => [{ id: 'c1' }, { id: 'c2' }] },
    Club: {
      __resolveReference: (key: object) => key,
      name: ({ id }: { id: string }) => `Club ${id}`,
      chair: () => ({ id: 'm1' }),
    },
    Member: { role: () => 'chair' },
  },
};

const people: SubgraphSource = {
  name: 'people',
  sdl: `
    type Query { nobody: Member }
    type Member @key(fields: "id") { id: ID! name(short: Boolean = false): String! age: Int clubs: [Club!]! }
    type Club @key(fields: "id") { id: ID! size: Int }
  `,
  resolvers: {
    Query: { nobody: () => null },
    Member: {
      name: ({ id }: { id: string }, { short }: { short: boolean }) => (short ? id : `Mme ${id}`),
      age: () => 41,
      clubs: () => [{ id: 'c2' }],
    },
    Club: { size: () => 12 },
  },
};

const both =
  'query ($a: Boolean!, $b: Boolean! = true) { club { name @include(if: $a) size @skip(if: $b) } other { id } }';
const nested = `
  query ($a: Boolean!, $b: Boolean = false) {
    club { id chair @include(if: $a) { role name @skip(if: $b) ... @include(if: $b) { age clubs { size } } } }
  }`;
const fragments = `
  query ($a: Boolean!) {
    clubs { ...Size @include(if: $a) ... on Club @skip(if: $a) { chair { age } } name }
    nobody @skip(if: $a) { id }
  }
  fragment Size on Club { size chair { name(short: true) @include(if: $a) } }`;
const repeated = 'query ($a: Boolean!) { club { size @include(if: $a) size @skip(if: $a) name @include(if: $a) } }';

/** `@skip` and `@include`, also where the answer decides which subgraphs are asked. */
export const conditions: Topic = {
  title: '@skip and @include:',
  subgraphs: () => [clubs, people],
  cases: [
    {
      title: 'as written',
      query: '{ club { id @skip(if: true) name @include(if: true) size @include(if: false) } }',
      asks: ['clubs'],
    },
    {
      title: 'everything left out',
      query: '{ club @skip(if: true) { id } other @include(if: false) { id } }',
      asks: [],
    },
    { title: 'nothing left in an object', query: '{ club { id @skip(if: true) } }', asks: ['clubs'] },
    {
      title: 'both at once',
      query: '{ club { id @skip(if: false) @include(if: true) name @skip(if: true) @include(if: true) } }',
      asks: ['clubs'],
    },
    // One document with different values, one after the other: nothing may be kept of the one before.
    ...given(
      'by variables',
      both,
      [{ a: true }, ['clubs']],
      [{ a: false, b: false }, ['clubs', 'people']],
      [{ a: true, b: true }, ['clubs']],
    ),
    ...given(
      'inside an entity',
      nested,
      [{ a: false }, ['clubs']],
      [{ a: true }, ['clubs', 'people']],
      [{ a: true, b: true }, ['clubs', 'people']],
    ),
    ...given(
      'on fragments',
      fragments,
      [{ a: true }, ['clubs', 'people']],
      [{ a: false }, ['clubs', 'people']],
      [{ a: true }, ['clubs', 'people']],
    ),
    ...given(
      'on a field that is asked for twice',
      repeated,
      [{ a: true }, ['clubs', 'people']],
      [{ a: false }, ['clubs', 'people']],
    ),
    {
      title: 'on a type name',
      query: 'query ($a: Boolean!) { __typename @include(if: $a) club { __typename @skip(if: $a) id } }',
      variables: { a: true },
      asks: ['clubs'],
    },
    { title: 'a variable that is missing', query: both, asks: [], errors: ['BAD_USER_INPUT'] },
    {
      title: 'a variable that is null',
      query: nested,
      variables: { a: true, b: null },
      asks: ['clubs'],
      errors: ['INTERNAL'],
    },
  ],
};

function given(title: string, query: string, ...turns: [Record<string, boolean>, string[]][]): Case[] {
  return turns.map(([variables, asks], n) => ({
    title: `${title}, ${n + 1}: ${JSON.stringify(variables)}`,
    query,
    variables,
    asks,
  }));
}
