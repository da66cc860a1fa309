import {
  type CompositeType,
  type FieldSelection,
  type InputType,
  isListType,
  isNonNullType,
  isSubtype,
  type OutputType,
  type SelectionSet,
  Variable,
} from '@apollo/federation-internals';
import { depart, isInherited } from './departure.js';

/** What is selected under one name of an object. */
export type Entry =
  | { readonly kind: 'typename'; readonly type: CompositeType }
  | { readonly kind: 'field'; readonly type: OutputType; readonly sets: SelectionSet[]; isMixed: boolean };

/**
 * The fields of an object of that type, by their names in the answer.
 * @param isTypeTold whether the object tells its own type
 */
export type SelectedFields = (
  sets: readonly SelectionSet[],
  type: CompositeType,
  isTypeTold: boolean,
) => Map<string, Entry>;

/** Looks into selections, with one combination of conditions, in the order in which the stock executor comes to each name first. */
export function createSelectedFields(conditions: ReadonlyMap<string, boolean>): SelectedFields {
  const holds = (condition: unknown) =>
    condition instanceof Variable ? conditions.get(condition.name) === true : condition === true;
  const isLeftOut = (element: Directed) => {
    const skip = conditionOf(element, 'skip');
    const include = conditionOf(element, 'include');
    return (skip !== undefined && holds(skip)) || (include !== undefined && !holds(include));
  };

  return (sets, type, isTypeTold) => {
    const entries = new Map<string, Entry>();
    const visit = (set: SelectionSet, parent: CompositeType): void => {
      for (const selection of set.selections()) {
        if (isLeftOut(selection.element)) continue;
        if (selection.kind === 'FragmentSelection') {
          const { typeCondition } = selection.element;
          if (typeCondition && !isSubtype(typeCondition, isTypeTold ? type : parent)) continue;
          visit(selection.selectionSet, typeCondition ?? parent);
          continue;
        }
        const field = selection.element;
        const name = field.responseName();
        if (field.name === '__typename') {
          if (!entries.has(name)) entries.set(name, { kind: 'typename', type: isTypeTold ? type : parent });
          continue;
        }
        const fieldType: OutputType = field.definition.type ?? depart('a field without a type');
        const known = entries.get(name);
        if (known?.kind !== 'field') {
          const own = selection.selectionSet ? [selection.selectionSet] : [];
          entries.set(name, { kind: 'field', type: fieldType, sets: own, isMixed: false });
        } else if (selection.selectionSet) {
          known.sets.push(selection.selectionSet);
          if (nameOf(known.type) !== nameOf(fieldType)) known.isMixed = true;
        }
      }
    };
    for (const set of sets) visit(set, type);
    return entries;
  };
}

/** The variables that decide with `@skip` and `@include`. Looks at all that is selected. @throws Departure */
export function conditionsOf(set: SelectionSet, found = new Set<string>()): Set<string> {
  for (const { element, selectionSet, kind } of set.selections()) {
    for (const name of ['skip', 'include']) {
      const condition = conditionOf(element, name);
      if (condition instanceof Variable) found.add(condition.name);
    }
    if (kind === 'FieldSelection') refuseUnusual(element);
    if (selectionSet) conditionsOf(selectionSet, found);
  }
  return found;
}

function refuseUnusual(field: FieldSelection['element']): void {
  const name = field.responseName();
  if (field.definition.isSchemaIntrospectionField()) depart('introspection');
  if (isInherited(name)) depart('an inherited name');
  if (name === '__typename' && field.name !== '__typename') depart('an alias that hides the type');
}

interface Directed {
  appliedDirectivesOf(name: string): readonly { arguments(): Readonly<Record<string, unknown>> }[];
}

function conditionOf(element: Directed, directive: string): unknown {
  return element.appliedDirectivesOf(directive)[0]?.arguments().if;
}

/** Of what a type is made in the end, without lists and what may not be null. */
export function nameOf(type: OutputType | InputType): string {
  return isListType(type) || isNonNullType(type) ? nameOf(type.ofType) : type.name;
}
