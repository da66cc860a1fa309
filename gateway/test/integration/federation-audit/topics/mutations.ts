import { GraphQLError } from 'graphql';
import type { SubgraphSource, Topic } from '../topic.js';

interface Account {
  readonly id: string;
  balance: number;
}

/** Remembers, so each gateway gets one of its own. */
function bank(): SubgraphSource {
  const accounts = new Map<string, Account>();
  const log: string[] = [];
  return {
    name: 'bank',
    sdl: `
      type Query { account(id: ID!): Account log: [String!]! }
      type Mutation {
        open(id: ID!): Account!
        pay(id: ID!, amount: Int!): Account
        mustPay(id: ID!, amount: Int!): Account!
        close(id: ID!): Boolean
      }
      type Account @key(fields: "id") { id: ID! balance: Int! }
    `,
    resolvers: {
      Query: { account: (_: unknown, { id }: Account) => accounts.get(id), log: () => log },
      Mutation: {
        open: (_: unknown, { id }: Account) => {
          log.push(`open ${id}`);
          accounts.set(id, { id, balance: 0 });
          return accounts.get(id);
        },
        pay: (_: unknown, args: { id: string; amount: number }) => pay(args),
        mustPay: (_: unknown, args: { id: string; amount: number }) => pay(args),
        close: (_: unknown, { id }: Account) => {
          log.push(`close ${id}`);
          return accounts.delete(id) || null;
        },
      },
      Account: { __resolveReference: ({ id }: Account) => accounts.get(id) },
    },
  };

  function pay({ id, amount }: { id: string; amount: number }): Account {
    log.push(`pay ${id} ${amount}`);
    const account = accounts.get(id);
    if (!account) throw new GraphQLError('Compte inconnu.', { extensions: { code: 'NOT_FOUND' } });
    account.balance += amount;
    return { ...account };
  }
}

function post(): SubgraphSource {
  const sent: string[] = [];
  return {
    name: 'post',
    sdl: `
      type Query { sent: [String!]! }
      type Mutation { notify(id: ID!, text: String! = "Bonjour"): Account }
      type Account @key(fields: "id") { id: ID! letters: [String!]! }
    `,
    resolvers: {
      Query: { sent: () => sent },
      Mutation: {
        notify: (_: unknown, { id, text }: { id: string; text: string }) => {
          sent.push(`${id} ${text}`);
          return { id };
        },
      },
      Account: {
        __resolveReference: (key: object) => key,
        letters: ({ id }: Account) => sent.filter((one) => one.startsWith(`${id} `)),
      },
    },
  };
}

/** Changes, one after the other. What a case has changed is still so in the next. */
export const mutations: Topic = {
  title: 'mutations:',
  subgraphs: () => [bank(), post()],
  cases: [
    { title: 'one change', query: 'mutation { open(id: "a") { id balance } }', asks: ['bank'] },
    {
      title: 'several in the order of the document',
      query:
        'mutation { one: pay(id: "a", amount: 5) { balance } two: pay(id: "a", amount: -2) { balance } close(id: "x") three: pay(id: "a", amount: 1) { balance } }',
      asks: ['bank'],
    },
    {
      title: 'in two subgraphs by turns',
      query:
        'mutation { notify(id: "a") { letters } pay(id: "a", amount: 1) { balance letters } again: notify(id: "a", text: "Adieu") { letters balance } last: pay(id: "a", amount: 1) { letters } }',
      asks: ['bank', 'post'],
    },
    {
      title: 'completed by another subgraph',
      query: 'mutation { notify(id: "a") { id balance } }',
      asks: ['bank', 'post'],
    },
    {
      title: 'one that fails between others',
      query:
        'mutation { first: pay(id: "a", amount: 1) { balance } bad: pay(id: "none", amount: 1) { balance } then: pay(id: "a", amount: 1) { balance } }',
      asks: ['bank'],
      errors: ['NOT_FOUND'],
    },
    {
      title: 'one that fails and must not be null',
      query:
        'mutation { first: pay(id: "a", amount: 1) { balance } bad: mustPay(id: "none", amount: 1) { balance } notify(id: "a") { id } }',
      asks: ['bank', 'post'],
      errors: ['NOT_FOUND'],
    },
    { title: 'one that answers null', query: 'mutation { close(id: "none") }', asks: ['bank'] },
    {
      title: 'left out by a condition',
      query: 'mutation ($no: Boolean!) { pay(id: "a", amount: 100) @skip(if: $no) { id } __typename }',
      variables: { no: true },
      asks: [],
    },
    {
      title: 'repeated in a fragment',
      query:
        'mutation { ...F pay(id: "a", amount: 1) { id } } fragment F on Mutation { pay(id: "a", amount: 1) { balance } }',
      asks: ['bank'],
    },
    {
      title: 'what has become of all that',
      query: '{ log sent account(id: "a") { balance letters } }',
      asks: ['bank', 'post'],
    },
  ],
};
