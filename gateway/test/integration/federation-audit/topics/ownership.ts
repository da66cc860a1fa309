import type { SubgraphSource, Topic } from '../topic.js';

const plants: SubgraphSource = {
  name: 'plants',
  sdl: `
    type Query {
      plants(by: Order = NAME, where: Where): [Plant!]!
      season: Season @shareable
      soil: Soil
      hidden: Plant @inaccessible
      guests: [Guest!]!
    }
    type Plant @key(fields: "id") {
      id: ID!
      name: String!
      height: Int @shareable
      price: Int
      colour: Colour @shareable
      secret: String @inaccessible
      origin: Origin @inaccessible
    }
    type Origin { country: String! }
    type Soil { acid: Boolean! clay: Int @inaccessible }
    enum Order { NAME HEIGHT }
    enum Colour { RED GREEN GREY @inaccessible }
    enum Season { SPRING SUMMER }
    input Where { minHeight: Int = 2 name: String onlyHere: Boolean }
    union Guest = Bee | Mole
    type Bee { name: String! }
    type Mole @inaccessible { name: String! }
  `,
  resolvers: {
    Query: {
      plants: (_: unknown, { by, where }: { by: string; where?: { minHeight: number; name?: string } }) =>
        ['p3', 'p1', 'p2']
          .map((id) => ({ ...plant(id), secret: 's' }))
          .filter(({ height }) => !where || height >= where.minHeight)
          .sort((a, b) => (by === 'HEIGHT' ? b.height - a.height : a.name.localeCompare(b.name))),
      season: () => 'SPRING',
      soil: () => ({ acid: true, clay: 3 }),
      guests: () => [{ __typename: 'Bee', name: 'Maya' }],
    },
    Plant: { __resolveReference: ({ id }: { id: string }) => plant(id) },
  },
};

const shop: SubgraphSource = {
  name: 'shop',
  sdl: `
    type Query { offers(where: Where): [Plant!]! season: Season @shareable byColour(colour: Colour!): [Plant!]! }
    type Plant @key(fields: "id") {
      id: ID!
      height: Int @shareable
      colour: Colour @shareable
      price: Int @override(from: "plants")
      secret: String @external
      label: String! @requires(fields: "secret")
    }
    enum Colour { RED GREEN }
    enum Season { SPRING WINTER SUMMER }
    input Where { minHeight: Int = 2 name: String }
  `,
  resolvers: {
    Query: {
      offers: (_: unknown, { where }: { where?: object }) => (where ? [plant('p1')] : [plant('p1'), plant('p3')]),
      byColour: (_: unknown, { colour }: { colour: string }) =>
        ['p1', 'p2'].map(plant).filter((one) => one.colour === colour),
      season: () => 'SPRING',
    },
    Plant: {
      __resolveReference: (reference: { id: string }) => ({ ...reference, colour: 'RED' }),
      price: ({ id }: { id: string }) => Number(id[1]) * 100,
      label: ({ secret, id }: { secret?: string | null; id: string }) => `${id} ${secret ?? 'none'}`,
    },
  },
};

/** Whose a field is, what of the subgraphs is public, and what several of them agree about. */
export const ownership: Topic = {
  title: 'ownership and visibility:',
  subgraphs: () => [plants, shop],
  cases: [
    { title: 'a field that moved to another subgraph', query: '{ plants { name price } }', asks: ['plants', 'shop'] },
    { title: 'a field that moved, where it moved to', query: '{ offers { id price } }', asks: ['shop'] },
    {
      title: 'a field that two own, from where one is',
      query: '{ offers { height } plants { height } }',
      asks: ['plants', 'shop'],
    },
    { title: 'a root field that two own', query: '{ season plants { id } }', asks: ['plants'] },
    {
      title: 'a hidden field that another one requires',
      query: '{ offers { label } plants { label } }',
      asks: ['plants', 'shop'],
    },
    {
      title: 'a hidden field is refused',
      query: '{ plants { secret } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'a hidden root field is refused',
      query: '{ hidden { id } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'a hidden type is refused',
      query: '{ guests { ... on Mole { name } } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'a hidden type that comes all the same',
      query: '{ guests { ... on Bee { name } } }',
      faults: {
        plants: () => ({
          body: {
            data: {
              guests: [
                { __typename: 'Mole', name: 'x' },
                { __typename: 'Bee', name: 'y' },
              ],
            },
          },
        }),
      },
      asks: ['plants'],
    },
    {
      title: 'a hidden value that comes all the same',
      query: '{ plants { id colour } }',
      faults: {
        plants: () => ({
          body: {
            data: {
              plants: [
                { id: 'p1', colour: 'GREY' },
                { id: 'p2', colour: 'RED' },
              ],
            },
          },
        }),
      },
      asks: ['plants'],
    },
    {
      title: 'a value only one subgraph knows, in an argument',
      query: '{ byColour(colour: GREY) { id } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'a value that both know, in an argument',
      query: '{ byColour(colour: GREEN) { id colour } }',
      asks: ['shop'],
    },
    {
      title: 'a value that only one knows in an answer',
      query: '{ season }',
      faults: {
        plants: () => ({ body: { data: { season: 'WINTER' } } }),
        shop: () => ({ body: { data: { season: 'WINTER' } } }),
      },
      asks: ['plants'],
    },
    { title: 'an input object with its defaults', query: '{ plants(where: {}) { id height } }', asks: ['plants'] },
    {
      title: 'an input field that only one knows is refused',
      query: '{ plants(where: { onlyHere: true }) { id } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'one input object for two subgraphs',
      query: 'query ($where: Where) { plants(where: $where, by: HEIGHT) { id } offers(where: $where) { price } }',
      variables: { where: { minHeight: 3, name: 'x' } },
      asks: ['plants', 'shop'],
    },
    {
      title: 'introspection without what is hidden',
      query: '{ __type(name: "Plant") { fields { name } } hidden: __type(name: "Mole") { name } }',
      asks: [],
    },
  ],
};

function plant(id: string) {
  const n = Number(id[1]);
  return { id, name: `Plante ${4 - n}`, height: n, colour: n === 1 ? 'RED' : 'GREEN' };
}
