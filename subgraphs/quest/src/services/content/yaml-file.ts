import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PlacedProblem } from './check-lists.js';

/** A file of the content folder: its path from there, with forward slashes, and its text. */
export type ContentFile = { path: string; text: string };

/** A file that was read: its value unless `problems` says why there is none. */
export interface YamlFile<T> {
  file: string;
  value: T | null;
  problems: PlacedProblem[];
  /** `file:line place` of a part of the value, by the keys and indexes that lead there. */
  locate(path: PlacedProblem['path']): string;
  /** The line, from 1, of the deepest part of a path that the file has; where it is no YAML at first, if it is none. */
  lineOf(path: PlacedProblem['path']): number;
}

/** Reads a YAML text (JSON is YAML, too) as what a schema describes; lists every problem at once. */
export function readYaml<T>({ path: file, text }: ContentFile, schema: z.ZodType<T>): YamlFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  const at = (path: PlacedProblem['path']) =>
    broken ? lines.linePos(broken.pos[0]).line : lineOf(document, lines, path);
  const place = { file, locate: (path: PlacedProblem['path']) => `${file}:${at(path)} ${placeOf(path)}`, lineOf: at };
  const refused = (problems: PlacedProblem[]) => ({ ...place, value: null, problems });
  if (document.errors.length > 0) {
    return refused(document.errors.map(({ message }) => ({ path: [], message: notYaml(message) })));
  }
  const plain = plainValue(document);
  if (plain instanceof Error) return refused([{ path: [], message: notYaml(plain.message) }]);
  const result = schema.safeParse(plain.value, { error: explain });
  if (result.success) return { ...place, value: result.data, problems: [] };
  return refused(result.error.issues.map(({ path, message }) => ({ path: path.map(asKey), message })));
}

function notYaml(message: string): string {
  return `is not valid YAML: ${message.trimEnd()}`;
}

/** The library refuses aliases that would unfold without end. */
function plainValue(document: ReturnType<typeof parseDocument>): { value: unknown } | Error {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
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
