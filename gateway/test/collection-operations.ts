import { readdir, readFile } from 'node:fs/promises';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isListType,
  isNonNullType,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const root = new URL('../../', import.meta.url);
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));

/** The operations that front ends are given, by name, each with its fragments. */
export const operations = await readOperations();

/** The text of one of them; throws when there is none of that name. */
export function textOf(name: string): string {
  const operation = operations.get(name);
  if (!operation) throw new Error(`The collection has no ${name}.`);
  return print(operation);
}

/** Whether it asks for a list of objects. */
export function hasObjectLists(operation: DocumentNode): boolean {
  if (getOperationAST(operation)?.operation === OperationTypeNode.SUBSCRIPTION) return false;
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

async function readOperations(): Promise<Map<string, DocumentNode>> {
  const folder = new URL('schema/operations/', root);
  const files = await Promise.all((await readdir(folder)).map((file) => readFile(new URL(file, folder), 'utf8')));
  return new Map(Object.entries(separateOperations(parse(files.join('\n')))));
}
