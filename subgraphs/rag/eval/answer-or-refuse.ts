import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { LexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { type Conversation, type Heard, hold } from './conversations.js';
import type { CorpusPassage } from './corpus.js';

/** A question to answer or to refuse, and what came before it. */
export interface Tried extends Conversation {
  /** The list it stands in. */
  set: string;
}

const questions = z.array(z.string());
const file = z.strictObject({
  answered: z.record(z.string(), questions),
  refused: z.record(z.string(), questions),
  followed: z.array(z.strictObject({ before: z.string(), next: z.record(z.string(), questions) })),
  strayed: z.array(z.strictObject({ before: z.string(), next: questions })),
});

/**
 * Reads the questions that are learnt from, or those that are not. Any section of the named lesson answers.
 * @throws Error when one names a lesson that is not there
 */
export async function readTried(
  name: 'answer-or-refuse.yaml' | 'held-out.yaml',
  corpus: readonly CorpusPassage[],
): Promise<Tried[]> {
  const { answered, refused, followed, strayed } = file.parse(
    parse(await readFile(new URL(name, import.meta.url), 'utf8')),
  );
  return [
    ...Object.entries(answered).flatMap(([lesson, list]) => tried('answered', list, sectionsOf(lesson))),
    ...Object.entries(refused).flatMap(([set, list]) => tried(set, list)),
    ...followed.flatMap(({ before, next }) =>
      Object.entries(next).flatMap(([lesson, list]) => tried('followed', list, sectionsOf(lesson), [before])),
    ),
    ...strayed.flatMap(({ before, next }) => tried('strayed', next, [], [before])),
  ];

  function sectionsOf(lesson: string): string[] {
    const sections = corpus.flatMap(({ documentId, section }) => (documentId === `lesson:${lesson}` ? [section] : []));
    if (sections.length === 0) throw new Error(`${name} names a lesson that is not there: ${lesson}`);
    return [...new Set(sections)];
  }
}

function tried(
  set: string,
  list: readonly string[],
  gold: readonly string[] = [],
  before: readonly string[] = [],
): Tried[] {
  return list.map((q) => ({ set, q, gold, before }));
}

/** What came of one of them. */
export interface TriedOutcome extends Heard {
  set: string;
}

/** Asks them as the assistant is asked. */
export async function tryAll(
  engine: LexicalEngine,
  corpus: readonly CorpusPassage[],
  all: readonly Tried[],
): Promise<TriedOutcome[]> {
  const outcomes: TriedOutcome[] = [];
  for (const one of all) outcomes.push({ ...(await hold(engine, corpus, one)), set: one.set });
  return outcomes;
}

/** How many of each list are refused, and of all that stand alone and all that do not. */
export function triedFigures(outcomes: readonly TriedOutcome[]) {
  const figures = (of: readonly TriedOutcome[]) => ({
    questions: of.length,
    refused: of.filter(({ refused }) => refused).length / Math.max(1, of.length),
    ...(of[0]?.gold.length && { recallAt5: of.filter(({ rank }) => (rank ?? 99) <= 5).length / of.length }),
  });
  const sets = [...new Set(outcomes.map(({ set }) => set))];
  const off = outcomes.filter(({ gold, before }) => gold.length === 0 && before.length === 0);
  return {
    ...Object.fromEntries(sets.map((set) => [set, figures(outcomes.filter((outcome) => outcome.set === set))])),
    offTopic: figures(off),
  };
}
