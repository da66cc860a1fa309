import { parseArgs } from 'node:util';
import type { DocumentKind } from '../models/document.model.js';
import { type FileOptions, fileKinds } from '../services/indexing/files/file-indexing.js';

/** What an operator asks for. */
export type Command =
  | { name: 'help' }
  | { name: 'index'; paths: string[]; options: FileOptions }
  | { name: 'remove'; paths: string[]; dryRun: boolean };

/** What was typed is not a command; the message says what is missing or wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments of the command line.
 * @throws UsageError
 */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals: paths } = parse(args);
  if (values.help || args.length === 0 || (paths.length === 1 && paths[0] === 'help')) return { name: 'help' };
  if (paths.length === 0) throw new UsageError('It needs a path: of a file, or of a folder.');
  const dryRun = values['dry-run'] ?? false;
  if (values.remove) {
    const surplus = ['tags', 'category', 'language', 'kind', 'prune'].filter((name) => Object.hasOwn(values, name));
    if (surplus.length > 0) throw new UsageError(`--remove does not go with --${surplus.join(', --')}.`);
    return { name: 'remove', paths, dryRun };
  }
  const options: FileOptions = {
    tags: tagsOf(values.tags ?? []),
    category: values.category === undefined ? null : label('--category', values.category),
    language: languageOf(values.language),
    kind: kindOf(values.kind),
    prune: values.prune ?? false,
    dryRun,
  };
  return { name: 'index', paths, options };
}

const longestLabel = 200;
const mostTags = 20;

function tagsOf(given: readonly string[]): string[] {
  const tags = [...new Set(given.flatMap((tags) => tags.split(',')).map((tag) => label('--tags', tag)))];
  if (tags.length > mostTags) throw new UsageError(`--tags takes ${mostTags} tags at most.`);
  return tags;
}

function label(option: string, value: string): string {
  const trimmed = value.trim();
  if (trimmed === '') throw new UsageError(`${option} must not be empty.`);
  if (trimmed.length > longestLabel) throw new UsageError(`${option} takes ${longestLabel} characters at most.`);
  return trimmed;
}

function languageOf(value: string | undefined): 'fr' | 'en' | null {
  if (value === undefined || value === 'fr' || value === 'en') return value ?? null;
  throw new UsageError(`--language is fr or en, not "${value}".`);
}

function kindOf(value: string | undefined): DocumentKind | null {
  if (value === undefined) return null;
  const kind = fileKinds.find((known) => known === value);
  if (!kind) throw new UsageError(`--kind is one of ${fileKinds.join(', ')}, not "${value}".`);
  return kind;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tags: { type: 'string', multiple: true },
        category: { type: 'string' },
        language: { type: 'string' },
        kind: { type: 'string' },
        prune: { type: 'boolean' },
        remove: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
