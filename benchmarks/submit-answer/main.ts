import type { Connection } from 'mongoose';
import { prepareAnswers } from '../measure/answers.js';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { type MeasuredQuest, startQuestServices } from '../measure/quest-services.js';
import { createBareWrites } from './bare-writes.js';

/**
 * `npm run bench:submit`: right answers to single-choice questions per second, through quest's services with their
 * ranking in Redis, against the bare writes that such an answer cannot do without, in a transaction of the raw driver.
 * Both keep as many learners busy at once. Prints the median of the paired ratios with its 95 % interval, and how many
 * commands of Mongo either takes. The first number of the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 30);
const SESSIONS = 16;
const EACH = 6;

/** Sends one answer. */
type Step = () => Promise<void>;

await measured(startQuestServices, async (quest) => {
  const [model] = await prepareAnswers(quest);
  if (!model) throw new Error('There is no single-choice question.');
  await quest.services.attempts.submit(model.actor, model.submission);
  const answers = createSupply(() => prepareSteps(quest));
  const bareWrites = createSupply(await createBareWrites(quest, model));
  const submitted = async () => perSecond(await answers(SESSIONS));
  const written = async () => perSecond(await bareWrites(SESSIONS));

  for (let round = 0; round < 2; round += 1) await inTurns(1, written, submitted);
  console.log(`${ROUNDS} rounds of 4 × ${SESSIONS * EACH}, ${SESSIONS} learners at once`);
  const { first, second, ratios } = await inTurns(ROUNDS, written, submitted);
  console.log(`bare writes: ${shown(estimate(first), 0)} per second`);
  console.log(`answers: ${shown(estimate(second), 0)} per second`);
  console.log(`answers by bare writes: ratio ${shown(estimate(ratios))}`);
  console.log(`Mongo commands for an answer: ${await commandsOf(quest.connection, (await answers(4)).flat())}`);
  console.log(`Mongo commands for bare writes: ${await commandsOf(quest.connection, (await bareWrites(4)).flat())}`);
});

/** The answers of one more learner. */
async function prepareSteps(quest: MeasuredQuest): Promise<Step[]> {
  const prepared = await prepareAnswers(quest);
  return prepared.map(({ actor, submission }) => async () => {
    const { attempt } = await quest.services.attempts.submit(actor, submission);
    if (attempt.scoreAwarded === 0) throw new Error('The answer of the benchmark earned nothing.');
  });
}

/** Gives {@link EACH} steps of as many learners as asked; prepares more of them, so call it where nothing is timed. */
function createSupply(prepare: () => Promise<Step[]>): (learners: number) => Promise<Step[][]> {
  const left: Step[][] = [];
  return (learners) =>
    Promise.all(
      Array.from({ length: learners }, async (_, learner) => {
        if ((left[learner]?.length ?? 0) < EACH) left[learner] = await prepare();
        return left[learner]?.splice(0, EACH) ?? [];
      }),
    );
}

/** Runs the steps of each learner in a row, those of all learners at once. @returns steps per second */
async function perSecond(learners: readonly (readonly Step[])[]): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    learners.map(async (steps) => {
      for (const step of steps) await step();
    }),
  );
  return (learners.flat().length * 1000) / (performance.now() - startedAt);
}

/** Which commands the server got for each step, by its own count. */
async function commandsOf(connection: Connection, steps: readonly Step[]): Promise<string> {
  const names = ['find', 'aggregate', 'insert', 'update', 'commitTransaction'];
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
