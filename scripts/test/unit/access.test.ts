import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { readAccessTables, withAccessTables } from '../../access.js';

const root = new URL('../../../', import.meta.url);
const supergraph = await readFile(new URL('schema/supergraph.graphql', root), 'utf8');
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));
const page = await readFile(new URL('docs/reference/access.md', root), 'utf8');

const withField = (field: string) => supergraph.replace(/^type Query.*\{/m, (line) => `${line}\n  ${field}`);

describe('docs/reference/access.md', () => {
  it('tells what the schema says (else: npm run access:table)', () => {
    expect(page).toBe(withAccessTables(page, supergraph));
  });

  it('has every operation of the API, and of other fields those that are not for everyone', () => {
    const roots = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    const listed = readAccessTables(page);
    expect(roots.filter((coordinate) => !listed.has(coordinate))).toEqual([]);
    expect(listed.get('User.email')).toEqual({
      rule: 'SELF',
      answers: { anonymous: 'UNAUTHENTICATED', LEARNER: 'own', AUTHOR: 'own', ADMIN: 'yes' },
    });
    expect(listed.has('User.displayName')).toBe(false);
  });

  it('goes out of date with a new field, and has no place for one without a rule', () => {
    const declared = withField('secret: String @join__field(graph: AUTH) @access(rule: "ADMIN")');
    expect(withAccessTables(page, declared)).not.toBe(page);
    const undeclared = withField('secret: String @join__field(graph: AUTH)');
    expect(() => withAccessTables(page, undeclared)).toThrow('Query.secret has no @access(rule:)');
  });
});
