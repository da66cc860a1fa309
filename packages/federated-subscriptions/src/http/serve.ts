import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { codedError, createDocumentParser } from '../documents.js';
import { type StreamError, subscriptionError } from '../errors.js';
import { consoleLogger } from '../logger.js';
import { serialise } from '../sharing/frame.js';
import { callAt } from '../timer.js';
import type { Authentication, SocketOperation } from '../websocket/options.js';
import type { HandledRequest, HttpSubscriptionHandle, HttpSubscriptionOptions } from './options.js';
import { prefersStream, protocolOf, type StreamProtocol } from './protocols.js';
import { RequestRefusal, readOperation, refuseForgery } from './read-operation.js';
import { openResponse, type ResponseStream } from './response-stream.js';

interface OpenStream<Context extends object> {
  readonly context: Context;
  readonly stream: ResponseStream;
}

/**
 * Serves subscriptions in the response to one request each: Server-Sent Events as graphql-sse defines them in its
 * distinct connections mode, and Apollo's multipart protocol. What is no GraphQL request, or not an acceptable one, is
 * answered with an HTTP status; errors of the operation come in the stream.
 */
export function createHttpSubscriptions<Context extends object>(
  options: HttpSubscriptionOptions<Context>,
): HttpSubscriptionHandle<Context> {
  const { subscriptions, limits = {} } = options;
  const log = options.logger ?? consoleLogger;
  const parseDocument = createDocumentParser(limits.maxTokens);
  const settings = {
    heartbeatMs: limits.heartbeatMs ?? 12_000,
    slowReaderBytes: limits.slowReaderBytes ?? 64 * 1024,
  };
  const open = new Set<OpenStream<Context>>();
  /** Requests in hand: their streams, and those that are not open yet. */
  let serving = 0;
  let isClosing = false;

  const serve = async (
    protocol: StreamProtocol,
    request: IncomingMessage,
    response: ServerResponse,
    known: HandledRequest,
  ): Promise<void> => {
    refuseForgery(request);
    if (isClosing || serving > (limits.maxStreams ?? Number.POSITIVE_INFINITY)) {
      throw new RequestRefusal(503, subscriptionError('SERVICE_UNAVAILABLE'), { 'retry-after': '5' });
    }
    const authentication = await options.authenticate(request, response);
    if ('status' in authentication) {
      throw new RequestRefusal(authentication.status, authentication.error, authentication.headers);
    }
    const operation = known.operation ?? (await readOperation(request, known.body, limits.maxBodyBytes ?? 64 * 1024));
    const document = parseDocument(operation.query);
    if ('message' in document) throw new RequestRefusal(400, document);
    const definition = getOperationAST(document, operation.operationName);
    if (!definition) {
      throw new RequestRefusal(400, codedError('Unable to identify the operation', 'OPERATION_RESOLUTION_FAILURE'));
    }
    if (request.method === 'GET' && definition.operation === OperationTypeNode.MUTATION) {
      throw new RequestRefusal(405, subscriptionError('OPERATION_NOT_ALLOWED'), { allow: 'POST' });
    }
    if (isClosing || response.destroyed) throw new RequestRefusal(503, subscriptionError('SERVICE_UNAVAILABLE'));
    await stream(protocol, response, authentication, { operation, document, definition });
  };

  const stream = async (
    protocol: StreamProtocol,
    response: ServerResponse,
    { context, expiresAt }: Authentication<Context>,
    wanted: { operation: SocketOperation; document: DocumentNode; definition: OperationDefinitionNode },
  ): Promise<void> => {
    const left = new AbortController();
    let isOver: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    const responding = openResponse(response, protocol, settings, () => {
      open.delete(entry);
      cancelExpiry();
      left.abort();
      isOver();
    });
    const entry: OpenStream<Context> = { context, stream: responding };
    open.add(entry);
    const fail = (errors: readonly unknown[]) =>
      responding.fail(subscriptions.formatErrors(errors, undefined, context));
    const cancelExpiry =
      expiresAt == null ? () => undefined : callAt(Number(expiresAt), () => fail([subscriptionError('TOKEN_EXPIRED')]));
    try {
      if (wanted.definition.operation === OperationTypeNode.SUBSCRIPTION) {
        await subscribe(responding, context, wanted, left.signal);
      } else {
        if (!options.executeOperation) throw subscriptionError('OPERATION_NOT_ALLOWED');
        await responding.write(serialise(await options.executeOperation(wanted.operation, context)));
        responding.complete();
      }
    } catch (error) {
      log.error({ err: error }, 'http_stream.failed');
      fail([error]);
    }
    await over;
  };

  const subscribe = async (
    responding: ResponseStream,
    context: Context,
    { operation, document }: { operation: SocketOperation; document: DocumentNode },
    signal: AbortSignal,
  ): Promise<void> => {
    const end = (error: StreamError | null): void =>
      error ? responding.fail(error.errors.map(({ formatted }) => formatted)) : responding.complete();
    const { operationName, variables } = operation;
    const opened = await subscriptions.open({ document, operationName, variables, context, signal });
    if (opened.kind === 'REFUSED') {
      await responding.write(serialise(opened.result));
      responding.complete();
      return;
    }
    if (opened.kind === 'LATEST') {
      if (!signal.aborted) opened.attach({ next: responding.push, end });
      return;
    }
    try {
      for await (const result of opened.stream) await responding.write(serialise(result));
      end(null);
    } catch (error) {
      responding.fail(subscriptions.formatErrors(errorsOf(error), undefined, context));
    }
  };

  const refuse = (response: ServerResponse, error: unknown): void => {
    if (!(error instanceof RequestRefusal)) log.error({ err: error }, 'http_stream.failed');
    const refusal = error instanceof RequestRefusal ? error : new RequestRefusal(500, error);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const body = JSON.stringify({ errors: subscriptions.formatErrors([refusal.problem]) });
    response.setHeader('content-type', 'application/json; charset=utf-8');
    // What is left of a body that was not read would be taken for the next request.
    response.setHeader('connection', 'close');
    for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
    response.writeHead(refusal.status).end(body);
  };

  return {
    accepts: ({ headers: { accept } }, operation) =>
      operation === OperationTypeNode.SUBSCRIPTION ? protocolOf(accept) !== null : prefersStream(accept),
    async handle(request, response, known: HandledRequest = {}) {
      for (const [name, value] of Object.entries(known.headers ?? {}))
        if (value !== undefined) response.setHeader(name, value);
      serving++;
      try {
        const protocol = protocolOf(request.headers.accept);
        if (!protocol) throw new RequestRefusal(406, subscriptionError('BAD_REQUEST'));
        await serve(protocol, request, response, known);
      } catch (error) {
        refuse(response, error);
      } finally {
        serving--;
      }
    },
    closeWhere(matches, errorFor) {
      const closing = [...open].filter(({ context }) => matches(context));
      for (const { context, stream } of closing) {
        stream.fail(subscriptions.formatErrors([errorFor(context)], undefined, context));
      }
      return closing.length;
    },
    streams: () => open.size,
    async close() {
      isClosing = true;
      for (const { stream } of [...open]) stream.cut();
    },
  };
}

function errorsOf(error: unknown): readonly unknown[] {
  return typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)
    ? error.errors
    : [error];
}
