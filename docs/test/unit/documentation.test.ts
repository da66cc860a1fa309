import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { parse as parseYaml } from 'yaml';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['decisions', 'guides', 'reference'].flatMap((folder) =>
    readdirSync(join(root, 'docs', folder)).map((file) => `docs/${folder}/${file}`),
  ),
];

describe('the documentation', () => {
  it.each(pages)('links only to what exists: %s', (page) => {
    const links = [...textOf(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(page), link)));
    expect(broken).toEqual([]);
  });

  it.each(pages)('names only paths that exist: %s', (page) => {
    const named = [
      ...textOf(page).matchAll(/`((?:gateway|grader|packages|subgraphs|schema|scripts|deploy)\/[\w./-]+)`/g),
    ];
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('shows operations that the API understands', () => {
    const schema = buildSchema(textOf('schema/api.graphql'));
    const shown = pages.flatMap((page) => [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```/g)]);
    expect(shown.length).toBeGreaterThan(0);
    for (const [, document = ''] of shown) expect(validate(schema, parse(document)).map(String)).toEqual([]);
  });

  it('names only commands that package.json has', () => {
    const scripts = Object.keys(JSON.parse(textOf('package.json')).scripts);
    const named = pages.flatMap((page) => [
      ...textOf(page).matchAll(/\bnpm run (?:--silent )?([\w:]+)(?! -w|\S* -w)/g),
    ]);
    const unknown = named.map(([, name = '']) => name).filter((name) => !scripts.includes(name) && !name.includes(':'));
    expect(unknown).toEqual([]);
  });

  it('numbers every decision once and lists it', () => {
    const records = readdirSync(join(root, 'docs/decisions')).filter((file) => file !== 'README.md');
    const numbers = records.map((file) => file.slice(0, 4));
    expect(new Set(numbers).size).toBe(records.length);
    expect(records.filter((file) => !textOf('docs/decisions/README.md').includes(file))).toEqual([]);
  });
});

describe('the CI workflow', () => {
  it('runs .ci/run on the oldest Node that the platform supports', () => {
    const workflow = JSON.stringify(parseYaml(textOf('.github/workflows/ci.yml')));
    expect(workflow).toContain('bash .ci/run');
    expect(workflow).toContain('"node-version":20');
  });
});
