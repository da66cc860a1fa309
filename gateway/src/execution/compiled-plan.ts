import type { Operation } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { evaluateCondition } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Values } from './compiled-response.js';
import { Departure, depart, type Fields, isFields, isInherited } from './departure.js';
import type { Journal } from './merge.js';
import { compileRepresentation, type Represent } from './representation.js';

/** What is asked of one subgraph. */
export interface SubgraphFetch {
  readonly node: FetchNode;
  readonly variables: Values;
  /** Where in the answer its entities are; empty for root fields. */
  readonly path: readonly (string | number)[];
}

/** What a subgraph answered. */
export interface FetchedAnswer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
}

/** One run of a plan. */
export interface PlanRun {
  readonly variables: Values;
  /** What the answers have been merged into. */
  readonly data: Fields;
  readonly journal: Journal;
  /** Set when the run was given up: nothing more may be asked or merged. */
  isOver: boolean;
  ask(fetch: SubgraphFetch): Promise<FetchedAnswer>;
}

/** Asks subgraphs as a query plan says. @throws Departure when an answer is not plain */
export type CompiledPlan = (run: PlanRun) => Promise<void>;

type Step = (run: PlanRun, targets: readonly unknown[]) => Promise<void> | void;

/** Prepares the fetches of a plan. @throws Departure when it needs more than fetching and merging */
export function compilePlan({ node }: QueryPlan, operation: Operation, schema: GraphQLSchema): CompiledPlan {
  if (!node) return async () => undefined;
  if (node.kind === 'Subscription') depart('a subscription');
  const step = stepOf(node, [], { operation, schema });
  return async (run) => step(run, [run.data]);
}

/** The one fetch that a plan consists of; null when there is more to it. */
export function soleFetch({ node }: QueryPlan): FetchNode | null {
  return node?.kind === 'Fetch' && !node.requires ? node : null;
}

interface Compilation {
  readonly operation: Operation;
  readonly schema: GraphQLSchema;
}

function stepOf(node: PlanNode, path: readonly (string | number)[], compilation: Compilation): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((inner) => stepOf(inner, path, compilation));
      return async (run, targets) => {
        for (const step of steps) await step(run, targets);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((inner) => stepOf(inner, path, compilation));
      return async (run, targets) => {
        // Each as a promise: one that throws at once must not leave those before it alone with their errors.
        await Promise.all(steps.map(async (step) => step(run, targets)));
      };
    }
    case 'Flatten': {
      const step = stepOf(node.node, [...path, ...node.path], compilation);
      return (run, targets) => {
        const found: unknown[] = [];
        for (const target of targets) collect(target, node.path, 0, found);
        return found.length === 0 ? undefined : step(run, found);
      };
    }
    case 'Condition': {
      const { ifClause, elseClause } = node;
      const onTrue = ifClause && stepOf(ifClause, path, compilation);
      const onFalse = elseClause && stepOf(elseClause, path, compilation);
      const { variableDefinitions } = compilation.operation;
      return (run, targets) => {
        const step = evaluateCondition(node, variableDefinitions, { ...run.variables }) ? onTrue : onFalse;
        return step?.(run, targets);
      };
    }
    case 'Fetch':
      return fetchOf(node, path, compilation);
    default:
      return depart('a part of a plan that is not known');
  }
}

function fetchOf(node: FetchNode, path: readonly (string | number)[], { schema }: Compilation): Step {
  if (node.inputRewrites?.length || node.outputRewrites?.length || node.contextRewrites?.length) depart('rewrites');
  const names = node.variableUsages ?? [];
  if (names.some((name) => isInherited(name) || name === 'representations')) depart('a name of a variable');
  if (!node.requires) return path.length > 0 ? depart('root fields below the root') : rootFetch(node, names);
  return entityFetch(node, names, path, compileRepresentation(node.requires, schema));
}

function rootFetch(node: FetchNode, names: readonly string[]): Step {
  return async (run) => {
    const data = await answerOf(run, { node, variables: chosen(run.variables, names), path: [] });
    run.journal.merge(run.data, data);
  };
}

function entityFetch(
  node: FetchNode,
  names: readonly string[],
  path: readonly (string | number)[],
  represent: Represent,
): Step {
  return async (run, targets) => {
    const representations: Fields[] = [];
    const represented: Fields[] = [];
    for (const entity of targets) {
      if (!isFields(entity)) depart('an entity that is no object');
      const representation = represent(entity);
      if (!representation?.__typename) continue;
      representations.push(representation);
      represented.push(entity);
    }
    if (representations.length === 0) return;
    const variables = { ...chosen(run.variables, names), representations };
    const { _entities: received } = await answerOf(run, { node, variables, path });
    if (!Array.isArray(received) || received.length !== representations.length) depart('other entities than asked for');
    for (const [index, entity] of represented.entries()) {
      const found: unknown = received[index];
      if (found === null) continue;
      if (!isFields(found)) depart('an entity that is no object');
      if (!found.__typename) found.__typename = entity.__typename;
      run.journal.merge(entity, found);
    }
  };
}

async function answerOf(run: PlanRun, fetch: SubgraphFetch): Promise<Fields> {
  if (run.isOver) throw new Departure('given up');
  const { data, errors } = await run.ask(fetch);
  if (run.isOver) throw new Departure('given up');
  return plainData({ data, errors });
}

/** The data of an answer that has nothing else. @throws Departure */
export function plainData({ data, errors }: FetchedAnswer): Fields {
  if (errors && errors.length > 0) depart('errors');
  return isFields(data) ? data : depart('no data');
}

/** The variables that a fetch sends. */
export function chosen(variables: Values, names: readonly string[]): Fields {
  const values: Fields = {};
  for (const name of names) {
    if (Object.hasOwn(variables, name) && variables[name] !== undefined) values[name] = variables[name];
  }
  return values;
}

/** Every object at a path, `@` being each item of a list. */
function collect(value: unknown, path: readonly (string | number)[], index: number, found: unknown[]): void {
  if (value === undefined || value === null) return;
  const step = path[index];
  if (step === undefined) found.push(value);
  else if (step === '@') {
    if (!Array.isArray(value)) depart('no list');
    for (const item of value) collect(item, path, index + 1, found);
  } else if (typeof step !== 'string' || !isFields(value)) depart('no object');
  else collect(value[step], path, index + 1, found);
}
