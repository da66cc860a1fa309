import {
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/** The field a valid subscription operation selects at its root, whatever alias or fragment it hides behind. */
export function rootFieldName(selectionSet: SelectionSetNode, fragmentNamed: FragmentLookup): string {
  const field = rootFields(selectionSet, fragmentNamed)[0];
  if (!field) throw new GraphQLError('A subscription must select a field');
  return field.name.value;
}

/** Finds the selections of a fragment by its name. */
export type FragmentLookup = (name: string) => SelectionSetNode | undefined;

/**
 * Refuses `@skip` and `@include` at the root of a subscription, as the GraphQL specification does since 2023: a stream
 * whose only field may be absent has no source of events.
 */
export const unconditionalRootRule: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    if (operation.operation !== 'subscription') return;
    const fragmentNamed: FragmentLookup = (name) => context.getFragment(name)?.selectionSet;
    for (const selection of rootSelections(operation.selectionSet, fragmentNamed)) {
      const condition = selection.directives?.find(({ name }) => name.value === 'skip' || name.value === 'include');
      if (!condition) continue;
      const message = `Directive "@${condition.name.value}" is not allowed at the root of a subscription.`;
      context.reportError(new GraphQLError(message, { nodes: condition }));
    }
  },
});

function rootFields(selectionSet: SelectionSetNode, fragmentNamed: FragmentLookup): FieldNode[] {
  return rootSelections(selectionSet, fragmentNamed).filter((selection) => selection.kind === Kind.FIELD);
}

/** Every selection at the root, those inside fragments included; each fragment is entered once, for they may be cyclic. */
function rootSelections(
  selectionSet: SelectionSetNode,
  fragmentNamed: FragmentLookup,
  entered = new Set<string>(),
): SelectionNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return [selection, ...rootSelections(selection.selectionSet, fragmentNamed, entered)];
    }
    const name = selection.name.value;
    const inside = entered.has(name) ? undefined : fragmentNamed(name);
    entered.add(name);
    return inside ? [selection, ...rootSelections(inside, fragmentNamed, entered)] : [selection];
  });
}
