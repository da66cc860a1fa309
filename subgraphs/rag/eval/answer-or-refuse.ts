import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { findPassages } from '../src/services/answering/finding.js';
import type { LexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { type Conversation, type Heard, hold } from './conversations.js';
import type { CorpusPassage } from './corpus.js';

/** A question and whether the lessons answer it. */
export interface Tried {
  query: string;
  /** The lesson that answers, or null: nothing does. */
  lesson: string | null;
  /** The list it stands in. */
  set: string;
  /** Questions before it, if it goes on from some. */
  before: readonly string[];
  /** Never learnt from. */
  isHeldOut: boolean;
}

const questions = z.array(z.string());
const file = z.strictObject({
  answered: z.record(z.string(), questions),
  refused: z.record(z.string(), questions),
  followed: z.array(z.strictObject({ before: z.string(), then: z.record(z.string(), questions) })),
  strayed: z.array(z.strictObject({ before: z.string(), then: questions })),
});

/**
 * Reads answer-or-refuse.yaml.
 * @throws Error when it names a lesson that is not there
 */
export async function readTried(corpus: readonly CorpusPassage[]): Promise<Tried[]> {
  const { answered, refused, followed, strayed } = file.parse(
    parse(await readFile(new URL('answer-or-refuse.yaml', import.meta.url), 'utf8')),
  );
  const tried = [
    ...Object.entries(answered).flatMap(([lesson, list]) => triedOf(list, { lesson, set: 'answered' })),
    ...Object.entries(refused).flatMap(([set, list]) => triedOf(list, { set })),
    ...followed.flatMap(({ before, then }) =>
      Object.entries(then).flatMap(([lesson, list]) => triedOf(list, { lesson, set: 'followed', before: [before] })),
    ),
    ...strayed.flatMap(({ before, then }) => triedOf(then, { set: 'strayed', before: [before] })),
  ];
  const lessons = new Set(corpus.map(({ documentId }) => documentId));
  const lost = tried.filter(({ lesson }) => lesson !== null && !lessons.has(lesson));
  if (lost.length > 0) throw new Error(`There is no lesson ${lost.map(({ lesson }) => lesson).join(', ')}.`);
  return tried;
}

function triedOf(list: readonly string[], { lesson = '', set = '', before = [] as readonly string[] }): Tried[] {
  const document = lesson === '' ? null : `lesson:${lesson}`;
  return list.map((query, place) => ({ query, lesson: document, set, before, isHeldOut: place % 2 === 1 }));
}

/** What came of one of them. */
export interface TriedOutcome extends Tried {
  refused: boolean;
  /** Whether the lesson is among the first five passages. */
  isFound: boolean;
  heard: Heard;
}

/** Puts the questions as the assistant does. */
export async function tryAll(
  engine: LexicalEngine,
  corpus: readonly CorpusPassage[],
  tried: readonly Tried[],
): Promise<TriedOutcome[]> {
  const search = {
    search: async (query: string, options: Parameters<LexicalEngine['search']>[1]) => engine.search(query, options),
  };
  const outcomes: TriedOutcome[] = [];
  for (const question of tried) {
    const gold = corpus.filter(({ documentId }) => documentId === question.lesson).map(({ section }) => section);
    const conversation: Conversation = { before: question.before, q: question.query, gold };
    const heard = await hold(engine, corpus, conversation);
    const { found } = await findPassages(search, question.query, heard.earlier, 'fr');
    const isFound = found.slice(0, 5).some(({ passage }) => passage.documentId === question.lesson);
    outcomes.push({ ...question, refused: heard.refused, isFound, heard });
  }
  return outcomes;
}

/** Shares of refusals by list, for one half. */
export function triedFigures(
  outcomes: readonly TriedOutcome[],
): Record<string, { questions: number; refused: number }> {
  const sets = [...new Set(outcomes.map(({ set }) => set))];
  return Object.fromEntries(
    sets.map((set) => {
      const of = outcomes.filter((outcome) => outcome.set === set);
      const refused = of.filter((outcome) => outcome.refused).length / of.length;
      const foundShare = of.filter(({ isFound }) => isFound).length / of.length;
      return [set, { questions: of.length, refused, ...(of[0]?.lesson != null && { recallAt5: foundShare }) }];
    }),
  );
}
