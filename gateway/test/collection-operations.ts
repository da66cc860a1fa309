import { readdir, readFile } from 'node:fs/promises';
import {
  buildSchema,
  type FieldNode,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const root = new URL('../../', import.meta.url);
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));

/** The operations that front ends are given, by name. */
export const operations = await readOperations();

/** The text of one of them; throws when there is none of that name. */
export function textOf(name: string): string {
  const operation = operations.get(name);
  if (!operation) throw new Error(`The collection has no ${name}.`);
  return print(operation);
}

/** Whether it asks for a list of objects. */
export function hasObjectLists(operation: OperationDefinitionNode): boolean {
  if (operation.operation === 'subscription') return false;
  const typeInfo = new TypeInfo(api);
  let found = false;
  const enter = (_field: FieldNode) => {
    const type = typeInfo.getType();
    if (type && isList(type) && isCompositeType(getNamedType(type))) found = true;
  };
  visit(operation, visitWithTypeInfo(typeInfo, { Field: { enter } }));
  return found;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isListType(type.ofType) : isListType(type);
}

async function readOperations(): Promise<Map<string, OperationDefinitionNode>> {
  const folder = new URL('schema/operations/', root);
  const found = new Map<string, OperationDefinitionNode>();
  for (const file of await readdir(folder)) {
    for (const definition of parse(await readFile(new URL(file, folder), 'utf8')).definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) found.set(definition.name?.value ?? '', definition);
    }
  }
  return found;
}
