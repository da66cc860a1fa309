import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import type { GatewayContext } from '../../../src/context.js';
import { type CompiledExecution, createCompiledExecution } from '../../../src/execution/compiled-execution.js';
import { PassedAnswer } from '../../../src/subgraphs/passed-answer.js';
import type { SubgraphOptions } from '../../../src/subgraphs/signed-data-source.js';
import { queries } from '../../execution/arbitrary-query.js';
import { type FederatedSchema, federatedSchema } from '../../execution/federated-schema.js';

type Executor = ApolloGateway['executor'];
type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;
type Spoil = (answer: Answer, question: string) => Answer;

let federation: FederatedSchema;
let stock: Gateway;
let ours: Gateway & { execution: CompiledExecution };
/** What subgraphs get wrong, for both gateways alike. */
let spoil: Spoil = (answer) => answer;
/** Answers that were not read. */
let passedThrough = 0;
/** Requests that reached subgraphs. */
let asked: string[] = [];

interface Gateway {
  readonly schema: GraphQLSchema;
  readonly execute: Executor;
  stop(): Promise<void>;
}

beforeAll(async () => {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  federation = federatedSchema();
  stock = await start();
  const execution = createCompiledExecution({ takesText: ({ takesText }) => takesText === true, log: silentLogger() });
  ours = { ...(await start(execution)), execution };
}, 60_000);
afterAll(async () => {
  await Promise.all([stock?.stop(), ours?.stop()]);
});

async function start(execution?: CompiledExecution): Promise<Gateway> {
  const gateway = new ApolloGateway({
    supergraphSdl: federation.supergraphSdl,
    logger: silentLogger(),
    ...(execution && { experimental_didResolveQueryPlan: execution.didResolveQueryPlan }),
    buildService: ({ name }) => {
      const source = spoilt(name);
      return execution ? execution.source(name, source) : source;
    },
  });
  let schema: GraphQLSchema | null = null;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const served = execution ? execution.over(gateway) : gateway;
  const { executor } = await served.load({ apollo: {} });
  if (!schema || !executor) throw new Error('The gateway has not loaded.');
  return { schema, execute: executor, stop: () => gateway.stop() };
}

function spoilt(name: string): GraphQLDataSource<GatewayContext> {
  const source = federation.source(name);
  return {
    async process(options) {
      const question = `${name} ${options.request.query} ${JSON.stringify(options.request.variables)}`;
      asked.push(question);
      // As it comes over the wire: plain objects, errors too.
      const answer = JSON.parse(JSON.stringify(await source.process(options as never)));
      return passed(spoil(answer, question), options);
    },
  };
}

/** As the link to a subgraph does with its text. */
function passed(answer: Answer, { passThrough }: SubgraphOptions): Answer {
  const text = passThrough ? passThrough(JSON.stringify(answer)) : null;
  if (text === null || !passThrough) return answer;
  passedThrough += 1;
  return new PassedAnswer(text, passThrough) as Answer;
}

const documents = new Map<string, ReturnType<typeof parse>>();

/** Executes as Apollo Server does, with the document it keeps. */
async function run(gateway: Gateway, query: string, variables: object, context: object = {}, operationName?: string) {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  const operation = getOperationAST(document, operationName);
  return gateway.execute({
    request: { query, variables, ...(operationName && { operationName }) },
    document,
    operation,
    operationName: operationName ?? null,
    queryHash: createHash('sha256').update(query).digest('hex'),
    source: query,
    context,
    schema: gateway.schema,
    logger: silentLogger(),
    metrics: {},
  } as unknown as Parameters<Executor>[0]);
}

/** What a client would see; errors of requests that run side by side come in any order. */
function seen({ data, errors, extensions }: Awaited<ReturnType<Executor>>) {
  return {
    data: JSON.stringify(data),
    extensions: JSON.parse(JSON.stringify(extensions ?? null)),
    errors: (errors ?? [])
      .map(({ message, path, extensions: more }) => JSON.stringify({ message, path, extensions: more }))
      .sort(),
  };
}

/** Stock's answer, and ours: as it is learned, then twice from what was prepared. */
async function compare(query: string, variables: object = {}, operationName?: string) {
  if (!isValid(query)) throw new Error(`This is no valid query: ${query}`);
  const outcome = (gateway: Gateway, context: object) =>
    run(gateway, query, variables, context, operationName).then(seen, (error: unknown) => ({ thrown: String(error) }));
  const expected = await outcome(stock, {});
  for (const context of [{}, {}, { takesText: true }]) {
    expect(await outcome(ours, context)).toEqual(expected);
  }
}

describe('an answer from a prepared plan is the stock executor’s, byte for byte', () => {
  const cases: Record<string, [string, object?]> = {
    'fields of one subgraph, with aliases': ['{ me { id name: handle isAdmin height settings mood grid label } }'],
    'the same field asked for several times': ['{ me { id } me { handle friends { id } } me { friends { handle } } }'],
    'fragments before and after what they repeat': [
      '{ ...A users { handle } ...B } fragment A on Query { users { id } } fragment B on Query { users { ...C id } me { id } } fragment C on User { mood handle }',
    ],
    'entities of other subgraphs': ['{ me { id bought { name left } orders { number product { name } } } }'],
    'fields another subgraph requires': ['{ products { shipping box left } warehouse { holds { shipping name } } }'],
    'an interface and its types': [
      '{ nodes { id __typename ... on User { handle orders { number } } ... on Robot { serial } } node(id: "r1") { label } }',
    ],
    'unions in lists of lists': [
      '{ offers { __typename ... on Product { name left seller { handle mood } } ... on Gift { to { handle } } } found { ... on Node { id } ... on User { bought { id } } } }',
    ],
    'a field shared by subgraphs': ['{ shared { version inner { title inner { version inner { version } } } } }'],
    'nothing but the name of the type': ['{ __typename kind: __typename }'],
    'names of types under aliases': [
      '{ me { t: __typename id } nodes { kind: __typename } things { k: __typename id } }',
    ],
    'an empty list of entities': ['{ users(first: 0) { orders { number } } }'],
    'nulls on the way to entities': [
      '{ user(id: "0") { orders { number } } nodes { ... on User { orders { note } } } }',
    ],
    'an error of a subgraph': ['{ products(first: 5) { id left } me { id } }'],
    'an entity that is not found': ['{ users(first: 5) { id orders { number } } }'],
    'introspection beside data': ['{ me { id } __type(name: "User") { name } __schema { queryType { name } } }'],
  };
  it.each(Object.entries(cases))('%s', async (_, [query, variables]) => {
    await compare(query, variables);
  });

  it.each([
    '{ me { id name: handle isAdmin mood label friends { __typename id } } users(first: 2) { height id } }',
    '{ user(id: "0") { id } me { grid } }',
    'query ($a: Boolean! = true) { me { id @include(if: $a) handle @skip(if: $a) } }',
  ])('that nobody has read: %s', async (query) => {
    const before = passedThrough;
    await compare(query);
    // From the second time on.
    expect(passedThrough - before).toBe(2);
  });

  it('whatever conditions its variables set', async () => {
    const query =
      'query ($a: Boolean!, $b: Boolean! = true) { me @include(if: $a) { id handle @skip(if: $b) orders @include(if: $b) { number } } users { id @skip(if: $a) @include(if: $b) mood } }';
    for (const a of [true, false]) for (const b of [true, false, undefined]) await compare(query, { a, b });
  });

  it('for each operation of a document', async () => {
    const query = 'query A { me { id } } query B($n: Int) { users(first: $n) { id bought { name } } }';
    await compare(query, {}, 'A');
    await compare(query, { n: 2 }, 'B');
    await compare(query, { n: 1 }, 'B');
  });

  it('for operations at random', async () => {
    const before = ours.execution.counts();
    await fc.assert(
      fc.asyncProperty(queries(stock.schema), async ({ query, variables }) => {
        fc.pre(isValid(query));
        await compare(query, variables);
      }),
      { seed: 20_261_122, numRuns: RUNS, endOnFailure: true },
    );
    // Most of them hold nothing that is not plain, so most of what was compared was really prepared.
    expect(ours.execution.counts().compiled - before.compiled).toBeGreaterThan(RUNS);
  }, 120_000);
});

/** More of them with EXECUTION_RUNS: each is compared four times. */
const RUNS = Number(process.env.EXECUTION_RUNS ?? 25);

describe('where a subgraph is wrong, the stock executor decides, with the answers that are there', () => {
  const faults: Record<string, (answer: Answer) => Answer> = {
    'no data': () => ({ data: null }) as Answer,
    'no data, but an error': () => ({ errors: [{ message: 'no' }] }) as never,
    'an error beside the data': (answer) => ({ ...answer, errors: [{ message: 'half', path: ['me', 'id'] }] }) as never,
    'null where none may be': (answer) => replaced(answer, (value, key) => (key === 'id' ? null : value)),
    'a text where a number belongs': (answer) => replaced(answer, (value) => (typeof value === 'number' ? 'x' : value)),
    'a number where a text belongs': (answer) => replaced(answer, (value, key) => (key === 'handle' ? 7 : value)),
    'a value that its enum does not have': (answer) =>
      replaced(answer, (value, key) => (key === 'mood' ? 'MAD' : value)),
    'a type that does not exist': (answer) =>
      replaced(answer, (value, key) => (key === '__typename' ? 'Ghost' : value)),
    'no type where there are several': (answer) =>
      replaced(answer, (value, key) => (key === '__typename' ? undefined : value)),
    'an object where a list belongs': (answer) => replaced(answer, (value) => (Array.isArray(value) ? {} : value)),
    'too few entities': (answer) =>
      replaced(answer, (value, key) => (key === '_entities' && Array.isArray(value) ? value.slice(1) : value)),
    'fields that nobody asked for': (answer) =>
      replaced(answer, (value) => (isRecord(value) ? { ...value, surplus: { a: 1 } } : value)),
    'fractions, and numbers too large': (answer) =>
      replaced(answer, (value) => (typeof value === 'number' ? value * 1e17 + 0.5 : value)),
  };
  const all = Object.entries(faults);
  const wide =
    '{ me { id handle mood orders { number product { name left } } } nodes { id ... on User { bought { id shipping } } } products { box seller { handle } } offers { ... on Product { name } } }';

  it.each(all)('%s', async (_, wrong) => {
    for (const subgraph of ['people', 'shop', 'stock']) {
      spoil = (answer, question) => (question.startsWith(`${subgraph} `) ? wrong(answer) : answer);
      await compare(wide);
    }
  });

  it.each(all)('%s, where one subgraph answers alone', async (_, wrong) => {
    spoil = wrong;
    await compare('{ me { id handle mood height isAdmin settings grid label friends { __typename id } } }');
  });

  it('at random', async () => {
    await fc.assert(
      fc.asyncProperty(queries(stock.schema), fc.nat(), async ({ query, variables }, salt) => {
        fc.pre(isValid(query));
        spoil = (answer, question) => {
          const drawn = createHash('sha256').update(`${salt} ${question}`).digest().readUInt16BE();
          const [, wrong] = all[drawn % (all.length * 2)] ?? [];
          return wrong ? wrong(answer) : answer;
        };
        await compare(query, variables);
      }),
      { seed: 20_261_123, numRuns: RUNS, endOnFailure: true },
    );
    expect(ours.execution.counts().handedOver).toBeGreaterThan(10);
  }, 120_000);

  it('no subgraph is asked twice', async () => {
    spoil = (answer, question) =>
      question.startsWith('stock ') ? ({ ...answer, errors: [{ message: 'no' }] } as never) : answer;
    await compare(wide);
    asked = [];
    await run(stock, wide, {});
    const once = asked.sort();
    asked = [];
    await run(ours, wide, {});
    expect(asked.sort()).toEqual(once);
  });

  it('a subgraph that breaks down is the stock executor’s, too', async () => {
    spoil = () => {
      throw new Error('broken');
    };
    await compare(wide);
  });

  afterAll(() => {
    spoil = (answer) => answer;
  });
});

/** Drawn fields of one name may differ in what they mean. */
function isValid(query: string): boolean {
  return validate(stock.schema, parse(query)).length === 0;
}

function replaced(answer: Answer, replace: (value: unknown, key: string) => unknown): Answer {
  return JSON.parse(JSON.stringify(answer), (key, value) => replace(value, key));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
