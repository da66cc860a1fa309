import { createHash } from 'node:crypto';
import { resolve, sep } from 'node:path';
import type { EventOrigin } from '@doctorpy/service-kit/events';
import { type DocumentKind, documentKinds } from '../../../models/document.model.js';
import type { Models } from '../../../models/index.js';
import type { ReadDocument } from '../formats/read-document.js';
import { UnreadableContentError } from '../formats/unreadable.js';
import type { DocumentDescription, IndexableDocument, Indexing, PreparedDocument } from '../indexing.js';
import { FileProblem, readFileContent } from './read-file.js';
import { type FoundFile, type Walk, walk } from './walk.js';

/** What files may be. Lessons and explanations come with the product and its quests. */
export const fileKinds = documentKinds.filter((kind) => kind !== 'lesson' && kind !== 'explanation');

/** What is said of all files of a run; what a file says of itself comes second, except that tags are put together. */
export interface FileOptions {
  tags: readonly string[];
  category: string | null;
  language: 'fr' | 'en' | null;
  kind: DocumentKind | null;
  /** Remove documents whose files are gone from the folders. */
  prune: boolean;
  /** Read everything and write nothing. */
  dryRun: boolean;
}

/** What became of a file. */
export type FileOutcome = 'added' | 'changed' | 'unchanged' | 'removed' | 'skipped' | 'failed';

/** One file is done with. What was added, changed or removed is stored by then, unless it is a dry run. */
export interface FileNews {
  outcome: FileOutcome;
  /** Where it was found, for people. */
  shown: string;
  /** Of a document that was added or changed. */
  passages?: number;
  /** A clause: why it failed or was left out, or what to know. */
  note?: string;
  /** Files done with, and files in all. */
  done: number;
  total: number;
}

/** How many files had which outcome. */
export type FileReport = Record<FileOutcome, number>;

/** Indexes files of this machine. */
export interface FileIndexing {
  /**
   * Indexes files and all that is in folders. Only what is new or changed is written, some files at a time, each whole or
   * not at all; whatever ends the run early, the rest answers as before and another run does what is left.
   */
  index(paths: readonly string[], options: FileOptions, tell: (news: FileNews) => void): Promise<FileReport>;
  /** Removes what was indexed from these files and folders, whether they still exist or not. */
  remove(paths: readonly string[], options: { dryRun: boolean }, tell: (news: FileNews) => void): Promise<FileReport>;
}

/** Files and passages written together: readers rebuild their index once for all of them. */
const mostFilesAtOnce = 50;
const mostPassagesAtOnce = 1000;

const origin: EventOrigin = { actorId: null, requestId: null, traceparent: null };

/** Creates a FileIndexing. */
export function createFileIndexing(deps: { indexing: Indexing; models: Pick<Models, 'documents'> }): FileIndexing {
  const { indexing, models } = deps;

  return {
    async index(paths, options, tell) {
      const walks = await Promise.all(paths.map((path) => walk(resolve(path))));
      const files = [...new Map(walks.flatMap((each) => each.files).map((file) => [file.path, file])).values()];
      const news = reporter(files.length, tell);
      for (const { kind, shown, reason } of walks.flatMap((each) => each.passed)) news.aside(kind, shown, reason);
      const batch = createBatch(options.dryRun, news);
      for (const file of files) {
        try {
          const { content, note } = await readFileContent(file);
          if (content.trim() === '' && !(await models.documents.exists({ _id: idOf(file) }))) {
            news.say('skipped', file.shown, { note: 'it is empty' });
            continue;
          }
          const prepared = await indexing.prepare(documentOf(file, content, options), (read) =>
            described(read, file, options),
          );
          if (prepared) await batch.add(file, prepared, note);
          else news.say('unchanged', file.shown);
        } catch (error) {
          news.say('failed', file.shown, { note: problemOf(error) });
        }
      }
      await batch.write();
      if (options.prune) await prune(walks, new Set(files.map(({ path }) => path)), options.dryRun, news);
      return news.report;
    },

    async remove(paths, { dryRun }, tell) {
      const news = reporter(0, tell);
      for (const path of paths) {
        const { root } = await walkedRoot(path);
        const documents = await documentsUnder(root);
        if (documents.length === 0) news.aside('failed', path, 'nothing was indexed from there');
        await removeAll(documents, dryRun, news);
      }
      return news.report;
    },
  };

  function createBatch(dryRun: boolean, news: Reporter) {
    let waiting: { file: FoundFile; prepared: PreparedDocument; note: string | null }[] = [];
    const batch = {
      async add(file: FoundFile, prepared: PreparedDocument, note: string | null): Promise<void> {
        waiting.push({ file, prepared, note });
        const passages = waiting.reduce((sum, each) => sum + each.prepared.passages.length, 0);
        if (waiting.length >= mostFilesAtOnce || passages >= mostPassagesAtOnce) await batch.write();
      },
      async write(): Promise<void> {
        const written = waiting;
        waiting = [];
        if (!dryRun)
          await indexing.commit(
            written.map(({ prepared }) => prepared),
            origin,
          );
        for (const { file, prepared, note } of written) {
          const more = { passages: prepared.passages.length, ...(note !== null && { note }) };
          news.say(prepared.isNew ? 'added' : 'changed', file.shown, more);
        }
      },
    };
    return batch;
  }

  async function prune(walks: readonly Walk[], seen: ReadonlySet<string>, dryRun: boolean, news: Reporter) {
    for (const { root, files, passed } of walks) {
      if (root === null) continue;
      const unread = passed.filter(({ kind }) => kind === 'failed').map(({ path }) => path);
      const gone = (await documentsUnder(root)).filter(
        ({ file = '' }) => !seen.has(file) && !unread.some((path) => isUnder(file, path)),
      );
      if (gone.length > 0 && files.length === 0) {
        // A disk that is not mounted looks just like this.
        news.aside('failed', root, 'there is no file left, so nothing was removed: use --remove if that is right');
      } else await removeAll(gone, dryRun, news);
    }
  }

  async function removeAll(documents: readonly Indexed[], dryRun: boolean, news: Reporter): Promise<void> {
    for (const { _id, source } of documents) {
      if (!dryRun) await indexing.remove(_id, origin);
      news.aside('removed', source);
    }
  }

  /** By the boundaries of a range, so that the index on `file` serves it: `/` is followed by `0`. */
  async function documentsUnder(root: string): Promise<Indexed[]> {
    const folder = root.endsWith(sep) ? root : `${root}${sep}`;
    const after = `${folder.slice(0, -1)}${String.fromCharCode(sep.charCodeAt(0) + 1)}`;
    return models.documents
      .find({ $or: [{ file: root }, { file: { $gte: folder, $lt: after } }] }, { file: 1, source: 1 })
      .sort({ file: 1 })
      .lean<Indexed[]>();
  }
}

interface Indexed {
  _id: string;
  file?: string;
  source: string;
}

type Reporter = ReturnType<typeof reporter>;

function reporter(total: number, tell: (news: FileNews) => void) {
  const report: FileReport = { added: 0, changed: 0, unchanged: 0, removed: 0, skipped: 0, failed: 0 };
  let done = 0;
  return {
    report,
    /** A file of the run is done with. */
    say(outcome: FileOutcome, shown: string, more: { passages?: number; note?: string } = {}) {
      report[outcome] += 1;
      done += 1;
      tell({ outcome, shown, ...more, done, total });
    },
    /** Something beside the files of the run. */
    aside(outcome: FileOutcome, shown: string, note?: string) {
      report[outcome] += 1;
      tell({ outcome, shown, ...(note !== undefined && { note }), done, total });
    },
  };
}

/** What is gone cannot be resolved any more: its path is taken as it is given. */
async function walkedRoot(path: string): Promise<{ root: string }> {
  const { root } = await walk(resolve(path));
  return { root: root ?? resolve(path) };
}

function isUnder(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}${sep}`);
}

function idOf({ path }: FoundFile): string {
  return `file:${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
}

function documentOf(file: FoundFile, content: string, options: FileOptions): IndexableDocument {
  return {
    id: idOf(file),
    kind: options.kind ?? 'document',
    title: null,
    source: file.shown,
    language: options.language ?? 'fr',
    tags: options.tags,
    category: options.category,
    difficulty: null,
    summary: null,
    url: null,
    createdBy: null,
    file: file.path,
    format: file.format,
    content,
  };
}

/** What a file says of itself, where the command line does not say otherwise. */
function described(
  { title, frontMatter }: ReadDocument,
  file: FoundFile,
  options: FileOptions,
): Partial<DocumentDescription> {
  const { tags = [], category, language, kind } = frontMatter;
  const known = fileKinds.find((each) => each === kind);
  return {
    title: title ?? file.shown.split('/').at(-1) ?? file.shown,
    tags: [...new Set([...options.tags, ...tags])],
    ...(options.category === null && category !== undefined && { category }),
    ...(options.language === null && (language === 'fr' || language === 'en') && { language }),
    ...(options.kind === null && known && { kind: known }),
  };
}

function problemOf(error: unknown): string {
  if (error instanceof FileProblem || error instanceof UnreadableContentError) return error.message;
  throw error;
}
