import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, GraphQLError, type GraphQLSchema, parse } from 'graphql';

/** Subgraphs with the whole schemas of ours and next to nothing behind them. They look at no signature. */
export interface PlainSubgraphs {
  /** What tells a gateway where they are. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which were asked since the last call, in order. */
  takeAsked(): string[];
  /** Lets quests whose id begins with `held` be answered, with an error. */
  release(): void;
  stop(): Promise<void>;
}

/**
 * Starts them in this process. The quest `missing` is none, `forbidden` is an error, `untitled` has no title, `slow` is
 * never answered, `held…` only once they are released, and for `break` the connection is broken off.
 */
export async function startPlainSubgraphs(): Promise<PlainSubgraphs> {
  const schemas = new Map<string, GraphQLSchema>();
  for (const [name, own] of Object.entries(resolvers)) {
    const sdl = await readFile(new URL(`../../schema/subgraphs/${name}.graphql`, import.meta.url), 'utf8');
    schemas.set(name, buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: own }]));
  }
  let asked: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const name = request.url?.slice(1) ?? '';
    const schema = schemas.get(name);
    // A look whether it is ready.
    if (request.method !== 'POST' || !schema) return void response.end();
    const body = await text(request);
    asked.push(name);
    if (body.includes('"break"')) return void request.socket.destroy();
    if (body.includes('"slow"')) return;
    if (body.includes('"held')) await released;
    const { query, variables } = JSON.parse(body);
    const contextValue = callerIn(request);
    const result = await execute({ schema, document: parse(query), variableValues: variables, contextValue });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: Object.fromEntries(
      [...schemas.keys()].map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${port}/${name}`]),
    ),
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    release,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface CallerOfRequest {
  readonly userId: string | null;
}

function callerIn({ headers }: IncomingMessage): CallerOfRequest {
  return JSON.parse(Buffer.from(String(headers['doctorpy-caller']), 'base64url').toString());
}

const resolvers = {
  auth: {
    Query: {
      me: (_: unknown, _arguments: unknown, { userId }: CallerOfRequest) => userId && { id: userId },
      users: () => ({ edges: [] }),
    },
    Mutation: {
      updateProfile: (_: unknown, _arguments: unknown, { userId }: CallerOfRequest) => ({ id: userId }),
    },
  },
  quest: {
    Query: {
      quest(_: unknown, { id }: { id: string }) {
        if (id === 'missing') return null;
        if (id === 'forbidden' || id.startsWith('held'))
          throw new GraphQLError('Non.', { extensions: { code: 'FORBIDDEN' } });
        return { id, title: id === 'untitled' ? null : `Quest ${id}` };
      },
      quests: () => ({ edges: [] }),
      publicStats: () => ({ learners: 1 }),
    },
  },
  rag: {},
} as const;
