import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { breakingChanges } from './breaking-changes.js';

/**
 * `npm run schema:check [-- <git ref>]` compares schema/api.graphql with the one at a git ref (default HEAD): exits 1,
 * naming each change that could break a client, because the public contract only grows.
 */
const ref = process.argv[2] ?? 'HEAD';
const path = 'schema/api.graphql';
const root = new URL('../', import.meta.url);
const { stdout: before } = await promisify(execFile)('git', ['show', `${ref}:${path}`], { cwd: root });
const found = await breakingChanges(before, await readFile(new URL(path, root), 'utf8'));

if (found.length > 0) {
  console.error(`These changes would break clients of the API at ${ref}:\n- ${found.join('\n- ')}`);
  console.error('Add beside what is there, and mark what is replaced as @deprecated.');
  process.exitCode = 1;
} else {
  console.log(`Nothing in ${path} breaks a client of ${ref}.`);
}
