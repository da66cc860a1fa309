import { writeFile } from 'node:fs/promises';
import { readPhrasings } from '../src/services/gist/phrasings.js';
import { glossaryJsonSchema, readVocabulary } from '../src/services/retrieval/glossary-files.js';
import { readLessons } from '../src/services/seeding/lessons.js';
import { readPromptTemplates } from '../src/services/seeding/prompt-templates.js';

/** For authors: `check` validates lessons, templates, glossary and phrasings, `schema` writes the JSON Schema that editors use. */
const content = new URL('../content/', import.meta.url);
const commands: Record<string, () => Promise<void>> = { check, schema };
const command = commands[process.argv[2] ?? ''];
if (command) await command().catch((error) => fail(error instanceof Error ? error.message : String(error)));
else fail(`Use one of: ${Object.keys(commands).join(', ')}`);

async function check(): Promise<void> {
  const lessons = await readLessons(new URL('lessons/', content));
  const templates = await readPromptTemplates(new URL('templates/', content));
  const { entries } = await readVocabulary(new URL('glossary/', content));
  await readPhrasings(new URL('phrasings/', content));
  process.stdout.write(
    `The content is right: ${lessons.length} lessons, ${templates.length} templates, ${entries.length} notions.\n`,
  );
}

async function schema(): Promise<void> {
  const file = new URL('glossary/glossary.schema.json', content);
  await writeFile(file, `${JSON.stringify(glossaryJsonSchema(), null, 2)}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
