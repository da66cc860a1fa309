import { LoginDocument } from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { codesOf, dataOf, type Platform, startPlatform } from './support/platform.js';
import { post } from './support/raw.js';

let platform: Platform;
let second: Awaited<ReturnType<Platform['startGateway']>>;
let urls: string[];

beforeAll(async () => {
  platform = await startPlatform({ environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000' } });
  second = await platform.startGateway();
  urls = [platform.url, second.url];
}, 120_000);
afterAll(async () => {
  await second?.stop();
  await platform?.stop();
});

/** Longer than the five seconds that the platform promises: the machine of a test may be busy with others. */
const EVERYWHERE = { timeoutMs: 20_000 };
const ME = '{ me { id roles } }';
const QUESTS = '{ quests { edges { node { id } } } }';

async function ask(url: string, query: string, accessToken?: string) {
  const headers: Record<string, string> = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  return (await post(url, { query }, headers)).json;
}

/** Waits until every gateway refuses this with that code. */
const refusedEverywhere = (query: string, accessToken: string, code: string, limit = EVERYWHERE) =>
  waitFor(
    async () =>
      (await Promise.all(urls.map((url) => ask(url, query, accessToken)))).every(
        (answer) => codesOf(answer)[0] === code,
      ),
    { what: `${code} on every gateway`, ...limit },
  );

/** An open socket that follows what only its owner may see; tells why it was closed, and what it was told. */
async function openSocket(url: string, accessToken?: string) {
  let closed: { code: number; reason: string } | null = null;
  let isOpen = false;
  const received: unknown[] = [];
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    on: {
      connected: () => {
        isOpen = true;
      },
      closed: (event) => {
        closed = event as { code: number; reason: string };
      },
    },
  });
  const follow = (query: string) =>
    socket.subscribe(
      { query },
      { next: (value) => received.push(value), error: (error) => received.push(error), complete: () => undefined },
    );
  await waitFor(() => isOpen, { what: 'the socket' });
  return { follow, received, closed: () => closed, dispose: () => socket.dispose() };
}

async function adminToken() {
  const input = { email: 'admin@doctorpy.test', password: platform.demo.password };
  return dataOf(await platform.client().execute(LoginDocument, { input })).login.accessToken;
}

describe('a session that ends', () => {
  it('takes its access token and its sockets along, on every gateway, and no other session', async () => {
    const lea = await platform.learner('Léa');
    const input = { email: lea.email, password: lea.password };
    const other = dataOf(await platform.client().execute(LoginDocument, { input })).login.accessToken;
    const sockets = await Promise.all(urls.map((url) => openSocket(url, lea.accessToken)));
    for (const { follow } of sockets) follow('subscription { achievementUnlocked { id } }');
    const kept = await openSocket(second.url, other);

    expect((await ask(platform.url, 'mutation { logout }', lea.accessToken)).data.logout).toBe(true);
    await refusedEverywhere(ME, lea.accessToken, 'SESSION_REVOKED');
    await waitFor(() => sockets.every(({ closed }) => closed()?.code === 4403), {
      what: 'the sockets are closed',
      ...EVERYWHERE,
    });
    expect(sockets[1]?.closed()?.reason).toContain('SESSION_REVOKED');

    for (const url of urls) {
      expect(
        codesOf(await ask(url, 'mutation { startQuest(questId: "python_variables_101") { id } }', lea.accessToken)),
      ).toEqual(['SESSION_REVOKED']);
      expect(codesOf(await ask(url, QUESTS, lea.accessToken))).toEqual([]);
      expect((await ask(url, ME, other)).data.me.id).toBe(lea.id);
    }
    expect(await refusedSocket(platform.url, lea.accessToken)).toBe(4403);
    expect(kept.closed()).toBeNull();
    await Promise.all([...sockets, kept].map(({ dispose }) => dispose()));
  });

  it('takes its access token along when its refresh token was replayed by a thief', async () => {
    const tom = await platform.learner('Tom');
    const refresh = (token: string) =>
      ask(platform.url, `mutation { refreshSession(refreshToken: "${token}") { accessToken refreshToken } }`);
    const first = (await refresh(tom.refreshToken)).data.refreshSession;
    const next = (await refresh(first.refreshToken)).data.refreshSession;
    expect(codesOf(await refresh(tom.refreshToken))).toEqual(['SESSION_REVOKED']);
    await refusedEverywhere(ME, next.accessToken, 'SESSION_REVOKED');
  });
});

describe('a role that changes', () => {
  it('makes older tokens be refreshed, closes their sockets, and counts from then on', async () => {
    const noe = await platform.learner('Noé');
    const socket = await openSocket(second.url, noe.accessToken);
    const change = async (field: string) =>
      dataOf(
        await ask(platform.url, `mutation { ${field}(userId: "${noe.id}", role: AUTHOR) { id } }`, await adminToken()),
      );
    await change('grantRole');
    await refusedEverywhere(ME, noe.accessToken, 'TOKEN_EXPIRED');
    await waitFor(() => socket.closed()?.code === 4403, { what: 'the socket is closed', ...EVERYWHERE });

    const refresh = `mutation { refreshSession(refreshToken: "${noe.refreshToken}") { accessToken refreshToken } }`;
    const { accessToken } = (await ask(second.url, refresh, noe.accessToken)).data.refreshSession;
    for (const url of urls) expect((await ask(url, ME, accessToken)).data.me.roles).toEqual(['LEARNER', 'AUTHOR']);

    await change('revokeRole');
    const author = 'mutation { indexDocument(input: { title: "t", content: "c" }) { id } }';
    await refusedEverywhere(author, accessToken, 'TOKEN_EXPIRED');
    await socket.dispose();
  });
});

describe('a Redis that was emptied', () => {
  it('does not bring an ended session back', async () => {
    const mia = await platform.learner('Mia');
    await ask(platform.url, 'mutation { logout }', mia.accessToken);
    await refusedEverywhere(ME, mia.accessToken, 'SESSION_REVOKED');
    await platform.redis.flush();
    const third = await platform.startGateway();
    try {
      await waitFor(async () => codesOf(await ask(third.url, ME, mia.accessToken))[0] === 'SESSION_REVOKED', {
        what: 'a new gateway to know of it',
      });
      for (const url of urls) expect(codesOf(await ask(url, ME, mia.accessToken))).toEqual(['SESSION_REVOKED']);
    } finally {
      await third.stop();
    }
  });
});

describe('a Redis that stays away', () => {
  it('leaves what is public, refuses the rest, and all is well by itself when it is back', async () => {
    const zoe = await platform.learner('Zoé');
    const socket = await openSocket(platform.url, zoe.accessToken);
    const spectator = await openSocket(platform.url);
    await platform.redis.kill();
    try {
      await refusedEverywhere(ME, zoe.accessToken, 'SERVICE_UNAVAILABLE', { timeoutMs: 20_000 });
      for (const url of urls) {
        expect((await ask(url, QUESTS, zoe.accessToken)).data.quests.edges.length).toBeGreaterThan(0);
        expect((await ask(url, QUESTS)).data.quests.edges.length).toBeGreaterThan(0);
        expect((await ask(url, ME)).data.me).toBeNull();
        for (const [mutation, token] of [
          ['mutation { logout }', zoe.accessToken],
          [
            `mutation { login(input: { email: "${zoe.email}", password: "${zoe.password}" }) { accessToken } }`,
            undefined,
          ],
          [`mutation { refreshSession(refreshToken: "${zoe.refreshToken}") { accessToken } }`, undefined],
        ] as const) {
          expect(codesOf(await ask(url, mutation, token))).toEqual(['SERVICE_UNAVAILABLE']);
        }
      }
      await waitFor(() => socket.closed()?.code === 1013, { what: 'the socket of somebody signed in is closed' });
      expect(spectator.closed()).toBeNull();
      const during = await openSocket(platform.url, zoe.accessToken);
      during.follow('subscription { achievementUnlocked { id } }');
      await waitFor(() => JSON.stringify(during.received).includes('SERVICE_UNAVAILABLE'), { what: 'the refusal' });
      await during.dispose();
    } finally {
      await platform.redis.restart();
    }
    await waitFor(
      async () => {
        const answers = await Promise.all(urls.map((url) => ask(url, ME, zoe.accessToken)));
        return answers.every(({ data }) => data?.me?.id === zoe.id);
      },
      { what: 'everything to be back', timeoutMs: 20_000 },
    );
    // Auth finds its way back to Redis at a pace of its own, and takes no mutation before.
    await waitFor(async () => (await ask(platform.url, 'mutation { logout }', zoe.accessToken)).data?.logout === true, {
      what: 'mutations to be back',
    });
    await refusedEverywhere(ME, zoe.accessToken, 'SESSION_REVOKED');
    await Promise.all([socket.dispose(), spectator.dispose()]);
  }, 90_000);
});

/** The code with which a socket is closed instead of being let in. */
function refusedSocket(url: string, accessToken: string): Promise<number> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${accessToken}` } }));
  });
  return new Promise((resolve) => socket.once('close', resolve));
}
