import { writeFileSync } from 'node:fs';
import { loadContent } from '../src/services/content/load-content.js';
import { questJsonSchema } from '../src/services/content/quest-json-schema.js';

/** For authors: `check` validates the content folder, `schema` writes the JSON Schema that editors use. */
const content = new URL('../content/', import.meta.url);
const commands: Record<string, () => void> = { check, schema };
const command = commands[process.argv[2] ?? ''];
if (command) command();
else fail(`Use one of: ${Object.keys(commands).join(', ')}`);

function check(): void {
  try {
    const { categories, quests, achievements } = loadContent(content);
    const questions = quests.reduce((sum, quest) => sum + quest.questions.length, 0);
    process.stdout.write(
      `The content is valid: ${categories.length} categories, ${quests.length} quests, ${questions} questions, ${achievements.length} achievements.\n`,
    );
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function schema(): void {
  writeFileSync(new URL('quest.schema.json', content), `${JSON.stringify(questJsonSchema(), null, 2)}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
