import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { readAccessRules } from '../access/index.js';
import type { RequestContext } from '../context/index.js';
import { maxAgeOf, readCacheHints } from './hints.js';
import type { WatchedCaller } from './watch-caller.js';

const WATCHED = Symbol('watched caller');

/**
 * Puts the caller into a context and watches it there: as a property of the context, since Apollo Server copies that.
 * @param watched whose `caller` the context holds
 */
export function withWatchedCaller<TContext extends RequestContext>(
  context: TContext,
  watched: WatchedCaller,
): TContext {
  return Object.assign(context, { [WATCHED]: watched.wasLookedAt });
}

/**
 * Says in the header `Cache-Control` of each answer for how long it may be given to anybody who reads the same language:
 * `public, max-age=…` when all that was asked for is PUBLIC and hinted by `@cacheControl`, nothing went wrong, and nobody
 * looked at who asks; otherwise `no-store`.
 */
export function tellCacheControl<TContext extends RequestContext>(schema: GraphQLSchema): ApolloServerPlugin<TContext> {
  const facts = { schema, hints: readCacheHints(schema), rules: readAccessRules(schema) };
  // Apollo Server keeps documents it has parsed.
  const known = new WeakMap<DocumentNode, number>();
  const maxAge = (document: DocumentNode) => {
    const seconds = known.get(document) ?? maxAgeOf(document, facts);
    known.set(document, seconds);
    return seconds;
  };
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, document, contextValue }) {
          const { body } = response;
          const isWhole = body.kind === 'single' && body.singleResult.data && !body.singleResult.errors;
          const seconds = isWhole && document && !wasLookedAt(contextValue) ? maxAge(document) : 0;
          response.http.headers.set('cache-control', seconds > 0 ? `public, max-age=${seconds}` : 'no-store');
        },
      };
    },
  };
}

function wasLookedAt(context: RequestContext): boolean {
  const ask: unknown = Reflect.get(context, WATCHED);
  return typeof ask !== 'function' || ask() === true;
}
