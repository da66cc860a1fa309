import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
} from 'graphql';
import type { OperationResult, SubscribePayload } from 'graphql-ws';
import { codedError, createDocumentParser } from '../documents.js';
import { ClientError, StreamError, subscriptionError } from '../errors.js';
import type { Connection } from './connection.js';
import type { WebSocketServerOptions } from './options.js';
import { pushStates } from './push-states.js';
import { createStateFrames } from './state-frames.js';
import { StateSink } from './state-sink.js';

/** Runs what clients ask for over their sockets, in the form graphql-ws's server takes it. */
export interface SocketOperations<Context extends object> {
  /** Reads an operation and decides who runs it; errors are ready for the client. */
  prepare(
    connection: Connection<Context>,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]>;
  /** Runs what was prepared. */
  run(args: ExecutionArgs): OperationResult;
  /** A result as it goes over the wire. */
  formatResult(result: ExecutionResult | FormattedExecutionResult): FormattedExecutionResult;
  /** Errors that end an operation, as they go over the wire. */
  formatErrors(connection: Connection<Context>, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[];
}

interface Prepared<Context extends object> {
  readonly connection: Connection<Context>;
  readonly start: () => Promise<Awaited<OperationResult>>;
}

/** Makes the operations of one WebSocket server. */
export function createSocketOperations<Context extends object>(
  options: WebSocketServerOptions<Context>,
): SocketOperations<Context> {
  const { subscriptions, executeOperation, limits } = options;
  const slowReaderBytes = limits?.slowReaderBytes ?? 64 * 1024;
  const frames = createStateFrames();
  const parseDocument = createDocumentParser(limits?.maxTokens);
  // graphql-ws hands the very object made in prepare() on to run().
  const prepared = new WeakMap<ExecutionArgs, Prepared<Context>>();

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

  const refused = (context: Context | null, errors: readonly unknown[]): AsyncIterable<ExecutionResult> =>
    failing(
      new StreamError(
        subscriptions.formatErrors(errors, undefined, context).map((formatted) => new ClientError(formatted)),
      ),
    );

  const subscribe = async (
    connection: Connection<Context>,
    id: string,
    payload: SubscribePayload,
    document: DocumentNode,
  ) => {
    const socketContext = connection.context();
    const context = await contextFor(connection, payload);
    const opened = await subscriptions.open({
      document,
      operationName: payload.operationName,
      variables: payload.variables,
      context,
      currentContext: following(connection, socketContext, context),
      onRenewal: connection.onRenewal,
      signal: connection.signal,
    });
    if (opened.kind === 'REFUSED') return refused(context, opened.result.errors ?? []);
    if (opened.kind === 'EVERY') return opened.stream;
    return pushStates(opened.attach, (onEnd) => new StateSink(connection, frames, id, slowReaderBytes, onEnd));
  };

  const execute = async (connection: Connection<Context>, payload: SubscribePayload): Promise<ExecutionResult> => {
    if (!executeOperation) throw subscriptionError('OPERATION_NOT_ALLOWED', 'Only subscriptions are served here');
    const { errors, ...result } = await executeOperation(payload, await contextFor(connection, payload));
    return errors ? { ...result, errors: errors.map(asGraphQLError) } : result;
  };

  return {
    async prepare(connection, id, received) {
      const schema = subscriptions.schema();
      if (!schema) return [subscriptionError('SERVICE_UNAVAILABLE')];
      const payload = await completed(connection, received);
      if (payload instanceof GraphQLError) return [payload];
      const document = parseDocument(payload.query);
      if (document instanceof GraphQLError) return [document];
      const operation = getOperationAST(document, payload.operationName);
      if (!operation) return [codedError('Unable to identify the operation', 'OPERATION_RESOLUTION_FAILURE')];
      const args: ExecutionArgs = { schema, document };
      if (payload.operationName) args.operationName = payload.operationName;
      const isSubscription = operation.operation === 'subscription';
      prepared.set(args, {
        connection,
        start: async () =>
          isSubscription ? subscribe(connection, id, payload, document) : execute(connection, payload),
      });
      return args;
    },

    async run(args) {
      const known = prepared.get(args);
      try {
        if (!known) throw new Error('An operation was started that was not prepared');
        return await known.start();
      } catch (error) {
        options.logger?.[error instanceof GraphQLError ? 'debug' : 'error'](
          { err: error },
          'websocket.operation_failed',
        );
        return refused(known?.connection.context() ?? null, [error]);
      }
    },

    formatResult({ errors, ...result }) {
      return errors ? { ...result, errors: errors.map(asFormatted) } : result;
    },

    formatErrors: (connection, errors) =>
      errors.flatMap((error) => {
        // graphql-ws wraps what a stream threw into an error of its own.
        const cause = error.originalError ?? error;
        return cause instanceof StreamError
          ? cause.errors.map(asFormatted)
          : subscriptions.formatErrors([cause], undefined, connection.context());
      }),
  };
}

/** A stream that fails at once: graphql-ws then ends the operation by an `error` frame instead of a `next`. */
function failing(error: StreamError): AsyncIterable<ExecutionResult> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}

function asFormatted(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
  return error instanceof GraphQLError ? error.toJSON() : error;
}

function asGraphQLError(error: GraphQLError | GraphQLFormattedError): GraphQLError {
  return error instanceof GraphQLError ? error : new ClientError(error);
}
