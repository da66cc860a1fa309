import type { Connection } from 'mongoose';
import { type Prepared, prepareAnswers } from '../measure/answers.js';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { type MeasuredQuest, startQuestServices } from '../measure/quest-services.js';
import { createBareWrites } from './bare-writes.js';

/**
 * `npm run bench:submit`: right answers to single-choice questions per second, through quest's services with their ranking in Redis,
 * against the bare writes that such an answer cannot do without, in a transaction of the raw driver. Both keep as many
 * learners busy at once. Prints the median of the paired ratios with its 95 % interval, and how many commands of Mongo
 * either takes. The first number of the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 40);
const SESSIONS = 16;
const EACH = 6;

await measured(startQuestServices, async (quest) => {
  const { services, connection } = quest;
  const supply = createSupply(quest);
  const submit = async ({ actor, submission }: Prepared) => {
    const { attempt } = await services.attempts.submit(actor, submission);
    if (attempt.scoreAwarded === 0) throw new Error('The answer of the benchmark earned nothing.');
  };
  const model = await supply(1);
  for (const prepared of model) await submit(prepared);
  const last = model.at(-1);
  if (!last) throw new Error('There is no single-choice question.');
  const writeBare = await createBareWrites(connection, last);

  const submissions = async () => {
    const prepared = await Promise.all(Array.from({ length: SESSIONS }, (_, session) => supply(session)));
    return perSecond((session, turn) => submit(prepared[session]?.[turn] ?? last));
  };
  const bareWrites = () => perSecond((session) => writeBare(session));

  for (let round = 0; round < 5; round += 1) await inTurns(1, bareWrites, submissions);
  console.log(`${ROUNDS} rounds of 4 × ${SESSIONS * EACH}, ${SESSIONS} learners at once`);
  const { first, second, ratios } = await inTurns(ROUNDS, bareWrites, submissions);
  console.log(`bare writes: ${shown(estimate(first), 0)} per second`);
  console.log(`answers: ${shown(estimate(second), 0)} per second`);
  console.log(`answers by bare writes: ratio ${shown(estimate(ratios))}`);
  const ready = await supply(0);
  console.log(
    `Mongo commands for an answer: ${await commandsOf(
      connection,
      ready.map((one) => () => submit(one)),
    )}`,
  );
  console.log(
    `Mongo commands for bare writes: ${await commandsOf(
      connection,
      ready.map(() => () => writeBare(0)),
    )}`,
  );
});

/** Gives each session {@link EACH} more answers of one learner; starts runs, so call it where nothing is timed. */
function createSupply(quest: MeasuredQuest): (session: number) => Promise<Prepared[]> {
  const left: Prepared[][] = [];
  return async (session) => {
    if ((left[session]?.length ?? 0) < EACH) left[session] = await prepareAnswers(quest);
    return left[session]?.splice(0, EACH) ?? [];
  };
}

/** Runs a step {@link EACH} times in a row in all sessions at once. @returns steps per second */
async function perSecond(step: (session: number, turn: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: SESSIONS }, async (_, session) => {
      for (let turn = 0; turn < EACH; turn += 1) await step(session, turn);
    }),
  );
  return (SESSIONS * EACH * 1000) / (performance.now() - startedAt);
}

/** Which commands the server got for each step, by its own count. */
async function commandsOf(connection: Connection, steps: readonly (() => Promise<void>)[]): Promise<string> {
  const names = ['find', 'aggregate', 'insert', 'update', 'findAndModify', 'commitTransaction'];
  const count = async () => {
    const status = await connection.db?.admin().serverStatus();
    return names.map((name) => Number(status?.metrics.commands[name]?.total ?? 0));
  };
  const before = await count();
  for (const step of steps) await step();
  const after = await count();
  const each = names.map((_, index) => ((after[index] ?? 0) - (before[index] ?? 0)) / steps.length);
  const total = each.reduce((sum, value) => sum + value, 0);
  return `${total.toFixed(1)} (${names.map((name, index) => `${name} ${each[index]?.toFixed(1)}`).join(', ')})`;
}
