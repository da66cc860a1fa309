import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Registry } from 'prom-client';
import type { SessionCookies } from '../../browser/session-cookies.js';
import { SerializedData } from '../../execution/serialized-data.js';
import type { IdentifyAtOnce, Identity } from '../../identity/identify.js';
import type { PersistedOperations } from '../../persisted/persisted-operations.js';
import type { ObserveOperation } from '../../plugins/observe-operation.js';
import { accessProblem } from '../../plugins/operation-access.js';
import type { OperationGuard } from '../../plugins/operation-guard.js';
import { standingOf } from '../../revocation/apply.js';
import type { RevocationList } from '../../revocation/list.js';
import type { BegunRequest, BegunRequests } from '../begun-requests.js';
import type { ClientAddress } from '../client-address.js';
import type { MediaTypes } from '../media-types.js';
import type { RateLimit } from '../rate-limit.js';
import type { HttpOperation } from '../read-operation.js';
import type { ClientLeft } from '../request-context.js';
import { createAnswerHead } from './answer-head.js';
import type { Executor, KnownOperation, KnownOperations } from './known-operations.js';
import { LaneContext } from './lane-context.js';
import { countedIn } from './lane-metrics.js';
import { isOrdinary, operationIn } from './ordinary-request.js';
import { createUnderWay } from './under-way.js';

/** What the fast lane needs. */
export interface FastLaneOptions {
  readonly known: KnownOperations;
  readonly begun: BegunRequests;
  readonly address: ClientAddress;
  readonly mediaTypes: MediaTypes;
  readonly rateLimit: RateLimit;
  readonly sessionCookies: SessionCookies;
  readonly identifyAtOnce: IdentifyAtOnce;
  readonly clientLeft: ClientLeft;
  readonly revocations: RevocationList;
  readonly persisted: PersistedOperations;
  readonly guard: OperationGuard;
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly observe: ObserveOperation;
  readonly nextRequestId: () => string;
  readonly maxBodyBytes: number;
  readonly registry: Registry;
  readonly log: Logger;
}

/** Answers ordinary requests for known queries. */
export interface FastLane {
  /** Answers, or hands over to `next`, at once or when it turns out that there is something to it. */
  take(request: IncomingMessage, response: ServerResponse, next: Next): void;
  /** From now on everything is handed over. Resolves when nothing is under way in the lane. */
  close(): Promise<void>;
}

type Next = (request: IncomingMessage, response: ServerResponse) => void;
type ExecutorRequest = Parameters<Executor>[0];

/** Longer answers are turned into bytes first, in characters. */
const LONGEST_TEXT = 8192;

/** A request that is on its way through the lane. */
interface Passage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly next: Next;
  readonly begun: BegunRequest;
  readonly ip: string;
  readonly contentType: string;
  /** To be called once it was answered or handed over, or its client has left before it was read. */
  readonly leave: () => void;
}

/**
 * The way of a request that asks by POST, with nothing unusual about it, for a query that Apollo Server has let through
 * before. The same functions check the same things as on the other way: rate limits, session cookie, token, revocations,
 * size, variables and cost, roles. Whatever is refused anywhere, not known at once, or answered with an error is handed over,
 * with what was counted, read and executed already, so that there is one place which words refusals and errors.
 */
export function createFastLane(options: FastLaneOptions): FastLane {
  const { address, begun: handedOver, clientLeft, guard, known, log, mediaTypes, rateLimit, sessionCookies } = options;
  const headOf = createAnswerHead(options.isOriginAllowed);
  const counts = countedIn(options.registry);
  let isOpen = true;
  const underWay = createUnderWay();

  /** Once the gateway stops, which waits for connections that are kept open. */
  const endConnection = (response: ServerResponse) => {
    if (!isOpen) response.shouldKeepAlive = false;
  };

  const handOver = (passage: Passage) => {
    const { request, response, next, begun } = passage;
    counts.handedOver += 1;
    endConnection(response);
    handedOver.set(request, begun);
    try {
      next(request, response);
    } finally {
      passage.leave();
    }
  };

  const answer = (passage: Passage, one: KnownOperation, context: LaneContext, data: unknown, startedAt: number) => {
    const { request, response, begun, contentType } = passage;
    const text = data instanceof SerializedData ? data.text : JSON.stringify(data);
    const written = `{"data":${text}}\n`;
    // A long text would be measured, given three times its length of memory, and written there, all for one use.
    const body = written.length > LONGEST_TEXT ? Buffer.from(written) : written;
    const { language } = context.caller;
    const kind = { protocol: address.protocol(request), origin: request.headers.origin, language, contentType };
    endConnection(response);
    response.writeHead(200, headOf(kind, begun.requestId, Buffer.byteLength(body)));
    response.end(body);
    passage.leave();
    counts.answered += 1;
    options.observe({
      operation: 'query',
      operationName: one.operationName,
      outcome: 'ok',
      userId: context.caller.userId,
      elapsedMs: performance.now() - startedAt,
      log,
      requestId: begun.requestId,
    });
  };

  const execute = (passage: Passage, one: KnownOperation, sent: HttpOperation, context: LaneContext) => {
    const startedAt = performance.now();
    passage.begun.startedAt = startedAt;
    const executing = known.execute(executorRequest(one, sent, context));
    executing
      .then(({ data, errors, extensions }) => {
        if (data && !errors && !extensions) answer(passage, one, context, data, startedAt);
        else {
          passage.begun.executed = executing;
          handOver(passage);
        }
      })
      .catch((error: unknown) => {
        if (passage.response.headersSent) {
          log.error({ err: error, requestId: passage.begun.requestId }, 'request.failed');
          passage.response.destroy();
          passage.leave();
          return;
        }
        passage.begun.executed = executing;
        handOver(passage);
      });
  };

  /** @returns false when it is to be handed over */
  const admit = (passage: Passage, text: string): boolean => {
    const { request, ip } = passage;
    const sent = operationIn(text);
    const source = sent && options.persisted.resolveAtOnce(sent);
    const one = source ? known.find(source, sent.operationName) : undefined;
    if (!sent || !one) return false;
    const { headers } = request;
    const identity = options.identifyAtOnce(request.socket, {
      authorization: headers.authorization ?? null,
      acceptLanguage: headers['accept-language'] ?? null,
      userAgent: headers['user-agent'] ?? null,
      ip,
    });
    if (!identity || !options.revocations.isCurrent()) return false;
    if ((standingOf(identity, options.revocations) ?? 'valid') !== 'valid') return false;
    const { userId } = identity.caller;
    if (userId === null || rateLimit.takeUserAtOnce(userId)) return check(passage, one, sent, identity);
    rateLimit.takeUser(userId).then(
      // Meanwhile the supergraph may have changed.
      () => orHandOver(passage, () => isStillKnown(one, sent) && check(passage, one, sent, identity)),
      (refusal: unknown) => {
        passage.begun.user = { refusal };
        handOver(passage);
      },
    );
    return true;
  };

  const isStillKnown = (one: KnownOperation, { operationName }: HttpOperation) =>
    known.find(one.source, operationName) === one;

  /** Once everything is counted. @returns false when it is to be handed over */
  const check = (passage: Passage, one: KnownOperation, sent: HttpOperation, identity: Identity): boolean => {
    const { request, begun } = passage;
    const { caller } = identity;
    if (caller.userId !== null) begun.user = 'counted';
    guard.check({ document: guard.parse(one.source), caller, ...sent });
    const { requestId } = begun;
    const browserSession = sessionCookies.read(request.headers);
    const context = new LaneContext({ request, identity, requestId, browserSession, clientLeft, log });
    if (accessProblem(one.rules, one.operation.operation, context)) return false;
    execute(passage, one, sent, context);
    return true;
  };

  const orHandOver = (passage: Passage, pass: () => boolean) => {
    let isTaken = false;
    try {
      isTaken = pass();
    } catch {
      // A refusal: told by those to whom it is handed over, who will meet it as well.
    }
    if (!isTaken) handOver(passage);
  };

  const read = (passage: Passage, length: number) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const { request } = passage;
    // Its client left while it waited to be counted.
    if (request.destroyed) return passage.leave();
    request.once('close', () => {
      if (received < length) passage.leave();
    });
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received < length) return;
      const [first = chunk] = chunks;
      const body = chunks.length === 1 ? first : Buffer.concat(chunks);
      passage.begun.body = body;
      orHandOver(passage, () => admit(passage, body.toString('utf8')));
    });
  };

  return {
    take(request, response, next) {
      const length = isOpen ? isOrdinary(request, options.maxBodyBytes) : null;
      const contentType = length === null ? undefined : mediaTypes.find(request.headers.accept);
      if (length === null || contentType === undefined) return next(request, response);
      const ip = address.ip(request);
      const begun: BegunRequest = {
        requestId: options.nextRequestId(),
        address: 'counted',
        user: 'not_yet',
        body: null,
        executed: undefined,
        startedAt: undefined,
      };
      const passage: Passage = { request, response, next, begun, ip, contentType, leave: underWay.enter() };
      if (rateLimit.takeAtOnce(ip)) return read(passage, length);
      rateLimit.take(ip).then(
        () => read(passage, length),
        (refusal: unknown) => {
          begun.address = { refusal };
          handOver(passage);
        },
      );
    },
    close() {
      isOpen = false;
      return underWay.none();
    },
  };
}

/** What Apollo Server gives to the executor. */
function executorRequest(
  { source, document, operation, operationName, schema, schemaHash, queryHash, cache, logger }: KnownOperation,
  { operationName: name, variables }: HttpOperation,
  context: LaneContext,
): ExecutorRequest {
  return {
    request: { query: source, operationName: name ?? undefined, variables: variables ?? undefined },
    source,
    document,
    operation,
    operationName,
    schema,
    schemaHash,
    queryHash,
    cache,
    logger,
    context,
    metrics: {},
    overallCachePolicy: undefined,
    requestIsBatched: false,
  };
}
