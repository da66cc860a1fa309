import { readFile, writeFile } from 'node:fs/promises';
import { withAccessTables } from './access.js';

/** `npm run access:table` writes who may what into docs/reference/access.md, from schema/supergraph.graphql. */
const root = new URL('../', import.meta.url);
const page = new URL('docs/reference/access.md', root);
const supergraph = await readFile(new URL('schema/supergraph.graphql', root), 'utf8');
const before = await readFile(page, 'utf8');
const after = withAccessTables(before, supergraph);
if (after !== before) await writeFile(page, after);
console.log(`docs/reference/access.md ${after === before ? 'is up to date' : 'was written'}.`);
