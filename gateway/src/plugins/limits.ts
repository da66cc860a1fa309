import { GraphQLError, Kind, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

/** How large a document may be. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
}

const EMPTY: Size = { depth: 0, aliases: 0 };

/**
 * A validation rule that refuses documents which are too deep or repeat fields under too many aliases, with
 * QUERY_TOO_COMPLEX. Each fragment is measured once however often it is spread, so measuring is linear in the
 * document, while the numbers are those of the expanded operation.
 */
export function limitDocument({ maxDepth, maxAliases, maxRootFields }: DocumentLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const measured = new Map<string, Size>();
      const size = measure(operation.selectionSet, context, measured, new Set());
      const rootFields = countRootFields(operation.selectionSet, context, new Set());
      refuseAbove(context, 'depth', size.depth, maxDepth);
      refuseAbove(context, 'aliases', size.aliases, maxAliases);
      refuseAbove(context, 'root fields', rootFields, maxRootFields);
    },
  });
}

function refuseAbove(context: ValidationContext, what: string, actual: number, limit: number): void {
  if (actual <= limit) return;
  const found = Number.isFinite(actual) ? `has ${actual}` : 'has more than can be counted';
  context.reportError(
    new GraphQLError(
      `The operation is too complex: at most ${limit} ${what} allowed, it ${found}. Split it, or ask for less.`,
      {
        extensions: { code: 'QUERY_TOO_COMPLEX' },
      },
    ),
  );
}

function measure(
  selectionSet: SelectionSetNode,
  context: ValidationContext,
  measured: Map<string, Size>,
  open: Set<string>,
): Size {
  return selectionSet.selections.reduce<Size>((total, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return combine(total, measureFragment(selection.name.value, context, measured, open));
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return combine(total, measure(selection.selectionSet, context, measured, open));
    }
    // Introspection is as deep as its own schema and no deeper; it is switched off where it must not be seen.
    if (selection.name.value.startsWith('__')) return total;
    const below = selection.selectionSet ? measure(selection.selectionSet, context, measured, open) : EMPTY;
    return combine(total, { depth: below.depth + 1, aliases: below.aliases + (selection.alias ? 1 : 0) });
  }, EMPTY);
}

function measureFragment(
  name: string,
  context: ValidationContext,
  measured: Map<string, Size>,
  open: Set<string>,
): Size {
  const known = measured.get(name);
  if (known) return known;
  const fragment = context.getFragment(name);
  // A missing fragment, or one that contains itself, is reported by GraphQL's own rules.
  if (!fragment || open.has(name)) return EMPTY;
  open.add(name);
  const size = measure(fragment.selectionSet, context, measured, open);
  open.delete(name);
  measured.set(name, size);
  return size;
}

function countRootFields(selectionSet: SelectionSetNode, context: ValidationContext, seen: Set<string>): number {
  return selectionSet.selections.reduce((total, selection) => {
    if (selection.kind === Kind.FIELD) return total + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return total + countRootFields(selection.selectionSet, context, seen);
    const fragment = context.getFragment(selection.name.value);
    if (!fragment || seen.has(selection.name.value)) return total;
    seen.add(selection.name.value);
    return total + countRootFields(fragment.selectionSet, context, seen);
  }, 0);
}

function combine(a: Size, b: Size): Size {
  return { depth: Math.max(a.depth, b.depth), aliases: a.aliases + b.aliases };
}
