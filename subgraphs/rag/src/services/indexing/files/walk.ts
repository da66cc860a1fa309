import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { ReadableFormat } from '../formats/read-document.js';

/** A file that can be indexed. */
export interface FoundFile {
  kind: 'file';
  /** Absolute, links resolved: what the file is known by. */
  path: string;
  /** Name of the folder that was asked for and the way from there, with slashes: what people are shown. */
  shown: string;
  format: ReadableFormat;
}

/** Something that is not indexed: left out on purpose (`skipped`), or wanted and impossible (`failed`). `reason` is a clause. */
export interface Passed {
  kind: 'skipped' | 'failed';
  path: string;
  shown: string;
  reason: string;
}

/** What a path holds. */
export interface Walk {
  /** The path itself, absolute and links resolved; null when there is nothing there. */
  root: string | null;
  files: FoundFile[];
  passed: Passed[];
}

/**
 * Looks through a file or folder, in the order of names. Hidden files, folders of installed packages and links are left
 * out: a link may lead out of the folder that was asked for, and what it leads to inside is found anyway.
 */
export async function walk(path: string): Promise<Walk> {
  const found: Walk = { root: null, files: [], passed: [] };
  try {
    const root = await realpath(path);
    found.root = root;
    const entry = await lstat(root);
    if (entry.isDirectory()) await walkFolder({ root, name: basename(root) }, root, found);
    else takeFile(root, basename(root), entry.isFile(), 'failed', found);
  } catch (error) {
    found.passed.push({ kind: 'failed', path, shown: path, reason: systemReason(error) });
  }
  return found;
}

/** Why the system refused, in words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this account may not read it',
  EPERM: 'this account may not read it',
  ELOOP: 'its links lead in a circle',
};

const installed = new Set(['node_modules', '__pycache__', 'site-packages', 'venv']);

async function walkFolder(of: { root: string; name: string }, folder: string, found: Walk): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    found.passed.push({ kind: 'failed', path: folder, shown: shownOf(of, folder), reason: systemReason(error) });
    return;
  }
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const shown = shownOf(of, path);
    const skip = (reason: string) => found.passed.push({ kind: 'skipped', path, shown, reason });
    if (entry.name.startsWith('.')) skip('it is hidden');
    else if (entry.isSymbolicLink()) skip(await whereItLeads(path, of.root));
    else if (entry.isDirectory() && installed.has(entry.name)) skip('it holds installed packages');
    else if (entry.isDirectory()) await walkFolder(of, path, found);
    else takeFile(path, shown, entry.isFile(), 'skipped', found);
  }
}

async function whereItLeads(link: string, root: string): Promise<string> {
  try {
    const target = await realpath(link);
    const isInside = target === root || target.startsWith(`${root}${sep}`);
    return isInside ? 'it is a link to what is here already' : 'it is a link that leads out of the folder';
  } catch {
    return 'it is a link that leads nowhere';
  }
}

function takeFile(path: string, shown: string, isFile: boolean, otherwise: Passed['kind'], found: Walk): void {
  const format = formats[extname(path).toLowerCase()];
  if (!isFile) found.passed.push({ kind: otherwise, path, shown, reason: 'it is no ordinary file' });
  else if (format) found.files.push({ kind: 'file', path, shown, format });
  else found.passed.push({ kind: otherwise, path, shown, reason: `only ${readable} can be read` });
}

const formats: Readonly<Record<string, ReadableFormat>> = {
  '.md': 'MARKDOWN',
  '.markdown': 'MARKDOWN',
  '.rst': 'RST',
  '.html': 'HTML',
  '.htm': 'HTML',
  '.ipynb': 'NOTEBOOK',
  '.py': 'PYTHON',
  '.txt': 'TEXT',
  '.pdf': 'PDF',
};
const readable = Object.keys(formats).join(', ');

function shownOf({ root, name }: { root: string; name: string }, path: string): string {
  return [name, ...relative(root, path).split(sep)].filter(Boolean).join('/');
}
