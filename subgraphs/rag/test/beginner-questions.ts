import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const file = z.object({
  questions: z.array(
    z.object({
      query: z.string(),
      queryType: z.enum(['CODE_HELP', 'CONCEPT', 'DEBUG', 'EXERCISE']),
      lessons: z.array(z.string()),
    }),
  ),
  offTopic: z.array(z.string()),
});

/** Questions as beginners type them, written before any ranking existed, with the slugs of the lessons that answer. */
export async function beginnerQuestions(): Promise<z.infer<typeof file>> {
  return file.parse(parse(await readFile(new URL('fixtures/beginner-questions.yaml', import.meta.url), 'utf8')));
}
