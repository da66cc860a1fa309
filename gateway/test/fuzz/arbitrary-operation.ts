import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

type OperationKind = 'query' | 'mutation' | 'subscription';

/** An operation, and what would come with it. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Values nobody expects: of wrong types, of other languages, that mean something to a database, a shell or a prototype. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    -1,
    0,
    1e308,
    2 ** 53,
    1.5,
    true,
    [],
    {},
    [[]],
    '\u0000',
    '../../etc/passwd',
    '{"$gt":""}',
    '__proto__',
    'constructor',
    '\ud800',
    '💥'.repeat(50),
    'x'.repeat(5000),
    '{{7*7}}',
    "' OR 1=1 --",
    '<script>',
    '-0',
    'NaN',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant({ $gt: '', constructor: { prototype: {} } }),
);

/**
 * Operations over a schema: mostly valid ones, with nasty values in their variables and now and then a piece of text
 * that is cut, doubled or replaced.
 * @param from kinds of operation, each as likely as it is often there
 */
export function operations(
  schema: GraphQLSchema,
  from: readonly OperationKind[] = ['query', 'query', 'mutation', 'subscription'],
): fc.Arbitrary<RandomOperation> {
  const kinds = from.filter((kind) => root(schema, kind));
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      choices: fc.infiniteStream(fc.nat(1_000_000)),
      odd: fc.infiniteStream(nasty),
    })
    .chain(({ kind, choices, odd }) => {
      const made = build(schema, kind, choices, odd);
      return fc
        .record({
          damage: fc.constantFrom('none', 'none', 'none', 'cut', 'double', 'replace'),
          at: fc.nat(),
          by: fc.string(),
        })
        .map(({ damage, at, by }) => ({
          ...made,
          query: damaged(made.query, damage, at % (made.query.length + 1), by),
        }));
    });
}

function damaged(query: string, damage: string, at: number, by: string): string {
  if (damage === 'cut') return query.slice(0, at);
  if (damage === 'double') return query + query.slice(at);
  return damage === 'replace' ? query.slice(0, at) + by + query.slice(at + 1) : query;
}

function root(schema: GraphQLSchema, kind: OperationKind) {
  if (kind === 'query') return schema.getQueryType();
  return kind === 'mutation' ? schema.getMutationType() : schema.getSubscriptionType();
}

/** Choices decide what is selected; numbers and values are drawn in the order they are needed. */
function build(
  schema: GraphQLSchema,
  kind: OperationKind,
  choices: Iterator<number>,
  odd: Iterator<unknown>,
): RandomOperation {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const draw = (below: number): number => Number(choices.next().value) % below;

  const selection = (type: GraphQLNamedType, depth: number): string => {
    if (!isCompositeType(type)) return '';
    const possible = isObjectType(type)
      ? type
      : schema.getPossibleTypes(type)[draw(schema.getPossibleTypes(type).length)];
    const fields = Object.values(possible?.getFields() ?? {});
    const taken = Array.from({ length: 1 + draw(3) }, () => fields[draw(fields.length)]);
    const parts = taken.map((field, index) => {
      if (!field || (depth > 5 && isCompositeType(getNamedType(field.type)))) return '__typename';
      const alias = draw(4) === 0 ? `a${depth}_${index}: ` : '';
      return `${alias}${field.name}${argumentsOf(field.args)}${directive()} ${selection(getNamedType(field.type as GraphQLOutputType), depth + 1)}`;
    });
    const inside = possible === type ? parts.join(' ') : `__typename ... on ${possible?.name} { ${parts.join(' ')} }`;
    return `{ ${inside} }`;
  };

  const directive = (): string => (draw(10) === 0 ? ` @${draw(2) ? 'skip' : 'include'}(if: ${draw(2) === 0})` : '');

  const argumentsOf = (args: readonly GraphQLArgument[]): string => {
    const given = args.filter((argument) => isNonNullType(argument.type) || draw(2) === 0);
    if (given.length === 0) return '';
    const parts = given.map(({ name, type }) => {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${type}`);
      variables[variable] = draw(4) === 0 ? odd.next().value : input(type, 0);
      return `${name}: $${variable}`;
    });
    return `(${parts.join(', ')})`;
  };

  const input = (type: GraphQLInputType, depth: number): unknown => {
    if (draw(12) === 0) return odd.next().value;
    if (isNonNullType(type)) return input(type.ofType, depth);
    if (isListType(type)) return Array.from({ length: draw(3) }, () => input(type.ofType, depth + 1));
    if (isEnumType(type)) return type.getValues()[draw(type.getValues().length)]?.name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => depth < 4 && (isNonNullType(field.type) || draw(2)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, input(field.type, depth + 1)]));
    }
    const scalars: Record<string, unknown> = { Int: draw(200), Float: draw(10) / 3, Boolean: draw(2) === 0 };
    return (
      scalars[type.name] ?? ['python_variables_101', 'lea@doctorpy.test', 'fr', '2026-01-31T09:30:00.000Z'][draw(4)]
    );
  };

  const type = root(schema, kind);
  const body = type ? selection(type, 0) : '{ __typename }';
  return { query: `${kind} Fuzz${declared.length ? `(${declared.join(', ')})` : ''} ${body}`, variables };
}
