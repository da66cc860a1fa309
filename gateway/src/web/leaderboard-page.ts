import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@doctorpy/service-kit/logging';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pageHeaders } from '../explorer/page-headers.js';

/** Where the live leaderboard is served. */
export const LEADERBOARD_PATH = '/leaderboard';

/** What the page needs. */
export interface LeaderboardPageOptions {
  readonly log: Logger;
  /** What apps/web was built into. @default the one of this repository; the same seen from `src` and from `dist` */
  readonly folder?: string;
}

/**
 * Serves the live leaderboard, a page like any other client of the API: its files, and nothing of what it shows. Names of
 * assets hold a hash of what is in them, so browsers keep them for good and ask again only for the page. Where it was not
 * built, the gateway does without.
 */
export async function addLeaderboardPage(app: FastifyInstance, options: LeaderboardPageOptions): Promise<void> {
  const { log, folder = fileURLToPath(new URL('../../../apps/web/dist/', import.meta.url)) } = options;
  // Read each time: a build may replace it, and the assets it names, while the gateway runs.
  const read = () => readFile(`${folder}/index.html`).catch(() => null);
  if ((await read()) === null) {
    log.warn({ folder }, 'leaderboard_page.not_built');
    return;
  }
  app.get(LEADERBOARD_PATH, async (request, reply) => {
    const page = await read();
    if (page === null) return reply.callNotFound();
    const etag = `"${createHash('sha256').update(page).digest('base64url')}"`;
    void reply.headers({ ...headers, etag });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('text/html; charset=utf-8').send(page);
  });
  // Relative, so that it stays under a PUBLIC_URL with a path.
  app.get(`${LEADERBOARD_PATH}/`, async (_request, reply) => reply.redirect(`..${LEADERBOARD_PATH}`));
  await app.register(fastifyStatic, {
    root: `${folder}/assets`,
    prefix: `${LEADERBOARD_PATH}/assets/`,
    index: false,
    // The explorer serves files as well, and a reply can be taught to send them only once.
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    // The build leaves a .br and a .gz beside every text.
    preCompressed: true,
  });
}

const headers = {
  ...pageHeaders({
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    'img-src': ["'self'"],
    'connect-src': ["'self'"],
  }),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-cache',
};
