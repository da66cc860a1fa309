import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fault, suffer } from './support/faults.js';
import { type Load, type Sample, startLoad } from './support/load.js';
import { type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { post } from './support/raw.js';
import { whereServicesAreApart } from './support/topology.js';

const SOCKETS = 30;
/** Of each kind, while the fault lasts: enough to see who is served and who is not. */
const ENOUGH = 20;

const apart = whereServicesAreApart('one subgraph is stopped or killed, and the others go on');
let platform: Platform;
let lea: TestLearner;
let load: Load;

beforeAll(async () => {
  platform = await startPlatform({
    environment: {
      GATEWAY_SUBGRAPH_TIMEOUT_MS: '2000',
      GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000',
      AUTH_REGISTER_LIMIT_PER_IP: '1000',
    },
  });
  lea = await platform.learner('Léa');
  load = startLoad({ url: platform.url, accessToken: lea.accessToken, sockets: SOCKETS, perSecond: 5 });
  await waitFor(() => load.watching() === SOCKETS && load.samples.length > ENOUGH, {
    what: 'the load',
    timeoutMs: 60_000,
  });
}, 180_000);
afterAll(async () => {
  await load?.stop();
  await platform?.stop();
});

const outcomesOf = (samples: readonly Sample[], part: string) =>
  samples.filter((sample) => sample.part === part).map(({ outcome }) => outcome);

// The one that most others hang on; each of them, among 500 sockets: tests/long/faults.test.ts.
apart.describe.each(['quest'] as const)('the %s subgraph', (victim) => {
  const others = (['auth', 'quest', 'rag'] as const).filter((part) => part !== victim);

  it('costs nobody anything but its own fields while it hangs, and soon not even time', async () => {
    const toll = await suffer({ platform, load, sockets: SOCKETS }, { victim, fault: 'SIGSTOP' }, (since) => {
      const own = outcomesOf(since(), victim);
      // The first ones wait for their deadline; then it is not asked any more.
      const isLeftAlone = own.includes('TIMEOUT') && own.includes('SUBGRAPH_UNAVAILABLE');
      return isLeftAlone && others.every((part) => outcomesOf(since(), part).length >= ENOUGH);
    });
    expect(failedParts(toll.failed)).toEqual([victim]);
    // A ranking is completed by auth and quest: while one of them hangs it may come late, but no socket is lost.
    expect(toll.socketsClosed).toBe(0);
  }, 150_000);

  it('costs nobody anything but its own fields while it is started again after a crash', async () => {
    const toll = await suffer({ platform, load, sockets: SOCKETS }, { victim, fault: 'SIGKILL' }, (since) =>
      others.every((part) => outcomesOf(since(), part).length > 0),
    );
    expect(failedParts(toll.failed).filter((part) => part !== victim)).toEqual([]);
    expect(toll.socketsClosed).toBe(0);
  }, 150_000);
});

describe('Redis', () => {
  it.each<Fault>(['SIGSTOP', 'SIGKILL'])(
    'may go (%s): what is public is answered, and all is right again when it is back',
    async (fault) => {
      const isPublicAnswered = async () => {
        const { json } = await post(platform.url, {
          query: '{ categories { id } leaderboard(first: 3) { totalPlayers } }',
        });
        return !json.errors && json.data.leaderboard.totalPlayers >= 0;
      };
      let publicAnswers = 0;
      const asking = setInterval(
        () =>
          void isPublicAnswered().then(
            (good) => good && publicAnswers++,
            () => undefined,
          ),
        500,
      );
      const refused = (since: readonly Sample[]) =>
        since.filter(({ outcome }) => outcome === 'SERVICE_UNAVAILABLE').length;
      try {
        await suffer({ platform, load, sockets: SOCKETS }, { victim: 'redis', fault }, (since) => {
          // Whose session was ended cannot be told any more; from then on publicAnswers count.
          if (refused(since()) === 0) publicAnswers = 0;
          return publicAnswers >= 3;
        });
      } finally {
        clearInterval(asking);
      }
    },
    150_000,
  );
});

describe('the gateway', () => {
  it('may hang: whoever was patient is answered, and no socket is lost', async () => {
    const toll = await suffer({ platform, load, sockets: SOCKETS }, { victim: 'gateway', fault: 'SIGSTOP' }, () => {
      return load.waiting() >= ENOUGH;
    });
    expect(toll.failed).toEqual({});
    expect(toll.socketsClosed).toBe(0);
  }, 150_000);

  it('may crash: every part answers, and every socket watches again', async () => {
    const toll = await suffer(
      { platform, load, sockets: SOCKETS },
      { victim: 'gateway', fault: 'SIGKILL' },
      () => true,
    );
    // Nobody is told anything wrong: there is an answer, or none.
    expect(Object.keys(toll.failed).filter((key) => !key.endsWith(' lost'))).toEqual([]);
    expect(toll.socketsClosed).toBe(SOCKETS);
  }, 150_000);
});

function failedParts(failed: Readonly<Record<string, number>>): string[] {
  return [...new Set(Object.keys(failed).map((key) => key.split(' ')[0] ?? ''))];
}
