import {
  type CompositeType,
  type InputType,
  isCompositeType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type ObjectType,
  type Operation,
  type OutputType,
  type SelectionSet,
} from '@apollo/federation-internals';
import type { PassThrough } from '../subgraphs/passed-answer.js';
import { Departure, depart, type Fields, isFields } from './departure.js';
import { compilePassThrough } from './pass-through.js';
import { conditionsOf, createSelectedFields, nameOf, type SelectedFields } from './selected-fields.js';

/** Values of an operation's variables, as they were sent. */
export type Values = Readonly<Record<string, unknown>>;

/** Writes the answer to an operation, from what the subgraphs have answered together. */
export interface CompiledResponse {
  /**
   * The selected fields in the order of the selection, as JSON, which is what the stock executor's result would become.
   * @throws Departure when a value is missing, or not of its type: nulls that spread are the stock executor's work
   */
  write(data: Fields, variables: Values): string;
  /**
   * For an answer that a single subgraph gives: finds out from its text whether it is already what {@link write} would
   * make of it. null where that cannot be told without reading it.
   * @throws Departure as `write` does, for the variables alone
   */
  passThrough(variables: Values): PassThrough | null;
}

/** What is prepared for one combination of conditions. */
interface Variant {
  readonly write: Write;
  readonly passThrough: PassThrough | null;
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
  const variants = new Map<string, Variant>();
  const decide = (name: string, variables: Values): boolean => {
    const value = Object.hasOwn(variables, name) ? variables[name] : defaults[name];
    return typeof value === 'boolean' ? value : depart('a condition that is no boolean');
  };
  const variantOf = (variables: Values): Variant => {
    let key = '';
    for (const name of conditions) key += decide(name, variables) ? '1' : '0';
    const known = variants.get(key);
    if (known) return known;
    if (variants.size >= MAX_VARIANTS) depart('too many conditions');
    const selected = createSelectedFields(new Map(conditions.map((name) => [name, decide(name, variables)])));
    const { selectionSet } = operation;
    const variant = {
      write: createWriter(selected).objectOf(root, [selectionSet], false),
      passThrough: wherePossible(() => compilePassThrough(selected, root, selectionSet)),
    };
    variants.set(key, variant);
    return variant;
  };
  return {
    write: (data, variables) => variantOf(variables).write(data),
    passThrough: (variables) => variantOf(variables).passThrough,
  };
}

function wherePossible<T>(compile: () => T): T | null {
  try {
    return compile();
  } catch (error) {
    if (error instanceof Departure) return null;
    throw error;
  }
}

/** Writers for one combination of conditions. */
function createWriter(selected: SelectedFields) {
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
    for (const [name, entry] of selected(sets, type, isTypeTold)) {
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
