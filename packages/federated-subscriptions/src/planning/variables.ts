import {
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';

/** Variables as JSON, ready to be sent to a subgraph. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * The variables an operation runs with: those it declares, defaults filled in, still as the JSON the client sent (each
 * subgraph coerces for itself). Answers with errors (`BAD_USER_INPUT`) when a value does not fit its type.
 */
export function resolveVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  provided: Variables,
): { variables: Variables; errors?: never } | { variables?: never; errors: readonly GraphQLError[] } {
  const definitions = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, provided, { maxErrors: 20 });
  if (errors) return { errors: errors.map(asBadInput) };
  const variables: Record<string, unknown> = {};
  for (const { variable, defaultValue } of definitions) {
    const name = variable.name.value;
    if (Object.hasOwn(provided, name) && provided[name] !== undefined) variables[name] = provided[name];
    else if (defaultValue) variables[name] = valueFromASTUntyped(defaultValue);
  }
  return { variables };
}

/** Some of the variables: those named. */
export function pickVariables(variables: Variables, names: readonly string[] = []): Variables {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
  );
}

function asBadInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}
