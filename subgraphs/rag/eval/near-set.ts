import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** Two questions, and whether one answer serves both. */
export interface QuestionPair {
  left: string;
  right: string;
  same: boolean;
  /** Not to be looked at while phrasings are written. */
  heldOut: boolean;
}

const lists = z.array(z.array(z.string()).min(2));
const file = z.strictObject({ same: lists, different: lists });

/** The pairs of near-duplicates.yaml: any two questions of a list, lists taken in turns to develop with and to hold out. */
export async function readQuestionPairs(): Promise<QuestionPair[]> {
  const { same, different } = file.parse(
    parse(await readFile(new URL('near-duplicates.yaml', import.meta.url), 'utf8')),
  );
  return [...pairsOf(same, true), ...pairsOf(different, false)];
}

function pairsOf(questions: readonly (readonly string[])[], same: boolean): QuestionPair[] {
  return questions.flatMap((list, index) =>
    list.flatMap((left, at) => list.slice(at + 1).map((right) => ({ left, right, same, heldOut: index % 2 === 1 }))),
  );
}
