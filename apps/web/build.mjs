// Builds the page into dist/, with every text compressed once for all readers. Does nothing when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');
const stamp = join(dist, '.inputs');

const inputs = fingerprint([
  ...['src', 'index.html', 'package.json', 'vite.config.ts', 'build.mjs'].map((path) => join(here, path)),
  join(here, '../../packages/client/src'),
  join(here, '../../package-lock.json'),
]);
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputs) {
  const built = await build({ root: here, logLevel: 'warn' });
  const files = new Set([built].flat().flatMap(({ output }) => output.map(({ fileName }) => join(dist, fileName))));
  // A platform may be serving this very folder: the old page is whole until the new one has taken its place.
  for (const file of filesIn(dist)) if (!files.has(file)) rmSync(file);
  for (const file of files) if (/\.(css|html|js|svg)$/.test(file)) compress(file);
  writeFileSync(stamp, inputs);
}

/** @param {string} file */
function compress(file) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

/** @param {readonly string[]} paths */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) hash.update(file.slice(here.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
