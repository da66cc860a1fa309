import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { composeSupergraph } from './supergraph.js';

/**
 * Writes schema/: each subgraph's SDL, the composed supergraph (the gateway's input) and the public API schema.
 * With `--check` it writes nothing and exits 1, naming the files that differ from what the sources give.
 */
const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);
const stale: string[] = [];

for (const [path, content] of await composeSupergraph(root)) {
  const file = new URL(path, root);
  const current = await readFile(file, 'utf8').catch(() => null);
  if (current === content) continue;
  stale.push(path);
  if (!check) {
    await mkdir(new URL('./', file), { recursive: true });
    await writeFile(file, content);
  }
}

if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run \`npm run schema\` and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? 'schema/ is up to date.' : `Wrote ${stale.join(', ')}.`);
}
