import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { analyse } from './analysis.js';
import type { GlossaryEntry, Vocabulary } from './glossary.js';

const names = z.array(z.string().trim().min(1)).default([]);

const entry = z
  .strictObject({
    fr: names.describe('French names, the usual one first.'),
    en: names.describe('English names.'),
    python: names.describe('What it is called in Python: functions, methods, operators, errors.'),
  })
  .refine(({ fr, en, python }) => fr.length + en.length + python.length > 1, { error: 'must hold two names at least' });

const entriesFile = z.strictObject({ entries: z.array(entry).min(1) });
const everydayFile = z.strictObject({ themes: z.record(z.string(), z.string()) });
const elsewhereFile = z.strictObject({ names: z.array(z.string().trim().min(1)) });

/** The file of names that are not Python's. All but this and the next hold entries. */
const elsewhereName = 'elsewhere.yaml';

/** The file of words of life outside programming. */
const everydayName = 'everyday.yaml';

function schemaOf(name: string) {
  if (name === everydayName) return everydayFile;
  return name === elsewhereName ? elsewhereFile : entriesFile;
}

/**
 * Reads a folder of glossary files.
 * @throws Error naming every file and entry that is wrong, and what is wrong with it
 */
export async function readVocabulary(folder: URL): Promise<Vocabulary> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const problems: string[] = [];
  const entries: GlossaryEntry[] = [];
  let elsewhere: readonly string[] = [];
  let everyday: readonly string[] = [];
  for (const name of files) {
    const content: unknown = parse(await readFile(new URL(name, folder), 'utf8'));
    const parsed = schemaOf(name).safeParse(content);
    if (!parsed.success) problems.push(`${name}: ${z.prettifyError(parsed.error)}`);
    else if ('names' in parsed.data) elsewhere = parsed.data.names;
    else if ('themes' in parsed.data)
      everyday = Object.values(parsed.data.themes).flatMap((words) => words.split(/\s+/));
    else {
      problems.push(...parsed.data.entries.flatMap((found) => emptyNames(found).map((word) => silent(name, word))));
      entries.push(...parsed.data.entries);
    }
  }
  if (problems.length > 0) throw new Error(`The glossary is wrong.\n${problems.join('\n')}`);
  return { entries, elsewhere, everyday };
}

/** JSON Schema of the files with entries, for editors. */
export function glossaryJsonSchema(): unknown {
  return z.toJSONSchema(entriesFile, { io: 'input' });
}

/** A name of stop words alone would stand for nothing. */
function emptyNames({ fr, en, python }: GlossaryEntry): string[] {
  return [...fr, ...en, ...python].filter((name) => analyse(name).length === 0);
}

function silent(file: string, name: string): string {
  return `${file}: “${name}” holds only words that search leaves out; take another name`;
}
