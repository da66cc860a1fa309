import { z } from 'zod';
import {
  checkNamedQuests,
  checkQuest,
  checkQuestAmong,
  checkUniqueIds,
  inLearningOrder,
  type Sourced,
} from './check-content.js';
import type { PlacedProblem } from './check-lists.js';
import { achievementSchema, type Content, categorySchema, type QuestContent, questSchema } from './content-schema.js';
import { type ContentFile, readYaml, type YamlFile } from './yaml-file.js';

export type { ContentFile };

/** What was read, and where each part of a quest stands. */
export interface OpenedContent {
  content: Content;
  /** `file:line place` of a part of a quest, by the keys and indexes that lead there. */
  locate(questId: string, path: PlacedProblem['path']): string;
}

/**
 * Reads `categories.yaml`, `achievements.yaml` and `quests/<category>/<id>.yaml`.
 * Throws one Error whose message lists every problem, a line each: `file:line place: what is wrong and what to do`.
 */
export function parseContent(files: ContentFile[]): Content {
  return openContent(files).content;
}

/** Like `parseContent`, for those who have more to say about the files. */
export function openContent(files: ContentFile[]): OpenedContent {
  const problems: string[] = [];
  const report = (file: YamlFile<unknown>, found: PlacedProblem[]) =>
    problems.push(...found.map(({ path, message }) => `${file.locate(path)}: ${message}`));
  const readFile = <T>(file: ContentFile, schema: z.ZodType<T>): YamlFile<T> => {
    const read = readYaml(file, schema);
    report(read, read.problems);
    return read;
  };
  const read = <T>(path: string, schema: z.ZodType<T>): YamlFile<T> | null => {
    const file = files.find((candidate) => candidate.path === path);
    if (file) return readFile(file, schema);
    problems.push(`${path}: is missing: create it`);
    return null;
  };

  const categories = read('categories.yaml', z.array(categorySchema));
  const achievements = read('achievements.yaml', z.array(achievementSchema));
  for (const list of [categories, achievements]) if (list?.value) report(list, checkUniqueIds(list.value));

  const parsed = files.filter((file) => file.path.startsWith('quests/')).map((file) => readFile(file, questSchema));
  const quests = parsed.filter((file): file is YamlFile<QuestContent> & Sourced<QuestContent> => file.value !== null);
  const everyQuestIsReadable = quests.length === parsed.length;
  if (everyQuestIsReadable && achievements?.value) {
    const all = quests.map(({ value }) => value);
    report(achievements, checkNamedQuests(achievements.value, all));
  }
  for (const quest of quests) {
    report(quest, checkQuest(quest));
    // A broken file would make its quest look unknown to those that name it: one problem, not two.
    if (everyQuestIsReadable && categories?.value) report(quest, checkQuestAmong(quest, quests, categories.value));
  }

  if (!categories?.value || !achievements?.value || problems.length > 0) throw contentError(problems);
  const values = quests.map(({ value }) => value);
  return {
    content: {
      categories: categories.value,
      quests: inLearningOrder(values, categories.value),
      achievements: achievements.value,
    },
    locate: (questId, path) => quests.find(({ value }) => value.id === questId)?.locate(path) ?? questId,
  };
}

/** The error that lists all problems of the content, a line each. */
export function contentError(problems: string[]): Error {
  return new Error(`The content has ${problems.length} problem(s):\n${problems.map((line) => `- ${line}`).join('\n')}`);
}
