import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbandonQuestDocument,
  type Answer,
  type DoctorPyClient,
  RegisterDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import type { AnswerBook } from './answer-book.js';
import type { Tally } from './tally.js';
import type { Turns } from './turns.js';

/** What somebody is like. */
export interface Temperament {
  /** Chance of a right answer to a first question for beginners; 0 to 1. */
  readonly skill: number;
  /** Time they think, as a multiple of what is usual. */
  readonly pace: number;
  /** Chance of leaving a quest after a wrong answer; 0 to 1. */
  readonly impatience: number;
  /** How many quests they came for. */
  readonly appetite: number;
}

/** What a simulated learner needs. */
export interface LearnerDeps {
  readonly client: (accessToken: () => string | null) => DoctorPyClient;
  readonly book: AnswerBook;
  /** For answers, of all learners together. */
  readonly turns: Turns;
  /** For registrations. */
  readonly registrations: Turns;
  /** Runs one task after the other: hashing a password costs the platform more than all else. */
  readonly oneByOne: <Result>(task: () => Promise<Result>) => Promise<Result>;
  readonly tally: Tally;
  /** What thinking takes on average, in milliseconds. */
  readonly thinkingMs: () => number;
  readonly signal: AbortSignal;
}

/** Somebody, drawn at random: most in the middle, few brilliant, some who give up. */
export function drawTemperament(): Temperament {
  const middling = (Math.random() + Math.random()) / 2;
  return {
    skill: 0.35 + 0.6 * middling,
    pace: 0.4 + 1.6 * Math.random() ** 1.5,
    impatience: Math.random() < 0.25 ? 0.35 : 0.04,
    appetite: 2 + Math.floor(Math.random() * 12),
  };
}

/**
 * Registers and plays until they have had enough. Resolves early when the platform refuses something for good.
 * Rejects when `signal` ends it.
 */
export async function play(
  account: { email: string; password: string; displayName: string },
  temperament: Temperament,
  deps: LearnerDeps,
): Promise<void> {
  const { book, turns, registrations, tally, signal } = deps;
  let accessToken: string | null = null;
  const client = deps.client(() => accessToken);
  const registered = await deps.oneByOne(() =>
    insist(registrations, deps, () => client.execute(RegisterDocument, { input: account })),
  );
  if (!registered) return;
  accessToken = registered.register.accessToken;
  tally.came();
  for (const questId of questsFor(temperament, book)) await playQuest(questId);
  tally.left();

  async function playQuest(questId: string): Promise<void> {
    const started = await insist(turns, deps, () => client.execute(StartQuestDocument, { questId }));
    if (!started) return;
    const { id: progressId, questions } = started.startQuest;
    for (const [index, { question }] of questions.entries()) {
      const goesOn = await answer(progressId, questId, question.key, index / questions.length);
      if (goesOn) continue;
      await insist(turns, deps, () => client.execute(AbandonQuestDocument, { progressId }));
      tally.gaveUp();
      return;
    }
  }

  /** @returns whether they go on with the quest */
  async function answer(progressId: string, questId: string, key: string, depth: number): Promise<boolean> {
    for (let attempt = 0; ; attempt += 1) {
      await sleep(deps.thinkingMs() * temperament.pace * (0.3 + 1.4 * Math.random()), undefined, { signal });
      // Later questions are harder, and whoever was just told what was wrong does better.
      const knows = Math.random() < temperament.skill * (1 - 0.25 * depth) + 0.25 * attempt;
      const given = book.answer(questId, key, knows) ?? book.answer(questId, key, true);
      if (given === null) return true;
      const input = { progressId, questionId: key, answer: [...given] };
      const data = await insist(turns, deps, () => client.execute(SubmitAnswerDocument, { input }));
      if (!data) return true;
      const { correct, scoreAwarded, attemptsLeft } = data.submitAnswer;
      tally.answered(correct === true, scoreAwarded);
      // null: it will be judged later.
      if (correct !== false) return true;
      if (Math.random() < temperament.impatience) return false;
      if (attemptsLeft === 0) return true;
    }
  }
}

/** Easy ones first for beginners, anything for the others. */
function questsFor({ skill, appetite }: Temperament, { quests }: AnswerBook): string[] {
  const possible = quests.filter(({ difficulty }) => difficulty === 'BEGINNER' || skill > 0.55);
  const from = Math.random() < 0.7 ? 0 : Math.floor(Math.random() * possible.length);
  const inOrder = [...possible.slice(from), ...possible.slice(0, from)];
  return inOrder
    .filter(() => Math.random() < 0.7)
    .slice(0, appetite)
    .map(({ id }) => id);
}

/** Sends it in its turn, and again as long as the platform is busy; null when it is refused or will not be answered. */
async function insist<Data>(
  turns: Turns,
  { tally, signal }: LearnerDeps,
  send: () => Promise<Answer<Data>>,
): Promise<Data | null> {
  for (let lost = 0; ; ) {
    await turns.take();
    const answer = await send().catch(() => null);
    if (answer?.data) return answer.data;
    const problem = answer?.errors?.[0];
    const { code, retryAfterSeconds } = problem?.extensions ?? {};
    if (code === 'RATE_LIMITED') {
      const seconds = retryAfterSeconds ?? 5;
      tally.heldBack(seconds);
      turns.holdBack(seconds);
      continue;
    }
    // Away or restarting: patience grows, and ends.
    if (code !== undefined && !TRANSIENT.has(code)) {
      tally.refused(`${code}: ${problem?.message}`);
      return null;
    }
    lost += 1;
    if (lost > 8) throw new Error('The platform does not answer any more.');
    await sleep(500 * 2 ** Math.min(lost, 4), undefined, { signal });
  }
}

const TRANSIENT: ReadonlySet<string> = new Set(['SERVICE_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE', 'TIMEOUT']);
