import type { SubgraphSource, Topic } from '../topic.js';

const kinds: Record<string, string> = { e1: 'Talk', e2: 'Workshop', e3: 'Talk' };
type Reference = { id: string; capacity?: number };

const programme: SubgraphSource = {
  name: 'programme',
  sdl: `
    type Query { events: [Event!]! event(id: ID!): Event talks: [Talk]! }
    interface Event @key(fields: "id") { id: ID! title: String! capacity: Int }
    type Talk implements Event @key(fields: "id") { id: ID! title: String! capacity: Int slides: String }
    type Workshop implements Event @key(fields: "id") { id: ID! title: String! capacity: Int tables: Int! }
  `,
  resolvers: {
    Query: {
      events: () => Object.keys(kinds).map(event),
      event: (_: unknown, { id }: Reference) => (kinds[id] ? event(id) : null),
      talks: () => [event('e1'), null, event('e3')],
    },
    Event: { __resolveReference: ({ id }: Reference) => (kinds[id] ? event(id) : null) },
    Talk: { __resolveReference: ({ id }: Reference) => event(id) },
    Workshop: { __resolveReference: ({ id }: Reference) => event(id) },
  },
};

const tickets: SubgraphSource = {
  name: 'tickets',
  sdl: `
    type Query { soldOut: [Event!]! lost: Event }
    type Event @key(fields: "id") @interfaceObject {
      id: ID!
      capacity: Int @external
      price(reduced: Boolean = false): Int!
      left: Int @requires(fields: "capacity")
      next: Event
      room: Room
    }
    type Room @key(fields: "name") { name: String! floor: Int! }
  `,
  resolvers: {
    Query: { soldOut: () => [{ id: 'e2' }, { id: 'e1' }], lost: () => ({ id: 'e9' }) },
    Event: {
      __resolveReference: (reference: Reference) => reference,
      price: ({ id }: Reference, { reduced }: { reduced: boolean }) => Number(id[1]) * (reduced ? 5 : 10),
      left: ({ capacity }: Reference) => (capacity ?? 0) - 1,
      next: ({ id }: Reference) => (id === 'e3' ? null : { id: `e${Number(id[1]) + 1}` }),
      room: ({ id }: Reference) => ({ name: `Salle ${id}`, floor: 2 }),
    },
  },
};

const reviews: SubgraphSource = {
  name: 'reviews',
  sdl: `
    type Event @key(fields: "id") @interfaceObject { id: ID! stars: [Int!]! }
    type Room @key(fields: "name") { name: String! comment: String }
  `,
  resolvers: {
    Event: { stars: ({ id }: Reference) => [Number(id[1]), 5] },
    Room: { comment: ({ name }: { name: string }) => `Jolie ${name}` },
  },
};

/** Fields that a subgraph gives to all types of an interface, without knowing any of them. */
export const interfaceObjects: Topic = {
  title: '@interfaceObject:',
  subgraphs: () => [programme, tickets, reviews],
  cases: [
    {
      title: 'a field for every type of the interface',
      query: '{ events { title price } }',
      asks: ['programme', 'tickets'],
    },
    {
      title: 'the same field on one type, with another argument',
      query: '{ events { id ... on Talk { slides price(reduced: true) } ... on Workshop { tables } } }',
      asks: ['programme', 'tickets'],
    },
    {
      title: 'fields of two such subgraphs',
      query: '{ events { price stars title } }',
      asks: ['programme', 'tickets', 'reviews'],
    },
    { title: 'one that starts where no type is known', query: '{ soldOut { id price } }', asks: ['tickets'] },
    {
      title: 'the type, where it is not known',
      query: '{ soldOut { __typename id } }',
      asks: ['tickets', 'programme'],
    },
    {
      title: 'conditions on types, where they are not known',
      query: '{ soldOut { price title ... on Workshop { tables } ... on Talk { slides } } }',
      asks: ['tickets', 'programme'],
    },
    { title: 'fields of yet another subgraph', query: '{ soldOut { stars price } }', asks: ['tickets', 'reviews'] },
    {
      title: 'what it requires of the interface',
      query: '{ events { left } soldOut { left } }',
      asks: ['programme', 'tickets'],
    },
    { title: 'what it requires, on one type', query: '{ talks { left capacity } }', asks: ['programme', 'tickets'] },
    {
      title: 'one object that leads to another',
      query: '{ event(id: "e1") { next { price next { __typename title next { id } } } } }',
      asks: ['programme', 'tickets'],
    },
    {
      title: 'an entity behind it',
      query: '{ events { room { floor comment } ... on Talk { room { name } } } }',
      asks: ['programme', 'tickets', 'reviews'],
    },
    {
      title: 'an object that its owner does not know',
      query: '{ lost { price title } }',
      asks: ['tickets', 'programme'],
    },
    {
      title: 'the type of an object that its owner does not know',
      query: '{ lost { __typename price } }',
      asks: ['tickets', 'programme'],
    },
  ],
};

function event(id: string) {
  return {
    __typename: kinds[id],
    id,
    title: `Titre ${id}`,
    capacity: id === 'e3' ? null : 30,
    slides: null,
    tables: 4,
  };
}
