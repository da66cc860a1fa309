import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql';

/** A valid query with its variables. */
export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Valid queries over a schema: the same fields again and again under one name and several, in fragments named and
 * inline, on types and interfaces, skipped and included by constants and variables.
 */
export function queries(schema: GraphQLSchema): fc.Arbitrary<RandomQuery> {
  return fc.infiniteStream(fc.nat(1_000_000)).map((choices) => build(schema, choices));
}

function build(schema: GraphQLSchema, choices: Iterator<number>): RandomQuery {
  const fragments: string[] = [];
  const draw = (below: number): number => Number(choices.next().value) % below;
  const directive = (): string =>
    draw(6) > 0
      ? ''
      : ` @${draw(2) ? 'skip' : 'include'}(if: ${['true', 'false', '$yes', '$no', '$byDefault'][draw(5)]})`;

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts = Array.from({ length: 1 + draw(4) }, () => part(type, depth));
    return `{ ${parts.join(' ')} ${draw(3) === 0 ? '__typename' : ''} }`;
  };

  const part = (type: GraphQLCompositeType, depth: number): string => {
    if (depth < 6 && draw(4) === 0) return fragment(type, depth);
    if (isUnionType(type)) return '__typename';
    const fields = Object.values(type.getFields());
    const field = fields[draw(fields.length)];
    return field ? chosen(field, depth) : '__typename';
  };

  const chosen = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const type = getNamedType(field.type);
    if (isCompositeType(type) && depth > 4) return `t${depth}: __typename`;
    // An alias that tells field and arguments apart: names never stand for two things.
    const first = field.args.some(({ name }) => name === 'first') && draw(2) ? draw(4) : null;
    const id = field.args.some(({ name }) => name === 'id') ? ['1', '2', '0', 'r1'][draw(4)] : null;
    const given = [
      ...(first === null ? [] : [`first: ${draw(2) ? first : '$first'}`]),
      ...(id === null ? [] : [`id: "${id}"`]),
    ].join(', ');
    const alias = given || draw(4) === 0 ? `${field.name}_${given.replace(/\W/g, '')}_${depth}: ` : '';
    const below = isCompositeType(type) ? selection(type, depth + 1) : '';
    return `${alias}${field.name}${given && `(${given})`}${directive()} ${below}`;
  };

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const possible = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type, ...type.getInterfaces()];
    const condition = possible[draw(possible.length)] ?? type;
    const body = selection(condition, depth + 1);
    if (draw(2)) return `... on ${condition.name}${directive()} ${body}`;
    const name = `F${fragments.length}`;
    fragments.push('');
    fragments[Number(name.slice(1))] = `fragment ${name} on ${condition.name} ${body}`;
    return `...${name}${directive()}`;
  };

  const root = schema.getQueryType();
  const body = root ? selection(root, 0) : '{ __typename }';
  // Variables that are declared are used, whatever was drawn.
  const used =
    '__typename @include(if: $yes) a: __typename @skip(if: $no) b: __typename @include(if: $byDefault) all: users(first: $first) { id }';
  const declared = '$yes: Boolean!, $no: Boolean!, $byDefault: Boolean! = true, $first: Int';
  return {
    query: `query (${declared}) { ...Used ...Body } fragment Used on Query { ${used} } fragment Body on Query ${body} ${fragments.join(' ')}`,
    variables: { yes: draw(2) === 0, no: draw(2) === 0, first: draw(5), ...(draw(2) && { byDefault: draw(2) === 0 }) },
  };
}
