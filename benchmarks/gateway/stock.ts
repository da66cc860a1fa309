import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { callerSchema } from '@doctorpy/service-kit/caller';
import { readServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { z } from 'zod';

/**
 * The stock gateway, as its documentation shows it, in front of our subgraphs. All it does for them is what they
 * insist on: it signs each request, for one caller that it is told at its start. It verifies no token, and has no limits.
 */
const env = z
  .object({ PORT: z.coerce.number(), SECRET_KEY: z.string(), CALLER: z.string(), SUBGRAPHS: z.string() })
  .parse(process.env);
const caller = callerSchema.parse(JSON.parse(env.CALLER));
const addresses = z.record(z.string(), z.string()).parse(JSON.parse(env.SUBGRAPHS));
const keys = readServiceKeys(env, ['gateway>auth', 'gateway>quest', 'gateway>rag']);
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

class SigningDataSource extends RemoteGraphQLDataSource {
  readonly subgraph: string;

  constructor(subgraph: string) {
    super({ url: addresses[subgraph] ?? '' });
    this.subgraph = subgraph;
  }

  override willSendRequest({ request }: Parameters<NonNullable<RemoteGraphQLDataSource['willSendRequest']>>[0]): void {
    const { http, ...sent } = request;
    const parts = {
      pair: `gateway>${this.subgraph}`,
      method: 'POST',
      path: '/graphql',
      body: JSON.stringify(sent),
    } as const;
    for (const [name, value] of Object.entries(signRequest(keys, parts, { caller, requestId: randomUUID() }))) {
      http?.headers.set(name, value);
    }
  }
}

const server = new ApolloServer({
  gateway: new ApolloGateway({
    supergraphSdl: await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    buildService: ({ name }) => new SigningDataSource(name),
  }),
});
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: env.PORT } });
console.log(`listening at ${url}`);
