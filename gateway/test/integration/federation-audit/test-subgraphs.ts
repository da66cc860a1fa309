import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, Kind, parse, visit } from 'graphql';
import type { SubgraphSource } from './topic.js';

/** What a subgraph is sent. */
export interface SentOperation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** Something else than what the resolvers say; `null` breaks the connection, undefined lets the resolvers answer. */
export type Fault = (operation: SentOperation) => RawAnswer | null | undefined;

/** What is written to the wire. */
export interface RawAnswer {
  /** @default 200 */
  readonly status?: number;
  /** @default application/json */
  readonly contentType?: string;
  readonly body: string | object;
}

/** The subgraphs of one gateway, behind one HTTP server. */
export interface TestSubgraphs {
  readonly definitions: readonly { name: string; url: string; typeDefs: DocumentNode }[];
  /** Which subgraphs were asked since the last call, in order. */
  takeAsked(): string[];
  misbehave(faults: Readonly<Record<string, Fault>>): void;
  stop(): Promise<void>;
}

const COMMON = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external",
      "@shareable", "@override", "@inaccessible", "@interfaceObject", "@composeDirective", "@extends"])
    @link(url: "https://specs.doctorpy.org/access/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
`;

/** Serves subgraphs made with @apollo/subgraph at `/<name>`. They look at no signature: who asks is no matter here. */
export async function startTestSubgraphs(sources: readonly SubgraphSource[]): Promise<TestSubgraphs> {
  const schemas = new Map<string, GraphQLSchema>();
  const documents = sources.map(({ name, sdl, resolvers = {} }) => {
    const typeDefs = declarePublic(parse(COMMON + sdl));
    schemas.set(name, buildSubgraphSchema([{ typeDefs, resolvers: { ...resolvers } }]));
    return { name, typeDefs };
  });
  let asked: string[] = [];
  let faults: Readonly<Record<string, Fault>> = {};

  const answer = async (name: string, request: IncomingMessage, response: ServerResponse) => {
    const schema = schemas.get(name);
    // A look whether it is ready.
    if (!schema) return void response.end();
    const operation = JSON.parse(await textOf(request)) as SentOperation;
    asked.push(name);
    const instead = faults[name]?.(operation);
    if (instead === null) return void request.socket.destroy();
    const { status = 200, contentType = 'application/json', body } = instead ?? (await run(schema, operation));
    response.writeHead(status, { 'content-type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    void answer(request.url?.slice(1) ?? '', request, response);
  });
  // The stock gateway does not ask again when a connection it kept is closed under it.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    definitions: documents.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://127.0.0.1:${port}/${name}` })),
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    misbehave(next) {
      faults = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function run(schema: GraphQLSchema, { query, variables, operationName }: SentOperation): Promise<RawAnswer> {
  const document = parse(query);
  return { body: await execute({ schema, document, variableValues: variables, operationName }) };
}

/** Our gateway takes no field without a rule. */
function declarePublic(document: DocumentNode): DocumentNode {
  const rule = parse('type T @access(rule: "PUBLIC") { f: Int }').definitions[0];
  const access = rule?.kind === Kind.OBJECT_TYPE_DEFINITION ? (rule.directives ?? []) : [];
  const declare = {
    leave: <T extends { directives?: readonly unknown[] }>(node: T) => ({
      ...node,
      directives: [...(node.directives ?? []), ...access],
    }),
  };
  return visit(document, {
    ObjectTypeDefinition: declare,
    ObjectTypeExtension: declare,
    InterfaceTypeDefinition: declare,
    InterfaceTypeExtension: declare,
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
