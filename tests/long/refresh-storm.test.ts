import { RefreshSessionDocument } from '@doctorpy/client';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform, startPlatform } from '../e2e/support/platform.js';
import { post } from '../e2e/support/raw.js';

/** Told by a failing run: the same seed makes the same decisions. */
const SEED = Number(process.env.STORM_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SECONDS = Number(process.env.STORM_SECONDS ?? 60);
const BROWSERS = 50;
const MOST_TABS = 4;
const LOST_ANSWERS = 0.3;
/** A used token gives its successor again for ten seconds: later than this, nobody is promised anything. */
const GRACE_MS = 9_000;

let platform: Platform;

beforeAll(async () => {
  const limits = ['GATEWAY_RATE_LIMIT_PER_MINUTE', 'AUTH_REGISTER_LIMIT_PER_IP'];
  platform = await startPlatform({ environment: Object.fromEntries(limits.map((name) => [name, '100000000'])) });
}, 180_000);
afterAll(() => platform?.stop());

/** Somebody's browser: its tabs share one refresh token, and all want a new one at the same moment. */
interface Browser {
  readonly userId: string;
  token: string;
  accessToken: string;
  /** Tokens that were replaced, oldest first. */
  readonly used: string[];
  /** When the present token was first shown, if every answer to that was lost. */
  lostAt: number | null;
}

it(
  `${BROWSERS} browsers whose tabs refresh at once for ${SECONDS} seconds, and lose answers, all stay signed in`,
  async () => {
    const random = generator(SEED);
    const browsers: Browser[] = [];
    for (let index = 0; index < BROWSERS; index += 1) {
      const { id, accessToken, refreshToken } = await platform.learner('Léa');
      browsers.push({ userId: id, token: refreshToken, accessToken, used: [], lostAt: null });
    }
    const totals = { refreshes: 0, lost: 0, tooLate: 0 };
    let end = performance.now() + SECONDS * 1000;
    const storms = browsers.map(async (browser) => {
      while (performance.now() < end) await refreshInAllTabs(browser, random, totals);
    });
    await Promise.all(storms).finally(() => {
      // The first failure calms the others too, before the platform is taken from under them.
      end = 0;
      return Promise.allSettled(storms);
    });

    const context = { seed: SEED, ...totals };
    expect({ ...context, enough: totals.refreshes > BROWSERS }).toEqual({ ...context, enough: true });
    for (const browser of browsers) {
      const { token, refused } = await refresh(browser);
      expect({ ...context, refused }).toEqual({ ...context, refused: [] });
      browser.used.push(browser.token);
      browser.token = token ?? '';
      expect(await sessionsOf(browser)).toHaveLength(1);
    }
    await showOldTokens(browsers);
  },
  (SECONDS + 240) * 1000,
);

/** Every tab shows the same token; some never see the answer. All that do must have been given the same successor. */
async function refreshInAllTabs(browser: Browser, random: () => number, totals: Record<string, number>): Promise<void> {
  const startedAt = performance.now();
  const tabs = Array.from({ length: 1 + Math.floor(random() * MOST_TABS) }, () => ({
    losesAnswer: random() < LOST_ANSWERS,
  }));
  const answers = await Promise.all(tabs.map(() => refresh(browser)));
  const late = performance.now() - (browser.lostAt ?? startedAt) > GRACE_MS;
  const refused = answers.flatMap((answer) => answer.refused);
  if (late && refused.length > 0) return signInAgain(browser, totals);
  expect({ seed: SEED, refused }).toEqual({ seed: SEED, refused: [] });
  expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
  totals.refreshes = (totals.refreshes ?? 0) + tabs.length;
  const seen = answers.find((_, index) => !tabs[index]?.losesAnswer);
  if (!seen?.token) {
    totals.lost = (totals.lost ?? 0) + 1;
    browser.lostAt ??= startedAt;
    return;
  }
  browser.used.push(browser.token);
  Object.assign(browser, { token: seen.token, accessToken: seen.accessToken, lostAt: null });
}

async function refresh({ token }: Browser) {
  const query = 'mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken refreshToken } }';
  const { json } = await post(platform.url, { query, variables: { token } });
  const given = json.data?.refreshSession;
  return {
    refused: codesOf(json),
    token: (given?.refreshToken ?? null) as string | null,
    accessToken: (given?.accessToken ?? '') as string,
  };
}

/** The machine was too slow for the grace time: what the platform did was right, and the storm goes on. */
async function signInAgain(browser: Browser, totals: Record<string, number>): Promise<void> {
  const { id, accessToken, refreshToken } = await platform.learner('Léa');
  totals.tooLate = (totals.tooLate ?? 0) + 1;
  Object.assign(browser, { userId: id, token: refreshToken, accessToken, used: [], lostAt: null });
}

async function sessionsOf({ userId, accessToken }: Browser): Promise<unknown[]> {
  const { json } = await post(
    platform.url,
    { query: '{ me { id sessions { id } } }' },
    { authorization: `Bearer ${accessToken}` },
  );
  const { me } = dataOf(json);
  expect(me.id).toBe(userId);
  return me.sessions;
}

/** A thief with any token of a family but the newest ends it, and no other. */
async function showOldTokens(browsers: readonly Browser[]): Promise<void> {
  const [robbed, ...others] = browsers.filter(({ used }) => used.length >= 2);
  if (!robbed) throw new Error('No browser refreshed often enough.');
  const stolen = robbed.used.at(Math.floor(robbed.used.length / 2) - 1) ?? '';
  for (const token of [stolen, robbed.token]) {
    const { errors } = await platform.client().execute(RefreshSessionDocument, { refreshToken: token });
    expect(errors?.[0]?.extensions.code).toBe('SESSION_REVOKED');
  }
  for (const browser of others.slice(0, 5)) {
    expect((await refresh(browser)).refused).toEqual([]);
  }
}

/** Mulberry32: numbers from 0 to 1 that a seed decides. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
