import { createEvent } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { createRedis } from '@doctorpy/service-kit/redis';
import { createStamps, type Stamps } from '@doctorpy/service-kit/standing';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { createProgresses } from '../../src/services/progress/progresses.js';
import { rightAnswer, wrongAnswer } from './answers.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

const log = silentLogger();
const id = 'python_numbers_101';
let quest: QuestEnvironment;
let stamps: Stamps;
beforeAll(async () => {
  quest = await questEnvironment();
  stamps = createStamps({ redis: quest.redis, log });
}, 60_000);
afterAll(() => quest.close());

const standingOf = ({ userId }: Learner) => quest.server.services.standings.of(userId);
const actorOf = ({ userId }: Learner) => ({ userId, requestId: null, traceparent: null });

/** A stamp to remember a learner's standing under: all that happened to them is done with. */
const stampOf = (learner: Learner) =>
  waitFor(async () => (await standingOf(learner)).stamp, { what: 'no change is under way' });

/** Whether what was remembered of a learner before this may be relied on after it. */
async function outlasts(learner: Learner, change: () => Promise<unknown>): Promise<boolean> {
  const before = await stampOf(learner);
  await change();
  return (await stamps.current(learner.userId)) === before;
}

/** The runs of a replica of quest that deals with its stamps in this way. */
function runsWith(change: Stamps['change']) {
  const { connection } = quest;
  const { models, catalogue, learners, outbox, clock } = quest.server.services;
  return createProgresses({ connection, models, catalogue, learners, outbox, clock, stamps: { change } });
}

async function startedBy(learner: Learner) {
  const progressId = await learner.start(id);
  const content = quest.content.quests.find((each) => each.id === id);
  const questions = content?.questions ?? [];
  const answer = (key: string, answerTo: typeof rightAnswer) => {
    const question = questions.find((each) => each.key === key);
    if (!question) throw new Error(`${id} has no ${key}`);
    return learner.submit(progressId, key, answerTo(question));
  };
  const abandon = () =>
    learner.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }', { id: progressId });
  return { progressId, answer, abandon };
}

describe('what is remembered of where a learner stands', () => {
  it('is over once they start a quest, and not when they only come back to it', async () => {
    const learner = quest.learner();
    expect((await standingOf(learner)).inPlay).toBe(false);
    expect(await outlasts(learner, () => learner.start(id))).toBe(false);
    expect((await standingOf(learner)).inPlay).toBe(true);
    expect(await outlasts(learner, () => learner.start(id))).toBe(true);
  });

  it('is over with each answer that is graded, and once they give the quest up', async () => {
    const learner = quest.learner();
    const { answer, abandon } = await startedBy(learner);
    expect(await outlasts(learner, () => answer('q2', wrongAnswer))).toBe(false);
    expect(await outlasts(learner, () => answer('q2', rightAnswer))).toBe(false);
    expect((await standingOf(learner)).settledQuestionIds).toEqual([`${id}:q2`]);
    expect(await outlasts(learner, () => answer('q2', rightAnswer))).toBe(true);
    expect(await outlasts(learner, abandon)).toBe(false);
    expect(await standingOf(learner)).toMatchObject({ inPlay: false, settledQuestionIds: [`${id}:q2`] });
    expect(await outlasts(learner, abandon)).toBe(true);
  });

  it('is over for everybody when an author publishes', async () => {
    const learner = quest.learner();
    const { drafts } = quest.server.services;
    const numbers = quest.content.quests.find((each) => each.id === id);
    const easy = numbers?.questions.find(({ type }) => type === 'singleChoice');
    if (!numbers || !easy) throw new Error(`${id} asks to choose`);
    const draft = { ...numbers, id: 'nombres_102', version: 1, questions: [easy] };
    const author = actorOf(quest.learner());
    const { revision } = await drafts.save(author, { source: stringify(draft) });
    expect(await outlasts(learner, () => drafts.publish(author, draft.id, revision))).toBe(false);
  });

  it('is over when they delete their account', async () => {
    const learner = quest.learner();
    await learner.start(id);
    const { userId } = learner;
    const event = createEvent('USER_DELETED', { userId }, { actorId: null, requestId: null, traceparent: null });
    const { USER_DELETED } = quest.server.services.accountNews.handlers;
    const forget = () => inTransaction(quest.connection, (session) => USER_DELETED(event, session));
    expect(await outlasts(learner, forget)).toBe(false);
    expect(await standingOf(learner)).toEqual({ stamp: null, inPlay: false, settledQuestionIds: [] });
  });

  it('may not be relied on from before the commit on, nor what is said until it', async () => {
    const learner = quest.learner();
    await stampOf(learner);
    const seen: unknown[] = [];
    const runs = runsWith((subject, work) =>
      stamps.change(subject, (mark) =>
        work(async () => {
          const isTold = await mark();
          seen.push(await stamps.current(learner.userId), await standingOf(learner));
          return isTold;
        }),
      ),
    );
    await runs.start(actorOf(learner), id);
    expect(seen).toEqual([null, { stamp: null, inPlay: false, settledQuestionIds: [] }]);
    expect(await stampOf(learner)).not.toBeNull();
    expect((await standingOf(learner)).inPlay).toBe(true);
  });

  it('may not be relied on when quest dies right after the commit, before its event has left', async () => {
    const learner = quest.learner();
    await stampOf(learner);
    const dying: Stamps['change'] = (subject, work) => work(() => stamps.mark(subject));
    await runsWith(dying).start(actorOf(learner), id);
    expect(await stamps.current(learner.userId)).toBeNull();
    expect(await standingOf(learner)).toEqual({ stamp: null, inPlay: true, settledQuestionIds: [] });
  });

  it('allows no start that Redis could not be told of, and all that settles or gives up', async () => {
    const learner = quest.learner();
    const away = createRedis({ url: 'redis://127.0.0.1:9', name: 'away', log });
    const untold = createStamps({ redis: away, log });
    try {
      const runs = runsWith(untold.change);
      const refused = runs.start(actorOf(learner), id);
      await expect(refused).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 2 });
      expect(await standingOf(learner)).toMatchObject({ inPlay: false });
      const progressId = await learner.start(id);
      expect((await runs.abandon(actorOf(learner), progressId)).status).toBe('ABANDONED');
      expect(await untold.issue(learner.userId)).toBeNull();
    } finally {
      away.disconnect();
    }
  });
});

describe('a quest that is given up', () => {
  it('is told once, however often it is given up, at the same time too', async () => {
    const learner = quest.learner();
    const { progressId, abandon } = await startedBy(learner);
    await Promise.all([abandon(), abandon(), abandon()]);
    const told = await quest.connection
      .collection('outbox')
      .find({ name: 'QUEST_ABANDONED', 'payload.progressId': progressId })
      .toArray();
    expect(told).toMatchObject([
      {
        payload: { userId: learner.userId, questId: id, progressId },
        actorId: learner.userId,
      },
    ]);
  });
});
