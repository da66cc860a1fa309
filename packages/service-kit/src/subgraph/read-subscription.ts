import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';

/**
 * A subscription as it came, ready for `subscribe` of graphql-js; or why it is none.
 * @throws GraphQLError when the query is not GraphQL at all
 */
export function readSubscription(
  schema: GraphQLSchema,
  payload: {
    readonly query: string;
    readonly operationName?: string | null | undefined;
    readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  },
  contextValue: unknown,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parse(payload.query);
  const problems = validate(schema, document);
  if (problems.length > 0) return problems;
  if (getOperationAST(document, payload.operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
    const extensions = { code: 'OPERATION_NOT_ALLOWED' };
    return [new GraphQLError('Only subscriptions are served here.', { extensions })];
  }
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue,
  };
}
