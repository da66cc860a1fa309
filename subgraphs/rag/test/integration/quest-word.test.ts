import { AsyncLocalStorage } from 'node:async_hooks';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createStamps, type Stamps, type Subject, stampKey } from '@doctorpy/service-kit/standing';
import { startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { createQuestWord, type QuestWord } from '../../src/services/integrity/quest-word.js';
import type { AskQuest } from '../../src/services/quest-calls.js';
import { type Gate, type Walker, walk } from './interleaving.js';

const log = silentLogger();
let server: TestRedis;
/** That of rag, and that of quest. */
let redis: Redis;
let questRedis: Redis;
beforeAll(async () => {
  server = await startTestRedis({ appendOnly: false });
  redis = createRedis({ url: server.url, name: 'rag', log });
  questRedis = createRedis({ url: server.url, name: 'quest', log });
  await Promise.all([redisReady(redis), redisReady(questRedis)]);
});
beforeEach(() => server.flush());
afterAll(async () => {
  redis.disconnect();
  questRedis.disconnect();
  await server.stop();
});

/** Where the walker at work stops; others stop nowhere. */
const gates = new AsyncLocalStorage<Gate>();
const gate: Gate = async () => gates.getStore()?.();
const walking = (work: () => Promise<void>): Walker => walk((own) => gates.run(own, work));

/**
 * Quest: changes that are committed are counted, and its word is how many it has seen. The count
 * is told as the id of a settled question.
 */
function scriptedQuest(stamps: Pick<Stamps, 'change' | 'issue'>) {
  let committed = 0;
  let asked = 0;
  const askQuest: AskQuest = async (_path, body, schema) => {
    asked += 1;
    const { userId } = body as { userId: string };
    await gate();
    const stamp = await stamps.issue(userId);
    await gate();
    const seen = committed;
    await gate();
    return schema.parse({ stamp, inPlay: false, settledQuestionIds: [String(seen)] });
  };
  return {
    askQuest,
    asked: () => asked,
    committed: () => committed,
    async change(subject: Subject, dies: Death = 'never'): Promise<void> {
      if (dies === 'after the commit') {
        await stamps.change(subject, async (mark) => {
          await mark();
          await gate();
          committed += 1;
          throw new Error('dies');
        });
      }
      await stamps.change(subject, async (mark) => {
        await mark();
        await gate();
        if (dies === 'before the commit') throw new Error('dies');
        committed += 1;
        await gate();
      });
    },
  };
}

type Death = 'never' | 'before the commit' | 'after the commit';

const seenBy = async (word: QuestWord, userId = 'lea') => Number((await word.of(userId, log))?.settledQuestionIds[0]);

/** With stamps that forget nothing by the hour: what they say is all that counts. */
function beginning(limits = { ttl: 3_600_000, max: 100 }) {
  const quest = scriptedQuest(createStamps({ redis: questRedis, log }));
  const stamps = createStamps({ redis, log });
  const word = createQuestWord({ askQuest: quest.askQuest, stamps, limits });
  const settles = (count: number) =>
    waitFor(async () => (await stamps.current('lea')) !== null && (await seenBy(word)) === count, {
      what: 'the end of the change is noted',
    });
  return { quest, stamps, word, settles };
}

describe('what quest said of a learner', () => {
  it('is remembered, for each learner, and asked once for who asks twice at the same time', async () => {
    const { quest, word } = beginning();
    expect(await Promise.all([seenBy(word), seenBy(word), seenBy(word, 'tom')])).toEqual([0, 0, 0]);
    expect(quest.asked()).toBe(2);
    expect(await Promise.all([seenBy(word), seenBy(word, 'tom')])).toEqual([0, 0]);
    expect(quest.asked()).toBe(2);
  });

  it.each([[{ userId: 'lea' }], ['everybody']] as [Subject][])(
    'is asked anew from the moment before a change of %j is committed, and remembered again after it',
    async (subject) => {
      const { quest, word, settles } = beginning();
      await seenBy(word);
      const change = walking(() => quest.change(subject));
      await change.advance();
      expect([await seenBy(word), await seenBy(word), quest.asked()]).toEqual([0, 0, 3]);
      await change.advance();
      expect([await seenBy(word), quest.asked()]).toEqual([1, 4]);
      await change.advance();
      await settles(1);
      const asked = quest.asked();
      expect([await seenBy(word), quest.asked()]).toEqual([1, asked]);
    },
  );

  it('stands when somebody else changes', async () => {
    const { quest, word } = beginning();
    await seenBy(word);
    await quest.change({ userId: 'tom' });
    expect([await seenBy(word), quest.asked()]).toEqual([0, 1]);
  });

  it('is not relied on while two replicas of quest change at once, until both are done', async () => {
    const { quest, stamps, word, settles } = beginning();
    await seenBy(word);
    const [one, other] = [
      walking(() => quest.change({ userId: 'lea' })),
      walking(() => quest.change({ userId: 'lea' })),
    ];
    await one.advance();
    await other.advance();
    await one.advance();
    await one.advance();
    await waitFor(async () => (await redis.hlen(stampKey({ userId: 'lea' }))) === 2, { what: 'one is done' });
    expect([await stamps.current('lea'), await seenBy(word)]).toEqual([null, 1]);
    await other.advance();
    expect(await seenBy(word)).toBe(2);
    await other.advance();
    await settles(2);
  });

  it.each(['before the commit', 'after the commit'] as const)(
    'is asked anew each time after quest died %s, until the change is old',
    async (dies) => {
      const lives = { changeSeconds: 1, stampSeconds: 60 };
      const stamps = createStamps({ redis: questRedis, log, lives });
      const quest = scriptedQuest(stamps);
      const word = createQuestWord({ askQuest: quest.askQuest, stamps: createStamps({ redis, log }) });
      const before = await stamps.issue('lea');
      await seenBy(word);
      await expect(quest.change({ userId: 'lea' }, dies)).rejects.toThrow('dies');
      expect([await seenBy(word), await stamps.issue('lea')]).toEqual([quest.committed(), null]);
      // By the clock of Redis: the mark is made older, nobody waits.
      const [change] = (await redis.hkeys(stampKey({ userId: 'lea' }))).filter((field) => field !== 'version');
      await redis.hset(stampKey({ userId: 'lea' }), change ?? '', 1);
      expect(await seenBy(word)).toBe(quest.committed());
      const after = await stamps.current('lea');
      expect([after === null, after === before]).toEqual([false, false]);
      const asked = quest.asked();
      expect([await seenBy(word), quest.asked()]).toEqual([quest.committed(), asked]);
    },
  );

  it('is asked anew once its time is over, whatever its stamp says', async () => {
    const { quest, word } = beginning({ ttl: 1, max: 100 });
    await seenBy(word);
    await waitFor(async () => (await seenBy(word)) === 0 && quest.asked() > 1, { what: 'quest is asked again' });
  });

  it('is forgotten with the connection to Redis, which may have lost what ends it', async () => {
    const { quest, stamps, word } = beginning();
    await seenBy(word);
    const stood = await stamps.current('lea');
    redis.disconnect(true);
    await waitFor(async () => (await stamps.current('lea')) === stood, { what: 'the same stamp stands afterwards' });
    expect([await seenBy(word), quest.asked()]).toEqual([0, 2]);
  });

  it('is not remembered when the connection was lost while quest was asked', async () => {
    const quest = scriptedQuest(createStamps({ redis: questRedis, log }));
    const stamps = createStamps({ redis, log });
    const word = createQuestWord({ askQuest: quest.askQuest, stamps });
    const first = walking(async () => void (await seenBy(word)));
    for (const _step of ['is asked', 'issues', 'reads']) await first.advance();
    redis.disconnect(true);
    await waitFor(async () => (await stamps.current('lea')) !== null, { what: 'Redis is back' });
    await first.advance();
    expect(first.isDone()).toBe(true);
    expect([await seenBy(word), quest.asked()]).toEqual([0, 2]);
  });

  it('is asked each time while Redis is away from rag', async () => {
    const { quest, word } = beginning();
    await seenBy(word);
    redis.disconnect();
    await waitFor(() => redis.status === 'end', { what: 'Redis is away from rag' });
    await quest.change({ userId: 'lea' });
    expect([await seenBy(word), await seenBy(word), quest.asked()]).toEqual([1, 1, 3]);
    await redis.connect();
  });

  it('is not remembered while Redis is away from quest, and is old until the event of a change that could not be told', async () => {
    const { quest, word } = beginning();
    await seenBy(word);
    questRedis.disconnect();
    await waitFor(() => questRedis.status === 'end', { what: 'Redis is away from quest' });
    await quest.change({ userId: 'lea' });
    expect([await seenBy(word), quest.asked()]).toEqual([0, 1]);
    await createStamps({ redis, log }).renew({ userId: 'lea' });
    expect([await seenBy(word), await seenBy(word), quest.asked()]).toEqual([1, 1, 3]);
    await questRedis.connect();
    expect([await seenBy(word), await seenBy(word), quest.asked()]).toEqual([1, 1, 4]);
  });

  it('is nothing when quest cannot be asked, which is not remembered', async () => {
    let isAway = true;
    const askQuest: AskQuest = async (_path, _body, schema) => {
      if (isAway) throw new Error('away');
      return schema.parse({ stamp: null, inPlay: true, settledQuestionIds: ['a:q1'] });
    };
    const word = createQuestWord({ askQuest, stamps: createStamps({ redis, log }) });
    expect(await word.of('lea', log)).toBeNull();
    isAway = false;
    expect(await word.of('lea', log)).toEqual({ inPlay: true, settledQuestionIds: ['a:q1'] });
  });
});

/** One step of a history: somebody new sets out, or one of those under way goes on, to the next gate or to the end. */
type Step = { begins: 'ask' | 'change' | 'publish' | Exclude<Death, 'never'> } | { advances: number; wholly: boolean };
const setsOut = (...begins: string[]) => fc.record({ begins: fc.constantFrom(...begins) });
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: setsOut('ask') },
    { weight: 4, arbitrary: setsOut('change', 'publish') },
    { weight: 1, arbitrary: setsOut('before the commit', 'after the commit') },
    { weight: 20, arbitrary: fc.record({ advances: fc.nat(20), wholly: fc.boolean() }) },
  ),
  { minLength: 20, maxLength: 60 },
) as fc.Arbitrary<Step[]>;

/**
 * Runs a history in two replicas of rag, and tells how often a word was remembered. Throws when an ask went by a word older
 * than a change that was committed before it began.
 */
async function run(history: readonly Step[], questStamps: Pick<Stamps, 'change' | 'issue'>): Promise<number> {
  await server.flush();
  const quest = scriptedQuest(questStamps);
  const stamps = createStamps({ redis, log });
  let remembered = 0;
  const replicas = [0, 1].map(() =>
    createQuestWord({
      askQuest: quest.askQuest,
      onSource: (source) => (remembered += source === 'remembered' ? 1 : 0),
      stamps: {
        onLost: () => undefined,
        async current(userId) {
          await gate();
          const stood = await stamps.current(userId);
          await gate();
          return stood;
        },
      },
    }),
  );
  let asks = 0;
  const begin = (begins: Extract<Step, { begins: unknown }>['begins']): Walker => {
    if (begins !== 'ask') {
      const subject = begins === 'publish' ? 'everybody' : { userId: 'lea' };
      const dies = begins === 'change' || begins === 'publish' ? 'never' : begins;
      return walking(() => quest.change(subject, dies).catch(() => undefined));
    }
    const replica = replicas[asks++ % 2];
    return walking(async () => {
      const before = quest.committed();
      const seen = replica && (await seenBy(replica));
      if (seen === undefined || seen < before) throw new Error(`a word of ${seen} after ${before} changes`);
    });
  };
  let walkers: Walker[] = [];
  const advance = async (walker: Walker | undefined) => {
    await walker?.advance();
    walkers = walkers.filter((each) => !each.isDone());
  };
  for (const step of history) {
    if ('begins' in step) walkers.push(begin(step.begins));
    else {
      const walker = walkers[step.advances % Math.max(1, walkers.length)];
      do await advance(walker);
      while (step.wholly && walker?.isDone() === false);
    }
  }
  while (walkers.length > 0) await advance(walkers[0]);
  return remembered;
}

describe('in whatever order quest changes and rag asks', () => {
  it('nobody is answered by a word that is older than a change which was committed before they asked', async () => {
    const questStamps = createStamps({ redis: questRedis, log });
    let remembered = 0;
    const holds = fc.asyncProperty(steps, async (history) => {
      remembered += await run(history, questStamps);
    });
    await fc.assert(holds, { numRuns: 60 });
    expect(remembered).toBeGreaterThan(10);
  }, 60_000);

  it('somebody is, as soon as quest does not mark its changes before the commit', async () => {
    const { change, issue } = createStamps({ redis: questRedis, log });
    const late: Pick<Stamps, 'change' | 'issue'> = {
      issue,
      change: async (subject, work) => {
        const result = await work(async () => true);
        await change(subject, (mark) => mark());
        return result;
      },
    };
    const found = await fc.check(
      fc.asyncProperty(steps, async (history) => void (await run(history, late))),
      { numRuns: 1000, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  }, 60_000);
});
