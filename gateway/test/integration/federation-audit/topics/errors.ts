import { GraphQLError } from 'graphql';
import type { SubgraphSource, Topic } from '../topic.js';

const fail = (message: string, code?: string) => () => {
  throw new GraphQLError(message, code ? { extensions: { code, internal: 'never shown' } } : {});
};
type Key = { id: string };

const garden: SubgraphSource = {
  name: 'garden',
  sdl: `
    type Query { beds: [Bed!]! bed: Bed broken: Bed mustBreak: Bed! rows: [[Bed]!] sheds: [Shed!]! }
    type Bed @key(fields: "id") { id: ID! soil: String mulch: String! plants: [Plant!] paths: [Path] key: String }
    type Path { stone: String! bed: Bed }
    type Plant @key(fields: "id") { id: ID! }
    interface Shed { bed: Bed! }
    type Hut implements Shed { bed: Bed! door: String }
  `,
  resolvers: {
    Query: {
      beds: () => ['b1', 'b2', 'b3'].map((id) => ({ id })),
      bed: () => ({ id: 'b1' }),
      broken: fail('Pas de parterre.', 'NOT_FOUND'),
      mustBreak: fail('Il en faut un.', 'CONFLICT'),
      rows: () => [
        [{ id: 'b1' }, null],
        [{ id: 'b2' }, { id: 'b3' }],
      ],
      sheds: () => [
        { __typename: 'Hut', bed: { id: 'b2' } },
        { __typename: 'Hut', bed: { id: 'b1' } },
      ],
    },
    Bed: {
      __resolveReference: (key: Key) => key,
      soil: ({ id }: Key) => (id === 'b2' ? fail('Trop sec.', 'CONFLICT')() : 'humus'),
      mulch: ({ id }: Key) => (id === 'b3' ? fail('Plus de paille.', 'RATE_LIMITED')() : 'straw'),
      plants: ({ id }: Key) => [{ id: `${id}p1` }, { id: `${id}p2` }],
      paths: ({ id }: Key) => [{ stone: 'grey', bed: { id } }, null, { stone: id === 'b1' ? null : 'red' }],
      key: fail('TypeError: cannot read properties of undefined'),
    },
  },
};

const nursery: SubgraphSource = {
  name: 'nursery',
  sdl: `
    type Query { stock: Int }
    type Plant @key(fields: "id") { id: ID! price: Int age: Int! kin: [Plant] label: String }
    type Bed @key(fields: "id") { id: ID! gardener: String visits: [Int!] tools: [Tool] }
    type Tool { name: String! worn: Boolean! }
  `,
  resolvers: {
    Query: { stock: fail('Le stock ne répond pas.', 'SERVICE_UNAVAILABLE') },
    Plant: {
      __resolveReference: async ({ id }: Key) => {
        if (id === 'b2p1') throw new GraphQLError('Plante perdue.', { extensions: { code: 'NOT_FOUND' } });
        return id === 'b3p2' ? null : { id };
      },
      price: ({ id }: Key) => (id === 'b1p2' ? fail('Pas de prix.', 'NOT_FOUND')() : 3),
      age: ({ id }: Key) => (id === 'b1p1' ? fail('Âge inconnu.', 'NOT_FOUND')() : 1),
      kin: ({ id }: Key) => [{ id }, null, { id: 'b1p2' }],
      label: fail('Error: connect ECONNREFUSED 10.0.0.1:27017'),
    },
    Bed: {
      gardener: ({ id }: Key) => (id === 'b2' ? fail('En congé.', 'FORBIDDEN')() : 'Lou'),
      visits: ({ id }: Key) => (id === 'b1' ? [1, null] : [1]),
      tools: ({ id }: Key) => [{ name: 'spade', worn: id === 'b1' ? null : true }, null, { name: id, worn: false }],
    },
  },
};

/** Where errors are told to be, and what they leave of the data. */
export const errors: Topic = {
  title: 'errors and nulls:',
  subgraphs: () => [garden, nursery],
  cases: [
    { title: 'of a root field', query: '{ broken { id } bed { id } }', asks: ['garden'], errors: ['NOT_FOUND'] },
    {
      title: 'of a root field under an alias',
      query: '{ one: broken { id } two: broken { soil } }',
      asks: ['garden'],
      errors: ['NOT_FOUND', 'NOT_FOUND'],
    },
    {
      title: 'of a root field that must not be null',
      query: '{ mustBreak { id } bed { id } }',
      asks: ['garden'],
      errors: ['CONFLICT'],
    },
    {
      title: 'of one, beside data of another subgraph',
      query: '{ mustBreak { id } stock }',
      asks: ['garden', 'nursery'],
      errors: ['CONFLICT', 'SERVICE_UNAVAILABLE'],
    },
    { title: 'of an item of a list', query: '{ beds { id soil } }', asks: ['garden'], errors: ['CONFLICT'] },
    { title: 'that empties a list', query: '{ beds { id mulch } }', asks: ['garden'], errors: ['RATE_LIMITED'] },
    {
      title: 'in lists of lists',
      query: '{ rows { soil mulch } }',
      asks: ['garden'],
      errors: ['CONFLICT', 'RATE_LIMITED'],
    },
    {
      title: 'of nulls in a nested list',
      query: '{ beds { paths { stone } } }',
      asks: ['garden'],
      errors: ['INTERNAL'],
    },
    {
      title: 'of an entity',
      query: '{ bed { id gardener visits } }',
      asks: ['garden', 'nursery'],
      errors: ['INTERNAL'],
    },
    {
      title: 'of one entity of a list',
      query: '{ beds { id gardener } }',
      asks: ['garden', 'nursery'],
      errors: ['FORBIDDEN'],
    },
    {
      title: 'of one entity in a list of lists with nulls',
      query: '{ rows { id gardener } }',
      asks: ['garden', 'nursery'],
      errors: ['FORBIDDEN'],
    },
    {
      title: 'of a list inside an entity',
      query: '{ beds { tools { name worn } visits } }',
      asks: ['garden', 'nursery'],
      errors: ['INTERNAL', 'INTERNAL'],
    },
    {
      title: 'of entities in lists in a list',
      query: '{ beds { plants { price } } }',
      asks: ['garden', 'nursery'],
      errors: ['NOT_FOUND', 'NOT_FOUND'],
    },
    {
      title: 'of entities whose fields must not be null',
      query: '{ beds { id plants { age } } }',
      asks: ['garden', 'nursery'],
      errors: ['NOT_FOUND', 'NOT_FOUND'],
    },
    {
      title: 'of an entity its owner does not know',
      query: '{ beds { plants { id price age } } }',
      asks: ['garden', 'nursery'],
      errors: ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
    },
    {
      title: 'inside entities of an entity',
      query: '{ bed { plants { kin { price kin { price } } } } }',
      asks: ['garden', 'nursery'],
      errors: Array(10).fill('NOT_FOUND'),
    },
    {
      title: 'of entities under an interface',
      query: '{ sheds { bed { gardener soil } ... on Hut { door } } }',
      asks: ['garden', 'nursery'],
      errors: ['CONFLICT', 'FORBIDDEN'],
    },
    {
      title: 'whose words are nobody’s business',
      query: '{ bed { key plants { label } } }',
      asks: ['garden', 'nursery'],
      errors: ['INTERNAL', 'INTERNAL', 'INTERNAL'],
    },
    {
      title: 'of both subgraphs for one object',
      query: '{ beds { soil gardener } }',
      asks: ['garden', 'nursery'],
      errors: ['CONFLICT', 'FORBIDDEN'],
    },
    {
      title: 'of an entity that leads back',
      query: '{ beds { paths { bed { gardener visits } } } }',
      asks: ['garden', 'nursery'],
      errors: ['FORBIDDEN', 'INTERNAL'],
    },
  ],
};
