import type { AccessRule } from '@doctorpy/service-kit/access';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What the supergraph says about types and fields. */
export interface SchemaFacts {
  readonly schema: GraphQLSchema;
  readonly accessRules: ReadonlyMap<string, AccessRule>;
}

/** What is asked of a subgraph, when all of it is PUBLIC: nothing in it tells callers of one language apart. */
export type FetchPlan = RootPlan | EntitiesPlan;

/** Fields of Query. */
export interface RootPlan {
  readonly kind: 'root';
  /** Equal for selections that are, whatever their order and the operation's name. */
  readonly selection: string;
  /** Variables that the selection uses. */
  readonly variables: readonly string[];
  /** These with their types and defaults, as printed: what is not sent has the value that stands here. */
  readonly definitions: string;
  /** Types of the objects it gives, and their interfaces. */
  readonly gives: ReadonlySet<string>;
}

/** Fields of entities, by the type of their representation. */
export interface EntitiesPlan {
  readonly kind: 'entities';
  /** Name of the variable that holds the representations, and of the response key. */
  readonly representations: string;
  readonly responseKey: string;
  readonly variables: readonly string[];
  /** As of {@link RootPlan}. */
  readonly definitions: string;
  /** Null for a type of which nothing is asked. */
  of(type: string): EntityPart | null;
}

/** What is asked of entities of one type. */
export interface EntityPart {
  readonly selection: string;
  /** The type with its interfaces. */
  readonly itself: ReadonlySet<string>;
  /** Types of the objects within, and their interfaces. */
  readonly gives: ReadonlySet<string>;
}

/**
 * Reads what the gateway is about to ask a subgraph.
 * @returns null when it is not a query, or not PUBLIC throughout, or of a shape that is not known
 */
export function readFetch(query: string, facts: SchemaFacts): FetchPlan | null {
  const document = parse(query, { noLocation: true });
  const [operation, ...others] = document.definitions;
  // The query planner writes fragments out.
  if (others.length > 0 || operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  if (operation.operation !== OperationTypeNode.QUERY || operation.directives?.length) return null;
  const [only, ...more] = operation.selectionSet.selections;
  if (only?.kind === Kind.FIELD && only.name.value === '_entities') {
    return more.length === 0 ? readEntities(document, operation, only, facts) : null;
  }
  const gives = new Set<string>();
  if (!isPublic(operation.selectionSet, 'Query', facts, gives)) return null;
  const selection = print(normalised(operation.selectionSet));
  const variables = variablesIn(document);
  return { kind: 'root', selection, variables, definitions: definitionsOf(variables, operation), gives };
}

function readEntities(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  field: FieldNode,
  facts: SchemaFacts,
): EntitiesPlan | null {
  const argument = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
  if (argument?.kind !== Kind.VARIABLE || !field.selectionSet || field.directives?.length) return null;
  const fragments: InlineFragmentNode[] = [];
  for (const selection of field.selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition) fragments.push(selection);
    else if (selection.kind !== Kind.FIELD || selection.name.value !== '__typename') return null;
  }
  for (const { typeCondition, selectionSet } of fragments) {
    if (!typeCondition || !isPublic(selectionSet, typeCondition.name.value, facts, new Set())) return null;
  }
  const parts = new Map<string, EntityPart | null>();
  const representations = argument.name.value;
  const variables = variablesIn(document).filter((name) => name !== representations);
  return {
    kind: 'entities',
    representations,
    responseKey: field.alias?.value ?? field.name.value,
    variables,
    definitions: definitionsOf(variables, operation),
    of(type) {
      const known = parts.get(type);
      if (known !== undefined) return known;
      const part = partOf(type, fragments, facts);
      // Only types of the schema: they are few.
      if (facts.schema.getType(type)) parts.set(type, part);
      return part;
    },
  };
}

function partOf(typeName: string, fragments: readonly InlineFragmentNode[], facts: SchemaFacts): EntityPart | null {
  const type = facts.schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const itself = withInterfaces(type);
  const meant = fragments.filter(({ typeCondition }) => itself.has(typeCondition?.name.value ?? ''));
  if (meant.length === 0) return null;
  const gives = new Set<string>();
  for (const { selectionSet, typeCondition } of meant) {
    isPublic(selectionSet, typeCondition?.name.value ?? typeName, facts, gives);
  }
  return {
    selection: meant
      .map((fragment) => print(normalised(fragment)))
      .sort()
      .join(),
    itself,
    gives,
  };
}

/** Whether every field in it is PUBLIC, on every type the object may be of. Notes the types of the objects given. */
function isPublic(selectionSet: SelectionSetNode, parent: string, facts: SchemaFacts, gives: Set<string>): boolean {
  return selectionSet.selections.every((selection) => isPublicSelection(selection, parent, facts, gives));
}

function isPublicSelection(node: SelectionNode, parent: string, facts: SchemaFacts, gives: Set<string>): boolean {
  if (node.kind === Kind.FRAGMENT_SPREAD) return false;
  if (node.kind === Kind.INLINE_FRAGMENT) {
    return isPublic(node.selectionSet, node.typeCondition?.name.value ?? parent, facts, gives);
  }
  if (node.name.value === '__typename') return true;
  const type = facts.schema.getType(parent);
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const possible = isAbstractType(type) ? [type, ...facts.schema.getPossibleTypes(type)] : [type];
  const rules = possible.flatMap(({ name }) => facts.accessRules.get(`${name}.${node.name.value}`) ?? []);
  const field = type.getFields()[node.name.value];
  if (!field || rules.length === 0 || rules.some((rule) => rule !== 'PUBLIC')) return false;
  if (!node.selectionSet) return true;
  const given = getNamedType(field.type);
  for (const one of isAbstractType(given) ? [given, ...facts.schema.getPossibleTypes(given)] : [given]) {
    for (const name of withInterfaces(one)) gives.add(name);
  }
  return isPublic(node.selectionSet, given.name, facts, gives);
}

function withInterfaces(type: GraphQLNamedType): Set<string> {
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  return new Set([type.name, ...interfaces.map(({ name }) => name)]);
}

/** Selections and arguments in order of their text. */
function normalised<T extends SelectionSetNode | InlineFragmentNode>(node: T): T {
  return visit(node, {
    SelectionSet: { leave: (set) => ({ ...set, selections: sorted(set.selections) }) },
    Field: { leave: (field) => ({ ...field, arguments: sorted(field.arguments ?? []) }) },
  });
}

function sorted<T extends Parameters<typeof print>[0]>(nodes: readonly T[]): T[] {
  const texts = new Map(nodes.map((node) => [node, print(node)]));
  return [...nodes].sort((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
}

function variablesIn(document: DocumentNode): string[] {
  const found = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      found.add(name.value);
    },
  });
  return [...found].sort();
}

function definitionsOf(names: readonly string[], { variableDefinitions = [] }: OperationDefinitionNode): string {
  return sorted(variableDefinitions.filter(({ variable }) => names.includes(variable.name.value)))
    .map((definition) => print(definition))
    .join();
}
