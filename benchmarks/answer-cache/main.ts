import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { cpuSeconds } from '../measure/process-cost.js';
import { type Asked, startServices } from './services.js';

/**
 * `npm run build && npm run bench:answer-cache`: how long a cached answer takes, beside one Redis GET that a field of the same
 * stack (fastify, signature, Apollo) gives back; then both through the gateway, as a signed-in learner asks. One request at a time,
 * in turns, to processes of their own; quest runs beside, as `ask` needs it. Prints the median of the paired ratios of medians with its
 * 95 % interval, and processor time. The first number of the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 20);
const EACH = 40;

await measured(startServices, async ({ direct, throughGateway, processes }) => {
  console.log(`${ROUNDS} rounds of 4 × ${EACH}`);
  for (const [way, asked] of Object.entries({ direct, 'through the gateway': throughGateway }))
    await compare(way, asked);
  console.log('processor time of one request:');
  const { gateway, bareGateway, ...subgraphs } = processes;
  console.log(`direct: ${await costs(direct, subgraphs)}`);
  console.log(
    `through the gateway: ${await costs(throughGateway, { rag: gateway, bare: bareGateway })} in the gateway`,
  );
});

async function compare(way: string, { kept, keptByMutation, ask }: Asked): Promise<void> {
  for (let count = 0; count < 200; count += 1) for (const one of [kept, keptByMutation, ask]) await one();
  const answered = () => medianOf(ask);
  const byQuery = await inTurns(ROUNDS, () => medianOf(kept), answered);
  const byMutation = await inTurns(ROUNDS, () => medianOf(keptByMutation), answered);
  console.log(`${way}:`);
  console.log(`  one GET by a query: p50 ${shown(estimate(byQuery.first), 2)} ms`);
  console.log(`  one GET by a mutation: p50 ${shown(estimate(byMutation.first), 2)} ms`);
  console.log(`  cached answer: p50 ${shown(estimate([...byQuery.second, ...byMutation.second]), 2)} ms`);
  console.log(`  cached answer by one GET in a query: ratio ${shown(estimate(byQuery.ratios), 2)}`);
  console.log(`  cached answer by one GET in a mutation: ratio ${shown(estimate(byMutation.ratios), 2)}`);
}

async function medianOf(one: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < EACH; count += 1) {
    const startedAt = performance.now();
    await one();
    times.push(performance.now() - startedAt);
  }
  const sorted = times.sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function costs(
  { kept, keptByMutation, ask }: Asked,
  { rag, bare }: Record<'rag' | 'bare', number>,
): Promise<string> {
  const [query, mutation, answer] = [
    await costOf(bare, kept),
    await costOf(bare, keptByMutation),
    await costOf(rag, ask),
  ];
  return `GET by a query ${query} ms, by a mutation ${mutation} ms, cached answer ${answer} ms`;
}

async function costOf(pid: number, one: () => Promise<void>): Promise<string> {
  const times = 200;
  const before = await cpuSeconds(pid);
  for (let count = 0; count < times; count += 1) await one();
  return ((1000 * ((await cpuSeconds(pid)) - before)) / times).toFixed(2);
}
