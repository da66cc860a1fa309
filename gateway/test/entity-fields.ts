import { type GraphQLSchema, getNamedType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql';

/** Pages of the lists of several people at once: only an administrator can ask for them, and their cost is theirs. */
const PAGES_OF_PEOPLE = new Set([
  'User.progress',
  'User.analytics',
  'User.assistantAnswers',
  'User.assistantConversations',
]);
/** An export is of one person. */
const WITHOUT_LIST = new Set(['PersonalData']);

/** The types that other subgraphs may refer to. */
export function entitiesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || WITHOUT_LIST.has(type.name)) return [];
    const keys = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const isEntity = keys.some(({ name, arguments: given }) => {
      return name.value === 'key' && !given?.some((argument) => argument.name.value === 'resolvable');
    });
    return isEntity ? [type.name] : [];
  });
}

/** All that can be selected without arguments, two objects deep. */
export function everyFieldOf(schema: GraphQLSchema, typeName: string, depth = 2): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).flatMap(({ name, args, type: of }) => {
    if (args.some(isRequiredArgument) || PAGES_OF_PEOPLE.has(`${typeName}.${name}`)) return [];
    const named = getNamedType(of);
    if (!isCompositeType(named)) return [name];
    return depth === 0 ? [] : [`${name} ${everyFieldOf(schema, named.name, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}
