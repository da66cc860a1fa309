import type { Caller } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { buildSchema, type GraphQLFieldResolver, graphql, isObjectType } from 'graphql';

type Resolvers = Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>;

/** A plain schema with resolvers, run with a caller; errors are given as their domain codes. */
export function makeExecutable(sdl: string, resolvers: Resolvers) {
  const schema = buildSchema(sdl);
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`${typeName} is not an object type`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (field) field.resolve = resolve;
    }
  }
  const run = async (source: string, caller: Caller) => {
    const { data, errors = [] } = await graphql({ schema, source, contextValue: { caller } });
    const codes = errors.map(({ originalError }) =>
      originalError instanceof DomainError ? originalError.code : 'OTHER',
    );
    return { data: data as Record<string, unknown> | null, codes };
  };
  return { schema, run };
}
