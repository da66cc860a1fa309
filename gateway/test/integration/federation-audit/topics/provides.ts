import type { SubgraphSource, Topic } from '../topic.js';

const works = ['w1', 'w2', 'w3'].map((id, n) => ({ id, title: `Opus ${n}`, year: n === 1 ? null : 1800 + n }));

const concerts: SubgraphSource = {
  name: 'concerts',
  sdl: `
    type Query {
      programme: [Work!]! @provides(fields: "title")
      encore: Work
      evening: Evening!
      finale: Piece @provides(fields: "... on Work { title } ... on Speech { minutes }")
      parts: [Playable!]! @provides(fields: "... on Work { title }")
    }
    type Evening { opening: Work @provides(fields: "title composer { name }") hall: Hall }
    type Work implements Playable @key(fields: "id") { id: ID! title: String @external composer: Composer @external }
    type Speech implements Playable @key(fields: "id") { id: ID! minutes: Int @external }
    union Piece = Work | Speech
    interface Playable { id: ID! }
    type Composer @key(fields: "id") { id: ID! name: String @external }
    type Hall @shareable { name: String! seats: Int! }
  `,
  resolvers: {
    Query: {
      programme: () => works.map(({ id, title }) => ({ id, title: `${title} (as printed)` })),
      encore: () => ({ id: 'w2' }),
      evening: () => ({}),
      finale: () => ({ __typename: 'Speech', id: 's1', minutes: 7 }),
      parts: () => [
        { __typename: 'Work', id: 'w3', title: 'Given' },
        { __typename: 'Speech', id: 's1' },
      ],
    },
    Evening: {
      opening: () => ({ id: 'w1', title: 'Opening', composer: { id: 'c1', name: 'As given' } }),
      hall: () => ({ name: 'Pleyel', seats: 1913 }),
    },
  },
};

const library: SubgraphSource = {
  name: 'library',
  sdl: `
    type Query { catalogue: [Work!]! hall: Hall }
    type Work @key(fields: "id") { id: ID! title: String @shareable year: Int composer: Composer @shareable }
    type Speech @key(fields: "id") { id: ID! minutes: Int @shareable speaker: String! }
    type Composer @key(fields: "id") { id: ID! name: String @shareable born: Int }
    type Hall @shareable { name: String! seats: Int! }
  `,
  resolvers: {
    Query: { catalogue: () => works, hall: () => ({ name: 'Gaveau', seats: 1020 }) },
    Work: {
      __resolveReference: ({ id }: { id: string }) => works.find((work) => work.id === id),
      composer: ({ id }: { id: string }) => (id === 'w3' ? null : { id: 'c1', name: 'Of the library', born: 1770 }),
    },
    Speech: { __resolveReference: ({ id }: { id: string }) => ({ id, minutes: 9, speaker: 'Mme Roy' }) },
    Composer: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Of the library', born: 1770 }) },
  },
};

/** Fields that several subgraphs can give, some of them in one place only. */
export const provides: Topic = {
  title: '@provides and @shareable:',
  subgraphs: () => [concerts, library],
  cases: [
    { title: 'a field that is there already', query: '{ programme { id title } }', asks: ['concerts'] },
    {
      title: 'one that is there beside one that is not',
      query: '{ programme { title year } }',
      asks: ['concerts', 'library'],
    },
    { title: 'the same field where nobody provides it', query: '{ encore { title } }', asks: ['concerts', 'library'] },
    { title: 'a nested field', query: '{ evening { opening { title composer { name } } } }', asks: ['concerts'] },
    {
      title: 'a nested field beside one that is not there',
      query: '{ evening { opening { title composer { name born } } } }',
      asks: ['concerts', 'library'],
    },
    {
      title: 'a member of a union',
      query: '{ finale { ... on Work { title } ... on Speech { minutes } } }',
      asks: ['concerts'],
    },
    {
      title: 'a member of a union beside what is not there',
      query: '{ finale { __typename ... on Work { year } ... on Speech { minutes speaker } } }',
      asks: ['concerts', 'library'],
    },
    {
      title: 'a type of an interface, and another one that is not provided',
      query: '{ parts { id ... on Work { title } ... on Speech { minutes } } }',
      asks: ['concerts', 'library'],
    },
    {
      title: 'a value that two subgraphs know',
      query: '{ hall { name } evening { hall { seats } } }',
      asks: ['concerts', 'library'],
    },
    {
      title: 'the same entity by two ways',
      query: '{ encore { id title } catalogue { id title composer { name } } }',
      asks: ['concerts', 'library'],
    },
  ],
};
