import { DomainError, type Localised } from '@doctorpy/service-kit/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** An operation as it came over HTTP, its shape checked. */
export interface HttpOperation {
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

/** Content types that a form of any site can send without asking first (fetch.spec.whatwg.org, simple headers). */
const FORM_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
/** Any of these, not empty, shows that the browser has asked whether this page may send the request. */
const PREFLIGHT_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight'];

const JSON_TYPE = 'application/json';

const object = z.record(z.string(), z.unknown()).nullish();
const shape = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: object,
  extensions: object,
});

/**
 * Reads a GraphQL request (GraphQL over HTTP, GET and POST).
 * @throws DomainError BAD_REQUEST when it is something else, holds several operations, or any site could have sent it
 */
export function readOperation(request: FastifyRequest): HttpOperation {
  refuseForgery(request);
  if (request.method === 'GET' && (typeOf(request.headers) ?? JSON_TYPE) !== JSON_TYPE)
    throw badRequest(WRONG_TYPE_OF_GET);
  const sent = request.method === 'GET' ? fromSearch(request) : request.body;
  if (Array.isArray(sent)) throw badRequest(NO_BATCHES);
  const read = shape.safeParse(sent);
  if (!read.success) throw badRequest(WRONG_SHAPE);
  const { query, operationName, variables, extensions } = read.data;
  return {
    query: query ?? null,
    operationName: operationName || null,
    variables: variables ?? null,
    extensions: extensions ?? null,
  };
}

/**
 * Refuses what a page of another site could make a browser send unasked.
 * @throws DomainError BAD_REQUEST
 */
function refuseForgery({ headers }: FastifyRequest): void {
  const type = typeOf(headers);
  if (type && !FORM_TYPES.has(type)) return;
  if (PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw badRequest({
    fr: 'Cette requête pourrait venir d’une page étrangère (CSRF). Envoyez Content-Type: application/json, ou pour un GET l’en-tête apollo-require-preflight: true.',
    en: 'This request could come from a page of another site (CSRF). Send Content-Type: application/json, or with a GET the header apollo-require-preflight: true.',
  });
}

function typeOf({ 'content-type': type }: FastifyRequest['headers']): string | undefined {
  return type?.split(';', 1)[0]?.trim().toLowerCase();
}

/** The parameters of an address as every other reader of it sees them: decoded, and without what follows a `#`. */
export function searchOf(url: string): URLSearchParams {
  return new URL(url, 'http://localhost').searchParams;
}

function fromSearch({ url }: FastifyRequest): Record<string, unknown> {
  const parameters = searchOf(url);
  const once = (name: string) => {
    const values = parameters.getAll(name);
    if (values.length > 1) throw badRequest(WRONG_SHAPE);
    return values[0];
  };
  const json = (name: string): unknown => {
    const value = once(name);
    if (!value) return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(WRONG_SHAPE);
    }
  };
  return {
    query: once('query'),
    operationName: once('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

const NO_BATCHES: Localised = {
  fr: 'Une requête HTTP porte une seule opération : envoyez-les une par une.',
  en: 'An HTTP request holds one operation: send them one by one.',
};

const WRONG_TYPE_OF_GET: Localised = {
  fr: 'Un GET n’a pas de corps : omettez Content-Type, ou envoyez Content-Type: application/json.',
  en: 'A GET has no body: leave Content-Type out, or send Content-Type: application/json.',
};

const WRONG_SHAPE: Localised = {
  fr: 'Cette requête HTTP n’est pas une requête GraphQL : query et operationName sont des textes, variables et extensions des objets.',
  en: 'This HTTP request is not a GraphQL request: query and operationName are strings, variables and extensions objects.',
};

function badRequest(text: Localised): DomainError {
  return new DomainError('BAD_REQUEST', text);
}
