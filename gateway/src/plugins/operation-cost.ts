import { pageSize } from '@doctorpy/service-kit/pagination';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** Values of an operation's variables, as they were sent. */
export type Variables = Readonly<Record<string, unknown>>;

/** What a list without a page size is taken to hold. */
const USUAL_LIST = 10;
/** A mutation writes, and tells others. */
const MUTATION = 10;
/** Most that a page may hold, by contract. */
const LARGEST_PAGE = 100;
/** Fields of a connection that hold its page. */
const PAGE_FIELDS = new Set(['edges', 'nodes', 'entries']);

/**
 * The number of objects an operation may make the platform load, with 10 for each mutation: every field that gives an
 * object costs 1, times the sizes of the lists around it. A list is as long as its own or its connection's `first`, or
 * else taken to hold 10. Fields that do not exist cost nothing: validation refuses them. Linear in the document.
 * @throws DomainError BAD_USER_INPUT when a `first` is above 100
 */
export function estimateCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const values = withDefaults(operation, variables);
  const known = new Map<string, number>();
  const open = new Set<string>();

  const costOf = (set: SelectionSetNode, parent: GraphQLNamedType | undefined, page: number | null): number => {
    let total = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) total += fieldCost(selection, parent, page);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        total += costOf(selection.selectionSet, condition ? schema.getType(condition) : parent, page);
      } else total += fragmentCost(selection.name.value, page);
    }
    return total;
  };

  const fieldCost = (node: FieldNode, parent: GraphQLNamedType | undefined, page: number | null): number => {
    const field = fieldOf(parent, node.name.value);
    const type = field && getNamedType(field.type);
    const write = parent === schema.getMutationType() && parent !== undefined ? MUTATION : 0;
    if (!field || !node.selectionSet || !isCompositeType(type)) return write;
    const asked = askedFor(node, field, values);
    if (asked !== null && asked > LARGEST_PAGE) pageSize(asked);
    const isList = isListType(getNullableType(field.type));
    const inherited = PAGE_FIELDS.has(node.name.value) ? page : null;
    const count = isList ? Math.max(1, asked ?? inherited ?? USUAL_LIST) : 1;
    const below = costOf(node.selectionSet, type, isList ? null : asked);
    return write + count * (1 + below);
  };

  const fragmentCost = (name: string, page: number | null): number => {
    const key = `${name} ${page}`;
    const cost = known.get(key);
    if (cost !== undefined) return cost;
    const fragment = fragments.get(name);
    if (!fragment || open.has(name)) return 0;
    open.add(name);
    const sum = costOf(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), page);
    open.delete(name);
    known.set(key, sum);
    return sum;
  };

  return 1 + costOf(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, null);
}

/** Page sizes that are remembered for one operation, with what they cost, and the longest text of them: clients choose both. */
const MAX_ESTIMATES = 100;
const LONGEST_SIZES = 200;

/** {@link estimateCost} for one operation: what it has found out for one set of page sizes it does not count again. */
export function costEstimate(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const sizes = pageVariables(document);
  const known = new Map<string, number>();
  return (variables) => {
    let key = '';
    for (const name of sizes) key += `${Object.hasOwn(variables, name) ? sizeOf(variables[name]) : ''},`;
    const cost = known.get(key) ?? estimateCost(schema, document, operation, variables);
    if (key.length > LONGEST_SIZES) return cost;
    if (known.size >= MAX_ESTIMATES) known.clear();
    known.set(key, cost);
    return cost;
  };
}

/** Only numbers count, and nothing else that a client sent is kept. */
function sizeOf(value: unknown): number | '-' {
  return typeof value === 'number' ? value : '-';
}

/** The variables that say how long a page is, anywhere in a document. */
function pageVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if ((name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE)
        names.add(value.name.value);
    },
  });
  return [...names];
}

/** What an answer turned out to hold, counted as {@link estimateCost} estimates: its objects. */
export function actualCost(data: unknown): number {
  let objects = 0;
  const waiting: unknown[] = [data];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) objects += 1;
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) waiting.push(inner);
  }
  return objects;
}

function fieldOf(parent: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** The page size a field is asked for, in words of the document, of a variable, or by default; null for no page. */
function askedFor(node: FieldNode, field: GraphQLField<unknown, unknown>, values: Variables): number | null {
  const argument = field.args.find(({ name }) => name === 'first' || name === 'last');
  if (!argument) return null;
  const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  const byDefault = typeof argument.defaultValue === 'number' ? argument.defaultValue : LARGEST_PAGE;
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind !== Kind.VARIABLE) return byDefault;
  const given = values[value.name.value];
  return typeof given === 'number' && !Number.isNaN(given) ? given : byDefault;
}

function withDefaults(operation: OperationDefinitionNode, variables: Variables): Variables {
  const defaults: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
  }
  return Object.assign(defaults, variables);
}
