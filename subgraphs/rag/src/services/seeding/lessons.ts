import { readdir, readFile } from 'node:fs/promises';
import matter from 'gray-matter';
import { z } from 'zod';
import type { IndexableDocument } from '../indexing/indexing.js';
import { ContentError } from './content-error.js';

const frontMatter = z.strictObject({
  title: z.string().min(1),
  slug: z.string().regex(/^[a-z0-9-]+$/),
  path: z.string().min(1),
  category: z.string().regex(/^[a-z0-9_]+$/),
  difficulty: z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']),
  tags: z.array(z.string().min(1)).min(1),
  language: z.enum(['fr', 'en']),
  summary: z.string().min(1),
  /** Quests that practise the lesson: for people, and checked against the quests by a test of the content. */
  quests: z.array(z.string()).default([]),
});

/** A lesson as it is indexed. */
export type Lesson = IndexableDocument & { title: string };

/** The id of the document that a lesson is. */
export const lessonId = (slug: string): string => `lesson:${slug}`;

/**
 * Reads every lesson of a folder (`<slug>.md`, Markdown under YAML front matter) as an indexable document.
 * @throws ContentError naming the file and what is wrong with it
 */
export async function readLessons(folder: URL): Promise<Lesson[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(files.map((file) => readLesson(folder, file)));
}

async function readLesson(folder: URL, file: string): Promise<Lesson> {
  const { data, content } = matter(await readFile(new URL(file, folder), 'utf8'));
  const parsed = frontMatter.safeParse(data);
  if (!parsed.success) throw new ContentError(file, z.prettifyError(parsed.error));
  const { slug, path, quests: _, ...lesson } = parsed.data;
  if (file !== `${slug}.md`) throw new ContentError(file, `its slug is ${slug}: name the file ${slug}.md`);
  return {
    ...lesson,
    id: lessonId(slug),
    content,
    format: 'MARKDOWN',
    kind: 'lesson',
    source: path,
    url: `/lessons/${slug}`,
    createdBy: null,
  };
}
