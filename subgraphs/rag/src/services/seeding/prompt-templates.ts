import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import { ContentError } from './content-error.js';

const placeholders = ['{{passages}}', '{{quest}}', '{{question}}'];

const templateText = z.string().refine((text) => placeholders.every((name) => text.split(name).length === 2), {
  error: `must hold each of ${placeholders.join(' ')} exactly once`,
});

const file = z.strictObject({
  queryType: z.enum(['CODE_HELP', 'CONCEPT', 'DEBUG', 'EXERCISE']),
  templates: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z_]+\.[a-z]+\.[a-z]{2}$/),
      level: z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']),
      language: z.enum(['fr', 'en']),
      version: z.number().int().min(1),
      title: z.string().min(1),
      template: templateText,
    }),
  ),
});

/**
 * Reads every prompt template of a folder of YAML files.
 * @throws ContentError naming the file and what is wrong with it
 */
export async function readPromptTemplates(folder: URL): Promise<PromptTemplateRecord[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const templates = await Promise.all(files.map((name) => readFileOf(folder, name)));
  return templates.flat();
}

async function readFileOf(folder: URL, name: string): Promise<PromptTemplateRecord[]> {
  const parsed = file.safeParse(parse(await readFile(new URL(name, folder), 'utf8')));
  if (!parsed.success) throw new ContentError(name, z.prettifyError(parsed.error));
  const { queryType, templates } = parsed.data;
  return templates.map(({ id, ...template }) => {
    const expected = `${queryType}.${template.level}.${template.language}`.toLowerCase();
    if (id !== expected) throw new ContentError(name, `the template ${id} must be called ${expected}`);
    return { _id: id, queryType, ...template };
  });
}
