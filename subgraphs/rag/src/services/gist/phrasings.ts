import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const phrases = z.array(z.string().trim().min(1)).default([]);
const group = z.strictObject({ fr: phrases, en: phrases });

const file = z.strictObject({
  drop: group.describe('What a question can do without.'),
  polite: phrases.describe('The same, where a sentence begins.'),
  intents: z.record(z.string().regex(/^[a-z]+$/), phrases).describe('What is asked, wherever it stands.'),
  actions: z.array(group).describe('Each group is one action.'),
  notions: z.array(group).describe('Each group is one notion.'),
  counted: phrases.describe('Plurals that do not mean the same as their singular.'),
});

/** The ways to put one question in other words that `content/phrasings` lists. */
export type Phrasings = z.infer<typeof file> & {
  /** Words that are right as they are: never taken for typing errors. Folded. */
  knownWords: ReadonlySet<string>;
};

/** Without any: questions are the same when they hold the same words. */
export const noPhrasings: Phrasings = {
  drop: { fr: [], en: [] },
  polite: [],
  intents: {},
  actions: [],
  notions: [],
  counted: [],
  knownWords: new Set(),
};

/**
 * Reads a folder with `phrasings.yaml` and `known-words.txt`.
 * @throws Error naming every entry that is wrong
 */
export async function readPhrasings(folder: URL): Promise<Phrasings> {
  const content: unknown = parse(await readFile(new URL('phrasings.yaml', folder), 'utf8'));
  const parsed = file.safeParse(content);
  if (!parsed.success) throw new Error(`phrasings.yaml is wrong.\n${z.prettifyError(parsed.error)}`);
  const words = (await readFile(new URL('known-words.txt', folder), 'utf8')).split(/\s+/).filter(Boolean);
  return { ...parsed.data, knownWords: new Set(words) };
}
