import { parseArgs } from 'node:util';
import { measured } from '../measure/measured.js';
import { compare, type Measured } from './compare.js';
import { peers } from './peers.js';
import { bySubgraphs, growing, type Question } from './questions.js';
import { requireRefusals } from './refusals.js';
import { startWorld, type World } from './world.js';

/**
 * `npm run bench:gateway -- <rounds> [peer…] [--requests 300] [--at-once 16] [--only subgraphs|growth] [--no-auth]` (after
 * `npm run build`): our gateway against others over the same subgraph processes, one peer after the other: CPU of the gateway per
 * request, requests per second, memory. Without peers named, all that can be installed here. Every gateway verifies
 * the same token; with `--no-auth` the others do not, while ours goes on. Linux only (`/proc`). What is
 * compared, and why that is fair: docs/decisions/0033-*.md.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '300' },
    'at-once': { type: 'string', default: '16' },
    only: { type: 'string' },
    'no-auth': { type: 'boolean', default: false },
  },
});
const [rounds = '12', ...named] = positionals;
const unknown = named.filter((name) => !peers[name]);
if (unknown.length > 0) throw new Error(`There is no peer ${unknown}: choose of ${Object.keys(peers).join(', ')}.`);
const load = { rounds: Number(rounds), requests: Number(values.requests), atOnce: Number(values['at-once']) };
const withAuth = !values['no-auth'];
const questions: readonly Question[] = [
  ...(values.only === 'growth' ? [] : bySubgraphs),
  ...(values.only === 'subgraphs' ? [] : growing),
];

console.log(
  `${load.rounds} rounds of 4 × ${load.requests} requests, ${load.atOnce} at once, ${withAuth ? 'all' : 'ours alone'} with auth`,
);
await measured(startWorld, async (world) => {
  for (const name of named.length > 0 ? named : Object.keys(peers)) await measure(name, world);
  const { user, system } = process.cpuUsage();
  console.log(`\nthis process, which asks, took ${((user + system) / 1e6).toFixed(0)} s of CPU`);
});

async function measure(name: string, world: World): Promise<void> {
  const peer = await peers[name]?.start(world, withAuth).catch((error: unknown) => {
    if (named.length > 0) throw error;
    console.log(`\n${name}: left out, ${error instanceof Error ? error.message : error}`);
  });
  if (!peer) return;
  try {
    for (const contestant of withAuth ? [peer, world.ours] : [world.ours])
      await requireRefusals(contestant, world.token);
    console.log(`\n${name} against ours: CPU per request, and requests per second; ours by ${name}, 95 % intervals`);
    await compare({ theirs: peer, ours: world.ours, questions, load, report: (one) => console.log(lineOf(one)) });
  } finally {
    await peer.stop();
  }
}

function lineOf({ question, cpu, rate, memory }: Measured): string {
  return [
    question.padEnd(34),
    `CPU ${cpu.theirs.padStart(6)} and ${cpu.ours.padStart(6)} µs, ${cpu.ratio}`,
    `per second ${rate.theirs.padStart(5)} and ${rate.ours.padStart(5)}, ${rate.ratio}`,
    `MiB ${memory.theirs} and ${memory.ours}`,
  ].join(' | ');
}
