import { readFile } from 'node:fs/promises';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { z } from 'zod';

/** The stock gateway, as its documentation shows it. It signs nothing, verifies no token, and has no limits. */
const env = z.object({ PORT: z.coerce.number(), SUPERGRAPH: z.string() }).parse(process.env);
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: await readFile(env.SUPERGRAPH, 'utf8') }),
});
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: env.PORT } });
