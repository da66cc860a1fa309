import { tokenForger } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LoneGateway, startLoneGateway } from '../start-gateway.js';

const forger = tokenForger('shared-secret');
const token = forger.sign({ sub: 'lea', sid: 's1', roles: ['LEARNER'], av: 1 });

let gateway: LoneGateway;
beforeAll(async () => {
  // Nobody has written the index of revocations: the gateway cannot know what was revoked.
  gateway = await startLoneGateway({ JWT_SECRET: forger.jwtSecret ?? '' });
}, 180_000);
afterAll(() => gateway?.stop());

it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec="1.0", application/json'])(
  'a stream with a token is served what is public while nobody knows what was revoked: %s',
  async (accept) => {
    const left = new AbortController();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: 'subscription { leaderboardChanged(first: 3) { entries { rank } } }' }),
      signal: left.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining(accept.slice(0, 15)),
    ]);
    left.abort();
  },
  30_000,
);
