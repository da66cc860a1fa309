import { composeServices } from '@apollo/composition';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/** Subgraphs with all that federation knows and this gateway plans: keys, requires, provides, interfaces, unions, lists of lists. */
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external", "@shareable"])';

const typeDefs = {
  people: `${LINK}
    type Query { me: User users(first: Int = 3): [User!]! user(id: ID!): User node(id: ID!): Node nodes: [Node]! shared: Shared @shareable found: [Found!] }
    interface Node { id: ID! label: String }
    type User implements Node @key(fields: "id") @key(fields: "handle") {
      id: ID! handle: String! label: String mood: Mood friends: [User!] grid: [[Int!]]! height: Float isAdmin: Boolean! settings: JSON
    }
    type Shared @shareable { version: Int! title: String inner: Shared }
    type Robot implements Node { id: ID! label: String serial: Int! }
    union Found = User | Robot
    enum Mood { HAPPY SAD }
    scalar JSON`,
  shop: `${LINK}
    type Query { products(first: Int = 3): [Product!]! top: Product shared: Shared @shareable offers: [[Offer]!]! things: [Thing] }
    interface Thing { id: ID! name: String! }
    type Product implements Thing @key(fields: "id") { id: ID! name: String! price: Int weight: Float dimensions: Dimensions buyer: User seller: User @provides(fields: "handle") }
    type Dimensions { width: Int! depth: [Int] }
    type Gift implements Thing { id: ID! name: String! to: User! }
    union Offer = Product | Gift
    type User @key(fields: "id") { id: ID! handle: String! @external bought: [Product!]! }
    type Shared @shareable { version: Int! title: String inner: Shared }`,
  stock: `${LINK}
    type Query { warehouse: Warehouse! }
    type Warehouse { id: ID! holds: [Product] keeper: User! }
    type Product @key(fields: "id") {
      id: ID! price: Int @external weight: Float @external dimensions: Dimensions @external
      shipping: Float @requires(fields: "price weight")
      box: String! @requires(fields: "dimensions { width depth }")
      left: Int!
    }
    type Dimensions { width: Int! @external depth: [Int] @external }
    type User @key(fields: "id") { id: ID! orders(first: Int): [Order!]! }
    type Order { number: Int! product: Product note: String! }`,
};

type Name = keyof typeof typeDefs;

const user = (id: unknown) => ({ __typename: 'User', id: String(id) });
const product = (id: unknown) => ({ __typename: 'Product', id: String(id) });
const numberIn = ({ id }: { id: string }) => Number.parseInt(id.replace(/\D/g, '') || '0', 10);
const upTo = (count: number) => Array.from({ length: Math.min(5, Math.max(0, count)) }, (_, index) => index + 1);
const shared = (depth: number): object => ({
  version: depth,
  title: null,
  inner: depth < 3 ? shared(depth + 1) : null,
});
type WithId = { readonly id: string };
type First = { readonly first?: number };

const resolvers = {
  people: {
    Query: {
      me: () => user(1),
      users: (_: unknown, { first }: First) => upTo(first ?? 3).map(user),
      user: (_: unknown, { id }: WithId) => (id === '0' ? null : user(id)),
      node: (_: unknown, { id }: WithId) =>
        id.startsWith('r') ? { __typename: 'Robot', id, label: 'R2', serial: 2 } : user(id),
      nodes: () => [user(1), null, { __typename: 'Robot', id: 'r3', label: null, serial: 3 }],
      shared: () => shared(1),
      found: () => [{ __typename: 'Robot', id: 'r1', serial: 1 }, user(2), user(3)],
    },
    User: {
      __resolveReference: ({ id, handle }: { id?: string; handle?: string }) => user(id ?? handle?.slice(1)),
      handle: ({ id }: WithId) => `u${id}`,
      label: ({ id }: WithId) => (numberIn({ id }) % 2 ? `« ${id} »\n"x" \ud83d\ude00` : null),
      mood: (one: WithId) => ['HAPPY', 'SAD', null][numberIn(one) % 3],
      friends: (one: WithId) => (numberIn(one) > 3 ? null : upTo(numberIn(one)).map((id) => user(id + 1))),
      grid: () => [[1, 2], null, []],
      height: (one: WithId) => numberIn(one) / 3,
      isAdmin: (one: WithId) => numberIn(one) === 1,
      settings: (one: WithId) => ({ a: [numberIn(one), null, { b: 'é' }] }),
    },
  },
  shop: {
    Query: {
      products: (_: unknown, { first }: First) => upTo(first ?? 3).map(product),
      top: () => product(2),
      shared: () => shared(1),
      offers: () => [[product(1), null], [{ __typename: 'Gift', id: 'g1', name: 'Cadeau', to: user(2) }]],
      things: () => [product(3), { __typename: 'Gift', id: 'g2', name: 'Don', to: user(3) }, null],
    },
    Product: {
      __resolveReference: ({ id }: WithId) => product(id),
      name: ({ id }: WithId) => `Produit ${id}`,
      price: (one: WithId) => (numberIn(one) === 3 ? null : numberIn(one) * 10),
      weight: (one: WithId) => numberIn(one) / 4,
      dimensions: (one: WithId) => (numberIn(one) === 2 ? null : { width: numberIn(one), depth: [1, null] }),
      buyer: (one: WithId) => (numberIn(one) === 1 ? null : user(numberIn(one))),
      seller: ({ id }: WithId) => ({ ...user(id), handle: `u${id}` }),
    },
    User: {
      __resolveReference: ({ id }: WithId) => user(id),
      bought: (one: WithId) => upTo(numberIn(one)).map(product),
    },
  },
  stock: {
    Query: { warehouse: () => ({ id: 'w', holds: [product(1), null, product(2)], keeper: user(2) }) },
    Product: {
      __resolveReference: (one: object) => one,
      shipping: ({ price, weight }: { price?: number; weight?: number }) => (price ?? 0) * (weight ?? 0),
      box: ({ dimensions }: { dimensions?: { width: number } | null }) => `boîte ${dimensions?.width ?? 0}`,
      left: (one: WithId) => {
        if (numberIn(one) === 4) throw new Error('nobody has counted');
        return numberIn(one);
      },
    },
    User: {
      __resolveReference: ({ id }: WithId) => (id === '5' ? null : user(id)),
      orders: (one: WithId, { first }: First) =>
        upTo(first ?? numberIn(one)).map((number) => ({ number, product: product(number), note: `n${number}` })),
    },
  },
};

/** The supergraph, and a data source for each subgraph that executes it in this process. */
export interface FederatedSchema {
  readonly supergraphSdl: string;
  readonly schemas: Readonly<Record<string, GraphQLSchema>>;
  source(name: string): LocalGraphQLDataSource;
}

/** Composes it. */
export function federatedSchema(): FederatedSchema {
  const names = Object.keys(typeDefs) as Name[];
  const composed = composeServices(
    names.map((name) => ({ name, url: `http://${name}.invalid/`, typeDefs: parse(typeDefs[name]) })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const schemas = Object.fromEntries(
    names.map((name) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(typeDefs[name]), resolvers: resolvers[name] as never }),
    ]),
  );
  return {
    supergraphSdl: composed.supergraphSdl,
    schemas,
    source(name) {
      const schema = schemas[name];
      if (!schema) throw new Error(`There is no subgraph ${name}.`);
      return new LocalGraphQLDataSource(schema);
    },
  };
}
