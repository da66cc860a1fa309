import { randomUUID } from 'node:crypto';
import { insertRecords } from '@doctorpy/service-kit/mongo';
import { newLearner } from '../../subgraphs/quest/src/services/learner/totals.js';
import { type Prepared, prepareAnswers } from '../measure/answers.js';
import { measured } from '../measure/measured.js';
import { type MeasuredQuest, startQuestServices } from '../measure/quest-services.js';

/**
 * `npm run bench:achievements`: what it costs to give a new achievement to everybody who met its rule before, and how
 * long answers take meanwhile. All learners meet it. The numbers of the command line are those of the learners.
 */
const ARGUED = process.argv.slice(2).map(Number);
const SIZES = ARGUED.length > 0 ? ARGUED : [10_000, 100_000];
const BATCH = 5_000;
const ANSWERING = 25;
const IDLE_ANSWERS = 150;
const NEW = 'measured_achievement';

for (const size of SIZES.slice(0, -1)) await run(size);
await measured(startQuestServices, (quest) => sweep(quest, SIZES.at(-1) ?? 0));

async function run(size: number): Promise<void> {
  const quest = await startQuestServices();
  try {
    await sweep(quest, size);
  } finally {
    await quest.stop();
  }
}

async function sweep(quest: MeasuredQuest, size: number): Promise<void> {
  const { models, lateUnlocks } = quest.services;
  await settleAuthoredRules(quest);
  for (let from = 0; from < size; from += BATCH) {
    const learners = Array.from({ length: Math.min(BATCH, size - from) }, () => newLearner(randomUUID()));
    await insertRecords(
      null,
      models.learners,
      learners.map((learner) => ({ ...learner, answersSubmitted: 1 + Math.floor(Math.random() * 500) })),
    );
  }
  const answers: Prepared[] = [];
  for (let learner = 0; learner < ANSWERING; learner += 1) answers.push(...(await prepareAnswers(quest)));
  const idle = await answerOneByOne(quest, answers, (count) => count < IDLE_ANSWERS);

  const content = { id: NEW, title: NEW, description: NEW, points: 1, rule: { kind: 'answers', atLeast: 1 } as const };
  await models.achievements.create({ _id: NEW, position: 1000, content });
  const memory = process.memoryUsage().rss;
  let sweeping = true;
  const startedAt = performance.now();
  const swept = lateUnlocks.flush().then(() => {
    sweeping = false;
    return performance.now() - startedAt;
  });
  const busy = await answerOneByOne(quest, answers, () => sweeping);
  const took = await swept;
  const holders = await models.unlocked.countDocuments({ achievementId: NEW });
  if (holders < size) throw new Error(`Only ${holders} of ${size} learners hold the achievement.`);
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
  console.log(`${size} learners: ${told(took, size)}, this process grew by ${grown.toFixed(0)} MiB`);
  console.log(`answers one by one: ${spread(idle)} before, ${spread(busy)} meanwhile (${busy.length} answers)`);

  const longAgo = new Date(Date.now() - 3_600_000);
  await models.achievements.updateOne({ _id: NEW }, { 'granted.at': longAgo, 'granted.settled': false });
  const againAt = performance.now();
  await lateUnlocks.flush();
  console.log(`looked at again: ${told(performance.now() - againAt, size)}`);
}

/** As after a first start: nothing of what is authored is left to be given afterwards. */
async function settleAuthoredRules({ services, content }: MeasuredQuest): Promise<void> {
  for (const { id, rule } of content.achievements) {
    const granted = { rule: JSON.stringify(rule), at: new Date(), settled: true };
    await services.models.achievements.updateOne({ _id: id }, { granted });
  }
}

/** Sends answers for as long as told and as there are any; gives how long each took, in milliseconds. */
async function answerOneByOne(
  { services }: MeasuredQuest,
  answers: Prepared[],
  goesOn: (count: number) => boolean,
): Promise<number[]> {
  const times: number[] = [];
  while (goesOn(times.length)) {
    const next = answers.pop();
    if (!next) break;
    const startedAt = performance.now();
    await services.attempts.submit(next.actor, next.submission);
    times.push(performance.now() - startedAt);
  }
  return times;
}

function told(milliseconds: number, learners: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s, ${((milliseconds * 1000) / learners).toFixed(0)} µs for each`;
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}
