import { StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import type { Load, Part, Sample } from './load.js';
import { dataOf, type Platform } from './platform.js';

/** What can be taken away from the platform. */
export type Victim = 'auth' | 'quest' | 'rag' | 'gateway' | 'redis';
/** Killed, and started again by whoever supervises it; or stopped, so that it hangs with all its connections open. */
export type Fault = 'SIGKILL' | 'SIGSTOP';

/** What a fault cost. */
export interface Toll {
  readonly victim: Victim;
  readonly fault: Fault;
  /** How long the victim was away, in milliseconds; for a kill, until it was ready again. */
  readonly awayMs: number;
  /** Queries sent from the fault until everything was right again, and those of them that failed, by part and outcome. */
  readonly sent: number;
  readonly failed: Readonly<Record<string, number>>;
  /** The slowest of those, in milliseconds, by part: of the parts that the victim is none of, the longest anybody waited. */
  readonly slowestMs: Readonly<Record<string, number>>;
  /** Sockets that were closed on their clients. */
  readonly socketsClosed: number;
  /** From the victim's return until every part answered and every socket watched again, in milliseconds. */
  readonly rightAfterMs: number;
  /** From then until every socket had been sent a score that was earned only then, in milliseconds. */
  readonly heardAfterMs: number;
}

/** The parts that a fault may cost anything: a subgraph costs its own fields, Redis and the gateway may cost all. */
export function partsOf(victim: Victim): readonly Part[] {
  return victim === 'gateway' || victim === 'redis' ? ['auth', 'quest', 'rag'] : [victim];
}

/**
 * Does it to the victim while the load goes on, keeps it so until `until` holds, undoes it, and waits until all is right
 * again: each part answers, every socket watches, and hears of a new score.
 */
export async function suffer(
  { platform, load, sockets }: { platform: Platform; load: Load; sockets: number },
  { victim, fault }: { victim: Victim; fault: Fault },
  until: (since: () => readonly Sample[]) => boolean,
): Promise<Toll> {
  await waitFor(() => isSteady(load), {
    what: `the load to be steady before ${fault} of ${victim}`,
    timeoutMs: 60_000,
  });
  const closedBefore = load.closed.length;
  const startedAt = performance.now();
  const since = () => load.samples.filter(({ sentAt }) => sentAt >= startedAt);
  const undo = await strike(platform, victim, fault);
  try {
    await waitFor(() => until(since), { what: `${victim} to be missed after ${fault}`, timeoutMs: 60_000 });
  } finally {
    await undo();
  }
  const backAt = performance.now();
  await waitFor(() => isRight(load, sockets, backAt), {
    what: `all to be right after ${fault} of ${victim}`,
    timeoutMs: 60_000,
    everyMs: 20,
  });
  const rightAt = performance.now();
  await earnScore(platform);
  await waitFor(() => load.lastHeard().every((at) => at > rightAt), {
    what: `every socket to hear of a new score after ${fault} of ${victim}`,
    timeoutMs: 60_000,
    everyMs: 20,
  });
  // What a new ranking for every socket costs is not the fault's doing.
  const samples = since().filter(({ sentAt }) => sentAt <= rightAt);
  const failed = samples.filter(({ outcome }) => outcome !== 'ok');
  return {
    victim,
    fault,
    awayMs: Math.round(backAt - startedAt),
    sent: samples.length,
    failed: countBy(failed, ({ part, outcome }) => `${part} ${outcome}`),
    slowestMs: Object.fromEntries(
      [...new Set(samples.map(({ part }) => part))].map((part) => [
        part,
        Math.round(Math.max(...samples.filter((sample) => sample.part === part).map(({ ms }) => ms))),
      ]),
    ),
    socketsClosed: load.closed.length - closedBefore,
    rightAfterMs: Math.round(rightAt - backAt),
    heardAfterMs: Math.round(performance.now() - rightAt),
  };
}

/** @returns what undoes it, once the victim is there again */
async function strike(platform: Platform, victim: Victim, fault: Fault): Promise<() => Promise<unknown>> {
  const pid = victim === 'redis' ? platform.redis.pid : (platform.pids()[victim] ?? 0);
  // A signal to process 0 would hit the tests themselves.
  if (!pid) throw new Error(`${victim} is not running`);
  process.kill(pid, fault);
  if (fault === 'SIGSTOP') return async () => process.kill(pid, 'SIGCONT');
  if (victim === 'redis') return () => platform.redis.restart();
  return () =>
    waitFor(
      async () => {
        const isNew = ![0, pid].includes(platform.pids()[victim] ?? 0);
        return isNew && (await fetch(`http://127.0.0.1:${platform.ports[victim]}/readyz`)).ok;
      },
      { what: `${victim} to be started again`, timeoutMs: 60_000 },
    );
}

/** The last queries were all answered: what fails from here on, fails because of the fault. */
function isSteady(load: Load): boolean {
  const last = load.samples.slice(-30);
  return last.length === 30 && last.every(({ outcome }) => outcome === 'ok');
}

function isRight(load: Load, sockets: number, backAt: number): boolean {
  const answered = load.samples.filter(({ sentAt, outcome }) => sentAt >= backAt && outcome === 'ok');
  return new Set(answered.map(({ part }) => part)).size === 3 && load.watching() === sockets;
}

/** Somebody new learns something: the leaderboard changes. */
async function earnScore(platform: Platform): Promise<void> {
  await waitFor(
    async () => {
      const { client } = await platform.learner('Zoé');
      const { startQuest } = dataOf(await client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
      const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
      return dataOf(await client.execute(SubmitAnswerDocument, { input })).submitAnswer.scoreAwarded > 0;
    },
    { what: 'a score to be earned', timeoutMs: 60_000 },
  );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
