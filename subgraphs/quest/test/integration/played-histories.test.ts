import { randomUUID } from 'node:crypto';
import { createEvent, type EventName, type EventPayload } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/services/actor.js';
import { PERIODS } from '../../src/services/calendar/period.js';
import { type QuestContent, questSchema } from '../../src/services/content/content-schema.js';
import { readYaml } from '../../src/services/content/yaml-file.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { expectedBoard, type Gain } from './expected-boards.js';

const ZONE = 'Europe/Paris';
const CATEGORIES = ['python_basics', 'python_functions'] as const;
/** A quest in each category, of which each question can be answered right (a) and in two wrong ways. */
const QUESTS = CATEGORIES.map(quizIn);

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ quests: QUESTS });
}, 60_000);
afterAll(() => quest.close());
afterEach(() => quest.setTime(null));

const HOUR = 3_600_000;
const key = fc.constantFrom('q1', 'q2', 'q3');
const where = { quest: fc.constantFrom(...QUESTS.map(({ id }) => id)), key };
const act = fc.oneof(
  {
    weight: 8,
    // Sent several times at once, as a client does that is not sure.
    arbitrary: fc.record({
      ...where,
      answer: fc.constantFrom('a', 'a', 'b', 'c'),
      times: fc.constantFrom(1, 1, 3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ review: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ ...where, hint: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ ...where, givenUp: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ fate: fc.constantFrom('suspended', 'suspended', 'reinstated', 'deleted') }) },
  { weight: 1, arbitrary: fc.record({ absent: fc.boolean() }) },
);
const histories = fc.record({
  steps: fc.array(
    fc.record({
      player: fc.integer({ min: 0, max: 2 }),
      pause: fc.constantFrom(0, 1, HOUR, 26 * HOUR, 8 * 24 * HOUR),
      act,
      /** Redis loses everything before it. */
      flushed: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    }),
    { minLength: 15, maxLength: 40 },
  ),
  // Near a change of the clocks and a leap day; not in the past, by which boards are dropped.
  start: fc.constantFrom('2065-03-28T20:00:00Z', '2065-12-31T20:00:00Z', '2068-02-27T22:00:00Z'),
});

it('ranks as was earned, whatever is answered, repeated, reviewed, given up and hidden, and after Redis was flushed', async () => {
  const { models, attempts, progresses, reviews, leaderboards, learners } = quest.server.services;
  let reviewed = 0;
  let replayed = 0;

  await fc.assert(
    fc.asyncProperty(histories, async ({ steps, start }) => {
      await models.boardScores.deleteMany({});
      await quest.redisServer.flush();
      const people = Array.from({ length: 3 }, () => randomUUID());
      const state = { hidden: new Set<string>(), absent: new Set<string>(), gone: new Set<string>() };
      const gains: Gain[] = [];
      let now = new Date(start);

      for (const { player, pause, act: done, flushed } of steps) {
        now = new Date(now.getTime() + pause);
        quest.setTime(now);
        if (flushed) await quest.redisServer.flush();
        const userId = people[player] ?? '';
        const actor: Actor = { userId, requestId: null, traceparent: null };
        const before = (await learners.of(userId)).score;
        if ('answer' in done) {
          const run = await progresses.start(actor, done.quest).catch(refused);
          if (run && (await models.progress.countDocuments({ userId, questId: done.quest })) > 1) replayed += 1;
          const submission = { progressId: run?._id ?? '', questionId: done.key, answer: [done.answer] };
          const send = () => attempts.submit(actor, { ...submission, idempotencyKey: null }).catch(refused);
          if (run) await Promise.all(Array.from({ length: done.times }, send));
        } else if ('review' in done) {
          // Whatever was answered, due or not.
          const card = await models.reviewCards.findOne({ userId }).sort({ due: 1 }).lean();
          const submission = { questionId: card?.questionId ?? 'none:q1', answer: [done.review] };
          const send = () => reviews.submit(actor, submission).catch(refused);
          const outcomes = await Promise.all([send(), send()]);
          if (outcomes.some((outcome) => outcome !== null)) reviewed += 1;
          expect((await learners.of(userId)).score).toBe(before);
        } else if ('hint' in done) {
          const run = await progresses.start(actor, done.quest).catch(refused);
          if (run) await progresses.revealHint(userId, run._id, done.key).catch(refused);
        } else if ('givenUp' in done) {
          const run = await progresses.start(actor, done.quest).catch(refused);
          if (run) await progresses.abandon(actor, run._id);
        } else if ('fate' in done) {
          await befall(userId, done.fate, state);
        } else if (!state.gone.has(userId)) {
          await quest.server.services.privacy.update(actor, { absentFromLeaderboards: done.absent });
          if (done.absent) state.absent.add(userId);
          else state.absent.delete(userId);
        }
        const gain = (await learners.of(userId)).score - before;
        if (gain > 0 && 'quest' in done) gains.push({ userId, gain, category: categoryOf(done.quest), at: now });
      }

      const hidden = new Set([...state.hidden, ...state.absent, ...state.gone]);
      const boards = PERIODS.flatMap((period) => [null, ...CATEGORIES].map((category) => ({ period, category })));
      const shown = () =>
        Promise.all(
          boards.map(async (board) => {
            const { entries, totalPlayers } = await leaderboards.read({ ...board, first: 100, viewerId: null });
            return { ...board, entries, totalPlayers };
          }),
        );
      const expected = boards.map((board) => {
        const entries = expectedBoard(gains, board, { now, timeZone: ZONE, hidden });
        return { ...board, entries, totalPlayers: entries.length };
      });
      // By the events, where it was not at once.
      await waitFor(async () => JSON.stringify(await shown()) === JSON.stringify(expected), {
        what: 'the boards follow',
        timeoutMs: 10_000,
      }).catch(async () => expect(await shown()).toEqual(expected));
      await quest.redisServer.flush();
      expect(await shown()).toEqual(expected);

      for (const userId of people) {
        const bests = await models.questionBests.find({ userId }).lean();
        const total = bests.reduce((sum, { score }) => sum + score, 0);
        expect((await learners.of(userId)).score).toBe(total);
        if (state.gone.has(userId)) expect(total).toBe(0);
      }
    }),
    { numRuns: 15 },
  );
  // What this is about did happen.
  expect(Math.min(reviewed, replayed)).toBeGreaterThan(5);
}, 240_000);

interface State {
  hidden: Set<string>;
  gone: Set<string>;
}

async function befall(userId: string, fate: 'suspended' | 'reinstated' | 'deleted', state: State): Promise<void> {
  if (state.gone.has(userId)) return;
  if (fate === 'suspended') {
    state.hidden.add(userId);
    await authSaid('USER_SUSPENDED', { userId, until: null });
  } else if (fate === 'reinstated') {
    state.hidden.delete(userId);
    await authSaid('USER_REINSTATED', { userId });
  } else {
    state.gone.add(userId);
    await authSaid('USER_DELETED', { userId });
  }
}

/** What auth told, handled as its consumer does, but at once. */
async function authSaid<N extends 'USER_SUSPENDED' | 'USER_REINSTATED' | 'USER_DELETED'>(
  name: N,
  payload: EventPayload<N>,
): Promise<void> {
  const event = createEvent(name, payload, { actorId: null, requestId: null, traceparent: null });
  const handlers: Record<string, unknown> = quest.server.services.accountNews.handlers;
  const handle = handlers[name as EventName];
  if (typeof handle !== 'function') throw new Error(`nothing handles ${name}`);
  await inTransaction(quest.connection, (session) => handle(event, session));
}

/** Refusals belong to the history: a question settled, an account gone, a review that is not due. */
function refused(error: unknown): null {
  if (error instanceof Error && 'code' in error && REFUSALS.includes(String(error.code))) return null;
  throw error;
}

const REFUSALS = ['CONFLICT', 'NOT_FOUND', 'UNAUTHENTICATED'];

function categoryOf(questId: string): string {
  return QUESTS.find(({ id }) => id === questId)?.category ?? '';
}

function quizIn(category: string): QuestContent {
  const question = (name: string, limit: string) => `
  - key: ${name}
    type: singleChoice
    prompt: Laquelle ?
    points: 10
    ${limit}
    hints: [{ text: La première. }]
    choices: [{ id: a, text: Un }, { id: b, text: Deux, feedback: Non. }, { id: c, text: Trois, feedback: Non. }]
    answer: a
    explanation: C’est la première.`;
  const text = `
id: test_quiz_${category}
version: 1
title: Quiz
summary: Trois questions.
category: ${category}
difficulty: BEGINNER
estimatedMinutes: 5
concepts: [variables]
questions:${question('q1', '')}${question('q2', 'maxAttempts: 2')}${question('q3', 'maxAttempts: 3')}
`;
  const { value, problems } = readYaml({ path: 'quiz', text }, questSchema);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}
