import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { getDistDirectory, isSandboxFrame, renderAltair, SANDBOX_FRAME_CSP } from 'altair-static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FIRST_OPERATIONS } from './first-operations.js';
import { pageHeaders } from './page-headers.js';

/** Where the offline explorer is served. */
export const OFFLINE_EXPLORER_PATH = '/explorer/';

/** Serves Altair from its own package: queries, mutations and subscriptions, without any CDN. */
export async function addOfflineExplorer(app: FastifyInstance): Promise<void> {
  const page = renderAltair({ baseURL: OFFLINE_EXPLORER_PATH, serveInitialOptionsInSeperateRequest: START_SCRIPT });
  const headers = pageHeaders({
    'base-uri': ["'self'"],
    'script-src': ["'self'"],
    // Angular and CodeMirror write style elements while they run.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'"],
  });
  app.get(OFFLINE_EXPLORER_PATH, async (_request, reply) =>
    reply.headers(headers).type('text/html; charset=utf-8').send(page),
  );
  app.get(OFFLINE_EXPLORER_PATH + START_SCRIPT, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(startScript),
  );
  app.get(OFFLINE_EXPLORER_PATH.slice(0, -1), async (_request, reply) => reply.redirect(OFFLINE_EXPLORER_PATH));
  const root = getDistDirectory();
  await app.register(fastifyStatic, {
    root,
    prefix: OFFLINE_EXPLORER_PATH,
    index: false,
    setHeaders(reply, path) {
      const isFrame = isSandboxFrame(path.slice(root.length + sep.length));
      // Scripts too: those of workers run by their own policy, not by the page's.
      void reply.headers(isFrame ? scriptFrameHeaders(reply.request) : headers);
    },
  });
}

const START_SCRIPT = 'start.js';

/** Fixed text, so that the page needs no inline script. Altair takes the socket's protocol from the page if not told. */
const startScript = `AltairGraphQL.init({
  ...${JSON.stringify({
    endpointURL: '/graphql',
    subscriptionsEndpoint: '/graphql',
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialQuery: FIRST_OPERATIONS,
    initialHeaders: { Authorization: '' },
    initialSubscriptionsPayload: { authorization: '' },
    instanceStorageNamespace: 'doctorpy_',
    disableAccount: true,
  })},
  subscriptionsProtocol: location.protocol.replace('http', 'ws'),
  initialSettings: {
    language: navigator.language.startsWith('fr') ? 'fr-FR' : 'en-US',
    'banners.disable': true,
    'alert.disableUpdateNotification': true,
  },
});
`;

/**
 * Users' pre- and post-request scripts run in a frame that obeys whoever embeds or opens it. Altair speaks to it only
 * where it has the page's own origin, so the explorer's frame keeps that; to anybody else, and to browsers that do not
 * say who asks, it goes with the origin of nobody, as the package advises.
 */
function scriptFrameHeaders({ headers }: FastifyRequest): Record<string, string> {
  const isOurs = headers['sec-fetch-dest'] === 'iframe' && headers['sec-fetch-site'] === 'same-origin';
  const policy = [
    isOurs ? `${SANDBOX_FRAME_CSP} allow-same-origin` : SANDBOX_FRAME_CSP,
    "default-src 'self'",
    "script-src 'self' 'unsafe-eval' blob:",
    "worker-src 'self' blob:",
    "frame-ancestors 'self'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
