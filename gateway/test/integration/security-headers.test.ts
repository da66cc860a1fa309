import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { type LoneGateway, readReply, startLoneGateway } from '../start-gateway.js';

const SUBSCRIPTION = { query: 'subscription { leaderboardChanged { totalPlayers } }' };
const asStream = {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  body: JSON.stringify(SUBSCRIPTION),
};

let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway({ TRUSTED_PROXIES: '127.0.0.1', GATEWAY_MAX_STREAMS: '1' });
}, 180_000);
afterAll(() => gateway?.stop());

describe('a browser', () => {
  it('is told of every answer of the API to show it nowhere and to run nothing in it', async () => {
    const stream = await fetch(gateway.url, asStream);
    const answers = [
      await gateway.post({ query: '{ __typename }' }),
      await gateway.post('{'),
      await readReply(await fetch(new URL('/nowhere', gateway.url))),
      await readReply(await fetch(new URL('/health', gateway.url))),
      stream,
    ];
    await stream.body?.cancel();
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('that came by HTTPS, as the trusted proxy says, is told to stay with it', async () => {
    const { headers } = await gateway.post({ query: '{ __typename }' }, { 'x-forwarded-proto': 'https' });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('streams', () => {
  it('have a limit of their own, beside that of WebSockets', async () => {
    let first = await fetch(gateway.url, asStream);
    // The stream of the test before may still be on its way out.
    while (first.status === 503) {
      await first.text();
      first = await fetch(gateway.url, asStream);
    }
    const second = await readReply(await fetch(gateway.url, asStream));
    expect([first.status, second.status, second.json.errors[0].extensions.code]).toEqual([
      200,
      503,
      'SERVICE_UNAVAILABLE',
    ]);
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.close();
    await first.body?.cancel();
  });
});
