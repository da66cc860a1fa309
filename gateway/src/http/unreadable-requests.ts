import { ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, presentError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { trustHeaders } from '@doctorpy/service-kit/trust';
import { GraphQLError } from 'graphql';
import type { CountRefusal } from '../plugins/count-refusals.js';
import { securityHeaders } from './security-headers.js';

/** What Node finds wrong with the bytes of a connection. */
interface ReadingError extends Error {
  readonly code?: string | undefined;
}

/**
 * Answers what cannot be read as an HTTP request, in the form of all other refusals, and closes the connection: where the
 * next request in it would begin is anybody's guess. Nothing is known of the language, so it is French.
 */
export function createAnswerUnreadable({
  nextRequestId,
  countRefusal,
  log,
}: {
  readonly nextRequestId: () => string;
  readonly countRefusal: CountRefusal;
  readonly log: Logger;
}) {
  return (error: ReadingError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const { status, problem } = problemOf(error.code);
    countRefusal(problem);
    const requestId = nextRequestId();
    const audience = { language: 'fr', requestId, log: log.child({ requestId }) } as const;
    const presented = presentError(new GraphQLError(problem.message, { originalError: problem }), audience);
    const body = JSON.stringify({ errors: [presented] });
    const headers = {
      ...securityHeaders('http'),
      [trustHeaders.requestId]: requestId,
      'content-type': 'application/json; charset=utf-8',
      'content-language': 'fr',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    audience.log.debug({ code: error.code, status }, 'request.unreadable');
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`, () => socket.destroy());
  };
}

/** In the middle of another answer, such as a stream, this one would be taken for a part of it. Node's own handler looks there too. */
function isAnswering(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse && answer.headersSent;
}

function problemOf(code: string | undefined): { status: number; problem: DomainError } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: 408,
        problem: new DomainError('BAD_REQUEST', {
          fr: 'La requête HTTP n’est pas arrivée entière à temps. Renvoyez-la.',
          en: 'The HTTP request did not arrive whole in time. Send it again.',
        }),
      };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        problem: new DomainError('PAYLOAD_TOO_LARGE', {
          fr: 'Les en-têtes ou l’adresse de la requête HTTP sont trop longs. Envoyez l’opération par POST, dans le corps.',
          en: 'The headers or the address of the HTTP request are too long. Send the operation by POST, in the body.',
        }),
      };
    default:
      return {
        status: 400,
        problem: new DomainError('BAD_REQUEST', {
          fr: 'Ce qui est arrivé n’est pas une requête HTTP correcte.',
          en: 'What arrived is not a correct HTTP request.',
        }),
      };
  }
}
