import { readFile } from 'node:fs/promises';
import gatewayPlugin from '@mercuriusjs/gateway';
import { fastify } from 'fastify';

/**
 * Mercurius as its documentation shows it for speed: operations compiled from the first request on. It knows Federation 1
 * only, so it is given the part of our schema that the measured operations need, in those words.
 */
const addresses = JSON.parse(process.env.SUBGRAPHS);
const services = await Promise.all(
  Object.entries(addresses).map(async ([name, url]) => ({
    name,
    url,
    schema: await readFile(new URL(`${name}.graphql`, import.meta.url), 'utf8'),
    keepAlive: 60_000,
    connections: 64,
  })),
);
const app = fastify();
await app.register(gatewayPlugin, { jit: 1, gateway: { services } });
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
