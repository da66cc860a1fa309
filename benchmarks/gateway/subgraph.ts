import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, parse } from 'graphql';
import { z } from 'zod';
import { resolvers } from './resolvers.js';

/**
 * A subgraph for measurements: the whole schema of one of ours, with as much behind it as the measured operations ask. It is there for
 * gateways to be what is slow, so it keeps documents parsed, waits for nothing, and looks at no signature: every
 * gateway can ask it as it likes to.
 */
const env = z.object({ SUBGRAPH: z.enum(['auth', 'quest', 'rag']), PORT: z.coerce.number() }).parse(process.env);
const sdl = await readFile(new URL(`../../schema/subgraphs/${env.SUBGRAPH}.graphql`, import.meta.url), 'utf8');
const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers[env.SUBGRAPH] }]);
const documents = new Map<string, DocumentNode>();
const sent = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

const server = createServer((request, response) => {
  if (request.method !== 'POST') return void response.end();
  void answer(request).then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(env.PORT, '127.0.0.1', () => console.log('listening'));

async function answer(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const { query, variables } = sent.parse(JSON.parse(text));
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return JSON.stringify(await execute({ schema, document, variableValues: variables }));
}
