import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { sdl } from './sdl.js';

// A process with the two subgraphs that are measured through: one publishes rankings, the other knows names.
// Started by main.ts, which says `{ publish: <time> }` and is told `{ urls }`.

/** As many as a page of the leaderboard shows. */
const LINES = 10;
const KEEP_ALIVE_MS = 600_000;

const wake = new Set<() => void>();
let board = { at: 0, entries: [] as unknown[] };

process.on('disconnect', () => process.exit());
process.on('message', ({ publish }: { publish: number }) => {
  board = {
    at: publish,
    entries: Array.from({ length: LINES }, (_, line) => ({
      rank: line + 1,
      score: 100_000 - line * 17,
      user: { __typename: 'User', id: String(line + 1) },
    })),
  };
  for (const next of wake) next();
});

async function* rankings() {
  for (let sent = 0; ; sent = board.at) {
    while (board.at === sent) {
      await new Promise<void>((resolve) => {
        wake.add(resolve);
      });
      wake.clear();
    }
    yield board;
  }
}

const ranking = {
  name: 'ranking',
  typeDefs: parse(sdl.ranking),
  resolvers: { Subscription: { boardChanged: { subscribe: rankings, resolve: (value: unknown) => value } } },
};

const names = {
  name: 'names',
  typeDefs: parse(sdl.names),
  resolvers: {
    User: {
      __resolveReference: ({ id }: { id: string }) => ({ id, displayName: `Élève numéro ${id}`, level: 7 }),
    },
  },
};

const urls = Object.fromEntries(await Promise.all([ranking, names].map(listen)));
process.send?.({ urls });

async function listen({ name, typeDefs, resolvers }: typeof ranking | typeof names): Promise<[string, string]> {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  const http = createServer(async (request, response) => {
    const { query: source, variables: variableValues } = JSON.parse(await text(request));
    const body = JSON.stringify(await graphql({ schema, source, variableValues }));
    response.setHeader('content-type', 'application/json').end(body);
  });
  // Between two states an idle connection must not be closed in the face of whoever takes it up again.
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return [name, `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`];
}
