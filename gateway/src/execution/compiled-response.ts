import {
  type CompositeType,
  type FieldSelection,
  type InputType,
  isCompositeType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isSubtype,
  type ObjectType,
  type Operation,
  type OutputType,
  type SelectionSet,
  Variable,
} from '@apollo/federation-internals';
import { depart, type Fields, isFields, isInherited } from './departure.js';

/** Values of an operation's variables, as they were sent. */
export type Values = Readonly<Record<string, unknown>>;

/** Writes the answer to an operation, from what the subgraphs have answered together. */
export interface CompiledResponse {
  /**
   * The selected fields in the order of the selection, as JSON, which is what the stock executor's result would become.
   * @throws Departure when a value is missing, or not of its type: nulls that spread are the stock executor's work
   */
  write(data: Fields, variables: Values): string;
}

type Write = (value: unknown) => string;

/** Combinations of conditions that are kept for one operation; one that has more is no plain one. */
const MAX_VARIANTS = 64;

/**
 * Prepares the writing of an operation's answers.
 * @throws Departure when it selects from the schema itself, or has names that cannot be told apart from inherited ones
 */
export function compileResponse(operation: Operation): CompiledResponse {
  const root = operation.schema().schemaDefinition.rootType(operation.rootKind) ?? depart('no root type');
  const conditions = [...conditionsOf(operation.selectionSet)];
  const defaults: Values = operation.collectDefaultedVariableValues();
  const variants = new Map<string, Write>();
  const decide = (name: string, variables: Values): boolean => {
    const value = Object.hasOwn(variables, name) ? variables[name] : defaults[name];
    return typeof value === 'boolean' ? value : depart('a condition that is no boolean');
  };
  return {
    write(data, variables) {
      let key = '';
      for (const name of conditions) key += decide(name, variables) ? '1' : '0';
      let write = variants.get(key);
      if (!write) {
        if (variants.size >= MAX_VARIANTS) depart('too many conditions');
        const values = new Map(conditions.map((name) => [name, decide(name, variables)]));
        write = createWriter(values).objectOf(root, [operation.selectionSet], false);
        variants.set(key, write);
      }
      return write(data);
    },
  };
}

/** The variables that decide with `@skip` and `@include`. Looks at all that is selected. @throws Departure */
function conditionsOf(set: SelectionSet, found = new Set<string>()): Set<string> {
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

/** What is selected under one name of an object. */
type Entry =
  | { readonly kind: 'typename'; readonly type: CompositeType }
  | { readonly kind: 'field'; readonly type: OutputType; readonly sets: SelectionSet[]; isMixed: boolean };

/** Writers for one combination of conditions. */
function createWriter(conditions: ReadonlyMap<string, boolean>) {
  const holds = (condition: unknown) =>
    condition instanceof Variable ? conditions.get(condition.name) === true : condition === true;
  const isLeftOut = (element: Directed) => {
    const skip = conditionOf(element, 'skip');
    const include = conditionOf(element, 'include');
    return (skip !== undefined && holds(skip)) || (include !== undefined && !holds(include));
  };

  /** In the order in which the stock executor comes to each name for the first time. */
  const flatten = (sets: readonly SelectionSet[], type: CompositeType, isTypeTold: boolean): Map<string, Entry> => {
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

  const writeOf = (type: OutputType, sets: readonly SelectionSet[], isMixed: boolean): Write => {
    if (isNonNullType(type)) {
      const write = presentOf(type.ofType, sets, isMixed);
      return (value) => (value === null || value === undefined ? depart('null where none may be') : write(value));
    }
    const write = presentOf(type, sets, isMixed);
    return (value) => (value === null || value === undefined ? 'null' : write(value));
  };

  const presentOf = (type: OutputType, sets: readonly SelectionSet[], isMixed: boolean): Write => {
    if (isListType(type)) {
      const write = writeOf(type.ofType, sets, isMixed);
      return (value) => (Array.isArray(value) ? listed(value, write) : depart('no list'));
    }
    return isCompositeType(type) ? objectOf(type, sets, isMixed) : leafOf(type);
  };

  /** @param isMixed whether the selections were written for different types: then an object must tell its own */
  const objectOf = (declared: CompositeType, sets: readonly SelectionSet[], isMixed: boolean): Write => {
    const writes = new Map<string | undefined, (value: Fields) => string>();
    return (value) => {
      if (!isFields(value)) depart('no object');
      const told = value.__typename;
      if (told !== undefined && typeof told !== 'string') depart('no name of a type');
      let write = writes.get(told);
      if (!write) {
        write = fieldsOf(runtimeType(declared, told, isMixed), sets, told !== undefined);
        writes.set(told, write);
      }
      return write(value);
    };
  };

  const fieldsOf = (type: ObjectType, sets: readonly SelectionSet[], isTypeTold: boolean) => {
    const names: string[] = [];
    const heads: string[] = [];
    const writes: Write[] = [];
    for (const [name, entry] of flatten(sets, type, isTypeTold)) {
      heads.push(`${names.length === 0 ? '{' : ','}${JSON.stringify(name)}:`);
      names.push(name);
      writes.push(entry.kind === 'typename' ? typenameOf(entry.type) : writeOf(entry.type, entry.sets, entry.isMixed));
    }
    if (names.length === 0) return () => '{}';
    return (value: Fields) => {
      let text = '';
      for (let index = 0; index < names.length; index += 1) {
        const write = writes[index];
        const name = names[index];
        if (write && name !== undefined) text += heads[index] + write(value[name]);
      }
      return `${text}}`;
    };
  };

  return { objectOf };
}

function runtimeType(declared: CompositeType, told: string | undefined, isMixed: boolean): ObjectType {
  if (told === undefined) return isObjectType(declared) && !isMixed ? declared : depart('an object of unknown type');
  const type = declared.schema().type(told);
  if (!type || !isObjectType(type)) depart('an unknown type');
  return isObjectType(declared) && declared !== type ? depart('another type') : type;
}

/** Where a subgraph has answered under an alias, it must say the same. */
function typenameOf(type: CompositeType): Write {
  const { name } = type;
  const text = JSON.stringify(name);
  if (!isObjectType(type)) return () => depart('an object of unknown type');
  return (value) => (value === undefined || value === null || value === name ? text : depart('another type'));
}

function listed(items: readonly unknown[], write: Write): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) text += (index === 0 ? '' : ',') + write(items[index]);
  return `${text}]`;
}

/** As the stock executor judges values: custom scalars may be anything, all else what its type says. */
function leafOf(type: OutputType | InputType): Write {
  if (isCustomScalarType(type)) return (value) => JSON.stringify(value);
  if (isEnumType(type)) {
    const values = new Map(type.values.map(({ name }) => [name, JSON.stringify(name)]));
    return (value) => (typeof value === 'string' ? values.get(value) : undefined) ?? depart('no value of the enum');
  }
  switch (nameOf(type)) {
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? String(value) : depart('no boolean'));
    case 'Int':
      return whole;
    case 'ID':
      return (value) => (typeof value === 'string' ? quoted(value) : whole(value));
    case 'Float':
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : depart('no number'));
    default:
      return (value) => (typeof value === 'string' ? quoted(value) : depart('no text'));
  }
}

function whole(value: unknown): string {
  return Number.isSafeInteger(value) ? String(value) : depart('no whole number');
}

/** Characters that JSON writes otherwise than they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function nameOf(type: OutputType | InputType): string {
  return isListType(type) || isNonNullType(type) ? nameOf(type.ofType) : type.name;
}
