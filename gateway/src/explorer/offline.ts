import fastifyStatic from '@fastify/static';
import { getDistDirectory, renderAltair } from 'altair-static';
import type { FastifyInstance } from 'fastify';

/** Where the offline explorer is served. */
export const OFFLINE_EXPLORER_PATH = '/explorer/';

/** Serves Altair from its own package: queries, mutations and subscriptions, without any CDN. */
export async function addOfflineExplorer(app: FastifyInstance): Promise<void> {
  const page = renderAltair({
    baseURL: OFFLINE_EXPLORER_PATH,
    endpointURL: '/graphql',
    subscriptionsEndpoint: '/graphql',
    subscriptionsProtocol: 'graphql-ws',
    initialQuery: '{\n  quests(category: "python_basics") {\n    edges { node { id title } }\n  }\n}\n',
    instanceStorageNamespace: 'doctorpy_',
  });
  const send = async (_request: unknown, reply: { type(value: string): { send(body: string): unknown } }) =>
    reply.type('text/html; charset=utf-8').send(page);
  app.get(OFFLINE_EXPLORER_PATH, send);
  app.get(OFFLINE_EXPLORER_PATH.slice(0, -1), async (_request, reply) => reply.redirect(OFFLINE_EXPLORER_PATH));
  await app.register(fastifyStatic, { root: getDistDirectory(), prefix: OFFLINE_EXPLORER_PATH, index: false });
}
