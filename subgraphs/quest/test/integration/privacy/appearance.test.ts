import { codesOf, dataOf, type GraphQLAnswer, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from '../environment.js';
import { authSays } from './account-events.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());
beforeEach(async () => {
  quest.setTime(null);
  await quest.server.services.models.boardScores.deleteMany({});
  await quest.redisServer.flush();
});

const BOARD = `totalPlayers entries { id rank score name user { id } } me { rank name }`;
const UPDATE = `mutation ($input: UpdatePrivacyInput!) {
  updatePrivacy(input: $input) { anonymousOnLeaderboards absentFromLeaderboards hideStats pseudonym }
}`;
const update = async (learner: Learner, input: object) =>
  dataOf(await learner.execute(UPDATE, { input })).updatePrivacy;
const read = async (by?: Learner, args = '') => {
  const query = `{ leaderboard${args} { ${BOARD} } }`;
  return dataOf(await (by ? by.execute(query) : quest.client.execute(query))).leaderboard;
};
const players = (board: { entries: { user: { id: string } | null }[] }) => board.entries.map(({ user }) => user?.id);

/** A learner with 10 points on every board that counts. */
async function player(): Promise<Learner> {
  const learner = quest.learner();
  await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
  return learner;
}

type Events = AsyncIterableIterator<GraphQLAnswer>;
async function boardWhere(events: Events, fits: (json: string) => boolean) {
  for (;;) {
    const answer: GraphQLAnswer = (await events.next()).value;
    const board = dataOf(answer).leaderboardChanged;
    if (fits(JSON.stringify(board))) return board;
  }
}

describe('an anonymous learner', () => {
  it('has a pseudonym instead of a user, another id than before, and the same one as long as it lasts', async () => {
    const learner = await player();
    const [known] = (await read()).entries;
    const settings = await update(learner, { anonymousOnLeaderboards: true });
    expect(settings).toMatchObject({ anonymousOnLeaderboards: true, hideStats: false });
    expect(settings.pseudonym).toMatch(/^Python anonyme [0-9A-F]{6}$/);
    const [entry] = (await read()).entries;
    expect(entry).toMatchObject({ rank: 1, score: 10, name: settings.pseudonym, user: null });
    expect(entry.id).not.toBe(known.id);
    expect((await read(undefined, '(period: DAILY)')).entries[0].id).toBe(entry.id);
    expect((await read(learner)).me).toEqual({ rank: 1, name: settings.pseudonym });

    await update(learner, { anonymousOnLeaderboards: false });
    expect((await read()).entries[0]).toMatchObject({ id: known.id, name: null, user: { id: learner.userId } });
    const again = await update(learner, { anonymousOnLeaderboards: true });
    expect([again.pseudonym, (await read()).entries[0].id]).not.toContain(settings.pseudonym);
    expect((await read()).entries[0].id).not.toBe(entry.id);
  });

  it('disappears at once from boards that others follow live, and no frame names them from then on', async () => {
    const learner = await player();
    const events = quest.client.subscribe(`subscription { leaderboardChanged { ${BOARD} } }`);
    await boardWhere(events, (json) => json.includes(learner.userId));
    await update(learner, { anonymousOnLeaderboards: true });
    const board = await boardWhere(events, (json) => json.includes('Python anonyme'));
    expect(JSON.stringify(board)).not.toContain(learner.userId);
    await learner.submit(await learner.start('python_numbers_101'), 'q3', ['a', 'c', 'f']);
    const next = await boardWhere(events, (json) => json.includes('"score":25'));
    expect(JSON.stringify(next)).not.toContain(learner.userId);
    await events.return?.();
  });

  it('is nobody else’s to make: settings are the learner’s own', async () => {
    const [learner, other] = [await player(), quest.learner()];
    expect(codesOf(await quest.client.execute(UPDATE, { input: {} }))).toEqual(['UNAUTHENTICATED']);
    const theirs = `{ _entities(representations: [{ __typename: "User", id: "${learner.userId}" }]) {
      ... on User { privacy { hideStats } } } }`;
    expect(codesOf(await other.execute(theirs))).toEqual(['FORBIDDEN']);
  });
});

describe('a learner absent from leaderboards', () => {
  it('is on none, new ones included, leaves no gap in the ranks, and comes back with what was earned meanwhile', async () => {
    const [first, second] = [await player(), await player()];
    await update(first, { absentFromLeaderboards: true });
    expect(await read()).toMatchObject({ totalPlayers: 1, entries: [{ rank: 1, user: { id: second.userId } }] });
    expect((await read(first)).me).toBeNull();
    quest.setTime(new Date(Date.now() + 40 * 86_400_000));
    await first.submit(await first.start('python_numbers_101'), 'q3', ['a', 'c', 'f']);
    expect((await read(undefined, '(period: MONTHLY)')).entries).toEqual([]);
    quest.setTime(null);

    await quest.redisServer.flush();
    expect(players(await read())).toEqual([second.userId]);
    await update(first, { absentFromLeaderboards: false });
    const board = await read(first);
    expect(players(board)).toEqual([first.userId, second.userId]);
    expect(board.entries[0].score).toBe(25);
  });

  it('is missing also while Redis is away, and from the moment the setting is saved', async () => {
    const [first, second] = [await player(), await player()];
    await read();
    await quest.redisServer.kill();
    try {
      // Past the door, which takes no mutation without Redis.
      const actor = { userId: first.userId, requestId: null, traceparent: null };
      await quest.server.services.privacy.update(actor, { absentFromLeaderboards: true });
      expect(players(await read())).toEqual([second.userId]);
    } finally {
      await quest.redisServer.restart();
      await waitFor(async () => (await quest.redis.ping().catch(() => null)) === 'PONG', { what: 'Redis' });
    }
    await waitFor(async () => players(await read()).join() === second.userId, { what: 'the ranking without them' });
  });

  it('is not shown by points earned at the same instant', async () => {
    const { boardScores } = quest.server.services.models;
    const learners = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const learner = quest.learner();
        return { learner, progressId: await learner.start('python_numbers_101') };
      }),
    );
    // The first points of all: there is no line yet on which the two could meet.
    await Promise.all(
      learners.flatMap(({ learner, progressId }) => [
        learner.submit(progressId, 'q2', 'b'),
        update(learner, { absentFromLeaderboards: true }),
      ]),
    );
    for (const { learner } of learners) {
      const { userId } = learner;
      expect(await boardScores.countDocuments({ userId, hidden: false })).toBe(0);
      expect(await boardScores.countDocuments({ userId, hidden: true })).toBe(8);
    }
  });
});

describe('hidden stats', () => {
  it('are for the learner and for administrators alone', async () => {
    const [learner, other] = [await player(), quest.learner()];
    const query = `{ _entities(representations: [{ __typename: "User", id: "${learner.userId}" }]) {
      ... on User { stats { score } achievements { id } } } }`;
    const admin = { userId: 'admin', sessionId: 's', roles: ['ADMIN'] } as const;
    const seen = async (answer: Promise<GraphQLAnswer>) => dataOf(await answer)._entities[0];
    expect(await seen(other.execute(query))).toEqual({ stats: { score: 10 }, achievements: expect.any(Array) });
    await update(learner, { hideStats: true });
    expect(await seen(other.execute(query))).toEqual({ stats: null, achievements: null });
    expect(await seen(quest.client.execute(query))).toEqual({ stats: null, achievements: null });
    const everything = { stats: { score: 10 }, achievements: expect.any(Array) };
    expect(await seen(learner.execute(query))).toEqual(everything);
    expect(await seen(quest.client.execute(query, {}, admin))).toEqual(everything);
    // Scores stay on boards: that is another choice.
    expect(players(await read())).toContain(learner.userId);
  });
});

describe('a suspended learner', () => {
  const vanishes = (userId: string) =>
    waitFor(async () => !players(await read()).includes(userId), { what: `${userId} to vanish` });
  const returns = (userId: string) =>
    waitFor(async () => players(await read()).includes(userId), { what: `${userId} to be back` });

  it('vanishes from leaderboards, and is back when reinstated', async () => {
    const { userId } = await player();
    await authSays(quest, 'USER_SUSPENDED', { userId, until: null });
    await vanishes(userId);
    await authSays(quest, 'USER_REINSTATED', { userId });
    await returns(userId);
  });

  it('is back when the suspension ends by itself', async () => {
    const { userId } = await player();
    await authSays(quest, 'USER_SUSPENDED', { userId, until: new Date(Date.now() + 3_600_000).toISOString() });
    await vanishes(userId);
    await quest.server.services.housekeeping.flush();
    expect(players(await read())).not.toContain(userId);
    quest.setTime(new Date(Date.now() + 3_700_000));
    await quest.server.services.housekeeping.flush();
    quest.setTime(null);
    await returns(userId);
  });

  it('stays reinstated when the news of the suspension comes late', async () => {
    const { userId } = await player();
    await authSays(quest, 'USER_REINSTATED', { userId });
    await authSays(quest, 'USER_SUSPENDED', { userId }, new Date(Date.now() - 60_000));
    const marker = (await player()).userId;
    await authSays(quest, 'USER_SUSPENDED', { userId: marker });
    await vanishes(marker);
    expect(players(await read())).toContain(userId);
  });

  it('is hidden as well from the moment they asked for the deletion of their account until they cancel it', async () => {
    const { userId } = await player();
    await authSays(quest, 'USER_DELETION_REQUESTED', { userId });
    await vanishes(userId);
    await authSays(quest, 'USER_DELETION_CANCELLED', { userId });
    await returns(userId);
  });
});
