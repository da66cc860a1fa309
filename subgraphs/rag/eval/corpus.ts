import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Passage } from '../src/services/retrieval/engine.js';

/** A passage of a corpus and the section whose passages count as one find. */
export interface CorpusPassage extends Passage {
  section: string;
}

/** One question and what answers it. */
export interface EvalQuery {
  query: string;
  /** Name of the group it is reported in. */
  set: string;
  /** Sections, any of which is a right answer. */
  gold: readonly string[];
}

const passageLine = z.object({
  id: z.string(),
  section: z.string(),
  doc: z.string(),
  kind: z.string().optional(),
  heading: z.string(),
  path: z.array(z.string()),
  text: z.string(),
  language: z.string().default('fr'),
});

const queryLine = z.object({ q: z.string(), set: z.string().default('all'), gold: z.array(z.string()).min(1) });

/** Reads a corpus of JSON lines: `{id, section, doc, kind, heading, path, text}`, in the order of the documents. */
export async function readCorpus(file: string): Promise<CorpusPassage[]> {
  const positions = new Map<string, number>();
  return (await jsonLines(file, passageLine)).map(({ id, section, doc, kind, heading, path, text, language }) => {
    const position = positions.get(doc) ?? 0;
    positions.set(doc, position + 1);
    const [title = heading, ...above] = path;
    const headings = path.length === 0 ? [] : [...above, heading];
    const kindOf = kind === 'obj' ? 'api' : kindOfFamily(doc.split('/')[0] ?? '');
    return {
      ...{ id, section, documentId: doc, title, headings, text, position, language },
      ...{ category: null, tags: [], kind: kindOf },
    };
  });
}

/** Reads questions of JSON lines: `{q, set, gold}`. */
export async function readQueries(file: string): Promise<EvalQuery[]> {
  return (await jsonLines(file, queryLine)).map(({ q, set, gold }) => ({ query: q, set, gold }));
}

/** The families of the Python documentation, in the words of this product. */
function kindOfFamily(family: string): string {
  return family === 'library' ? 'reference' : family;
}

async function jsonLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const parsed = schema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new Error(`${file}, line ${records.length + 1}: ${z.prettifyError(parsed.error)}`);
    records.push(parsed.data);
  }
  return records;
}
