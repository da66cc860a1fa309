import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { GatewayContext } from '../context.js';
import { refusal } from '../plugins/refusal.js';
import { noCookieOnSocket, severalSignIns } from './errors.js';
import type { SessionCookies } from './session-cookies.js';

/**
 * In browser mode: refuses what would leave it open which token the cookie holds, and sets the cookie to what auth has
 * said. Answers with a cookie are never stored.
 */
export function keepSessionCookie(cookies: SessionCookies): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart({ contextValue: { browserSession } }) {
      if (!browserSession) return;
      return {
        async didResolveOperation({ document, operation, schema }) {
          const signIns = operation ? countSignIns(document, operation, schema) : 0;
          if (signIns > 0 && !browserSession.canChange) throw refusal(noCookieOnSocket());
          if (signIns > 1) throw refusal(severalSignIns());
        },
        async willSendResponse({ response: { http } }) {
          if (browserSession.change === undefined) return;
          http.headers.set('set-cookie', cookies.write(browserSession.change));
          http.headers.set('cache-control', 'no-store');
        },
      };
    },
  };
}

/** The type of every field that opens or renews a session. */
const SIGN_IN = 'AuthPayload';

/** How many fields of a document may sign somebody in; `@skip` and `@include` are not looked at. */
function countSignIns(document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema): number {
  if (operation.operation !== 'mutation') return 0;
  const typeInfo = new TypeInfo(schema);
  const mutation = schema.getMutationType();
  let count = 0;
  // Other operations of the document do not run.
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  visit(
    { ...document, definitions: [operation, ...definitions] },
    visitWithTypeInfo(typeInfo, {
      Field() {
        const type = typeInfo.getType();
        if (typeInfo.getParentType() === mutation && type && getNamedType(type).name === SIGN_IN) count += 1;
      },
    }),
  );
  return count;
}
