import { parseArgs } from 'node:util';
import { readCorpus, readQueries } from '../../subgraphs/rag/eval/corpus.js';
import { quantile } from '../../subgraphs/rag/eval/measures.js';
import { readOwnSet } from '../../subgraphs/rag/eval/own-set.js';
import { seededRandom } from '../../subgraphs/rag/eval/typos.js';
import type { Passage } from '../../subgraphs/rag/src/services/retrieval/engine.js';
import { readVocabulary } from '../../subgraphs/rag/src/services/retrieval/glossary-files.js';
import { buildThreadEngine } from '../../subgraphs/rag/src/services/retrieval/thread-engine.js';
import { grown } from './grown.js';

/**
 * `npm run bench:retrieval`: what passages cost. For each size it builds the index in its thread, as the service does, and
 * prints how long that took, what the thread holds, and how long a question takes there and back; beside it the CPU time of
 * the whole process for a question, which a busy machine distorts less. The passages are the lessons, or those of `--corpus`
 * and `--queries`, recombined up to the size. `--vectors 384` adds a vector of so many numbers to each passage and question:
 * made up, since comparing them takes the same time whatever they mean. Any other words of the command line are sizes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string' },
    queries: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    vectors: { type: 'string', default: '0' },
  },
});
const sizes = positionals.length > 0 ? positionals.map(Number) : [1_000, 10_000, 50_000];
const own = await readOwnSet();
const source: readonly Passage[] = values.corpus ? await readCorpus(values.corpus) : own.corpus;
const asked = values.queries ? await readQueries(values.queries) : own.queries;
const vocabulary = await readVocabulary(new URL('../../subgraphs/rag/content/glossary/', import.meta.url));
const dimension = Number(values.vectors);
const random = seededRandom(1);
const rows = [];

console.log(
  `${asked.length} questions, ${values.rounds} rounds, ${source.length} passages to recombine, ` +
    `${dimension > 0 ? `vectors of ${dimension} numbers` : 'no vectors'}, Node ${process.version}`,
);
console.log('passages  build s  thread MB  p50 ms  p95 ms  CPU ms');
for (const size of sizes) {
  const engine = await buildThreadEngine({
    portions: inPortions(grown(source, size)),
    version: 1,
    vocabulary,
    ...(dimension > 0 && { vectors: async () => ({ rows: anyVectors(size), dimension }) }),
  });
  const extras = { vector: dimension > 0 ? anyVectors(1) : null };
  for (const { query } of asked.slice(0, 50)) await engine.search(query, { limit: 12 }, extras);
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { query } of asked) {
      const startedAt = performance.now();
      await engine.search(query, { limit: 12 }, extras);
      times.push(performance.now() - startedAt);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const row = {
    passages: size,
    buildSeconds: engine.built.milliseconds / 1000,
    threadMegabytes: engine.built.heapBytes / 1e6,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    cpuMilliseconds: (user + system) / 1000 / times.length,
  };
  await engine.close();
  rows.push(row);
  const cells = [row.buildSeconds, row.threadMegabytes, row.p50, row.p95, row.cpuMilliseconds];
  console.log(`${String(size).padStart(8)}  ${cells.map((figure) => figure.toFixed(2).padStart(8)).join(' ')}`);
}
console.log(JSON.stringify(rows));

async function* inPortions(passages: readonly Passage[]): AsyncIterable<readonly Passage[]> {
  for (let at = 0; at < passages.length; at += 200) yield passages.slice(at, at + 200);
}

/** So many vectors of about unit length, one after another. */
function anyVectors(count: number): Float32Array {
  const side = Math.sqrt(12 / dimension);
  return Float32Array.from({ length: count * dimension }, () => (random() - 0.5) * side);
}
