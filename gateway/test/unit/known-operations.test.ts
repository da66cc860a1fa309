import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import {
  createKnownOperations,
  type ExecutingGateway,
  type Executor,
} from '../../src/http/fast-lane/known-operations.js';

const schema = buildSchema('type Query { a: Int } type Mutation { a: Int }');
const other = buildSchema('type Query { a: Int, b: Int }');

/** Known operations behind a gateway whose executor answers with how often it was asked. */
async function knownOperations() {
  let change: (schema: GraphQLSchema) => void = () => undefined;
  let executed = 0;
  const gateway: ExecutingGateway = {
    onSchemaLoadOrUpdate(callback) {
      change = (apiSchema) => callback({ apiSchema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
    async load() {
      change(schema);
      return {
        executor: async () => {
          executed += 1;
          return { data: { executed } };
        },
      };
    },
  };
  const known = createKnownOperations(() => new Set(['PUBLIC']));
  const { executor } = await known.over(gateway).load({ apollo: {} });
  if (!executor) throw new Error('The gateway has no executor.');
  return { known, executor, change: (next: GraphQLSchema) => change(next) };
}

/** What Apollo Server gives to an executor, as far as it matters here. */
function asked(source: string, context: object = { takesText: true }, by = schema): Parameters<Executor>[0] {
  const document = parse(source);
  const operation = getOperationAST(document);
  return {
    source,
    document,
    operation,
    operationName: null,
    schema: by,
    request: {},
    context,
  } as unknown as Parameters<Executor>[0];
}

describe('operations that are known', () => {
  it('are queries that came through admission, and were executed', async () => {
    const { known, executor } = await knownOperations();
    expect(known.find('{ a }', null)).toBeUndefined();
    await executor(asked('{ a }'));
    expect(known.find('{ a }', null)?.source).toBe('{ a }');
    expect(known.find('{ a }', 'Other')).toBeUndefined();
    await executor(asked('mutation { a }'));
    await executor(asked('query FromElsewhere { a }', {}));
    expect(known.find('mutation { a }', null)).toBeUndefined();
    expect(known.find('query FromElsewhere { a }', null)).toBeUndefined();
  });

  it('are forgotten with their supergraph, and not learned from what was under way when it went', async () => {
    const { known, executor, change } = await knownOperations();
    await executor(asked('{ a }'));
    change(other);
    expect(known.find('{ a }', null)).toBeUndefined();
    await executor(asked('{ a }'));
    expect(known.find('{ a }', null)).toBeUndefined();
    await executor(asked('{ a }', { takesText: true }, other));
    expect(known.find('{ a }', null)).toBeDefined();
  });

  it('are not executed again when they were executed before they came', async () => {
    const { executor } = await knownOperations();
    const executed = Promise.resolve({ data: { executed: 'before' } });
    expect(await executor(asked('{ a }', { takesText: true, executed }))).toEqual({ data: { executed: 'before' } });
  });

  it('are bounded in number and in length', async () => {
    const { known, executor } = await knownOperations();
    const longest = `{ a } # ${'x'.repeat(20_000)}`;
    await executor(asked(longest));
    expect(known.find(longest, null)).toBeUndefined();
    for (let index = 0; index < 1001; index += 1) await executor(asked(`query N${index} { a }`));
    expect(known.find('query N0 { a }', null)).toBeUndefined();
    expect(known.find('query N1000 { a }', null)).toBeDefined();
    const large = (index: number) => `query L${index} { ${'a '.repeat(1500)} }`;
    for (let index = 0; index < 100; index += 1) await executor(asked(large(index)));
    // 50 MB for about 800 kB each, as they are estimated.
    expect(known.find(large(20), null)).toBeUndefined();
    expect(known.find(large(99), null)).toBeDefined();
  });
});
