import type { Answer, DoctorPyClient } from '@doctorpy/client';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Choice } from '../../src/choice.js';
import { createViewer } from '../../src/viewer/viewer.js';

const week: Choice = { period: 'WEEKLY', category: null };
const ana = { email: 'ana@doctorpy.test', password: 'cheval correct agrafe' };
const bob = { ...ana, email: 'bob@doctorpy.test' };

afterEach(() => {
  jest.useRealTimers();
});

describe('signing out', () => {
  it('renews a token that is past its end first, and ends the session with the new one', async () => {
    const { viewer, asked, answers } = page();
    answers.Login.push(signedIn('Ana', -1));
    await viewer.signIn(ana, week);
    await settled();
    answers.RefreshSession.push(renewed('new'));
    answers.Logout.push({ data: { logout: true } });
    expect(await viewer.signOut()).toBe(true);
    expect(asked.at(-1)).toBe('Logout new');
    expect(viewer.get().status).toBe('anonymous');
  });

  it.each(['TOKEN_EXPIRED', 'SESSION_REVOKED', 'UNAUTHENTICATED'])(
    'is tried with a new token when the old one is refused with %s: the cookie may still be good',
    async (code) => {
      const { viewer, asked, answers } = await pageOf('Ana');
      answers.Logout.push(refused(code), { data: { logout: true } });
      answers.RefreshSession.push(renewed('new'));
      expect(await viewer.signOut()).toBe(true);
      expect(asked.slice(-3)).toEqual(['Logout Ana', 'RefreshSession ', 'Logout new']);
      expect(viewer.get().status).toBe('anonymous');
    },
  );

  it.each(['TOKEN_EXPIRED', 'SESSION_REVOKED', 'UNAUTHENTICATED', 'ACCOUNT_SUSPENDED'])(
    'is done when the refresh says %s: there is no session any more',
    async (code) => {
      const { viewer, answers } = await pageOf('Ana');
      answers.Logout.push(refused('TOKEN_EXPIRED'));
      answers.RefreshSession.push(refused(code));
      expect(await viewer.signOut()).toBe(true);
      expect(viewer.get().status).toBe('anonymous');
    },
  );

  it.each(['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE', 'TIMEOUT', 'away'])(
    'is not pretended after %s: the next one at this computer would be signed in by the cookie',
    async (code) => {
      const { viewer, answers } = await pageOf('Ana');
      answers.Logout.push(refused(code));
      expect(await viewer.signOut()).toBe(false);
      expect(viewer.get()).toMatchObject({ status: 'signedIn', name: 'Ana' });

      answers.Logout.push(refused('TOKEN_EXPIRED'));
      answers.RefreshSession.push(refused(code));
      expect(await viewer.signOut()).toBe(false);
      expect(viewer.get()).toMatchObject({ status: 'signedIn', name: 'Ana' });

      answers.RefreshSession.push(renewed('new'));
      answers.Logout.push({ data: { logout: true } });
      expect(await viewer.signOut()).toBe(true);
    },
  );

  it('is one wish, however often it is clicked', async () => {
    const { viewer, asked, answers } = await pageOf('Ana');
    answers.Logout.push({ data: { logout: true } });
    expect(await Promise.all([viewer.signOut(), viewer.signOut()])).toEqual([true, true]);
    expect(asked.filter((one) => one.startsWith('Logout'))).toHaveLength(1);
  });
});

describe('finding out who looks', () => {
  it.each(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'EMAIL_NOT_VERIFIED'])(
    'ends with nobody when the refresh is refused with %s',
    async (code) => {
      const { viewer, answers } = page();
      answers.RefreshSession.push(refused(code));
      await viewer.open(week);
      expect(viewer.get().status).toBe('anonymous');
    },
  );

  it.each(['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE', 'TIMEOUT', 'away'])(
    'is tried again after %s, when the API has had its pause',
    async (code) => {
      jest.useFakeTimers();
      const { viewer, asked, answers } = page();
      answers.RefreshSession.push(refused(code, 40), renewed('new'));
      await viewer.open(week);
      expect(viewer.get().status).toBe('unknown');
      await jest.advanceTimersByTimeAsync(14_000);
      expect(asked).toEqual(['RefreshSession ']);
      answers.LeaderboardPlace.push(place('Ana', 3));
      await jest.advanceTimersByTimeAsync(30_000);
      expect(viewer.get()).toMatchObject({ status: 'signedIn', name: 'Ana', place: { rank: 3 } });
    },
  );

  it('keeps somebody signed in whose token cannot be renewed now, and renews it later', async () => {
    jest.useFakeTimers();
    const { viewer, answers } = page();
    answers.Login.push(signedIn('Ana', -1));
    answers.RefreshSession.push(refused('RATE_LIMITED', 40), renewed('new'));
    await viewer.signIn(ana, week);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(viewer.get()).toMatchObject({ status: 'signedIn', name: 'Ana' });
    answers.LeaderboardPlace.push(place('Ana', 3));
    await jest.advanceTimersByTimeAsync(40_000);
    expect(viewer.get()).toMatchObject({ status: 'signedIn', place: { rank: 3 } });
  });
});

describe('the place of a viewer', () => {
  it('is never shown to the next one, when it was asked for before they came', async () => {
    const { viewer, asked, answers } = page();
    let arrive = (_answer: Answer<unknown>) => {};
    answers.Login.push(signedIn('Ana'), signedIn('Bob'));
    answers.LeaderboardPlace.push(new Promise((resolve) => (arrive = resolve)), refused('away'));
    await viewer.signIn(ana, week);
    await settled();
    expect(asked.at(-1)).toBe('LeaderboardPlace Ana');
    answers.Logout.push({ data: { logout: true } });
    await viewer.signOut();
    await viewer.signIn(bob, week);
    arrive(place('Ana', 1));
    await settled();
    expect(viewer.get()).toEqual({ status: 'signedIn', name: 'Bob', place: null });
  });
});

type Script = Record<
  'Login' | 'Logout' | 'RefreshSession' | 'LeaderboardPlace',
  (Answer<unknown> | Promise<Answer<unknown>>)[]
>;

/** A viewer whose API gives these answers, one after the other, and is away when it has none. */
function page() {
  const answers: Script = { Login: [], Logout: [], RefreshSession: [], LeaderboardPlace: [] };
  /** Operations in order, each with the access token it came with. */
  const asked: string[] = [];
  const client = (accessToken: () => string | null) =>
    ({
      execute: async (document: { definitions: readonly { name?: { value: string } }[] }) => {
        const name = document.definitions[0]?.name?.value as keyof Script;
        asked.push(`${name} ${accessToken() ?? ''}`);
        const answer = await answers[name].shift();
        if (!answer || answer.errors?.[0]?.message === 'away') throw new TypeError('Failed to fetch');
        return answer;
      },
    }) as unknown as DoctorPyClient;
  return { viewer: createViewer({ client, alone: (_name, task) => task() }), asked, answers };
}

/** Somebody is signed in, and was told that they have no place. */
async function pageOf(name: string) {
  const made = page();
  made.answers.Login.push(signedIn(name));
  made.answers.LeaderboardPlace.push({ data: { me: { displayName: name }, leaderboard: null } });
  await made.viewer.signIn(ana, week);
  await settled();
  return made;
}

function signedIn(name: string, minutes = 15): Answer<unknown> {
  return { data: { login: { ...grant(name, minutes), user: { displayName: name } } } };
}

function renewed(accessToken: string): Answer<unknown> {
  return { data: { refreshSession: grant(accessToken, 15) } };
}

function grant(accessToken: string, minutes: number) {
  return { accessToken, accessTokenExpiresAt: new Date(Date.now() + minutes * 60_000).toISOString() };
}

function place(displayName: string, rank: number): Answer<unknown> {
  const me = { id: 'e1', rank, score: 10 };
  return { data: { me: { displayName }, leaderboard: { me, entries: [] } } };
}

function refused(code: string, retryAfterSeconds?: number): Answer<unknown> {
  return { errors: [{ message: code, extensions: { code, ...(retryAfterSeconds && { retryAfterSeconds }) } }] };
}

/** Everything that was only waiting for its turn has run. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
