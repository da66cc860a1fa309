import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AccessRule } from '../access/index.js';

/** How long what a type or field gives may be kept, in seconds, by schema coordinate (`Quest`, `Query.quests`). */
export type CacheHints = ReadonlyMap<string, number>;

/** Reads every `@cacheControl(maxAge:)` of a subgraph's schema. */
export function readCacheHints(schema: GraphQLSchema): CacheHints {
  const hints = new Map<string, number>();
  const note = (coordinate: string, directives: readonly DirectiveNode[]) => {
    const directive = directives.find(({ name }) => name.value === 'cacheControl');
    const value = directive?.arguments?.find(({ name }) => name.value === 'maxAge')?.value;
    if (value?.kind === Kind.INT) hints.set(coordinate, Number(value.value));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    note(
      type.name,
      [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []),
    );
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field.astNode?.directives ?? []);
    }
  }
  return hints;
}

/**
 * For how many seconds anybody may be given the answer to a document: the least that its fields allow, and none at all
 * unless all of them are PUBLIC. A field that gives objects allows what it or their type is hinted; without a hint nothing.
 * One that gives a value allows what its object does. `@skip` and `@include` are not looked at.
 */
export function maxAgeOf(
  document: DocumentNode,
  { schema, hints, rules }: { schema: GraphQLSchema; hints: CacheHints; rules: ReadonlyMap<string, AccessRule> },
): number {
  let maxAge = Number.POSITIVE_INFINITY;
  const allow = (seconds: number) => {
    maxAge = Math.min(maxAge, seconds);
  };
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition({ operation }) {
        if (operation !== OperationTypeNode.QUERY) allow(0);
      },
      Field({ name }) {
        const parent = typeInfo.getParentType();
        if (name.value === '__typename') return;
        if (!parent) return allow(0);
        // Its fragments say which types are read.
        if (name.value === '_entities') return;
        if (!isPublic(parent, name.value)) return allow(0);
        const type = getNamedType(typeInfo.getType());
        const own = hints.get(`${parent.name}.${name.value}`);
        if (own !== undefined) allow(own);
        else if (isCompositeType(type)) allow(hintOf(type));
        else if (parent === schema.getQueryType()) allow(0);
      },
      InlineFragment() {
        const type = typeInfo.getType();
        if (typeInfo.getParentType()?.name === '_Entity' || isCompositeType(type)) allow(hintOf(getNamedType(type)));
      },
    }),
  );
  return Number.isFinite(maxAge) ? maxAge : 0;

  function isPublic(parent: GraphQLCompositeType, field: string): boolean {
    const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    const declared = types.flatMap((type) => rules.get(`${type.name}.${field}`) ?? []);
    return declared.length > 0 && declared.every((rule) => rule === 'PUBLIC');
  }

  function hintOf(type: unknown): number {
    if (!isObjectType(type) && !isInterfaceType(type)) return 0;
    const own = hints.get(type.name);
    if (own !== undefined) return own;
    const inherited = type.getInterfaces().flatMap(({ name }) => hints.get(name) ?? []);
    return inherited.length > 0 ? Math.min(...inherited) : 0;
  }
}
