import { GraphQLError, parse } from 'graphql';
import { callerIn, type Subgraph, startSubgraph } from './subgraph.js';
import { createTopic, type Topic } from './topic.js';

/** A board as the `boards` subgraph publishes it: it knows users by id only. */
export interface Board {
  title: string;
  entries: { rank: number; user: { id: string } | null }[];
}

/** Two subgraphs that share `User`, and the handles a test pulls them by. */
export interface Graph {
  boards: Subgraph;
  users: Subgraph;
  topics: { board: Topic<Board>; tick: Topic<number>; news: Topic<Record<string, unknown>> };
  /** Awaited before `users` resolves each entity: a test slows it down with a gate. */
  pauseUsers: (until: () => Promise<void>) => void;
  stop(): Promise<void>;
}

export async function startGraph(): Promise<Graph> {
  const topics: Graph['topics'] = { board: createTopic(), tick: createTopic(), news: createTopic() };
  let pause = (): Promise<void> => Promise.resolve();

  const boards = await startSubgraph('boards', boardsSDL, {
    Query: { board: () => ({ title: 'now', entries: [] }) },
    Subscription: {
      boardChanged: {
        subscribe: () => topics.board.subscribe(),
        resolve: (board: Board, { first }: { first: number }) => ({ ...board, entries: board.entries.slice(0, first) }),
      },
      tick: { subscribe: () => topics.tick.subscribe(), resolve: (value: number) => value },
      news: { subscribe: () => topics.news.subscribe(), resolve: (value: unknown) => value },
      refused: {
        subscribe: () => {
          throw new GraphQLError('Not for you', { extensions: { code: 'FORBIDDEN', stacktrace: ['at 127.0.0.1'] } });
        },
      },
    },
    Board: {
      warning: () => {
        throw new GraphQLError('The warning is not ready', { extensions: { code: 'NOT_FOUND' } });
      },
    },
    User: { badge: ({ id, level }: { id: string; level: number }) => `badge ${id}/${level}` },
  });

  const users = await startSubgraph('users', usersSDL, {
    Query: { me: () => ({ id: '1' }) },
    User: {
      __resolveReference: async ({ id }: { id: string }) => {
        await pause();
        if (id === 'broken') throw new GraphQLError('No such user', { extensions: { code: 'NOT_FOUND' } });
        return { id };
      },
      name: ({ id }: { id: string }, { style }: { style: string }) => (style === 'LOUD' ? `USER ${id}!` : `User ${id}`),
      level: ({ id }: { id: string }) => Number(id) * 10,
      seenBy: (_user: unknown, _args: unknown, context: unknown) => callerIn(context),
    },
  });

  return {
    boards,
    users,
    topics,
    pauseUsers: (until) => {
      pause = until;
    },
    stop: async () => {
      await Promise.all([boards.stop(), users.stop()]);
    },
  };
}

/** A board on which the users of these ids stand in this order. */
export function boardOf(...ids: string[]): Board {
  return { title: `board of ${ids.join(', ')}`, entries: ids.map((id, index) => ({ rank: index + 1, user: { id } })) };
}

const boardsSDL = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])
  type Query { board: Board! }
  type Subscription {
    boardChanged(first: Int! = 10): Board!
    tick: Int!
    news: News!
    refused: Int!
  }
  type Board { title: String! warning: String entries: [Entry!]! }
  type Entry { rank: Int! user: User }
  interface News { headline: String! }
  type Promotion implements News { headline: String! user: User }
  type Notice implements News { headline: String! text: String! }
  type User @key(fields: "id") {
    id: ID!
    level: Int @external
    badge: String @requires(fields: "level")
  }
`);

const usersSDL = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { me: User }
  enum Style { PLAIN LOUD }
  type User @key(fields: "id") {
    id: ID!
    name(style: Style! = PLAIN): String
    level: Int
    seenBy: String
  }
`);
