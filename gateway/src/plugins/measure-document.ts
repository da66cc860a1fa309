import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How large an operation is once its fragments are put in; counts may be Infinity. */
export interface OperationSize {
  /** Fields below one another. */
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly fields: number;
  readonly directives: number;
  readonly fragmentSpreads: number;
  /** Fields below one another inside `__schema` or `__type`. */
  readonly introspectionDepth: number;
  /** Lists of the schema below one another inside them: each multiplies the answer by the size of the schema. */
  readonly introspectionLists: number;
}

const NOTHING: OperationSize = {
  depth: 0,
  aliases: 0,
  rootFields: 0,
  fields: 0,
  directives: 0,
  fragmentSpreads: 0,
  introspectionDepth: 0,
  introspectionLists: 0,
};

/** Fields of introspection that list parts of the schema (as in the GraphQL reference implementation's own rule). */
const INTROSPECTION_LISTS = new Set(['fields', 'inputFields', 'interfaces', 'possibleTypes']);

/**
 * The sizes of every operation and, as if each were one, of every fragment, of a document. Each fragment is measured
 * once however often it is spread: the time is linear in the document, the numbers are those of what would run.
 */
export function measureDocument(document: DocumentNode): OperationSize[] {
  const measure = createMeasure(document);
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION
      ? [measure(definition)]
      : [],
  );
}

function createMeasure(document: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, OperationSize>();
  const open = new Set<string>();

  const sizeOf = (set: SelectionSetNode): OperationSize => {
    let total = NOTHING;
    for (const selection of set.selections) {
      const directives = selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) total = sum(total, fieldSize(selection), directives);
      else if (selection.kind === Kind.INLINE_FRAGMENT) total = sum(total, sizeOf(selection.selectionSet), directives);
      else {
        const spread = fragmentSize(selection.name.value);
        total = sum(total, { ...spread, fragmentSpreads: spread.fragmentSpreads + 1 }, directives);
      }
    }
    return total;
  };

  const fieldSize = ({ name, alias, selectionSet }: FieldNode): OperationSize => {
    const below = selectionSet ? sizeOf(selectionSet) : NOTHING;
    const counted = { ...below, rootFields: 1, fields: below.fields + 1, aliases: below.aliases + (alias ? 1 : 0) };
    // Introspection is deeper than any ordinary operation, and has limits of its own.
    if (name.value === '__schema' || name.value === '__type') {
      return { ...counted, depth: 1, introspectionDepth: below.depth };
    }
    const lists = below.introspectionLists + (INTROSPECTION_LISTS.has(name.value) ? 1 : 0);
    return { ...counted, depth: name.value === '__typename' ? 0 : below.depth + 1, introspectionLists: lists };
  };

  const fragmentSize = (name: string): OperationSize => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    // A fragment that is missing, or contains itself, is refused by GraphQL's own rules.
    if (!fragment || open.has(name)) return NOTHING;
    open.add(name);
    const size = sum(NOTHING, sizeOf(fragment.selectionSet), fragment.directives?.length ?? 0);
    open.delete(name);
    measured.set(name, size);
    return size;
  };

  return (definition: OperationDefinitionNode | FragmentDefinitionNode): OperationSize => {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      return sum(NOTHING, sizeOf(definition.selectionSet), directivesOf(definition));
    }
    const size = fragmentSize(definition.name.value);
    const isIntrospection = definition.typeCondition.name.value.startsWith('__');
    return isIntrospection ? { ...size, depth: 0, introspectionDepth: size.depth } : size;
  };
}

/** Those of the operation and of its variables. */
function directivesOf({ directives, variableDefinitions }: OperationDefinitionNode): number {
  const onVariables = variableDefinitions?.reduce((total, variable) => total + (variable.directives?.length ?? 0), 0);
  return (directives?.length ?? 0) + (onVariables ?? 0);
}

function sum(a: OperationSize, b: OperationSize, directives: number): OperationSize {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    rootFields: a.rootFields + b.rootFields,
    fields: a.fields + b.fields,
    directives: a.directives + b.directives + directives,
    fragmentSpreads: a.fragmentSpreads + b.fragmentSpreads,
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    introspectionLists: Math.max(a.introspectionLists, b.introspectionLists),
  };
}
