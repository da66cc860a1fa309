import { deepStrictEqual } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { createLoad, type Load } from '../measure/load.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { cpuSeconds, residentMiB } from '../measure/process-cost.js';
import type { Question } from './questions.js';
import type { Contestant } from './world.js';

/** What one question cost both, in words: medians, and ratios of ours by theirs with their intervals. */
export interface Measured {
  readonly question: string;
  /** Microseconds for each request. */
  readonly cpu: Comparison;
  /** Requests per second. */
  readonly rate: Comparison;
  /** Resident at the end, in MiB. */
  readonly memory: Omit<Comparison, 'ratio'>;
}

interface Comparison {
  readonly theirs: string;
  readonly ours: string;
  readonly ratio: string;
}

/** How much is asked: so many rounds of four batches, so many requests in each, so many under way. */
export interface Amount {
  readonly rounds: number;
  readonly requests: number;
  readonly atOnce: number;
}

/** Batches of requests before anything counts: once for each gateway, until its code is compiled, and for each question. */
const WARM_UP = { once: 15, each: 2 };
const COMPARED = 5;

/**
 * Measures two gateways in alternating batches, with each question one after the other.
 * @throws Error when they answer differently, or one of them with an error
 */
export async function compare(options: {
  readonly theirs: Contestant;
  readonly ours: Contestant;
  readonly questions: readonly Question[];
  readonly load: Amount;
  readonly report: (measured: Measured) => void;
}): Promise<void> {
  const { theirs, ours, questions, load, report } = options;
  const [first, second] = [theirs, ours].map(({ url, headers }) =>
    createLoad(url, { connections: load.atOnce, headers }),
  );
  if (!first || !second) throw new Error('Two gateways are compared.');
  try {
    for (const by of [first, second]) {
      for (const question of questions) {
        await by.askAll(bodiesOf(question)(Math.ceil((WARM_UP.once * load.requests) / questions.length)));
      }
    }
    for (const question of questions) {
      const next = bodiesOf(question);
      for (const body of next(COMPARED)) {
        deepStrictEqual(JSON.parse(await second.ask(body)), JSON.parse(await first.ask(body)), question.name);
      }
      await first.askAll(next(WARM_UP.each * load.requests));
      await second.askAll(next(WARM_UP.each * load.requests));
      const rates: [number[], number[]] = [[], []];
      const batch = (contestant: Contestant, by: Load, own: number[]) => async () => {
        const bodies = next(load.requests);
        const [before, startedAt] = [await cpuSeconds(contestant.pid), performance.now()];
        await by.askAll(bodies);
        own.push((bodies.length * 1000) / (performance.now() - startedAt));
        return (((await cpuSeconds(contestant.pid)) - before) * 1e6) / bodies.length;
      };
      const cpu = await inTurns(load.rounds, batch(theirs, first, rates[0]), batch(ours, second, rates[1]));
      report({
        question: question.name,
        cpu: compared(cpu.first, cpu.second, cpu.ratios),
        rate: compared(rates[0], rates[1], ratiosOf(rates)),
        memory: { theirs: (await residentMiB(theirs.pid)).toFixed(0), ours: (await residentMiB(ours.pid)).toFixed(0) },
      });
    }
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
}

/** Requests that were never sent before, so many as asked for. */
function bodiesOf({ query, variables }: Question): (count: number) => string[] {
  const run = randomBytes(4).toString('hex');
  let number = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      number += 1;
      return JSON.stringify({ query, variables: variables(`${run}-${number}`) });
    });
}

/** Second by first, one for each round; each round has two batches of each. */
function ratiosOf([first, second]: readonly [readonly number[], readonly number[]]): number[] {
  const rounds = Array.from({ length: first.length / 2 }, (_item, round) => round * 2);
  const sum = (values: readonly number[], at: number) => (values[at] ?? 0) + (values[at + 1] ?? 0);
  return rounds.map((at) => sum(second, at) / sum(first, at));
}

function compared(theirs: readonly number[], ours: readonly number[], ratios: readonly number[]): Comparison {
  return {
    theirs: estimate(theirs).median.toFixed(0),
    ours: estimate(ours).median.toFixed(0),
    ratio: shown(estimate(ratios)),
  };
}
