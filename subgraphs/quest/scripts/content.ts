import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrader, createGraderClient } from '@doctorpy/grader';
import { checkLessons } from '../src/services/content/check-lessons.js';
import { openContentFolder } from '../src/services/content/load-content.js';
import { contentError, type OpenedContent } from '../src/services/content/parse-content.js';
import { questJsonSchema } from '../src/services/content/quest-json-schema.js';
import { rehearseContent } from '../src/services/rehearsal/rehearse-content.js';

/**
 * For authors: `check [folder]` validates a content folder and plays it with a grader of its own, `schema` writes the JSON
 * Schema that editors use.
 */
const content = new URL('../content/', import.meta.url);
/** Data of another subgraph, looked up by name only. */
const lessons = new URL('../../rag/content/lessons/', import.meta.url);
const commands: Record<string, () => Promise<void>> = { check, schema };
const command = commands[process.argv[2] ?? ''];
if (command) await command().catch((error) => fail(error instanceof Error ? error.message : String(error)));
else fail(`Use one of: ${Object.keys(commands).join(', ')}`);

async function check(): Promise<void> {
  const opened = openContentFolder(process.argv[3] ?? content);
  const problems = [...checkLessons(opened, lessons), ...(await rehearse(opened))];
  if (problems.length > 0) throw contentError(problems);
  const { categories, quests, achievements } = opened.content;
  const questions = quests.reduce((sum, quest) => sum + quest.questions.length, 0);
  process.stdout.write(
    `The content is right: ${categories.length} categories, ${quests.length} quests, ${questions} questions, ${achievements.length} achievements.\n`,
  );
}

async function rehearse(opened: OpenedContent): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'content-check-'));
  const socketPath = join(folder, 'grader.sock');
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  // Nobody waits for an answer here, so a slow machine may take its time.
  const grader = await createGrader({ socketPath, log: silent, interpreters: 2, deadlineMs: 30_000 });
  const client = createGraderClient({ socketPath, timeoutMs: 60_000 });
  try {
    await grader.listen();
    return await rehearseContent(opened, client);
  } finally {
    await client.close();
    await grader.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function schema(): Promise<void> {
  await writeFile(new URL('quest.schema.json', content), `${JSON.stringify(questJsonSchema(), null, 2)}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
