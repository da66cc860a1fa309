import { parseArgs } from 'node:util';
import { readPhrasings } from '../src/services/gist/phrasings.js';
import { answerable } from '../src/services/retrieval/confidence-model.js';
import { emptyVocabulary } from '../src/services/retrieval/glossary.js';
import { readVocabulary } from '../src/services/retrieval/glossary-files.js';
import { createLexicalEngine, type LexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { heldOutConfidences, type Judged, learnConfidence, refusalsAt } from './abstention.js';
import { readTried, type Tried, triedFigures, tryAll } from './answer-or-refuse.js';
import {
  amongOthers,
  type Conversation,
  conversationFigures,
  followUpThresholds,
  type Heard,
  hold,
  judgedFollowUps,
  readConversations,
} from './conversations.js';
import { type CorpusPassage, type EvalQuery, readCorpus, readQueries } from './corpus.js';
import { evaluate, type Outcome } from './evaluate.js';
import { type Quality, qualityOf, quantile } from './measures.js';
import { type Hits, measureNear, type NearReport } from './near-duplicates.js';
import { readQuestionPairs } from './near-set.js';
import { type OwnSet, readOwnSet } from './own-set.js';
import { seededRandom, withTypo } from './typos.js';
import { openVectorSearch, tuneVectorWeight, type VectorSearch } from './vector-search.js';

/**
 * Measures retrieval: on the product's own questions, or on a corpus and questions of JSON lines. See
 * docs/guides/tuning-retrieval.md. The last line printed is JSON.
 */
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string' },
    queries: { type: 'string' },
    engine: { type: 'string', default: 'bm25f' },
    'no-glossary': { type: 'boolean', default: false },
    typos: { type: 'string' },
    tune: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    near: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  if (options.near) return near();
  const { corpus: corpusFile, queries: queriesFile, engine: engineName } = options;
  if ((corpusFile === undefined) !== (queriesFile === undefined))
    throw new Error('Give --corpus and --queries together.');
  if (engineName !== 'bm25f' && engineName !== 'bm25f+vectors') {
    throw new Error(`There is no engine ${engineName}: use bm25f or bm25f+vectors.`);
  }
  const own = corpusFile === undefined ? await readOwnSet() : null;
  const corpus = corpusFile === undefined ? (own?.corpus ?? []) : await readCorpus(corpusFile);
  const asked = queriesFile === undefined ? (own?.queries ?? []) : await readQueries(queriesFile);
  const queries = misspelt(asked);
  const vocabulary = options['no-glossary']
    ? emptyVocabulary
    : await readVocabulary(new URL('../content/glossary/', import.meta.url));
  const vectors = engineName === 'bm25f+vectors' ? await openVectorSearch(corpus, say) : null;
  const startedAt = performance.now();
  const engine = createLexicalEngine({ passages: corpus, version: 1, vocabulary, vectors: vectors?.index ?? null });
  const buildMilliseconds = performance.now() - startedAt;

  const outcomes = await ask(engine, corpus, queries, vectors);
  const report = {
    engine: engineName,
    passages: corpus.length,
    buildMilliseconds: Math.round(buildMilliseconds),
    ...figures(outcomes),
    sets: Object.fromEntries([...new Set(queries.map(({ set }) => set))].map((set) => [set, figuresOf(outcomes, set)])),
    ...(own && (await understanding(engine, own))),
    ...(options.tune && vectors && { vectorWeight: await tuneVectorWeight(engine, vectors, corpus, queries) }),
  };
  show(report);
  if (options.misses)
    for (const { query, rank, gold } of outcomes) if ((rank ?? 99) > 5) say(`${rank ?? '-'}\t${query}\t${gold[0]}`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Measures which questions one answer serves, on near-duplicates.yaml and our own questions. */
async function near(): Promise<void> {
  const phrasings = await readPhrasings(new URL('../content/phrasings/', import.meta.url));
  const { queries } = await readOwnSet();
  const report = measureNear(phrasings, await readQuestionPairs(), queries);
  showNear(report);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function showNear({ heldOut, developed, changed, crossed, steps }: NearReport): void {
  const row = (name: string, { pairs, hits, share, high }: Hits) =>
    say(
      `${name.padEnd(34)} ${String(pairs).padStart(7)} ${String(hits).padStart(6)} ${percent(share)} ${percent(high)}`,
    );
  say('                                     pairs   hits    share  at most');
  row('held out: the same question', heldOut.right);
  row('held out: another question', heldOut.false);
  row('developed: the same question', developed.right);
  row('developed: another question', developed.false);
  row('changed by a number, a name, …', changed);
  row('answered by another section', crossed);
  say('\nheld out, by depth                  right    false');
  for (const [step, { right, false: wrong }] of Object.entries(steps)) {
    say(`${step.padEnd(32)} ${percent(right)} ${percent(wrong)}`);
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`.padStart(8);
}

function misspelt(queries: readonly EvalQuery[]): EvalQuery[] {
  if (options.typos === undefined) return [...queries];
  const random = seededRandom(Number(options.typos));
  return queries.map((query) => ({ ...query, query: withTypo(query.query, random) }));
}

async function ask(
  engine: LexicalEngine,
  corpus: readonly CorpusPassage[],
  queries: readonly EvalQuery[],
  vectors: VectorSearch | null,
): Promise<Outcome[]> {
  const search = async (query: string, limit: number) =>
    engine.search(query, { limit, nearest: true }, { vector: (await vectors?.ofQuestion(query)) ?? null });
  // Once to warm the code up, once to measure.
  await evaluate(search, corpus, queries.slice(0, 50));
  return evaluate(search, corpus, queries);
}

/** How well questions are told that have an answer: those that are learnt from, and those that nobody learns from. */
async function understanding(engine: LexicalEngine, own: OwnSet) {
  const tried = await readTried('answer-or-refuse.yaml', own.corpus);
  const unseen = await tryAll(engine, own.corpus, await readTried('held-out.yaml', own.corpus));
  const ofLists = (figures: ReturnType<typeof triedFigures>) =>
    Object.fromEntries(Object.entries(figures).map(([set, of]) => [set, rounded(of)]));
  return {
    abstention: abstention(engine, own, tried),
    conversations: await conversations(engine, own, tried),
    tried: ofLists(triedFigures(await tryAll(engine, own.corpus, tried))),
    neverLearntFrom: ofLists(triedFigures(unseen)),
  };
}

/** How well questions that have an answer are told from those that have none. */
function abstention(engine: LexicalEngine, own: OwnSet, tried: readonly Tried[]) {
  const judge = (query: string, isAnswerable: boolean): Judged => ({
    query,
    answerable: isAnswerable,
    features: engine.isElsewhere(query) ? null : engine.features(query),
  });
  const judged = [
    ...own.queries.map(({ query }) => judge(query, true)),
    ...own.offTopic.map((query) => judge(query, false)),
  ];
  const alone = tried.filter(({ before }) => before.length === 0).map(({ q, gold }) => judge(q, gold.length > 0));
  const confidences = judged.map((question) => ({
    ...question,
    confidence: engine.search(question.query, { limit: 1 }).confidence,
  }));
  const heldOut = heldOutConfidences([...judged, ...alone]);
  return {
    threshold: answerable,
    inUse: rounded(refusalsAt(answerable, confidences)),
    heldOut: rounded(refusalsAt(answerable, heldOut)),
    ...(options.tune && {
      model: learnConfidence([...judged, ...alone]),
      byThreshold: [0.3, 0.35, 0.4, 0.45, 0.5, 0.55].map((threshold) => ({
        threshold,
        ...rounded(refusalsAt(threshold, heldOut)),
      })),
    }),
  };
}

/** How well questions that go on from others are understood. */
async function conversations(engine: LexicalEngine, own: OwnSet, tried: readonly Tried[]) {
  const { corpus } = own;
  const heardOf = async (held: readonly Conversation[]) => {
    const heard: Heard[] = [];
    for (const conversation of held) heard.push(await hold(engine, corpus, conversation));
    return heard;
  };
  const heard = await heardOf(await readConversations(corpus));
  const among = conversationFigures(await heardOf(amongOthers(own)));
  if (options.misses) {
    for (const { before, q, gold, rank, refused } of heard) {
      const isRight = gold.length === 0 ? refused : rank !== null && rank <= 5;
      if (!isRight) say(`${refused ? 'refused' : (rank ?? '-')}\t${before.at(-1)} / ${q}\t${gold[0] ?? 'off-topic'}`);
    }
  }
  const figures = conversationFigures(heard);
  const learntFrom = [...heard, ...(await heardOf(tried.filter(({ before }) => before.length > 0)))];
  const byThreshold = followUpThresholds(engine, learntFrom);
  const report = { ...rounded(figures), standingAlone: rounded(among) };
  if (!options.tune) return report;
  return {
    ...report,
    byThreshold: byThreshold.map(rounded),
    model: learnConfidence(judgedFollowUps(engine, learntFrom)),
  };
}

function figuresOf(outcomes: readonly Outcome[], set: string) {
  return figures(outcomes.filter((outcome) => outcome.set === set));
}

function figures(outcomes: readonly Outcome[]) {
  const times = outcomes.map(({ milliseconds }) => milliseconds);
  const quality: Quality = qualityOf(outcomes.map(({ rank }) => rank));
  return { ...rounded(quality), p50: thousandth(quantile(times, 0.5)), p95: thousandth(quantile(times, 0.95)) };
}

function show(
  report: {
    sets: Record<string, ReturnType<typeof figures>>;
    abstention?: unknown;
    conversations?: unknown;
    tried?: object;
    neverLearntFrom?: object;
  } & ReturnType<typeof figures>,
): void {
  say('set           questions  recall@5  MRR@10  nDCG@10  p50 ms  p95 ms');
  for (const [set, row] of [...Object.entries(report.sets), ['all', report] as const]) {
    const { questions, recallAt5, mrrAt10, ndcgAt10, p50, p95 } = row;
    const cells = [recallAt5, mrrAt10, ndcgAt10, p50, p95].map((figure) => figure.toFixed(3).padStart(8));
    say(`${set.padEnd(12)} ${String(questions).padStart(10)} ${cells.join(' ')}`);
  }
  if (report.abstention) say(`abstention: ${JSON.stringify(report.abstention)}`);
  if (report.conversations) say(`conversations: ${JSON.stringify(report.conversations)}`);
  for (const list of ['tried', 'neverLearntFrom'] as const) {
    for (const [set, figures] of Object.entries(report[list] ?? {})) say(`${list} ${set}: ${JSON.stringify(figures)}`);
  }
}

function say(line: string): void {
  if (!options.json) process.stdout.write(`${line}\n`);
}

function rounded<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, thousandth(value)])) as T;
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}
