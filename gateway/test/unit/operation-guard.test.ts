import { readdir, readFile } from 'node:fs/promises';
import { DomainError } from '@doctorpy/service-kit/errors';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, Kind, parse } from 'graphql';
import { costEstimate } from '../../src/plugins/operation-cost.js';
import { createOperationGuard, RefusedDocument } from '../../src/plugins/operation-guard.js';

const root = new URL('../../../schema/', import.meta.url);
const schema = buildSchema(await readFile(new URL('api.graphql', root), 'utf8'));
const guard = createOperationGuard({
  schema: () => schema,
  limits: { maxDepth: 12, maxAliases: 30, maxRootFields: 20 },
  maxTokens: 2000,
  budgets: { anonymous: 5_000, LEARNER: 10_000, AUTHOR: 50_000, ADMIN: 50_000 },
  introspection: true,
});
const anonymous = { userId: null, roles: [] };
const lea = { userId: 'lea', roles: ['LEARNER'] } as const;
const ada = { userId: 'ada', roles: ['ADMIN'] } as const;

function problemOf(
  query: string,
  variables: Record<string, unknown> = {},
  caller: typeof anonymous | typeof ada = anonymous,
) {
  try {
    guard.check({ document: guard.parse(query), variables, caller });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
const codeOf = (...operation: Parameters<typeof problemOf>) => problemOf(...operation)?.code ?? 'accepted';
const nested = (value: unknown, levels: number) =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], value);

describe('the guard refuses', () => {
  const next = (n: number) =>
    `fragment F${n} on Quest { a: prerequisites { ...F${n + 1} } prerequisites { ...F${n + 1} } }`;
  const attacks: [string, string, Record<string, unknown>?][] = [
    ['a query 1,000 deep', `{ quest(id: "x") { ${'prerequisites { '.repeat(1000)} id ${'} '.repeat(1000)} } }`],
    ['a query 100 deep', `{ quest(id: "x") { ${'prerequisites { '.repeat(100)} id ${'} '.repeat(100)} } }`],
    ['1,000 aliases', `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['100 aliases', `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['10,000 fragment spreads', `{ ${'...F '.repeat(10_000)} } fragment F on Query { __typename }`],
    ['900 fragment spreads', `{ ${'...F '.repeat(900)} } fragment F on Query { __typename }`],
    [
      'fragments that multiply',
      `{ quest(id: "x") { ...F0 } } ${Array.from({ length: 40 }, (_, n) => next(n)).join(' ')} fragment F40 on Quest { id }`,
    ],
    ['1,000 directives', `{ __typename ${'@skip(if: false) '.repeat(1000)} }`],
    ['200 directives', `{ __typename ${'@include(if: true) '.repeat(200)} }`],
    ['__typename 10,000 times', `{ ${'__typename '.repeat(10_000)} }`],
    ['__typename 1,900 times', `{ ${'__typename '.repeat(1900)} }`],
    [
      'introspection of introspection',
      `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`,
    ],
    ['many root fields', `{ ${Array.from({ length: 25 }, (_, n) => `a${n}: me { id }`).join(' ')} }`],
    ['variables 100,000 levels deep', 'query ($id: ID!) { quest(id: $id) { id } }', { id: nested('x', 100_000) }],
    ['variables of a million values', 'query ($id: ID!) { quest(id: $id) { id } }', { id: Array(1_000_000).fill(0) }],
    ['undeclared deep variables', '{ me { id } }', { unused: nested({ $gt: '' }, 5000) }],
    [
      'pages of pages of pages',
      '{ quests(first: 100) { edges { node { prerequisites { prerequisites { prerequisites { id } } } } } } }',
    ],
  ];

  it.each(attacks.map(([what]) => what))('%s', (what) => {
    const [, query = '', variables] = attacks.find(([name]) => name === what) ?? [];
    const problem = problemOf(query, variables);
    expect(problem?.code).toBe('QUERY_TOO_COMPLEX');
    expect(problem?.text.fr).toMatch(/trop (complexe|longue|volumineuses)/);
    expect(problem?.text.en).toMatch(/too (complex|long|large)/);
    expect(problem?.message).not.toMatch(/call stack/i);
  });

  it('a circle of fragments, without following it', () => {
    const circle = '{ quest(id: "x") { ...A } } fragment A on Quest { ...B } fragment B on Quest { id ...A }';
    expect(codeOf(circle)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('a document that is no GraphQL, without repeating what is in it', () => {
    const parse = () => guard.parse('{ login(input: { password "hunter2" }) { accessToken } }');
    expect(parse).toThrow(expect.objectContaining({ code: 'GRAPHQL_PARSE_FAILED' }));
    expect(parse).not.toThrow(/hunter2/);
  });

  it('a condition that is no boolean, wherever it stands', () => {
    for (const condition of ['alse', '"x"', '$unknown', '{}']) {
      const field = `leaderboardChanged @skip(if: ${condition}) { totalPlayers }`;
      expect(codeOf(`subscription { ${field} }`)).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(codeOf(`{ me @include(if: ${condition}) { id } }`)).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('an operation that is not in the document', () => {
    expect(codeOf('query A { me { id } } query B { me { id } }')).toBe('OPERATION_RESOLUTION_FAILURE');
    expect(codeOf('fragment A on User { id }')).not.toBe('accepted');
  });

  it('a page larger than the contract gives, in the document or in a variable', () => {
    expect(codeOf('{ quests(first: 101) { totalCount } }')).toBe('BAD_USER_INPUT');
    expect(codeOf('query ($n: Int!) { quests(first: $n) { totalCount } }', { n: 1_000_000 })).toBe('BAD_USER_INPUT');
    expect(codeOf('query ($n: Int! = 500) { quests(first: $n) { totalCount } }')).toBe('BAD_USER_INPUT');
    expect(codeOf('{ quests(first: 100) { totalCount } }')).toBe('accepted');
  });
});

describe('wrong variables', () => {
  const login = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }';

  it('are all named, and none of their values repeated', () => {
    const problem = problemOf(login, { input: { password: { secret: 'hunter2' }, totpCode: ['hunter2'] } });
    expect(problem?.code).toBe('BAD_USER_INPUT');
    expect(problem?.fields?.map(({ path, code }) => `${path.join('.')} ${code}`).sort()).toEqual([
      'input REQUIRED',
      'input.password INVALID_TYPE',
      'input.totpCode INVALID_TYPE',
    ]);
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem?.text.en).not.toContain('hunter2');
    expect(problem?.text.fr).toContain('obligatoire');
  });

  it('may be missing altogether, or null', () => {
    expect(problemOf(login)?.fields).toMatchObject([{ path: ['input'], code: 'REQUIRED' }]);
    expect(problemOf(login, { input: null })?.fields).toMatchObject([{ path: ['input'], code: 'REQUIRED' }]);
  });

  it('do not show either when they are written in the document', () => {
    const problem = problemOf('mutation { login(input: { email: "a@b.c", password: 31337 }) { accessToken } }');
    expect(problem?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(problem?.text.fr).not.toContain('31337');
  });
});

describe('the cost of an operation', () => {
  const cost = (query: string, variables = {}) =>
    guard.check({ document: guard.parse(query), variables, caller: ada }).estimated;

  it('grows with the pages it asks for, however they are written', () => {
    const page = (first: string) => cost(`{ quests${first} { edges { node { id } } } }`);
    expect(page('(first: 10)')).toBe(22);
    expect(page('(first: 100)')).toBe(202);
    expect(page('')).toBe(42);
    expect(cost('query ($n: Int!) { quests(first: $n) { edges { node { id } } } }', { n: 100 })).toBe(202);
    expect(cost('{ quests(first: 100) { ...P } } fragment P on QuestConnection { edges { node { id } } }')).toBe(202);
  });

  it('is remembered by page sizes, and keeps nothing else that a variable holds', () => {
    const document = parse('query ($n: Int = 5) { quests(first: $n) { edges { node { id } } } }');
    const operation = document.definitions[0];
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('An operation was meant.');
    const estimate = costEstimate(schema, document, operation);
    expect([{ n: 100 }, {}, { n: null }, { n: 100 }, {}].map(estimate)).toEqual([202, 12, 42, 202, 12]);
    const large = {
      toJSON() {
        throw new Error('It was written down.');
      },
    };
    expect(estimate({ n: large })).toBe(42);
  });

  it('is not remembered by more than a few page sizes: clients choose how many there are, and their digits', () => {
    const names = Array.from({ length: 30 }, (_, n) => `v${n}`);
    const estimateOf = (count: number) => {
      const used = names.slice(0, count);
      const fields = used.map((name) => `${name}: quests(first: $${name}) { edges { node { id } } }`);
      const document = parse(`query (${used.map((name) => `$${name}: Int!`).join(' ')}) { ${fields.join(' ')} }`);
      const [operation] = document.definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('An operation was meant.');
      return costEstimate(schema, document, operation);
    };
    const looksAt = (count: number) => {
      let looks = 0;
      const watched = new Proxy(Object.fromEntries(names.map((name) => [name, 1.2345678901234567])), {
        ownKeys: (target) => {
          looks += 1;
          return Reflect.ownKeys(target);
        },
      });
      const estimate = estimateOf(count);
      expect([estimate(watched), estimate(watched)]).toEqual([estimate({ ...watched }), estimate({ ...watched })]);
      return looks;
    };
    // Copied twice by this test; to be counted, they are looked at once, or each time.
    expect([looksAt(2), looksAt(30)]).toEqual([3, 4]);
  });

  it('is limited by who asks', () => {
    const query = '{ quests(first: 100) { edges { node { prerequisites { prerequisites { id } } } } } }';
    expect(codeOf(query)).toBe('QUERY_TOO_COMPLEX');
    expect(codeOf(query, {}, ada)).toBe('accepted');
    expect(guard.check({ document: guard.parse('{ me { id } }'), caller: lea })).toEqual({
      estimated: 2,
      budget: 10_000,
    });
  });
});

describe('what front ends send', () => {
  it('passes: every operation of the collection, and the introspection of tools', async () => {
    const files = (await readdir(new URL('operations/', root))).filter((name) => name.endsWith('.graphql'));
    for (const file of files) {
      // One document for each: as a whole the collection is larger than any one of them may be.
      const text = await readFile(new URL(`operations/${file}`, root), 'utf8');
      for (const source of text.split(/\n(?=(?:query|mutation|subscription) )/)) {
        if (!/^(query|mutation|subscription) /m.test(source)) continue;
        const document = guard.parse(source);
        for (const definition of document.definitions) {
          if (definition.kind !== Kind.OPERATION_DEFINITION || definition.variableDefinitions?.length) continue;
          const operationName = definition.name?.value;
          expect(guard.check({ document, operationName, caller: lea }).estimated).toBeLessThan(5_000);
        }
      }
    }
    expect(codeOf(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).toBe('accepted');
  });

  it('is told every problem of its document at once, in both languages', () => {
    const problem = problemOf('{ quest(id: "x") { titel } quests { nope } }');
    expect(problem).toBeInstanceOf(RefusedDocument);
    expect(problem instanceof RefusedDocument && problem.problems).toHaveLength(2);
    expect(problem?.text.fr).toMatch(/^Ce document ne correspond pas au schéma/);
    expect(problem?.text.en).not.toMatch(/did you mean/i);
  });
});
