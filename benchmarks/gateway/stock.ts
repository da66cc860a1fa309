import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/**
 * The stock gateway, as its documentation shows it. With `JWT_SECRET` it verifies the token where the documentation does,
 * when it makes the context, and tells subgraphs the caller in a header; without, it does neither. It signs nothing and has no limits.
 */
const env = z
  .object({
    PORT: z.coerce.number(),
    SUPERGRAPH: z.string(),
    JWT_SECRET: z.string().optional(),
    TOKEN_ISSUER: z.string().optional(),
  })
  .parse(process.env);
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

interface Context {
  readonly caller?: string;
}

class AuthenticatedDataSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]) {
    if (context.caller) request.http?.headers.set('caller', context.caller);
  }
}

const supergraphSdl = await readFile(env.SUPERGRAPH, 'utf8');
const server = new ApolloServer<Context>({
  gateway: new ApolloGateway({
    supergraphSdl,
    ...(env.JWT_SECRET && { buildService: ({ url = '' }) => new AuthenticatedDataSource({ url }) }),
  }),
});
await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: env.PORT },
  context: async ({ req }) =>
    env.JWT_SECRET ? { caller: callerOf(req.headers.authorization ?? '', env.JWT_SECRET) } : {},
});

const claims = z.object({ sub: z.string(), roles: z.array(z.string()) });

function callerOf(authorization: string, secret: string): string {
  try {
    const issued = { algorithms: ['HS256' as const], issuer: env.TOKEN_ISSUER, audience: env.TOKEN_ISSUER };
    const { sub, roles } = claims.parse(jwt.verify(authorization.replace(/^Bearer /, ''), secret, issued));
    return JSON.stringify({ id: sub, roles });
  } catch {
    throw new GraphQLError('User is not authenticated', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }
}
