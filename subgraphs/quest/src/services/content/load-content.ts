import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Content } from './content-schema.js';
import { type ContentFile, type OpenedContent, openContent, parseContent } from './parse-content.js';

/**
 * Reads and validates the content folder (a path, or a file: URL; the package's is `content/` beside `src` and `dist`).
 * Throws one Error listing every problem: file, line, place and what to do.
 */
export function loadContent(folder: URL | string): Content {
  return parseContent(readFiles(folder));
}

/** Like `loadContent`, telling also where each part stands. */
export function openContentFolder(folder: URL | string): OpenedContent {
  return openContent(readFiles(folder));
}

function readFiles(folder: URL | string): ContentFile[] {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return paths.sort().map((path) => ({
    path: path.split(sep).join('/'),
    text: readFileSync(join(root, path), 'utf8'),
  }));
}
