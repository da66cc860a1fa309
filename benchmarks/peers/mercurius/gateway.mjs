import { readFile } from 'node:fs/promises';
import jwt from '@fastify/jwt';
import gatewayPlugin from '@mercuriusjs/gateway';
import { fastify } from 'fastify';

/**
 * Mercurius as its documentation shows it for speed: operations compiled from the first request on. It knows Federation 1
 * only, so it is given the part of our schema that the measured operations need, in those words. With `JWT_SECRET`, tokens are
 * verified by the framework's own plugin in its documented hook, with the cache of verified tokens that its library has; and
 * subgraphs are told the caller in a header.
 */
const { JWT_SECRET, PORT, SUBGRAPHS, TOKEN_ISSUER } = process.env;
const services = await Promise.all(
  Object.entries(JSON.parse(SUBGRAPHS)).map(async ([name, url]) => ({
    name,
    url,
    schema: await readFile(new URL(`${name}.graphql`, import.meta.url), 'utf8'),
    keepAlive: 60_000,
    connections: 64,
    ...(JWT_SECRET && { rewriteHeaders: (_headers, context) => (context?.caller ? { caller: context.caller } : {}) }),
  })),
);
const app = fastify();
if (JWT_SECRET) {
  await app.register(jwt, {
    secret: JWT_SECRET,
    verify: { algorithms: ['HS256'], allowedIss: TOKEN_ISSUER, allowedAud: TOKEN_ISSUER, cache: true },
  });
  app.addHook('onRequest', (request) => request.jwtVerify());
}
await app.register(gatewayPlugin, {
  jit: 1,
  gateway: { services },
  // A request that was refused has a context too, when its error is presented.
  ...(JWT_SECRET && {
    context: ({ user }) => ({ caller: user && JSON.stringify({ id: user.sub, roles: user.roles }) }),
  }),
});
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
