import type { SubgraphSource, Topic } from '../topic.js';

interface Parcel {
  readonly id: string;
  readonly grams: number | null;
  readonly items?: readonly { sku: string; grams: number }[];
}

const all: Record<string, Parcel> = {
  p1: {
    id: 'p1',
    grams: 1500,
    items: [
      { sku: 'a', grams: 1000 },
      { sku: 'b', grams: 500 },
    ],
  },
  p2: { id: 'p2', grams: 250, items: [] },
  p3: { id: 'p3', grams: null },
};

const depot: SubgraphSource = {
  name: 'depot',
  sdl: `
    type Query { parcels: [Parcel!]! parcel(id: ID!): Parcel shelves: [[Parcel]]! }
    type Parcel @key(fields: "id") {
      id: ID!
      weight(unit: Unit = GRAM): Float
      box: Box!
      items: [Item!]
      content: Content
      label: Label
    }
    type Box { width: Int! height: Int! seal: Seal }
    type Seal { code: String! }
    type Item { sku: ID! grams: Int! note: String }
    union Content = Letter | Goods
    type Letter { pages: Int! }
    type Goods { worth: Int! fragile: Boolean! }
    interface Label { text: String! }
    type Sticker implements Label { text: String! colour: String! }
    type Stamp implements Label { text: String! cents: Int! }
    enum Unit { GRAM KILOGRAM }
  `,
  resolvers: {
    Query: {
      parcels: () => Object.values(all),
      parcel: (_: unknown, { id }: Parcel) => all[id],
      shelves: () => [[all.p1, null], null, [all.p2, all.p3, all.p1]],
    },
    Parcel: {
      __resolveReference: ({ id }: Parcel) => all[id],
      weight: ({ grams }: Parcel, { unit }: { unit: string }) => (grams && unit === 'KILOGRAM' ? grams / 1000 : grams),
      box: ({ id }: Parcel) => ({ width: id.length, height: Number(id[1]), seal: id === 'p1' ? { code: 'x' } : null }),
      content: ({ id }: Parcel) =>
        ({ p1: { __typename: 'Goods', worth: 90, fragile: true }, p2: { __typename: 'Letter', pages: 3 } })[id],
      label: ({ id }: Parcel) =>
        id === 'p1'
          ? { __typename: 'Sticker', text: 'S', colour: 'red' }
          : { __typename: 'Stamp', text: 'T', cents: 90 },
    },
  },
};

const rates: SubgraphSource = {
  name: 'rates',
  sdl: `
    type Parcel @key(fields: "id") {
      id: ID!
      weight(unit: Unit = GRAM): Float @external
      box: Box! @external
      items: [Item!] @external
      content: Content @external
      label: Label @external
      postage(express: Boolean = false): Int @requires(fields: "weight")
      freight: String @requires(fields: "weight(unit: KILOGRAM)")
      volume: Int! @requires(fields: "box { width height }")
      sealed: Boolean @requires(fields: "box { seal { code } }")
      sorted: [ID!] @requires(fields: "items { sku grams }")
      insured: Int @requires(fields: "content { ... on Goods { worth } ... on Letter { pages } }")
      tag: String @requires(fields: "label { text ... on Stamp { cents } }")
    }
    type Box { width: Int! @external height: Int! @external seal: Seal @external }
    type Seal { code: String! @external }
    type Item { sku: ID! @external grams: Int! @external }
    union Content = Letter | Goods
    type Letter { pages: Int! @external }
    type Goods { worth: Int! @external }
    interface Label { text: String! }
    type Sticker implements Label { text: String! @external }
    type Stamp implements Label { text: String! @external cents: Int! @external }
    enum Unit { GRAM KILOGRAM }
  `,
  resolvers: {
    Parcel: {
      postage: ({ weight }: { weight?: number }, { express }: { express: boolean }) =>
        weight == null ? null : Math.round(weight / 10) * (express ? 2 : 1),
      freight: ({ weight }: { weight?: number }) => (weight == null ? 'unknown' : `${weight} kg`),
      volume: ({ box }: { box: { width: number; height: number } }) => box.width * box.height,
      sealed: ({ box }: { box: { seal: object | null } }) => box.seal !== null,
      sorted: ({ items }: { items: { sku: string; grams: number }[] | null }) =>
        items?.sort((a, b) => a.grams - b.grams).map(({ sku }) => sku) ?? null,
      insured: ({ content }: { content: { worth?: number; pages?: number } | null }) =>
        content && (content.worth ?? -(content.pages ?? 0)),
      tag: ({ label }: { label: { text: string; cents?: number } }) => `${label.text}${label.cents ?? ''}`,
    },
  },
};

const customs: SubgraphSource = {
  name: 'customs',
  sdl: `
    type Parcel @key(fields: "id") {
      id: ID!
      postage(express: Boolean = false): Int @external
      volume: Int! @external
      duty: Int @requires(fields: "postage(express: true) volume")
      stamps: [String!]!
    }
  `,
  resolvers: {
    Parcel: {
      duty: ({ postage, volume }: { postage: number | null; volume: number }) =>
        postage === null ? null : postage + volume,
      stamps: ({ id }: Parcel) => [`${id}-fr`],
    },
  },
};

const delivery: SubgraphSource = {
  name: 'delivery',
  sdl: `
    type Parcel @key(fields: "id") {
      id: ID!
      duty: Int @external
      stamps: [String!]! @external
      total(currency: String): String @requires(fields: "duty stamps")
    }
  `,
  resolvers: {
    Parcel: {
      total: ({ duty, stamps }: { duty: number | null; stamps: string[] }, { currency }: { currency?: string }) =>
        `${duty} ${currency ?? '¤'} ${stamps}`,
    },
  },
};

const parcel = (fields: string) => `{ parcels { ${fields} } }`;

/** Fields that are computed from fields of other subgraphs. */
export const requires: Topic = {
  title: '@requires:',
  subgraphs: () => [depot, rates, customs, delivery],
  cases: [
    { title: 'a field, which may be null', query: parcel('postage'), asks: ['depot', 'rates'] },
    { title: 'a field that is also asked for', query: parcel('weight postage id'), asks: ['depot', 'rates'] },
    { title: 'a field with an argument', query: parcel('freight'), asks: ['depot', 'rates'] },
    {
      title: 'a field with two arguments at once, which the library takes for one',
      query: parcel('freight postage weight(unit: KILOGRAM) other: weight'),
      asks: ['depot', 'rates'],
    },
    {
      title: 'an alias with the name of what is required, which the library takes for it',
      query: parcel('weight: id freight'),
      asks: ['depot', 'rates'],
    },
    { title: 'fields of a nested object', query: parcel('volume box { height }'), asks: ['depot', 'rates'] },
    { title: 'a nested object that is null', query: parcel('sealed'), asks: ['depot', 'rates'] },
    { title: 'a list of objects, which may be null', query: parcel('sorted items { note }'), asks: ['depot', 'rates'] },
    { title: 'members of a union', query: parcel('insured content { __typename }'), asks: ['depot', 'rates'] },
    { title: 'an interface and one of its types', query: parcel('tag'), asks: ['depot', 'rates'] },
    { title: 'what itself requires something', query: parcel('duty'), asks: ['depot', 'rates', 'customs'] },
    {
      title: 'a chain of three',
      query: parcel('id total(currency: "€") bare: total'),
      asks: ['depot', 'rates', 'customs', 'delivery'],
    },
    {
      title: 'everything at once',
      query: parcel('total duty tag insured sorted sealed volume freight postage(express: true) stamps'),
      asks: ['depot', 'rates', 'customs', 'delivery'],
    },
    {
      title: 'lists in lists with nulls',
      query: '{ shelves { id volume postage } }',
      asks: ['depot', 'rates'],
    },
    { title: 'an entity that is null', query: '{ parcel(id: "none") { total } }', asks: ['depot'] },
    {
      title: 'arguments from variables on both sides',
      query: 'query ($unit: Unit, $fast: Boolean!) { parcels { weight(unit: $unit) postage(express: $fast) freight } }',
      variables: { unit: 'KILOGRAM', fast: true },
      asks: ['depot', 'rates'],
    },
  ],
};
