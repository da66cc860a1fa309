import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { checkQuest, checkQuestAmong, checkUniqueIds, inLearningOrder, type Sourced } from './check-content.js';
import type { PlacedProblem } from './check-question.js';
import { achievementSchema, type Content, categorySchema, type QuestContent, questSchema } from './content-schema.js';

/** A file of the content folder: its path from there, with forward slashes, and its text. */
export type ContentFile = { path: string; text: string };

/**
 * Reads `categories.yaml`, `achievements.yaml` and `quests/<category>/<id>.yaml`.
 * Throws one Error whose message lists every problem, a line each: `file:line place: what is wrong and what to do`.
 */
export function parseContent(files: ContentFile[]): Content {
  const problems: string[] = [];
  const read = <T>(path: string, schema: z.ZodType<T>): ParsedFile<T> => {
    const file = files.find((candidate) => candidate.path === path);
    if (!file) {
      problems.push(`${path}: is missing: create it`);
      return { file: path, value: null, report: () => {} };
    }
    return parseFile(file, schema, problems);
  };

  const categories = read('categories.yaml', z.array(categorySchema));
  const achievements = read('achievements.yaml', z.array(achievementSchema));
  for (const list of [categories, achievements]) if (list.value) list.report(checkUniqueIds(list.value));

  const parsed = files
    .filter((file) => file.path.startsWith('quests/'))
    .map((file) => parseFile(file, questSchema, problems));
  const quests = parsed.filter((file): file is ParsedFile<QuestContent> & Sourced<QuestContent> => file.value !== null);
  const everyQuestIsReadable = quests.length === parsed.length;
  for (const quest of quests) {
    quest.report(checkQuest(quest));
    // A broken file would make its quest look unknown to those that name it: one problem, not two.
    if (everyQuestIsReadable && categories.value) quest.report(checkQuestAmong(quest, quests, categories.value));
  }

  if (problems.length > 0 || !categories.value || !achievements.value) {
    throw new Error(
      `The content has ${problems.length} problem(s):\n${problems.map((line) => `- ${line}`).join('\n')}`,
    );
  }
  const values = quests.map(({ value }) => value);
  return {
    categories: categories.value,
    quests: inLearningOrder(values, categories.value),
    achievements: achievements.value,
  };
}

type ParsedFile<T> = { file: string; value: T | null; report: (problems: PlacedProblem[]) => void };

function parseFile<T>({ path: file, text }: ContentFile, schema: z.ZodType<T>, problems: string[]): ParsedFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const report = (found: PlacedProblem[]) => {
    for (const { path, message } of found) {
      problems.push(`${file}:${lineOf(document, lines, path)} ${placeOf(path)}: ${message}`);
    }
  };
  if (document.errors.length > 0) {
    for (const error of document.errors) problems.push(`${file}: is not valid YAML: ${error.message.trimEnd()}`);
    return { file, value: null, report };
  }
  const result = schema.safeParse(document.toJS(), { error: explain });
  if (result.success) return { file, value: result.data, report };
  report(result.error.issues.map(({ path, message }) => ({ path: path.map(asKey), message })));
  return { file, value: null, report };
}

/** Zod's own messages, made to say what to do. Messages written in the schemas win over these. */
const explain: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'is missing: add it';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has unknown keys ${issue.keys.join(', ')}: remove them or correct their spelling`;
    case 'invalid_type':
      return `must be ${issue.expected}: correct its form (quote texts that look like numbers, lists or maps)`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_union':
      return 'is of an unknown kind: use one that the schema lists';
    default:
      return undefined;
  }
};

function asKey(key: PropertyKey): string | number {
  return typeof key === 'symbol' ? String(key) : key;
}

/** The line of the deepest part of a path that the file has. */
function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: PlacedProblem['path']): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const start = hasRange(node) ? node.range[0] : undefined;
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function placeOf(path: PlacedProblem['path']): string {
  if (path.length === 0) return 'the file';
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
