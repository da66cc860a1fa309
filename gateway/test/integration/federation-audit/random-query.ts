import {
  astFromValue,
  doTypesOverlap,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
  print,
  validate,
} from 'graphql';

/** A valid query, with values for its variables. */
export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const DEEPEST = 4;
const MOST_FIELDS = 3;
/** Keys that one of the topics knows, and one that none does. */
const KEYS = ['A', 'B', 's1', 'p1', 'p3', 'b1', 'e1', 'e3', 'l1', 'i1', 'c1', 'nowhere'];

/**
 * A query over a schema: nested, with aliases, arguments, variables, conditions, and fragments on whatever overlaps. The same
 * for the same seed.
 */
export function randomQuery(schema: GraphQLSchema, seed: number): RandomQuery {
  for (let attempt = 0; ; attempt += 1) {
    const made = compose(schema, randomNumbers(seed * 1000 + attempt));
    // Fields of different types may have met under one name.
    if (validate(schema, parse(made.query)).length === 0) return made;
  }
}

function compose(schema: GraphQLSchema, random: () => number): RandomQuery {
  const declarations: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  const chance = (probability: number) => random() < probability;
  const choose = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let names = 0;

  const declare = (type: string, value: unknown): string => {
    names += 1;
    declarations.push(`$v${names}: ${type}`);
    variables[`v${names}`] = value;
    return `$v${names}`;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields()).filter((field) => reachable(field, depth));
    const chosen = Array.from({ length: 1 + Math.floor(random() * MOST_FIELDS) }, () =>
      fields.length > 0 && !chance(0.1) ? fieldOf(choose(fields), depth) : '__typename',
    );
    const others = depth < DEEPEST && (isAbstractType(type) || chance(0.1)) ? 1 + Math.floor(random() * 2) : 0;
    const conditions = Object.values(schema.getTypeMap()).filter(
      (other) => isCompositeType(other) && !other.name.startsWith('__') && doTypesOverlap(schema, type, other),
    );
    for (let n = 0; n < others; n += 1) chosen.push(fragmentOn(choose(conditions) as GraphQLCompositeType, depth));
    return `{ ${chosen.join(' ')} }`;
  };

  const fieldOf = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const given = field.args.filter((argument) => isRequiredArgument(argument) || chance(0.5)).map(argumentOf);
    names += 1;
    const alias = given.length > 0 || chance(0.2) ? `f${names}: ` : '';
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${selection(type, depth + 1)}` : '';
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${condition()}${below}`;
  };

  const fragmentOn = (type: GraphQLCompositeType, depth: number): string => {
    const body = selection(type, depth + 1);
    if (chance(0.5)) return `... on ${type.name}${condition()} ${body}`;
    names += 1;
    fragments.push(`fragment F${names} on ${type.name} ${body}`);
    return `...F${names}${condition()}`;
  };

  const condition = (): string => {
    if (!chance(0.15)) return '';
    return ` ${choose(['@skip', '@include'])}(if: ${chance(0.7) ? declare('Boolean!', chance(0.5)) : chance(0.5)})`;
  };

  const argumentOf = ({ name, type }: GraphQLArgument): string => {
    const value = inputOf(type);
    const isObject = typeof value === 'object' && value !== null;
    if (isObject || chance(0.5)) return `${name}: ${declare(String(type), value)}`;
    const written = astFromValue(value, type);
    return `${name}: ${written ? print(written) : 'null'}`;
  };

  const inputOf = (type: GraphQLInputType): unknown => {
    if (isNonNullType(type)) return inputOf(type.ofType);
    if (isListType(type)) return Array.from({ length: Math.floor(random() * 3) }, () => inputOf(type.ofType));
    if (isEnumType(type)) return choose(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isRequiredArgument(field) || chance(0.5));
      return Object.fromEntries(fields.map((field) => [field.name, inputOf(field.type)]));
    }
    if (type.name === 'Int') return Math.floor(random() * 4);
    if (type.name === 'Boolean') return chance(0.5);
    return choose(KEYS);
  };

  const root = schema.getQueryType();
  const body = isObjectType(root) ? selection(root, 0) : '{ __typename }';
  const head = declarations.length > 0 ? `query (${declarations.join(', ')})` : 'query';
  return { query: [`${head} ${body}`, ...fragments].join('\n'), variables };
}

function reachable(field: GraphQLField<unknown, unknown>, depth: number): boolean {
  return depth < DEEPEST || !isCompositeType(getNamedType(field.type));
}

/** mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
