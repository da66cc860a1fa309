import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { PersistedOperations } from './persisted-operations.js';

type Cache = NonNullable<ApolloServerOptions<BaseContext>['cache']>;

/** Lets Apollo Server look hashes up; what is kept is decided before it sees an operation. */
export function lookUpOnly(persisted: Pick<PersistedOperations, 'find'>): Exclude<Cache, 'bounded'> {
  return {
    // Apollo Server puts a prefix of its own in front.
    get: async (key) => (await persisted.find(key.slice(key.lastIndexOf(':') + 1))) ?? undefined,
    set: async () => undefined,
    delete: async () => false,
  };
}
