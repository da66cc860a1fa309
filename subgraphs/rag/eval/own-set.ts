import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { lessonPassages } from '../test/lesson-passages.js';
import type { CorpusPassage, EvalQuery } from './corpus.js';

/** The product's own questions over its own lessons. */
export interface OwnSet {
  corpus: CorpusPassage[];
  queries: EvalQuery[];
  /** Questions that nothing in the lessons answers. */
  offTopic: string[];
}

const questions = z.record(z.string(), z.array(z.strictObject({ q: z.string(), gold: z.array(z.string()).min(1) })));
const offTopic = z.record(z.string(), z.array(z.string()));

/**
 * Reads lessons and questions.
 * @throws Error when a question names a section that no lesson has
 */
export async function readOwnSet(): Promise<OwnSet> {
  const corpus = (await lessonPassages()).map((passage) => ({ ...passage, section: sectionOf(passage) }));
  const sections = new Set(corpus.map(({ section }) => section));
  const queries = [...(await readQuestions('lessons.yaml')), ...(await readQuestions('typing.yaml'))];
  const lost = queries.flatMap(({ query, gold }) =>
    gold.filter((section) => !sections.has(section)).map((section) => `${query}: ${section}`),
  );
  if (lost.length > 0) throw new Error(`No lesson has these sections:\n${lost.join('\n')}`);
  const strange = offTopic.parse(await readYaml('off-topic.yaml'));
  return { corpus, queries, offTopic: Object.values(strange).flat() };
}

async function readQuestions(file: string): Promise<EvalQuery[]> {
  const sets = questions.parse(await readYaml(file));
  return Object.entries(sets).flatMap(([set, list]) => list.map(({ q, gold }) => ({ query: q, set, gold })));
}

async function readYaml(file: string): Promise<unknown> {
  return parse(await readFile(new URL(file, import.meta.url), 'utf8'));
}

/** `listes#ajouter-un-element-a-une-liste` */
function sectionOf({ documentId, headings }: { documentId: string; headings: readonly string[] }): string {
  const heading = (headings.at(-1) ?? '').replaceAll('`', '').toLowerCase().replaceAll('œ', 'oe');
  const plain = heading.normalize('NFD').replace(/\p{M}/gu, '');
  return `${documentId.replace('lesson:', '')}#${plain.replace(/[^a-z0-9_]+/g, '-').replace(/^-|-$/g, '')}`;
}
