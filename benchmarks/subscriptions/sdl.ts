/** The two subgraphs that are measured through: one publishes rankings, the other knows names. */
export const sdl = {
  ranking: /* GraphQL */ `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { now: Board }
    type Subscription { boardChanged: Board! }
    type Board { at: Float! entries: [Entry!]! }
    type Entry { rank: Int! score: Int! user: User }
    type User @key(fields: "id") { id: ID! }
  `,
  names: /* GraphQL */ `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { me: User }
    type User @key(fields: "id") { id: ID! displayName: String level: Int }
  `,
};
