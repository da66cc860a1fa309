import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  parse,
} from 'graphql';
import type { OperationResult, SubscribePayload } from 'graphql-ws';
import { ClientError, StreamError, subscriptionError } from '../errors.js';
import type { Connection } from './connection.js';
import type { WebSocketServerOptions } from './options.js';

/** Runs what clients ask for over their sockets, in the form graphql-ws's server takes it. */
export interface SocketOperations<Context extends object> {
  /** Reads an operation and decides who runs it; errors are ready for the client. */
  prepare(connection: Connection<Context>, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]>;
  /** Runs what was prepared. */
  run(args: ExecutionArgs): OperationResult;
  /** A result as it goes over the wire. */
  formatResult(result: ExecutionResult | FormattedExecutionResult): FormattedExecutionResult;
  /** Errors that end an operation, as they go over the wire. */
  formatErrors(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[];
}

/** Makes the operations of one WebSocket server. */
export function createSocketOperations<Context extends object>(
  options: WebSocketServerOptions<Context>,
): SocketOperations<Context> {
  const { subscriptions, executeOperation, limits } = options;
  // graphql-ws hands the very object made in prepare() on to run().
  const prepared = new WeakMap<ExecutionArgs, () => Promise<Awaited<OperationResult>>>();

  const completed = async (
    connection: Connection<Context>,
    payload: SubscribePayload,
  ): Promise<SubscribePayload | GraphQLError> => {
    const context = connection.context();
    if (!context || !options.resolveOperation) return payload;
    try {
      return await options.resolveOperation(payload, context);
    } catch (error) {
      if (error instanceof GraphQLError) return error;
      options.logger?.error({ err: error }, 'websocket.operation_failed');
      return subscriptionError('INTERNAL');
    }
  };

  const contextFor = async (connection: Connection<Context>, payload: SubscribePayload): Promise<Context> => {
    const context = connection.context();
    if (!context) throw subscriptionError('OPERATION_NOT_ALLOWED');
    return options.operationContext ? options.operationContext(context, payload) : context;
  };

  /** The context of a running operation, made anew each time the socket's was renewed. */
  const following = (connection: Connection<Context>, madeFrom: Context | null, context: Context) => {
    let [source, current] = [madeFrom, context];
    return (): Context => {
      const latest = connection.context();
      if (latest && latest !== source) {
        source = latest;
        current = options.renewedContext?.(current, latest) ?? latest;
      }
      return current;
    };
  };

  const refused = (errors: readonly unknown[]): AsyncIterable<ExecutionResult> =>
    failing(new StreamError(subscriptions.formatErrors(errors).map((formatted) => new ClientError(formatted))));

  const subscribe = async (connection: Connection<Context>, payload: SubscribePayload, document: DocumentNode) => {
    const socketContext = connection.context();
    const context = await contextFor(connection, payload);
    const result = await subscriptions.subscribe({
      document,
      operationName: payload.operationName,
      variables: payload.variables,
      context,
      currentContext: following(connection, socketContext, context),
      signal: connection.signal,
    });
    return Symbol.asyncIterator in result ? result : refused(result.errors ?? []);
  };

  const execute = async (connection: Connection<Context>, payload: SubscribePayload): Promise<ExecutionResult> => {
    if (!executeOperation) throw subscriptionError('OPERATION_NOT_ALLOWED', 'Only subscriptions are served here');
    const { errors, ...result } = await executeOperation(payload, await contextFor(connection, payload));
    return errors ? { ...result, errors: errors.map(asGraphQLError) } : result;
  };

  return {
    async prepare(connection, received) {
      const schema = subscriptions.schema();
      if (!schema) return [subscriptionError('SERVICE_UNAVAILABLE')];
      const payload = await completed(connection, received);
      if (payload instanceof GraphQLError) return [payload];
      const document = parsed(payload.query, limits?.maxTokens);
      if (document instanceof GraphQLError) return [document];
      const operation = getOperationAST(document, payload.operationName);
      if (!operation) return [coded('Unable to identify the operation', 'OPERATION_RESOLUTION_FAILURE')];
      const args: ExecutionArgs = { schema, document };
      if (payload.operationName) args.operationName = payload.operationName;
      const isSubscription = operation.operation === 'subscription';
      prepared.set(args, () =>
        isSubscription ? subscribe(connection, payload, document) : execute(connection, payload),
      );
      return args;
    },

    async run(args) {
      try {
        const start = prepared.get(args);
        if (!start) throw new Error('An operation was started that was not prepared');
        return await start();
      } catch (error) {
        options.logger?.[error instanceof GraphQLError ? 'debug' : 'error'](
          { err: error },
          'websocket.operation_failed',
        );
        return refused([error]);
      }
    },

    formatResult({ errors, ...result }) {
      return errors ? { ...result, errors: errors.map(asFormatted) } : result;
    },

    formatErrors: (errors) =>
      errors.flatMap((error) => {
        // graphql-ws wraps what a stream threw into an error of its own.
        const cause = error.originalError ?? error;
        return cause instanceof StreamError ? cause.errors.map(asFormatted) : subscriptions.formatErrors([cause]);
      }),
  };
}

/** A stream that fails at once: graphql-ws then ends the operation by an `error` frame instead of a `next`. */
function failing(error: StreamError): AsyncIterable<ExecutionResult> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}

function parsed(query: string, maxTokens: number | undefined): DocumentNode | GraphQLError {
  try {
    return parse(query, maxTokens ? { maxTokens } : {});
  } catch (error) {
    return coded(error instanceof GraphQLError ? error.message : 'Syntax Error', 'GRAPHQL_PARSE_FAILED');
  }
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function asFormatted(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
  return error instanceof GraphQLError ? error.toJSON() : error;
}

function asGraphQLError(error: GraphQLError | GraphQLFormattedError): GraphQLError {
  return error instanceof GraphQLError ? error : new ClientError(error);
}
