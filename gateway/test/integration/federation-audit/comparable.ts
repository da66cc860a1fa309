import { isErrorCode } from '@doctorpy/service-kit/errors';
import { z } from 'zod';

/**
 * All in which our answers are meant to differ from the stock gateway's. Everything else has to be the same: data to the last
 * byte and in the same order, the number, places, codes and messages of errors, `extensions`, and the HTTP status.
 */
export const differences = [
  '1. A code that is not in our registry, and none at all, is INTERNAL for clients, whose message says nothing of the fault.',
  '2. Of the extensions of an error, clients see the code, and what our registry adds to it; never a subgraph’s name.',
  '3. A place in all items of a list is told without the `@` that the library puts there.',
  '4. What GraphQL itself refuses is worded for learners, in their language, and has no locations.',
  '5. A subgraph that gives no answer is SUBGRAPH_UNAVAILABLE on each field it owns; stock has one error, without a place.',
  '6. Errors have no order: they come as subgraphs answer.',
  '7. A request with a key `__proto__` in its JSON is refused, before anybody looks whether a scalar might hold one.',
  '8. Which of several operations is meant is the client’s to say: OPERATION_RESOLUTION_FAILURE, where stock fails with 500.',
  '9. Wrong variables are one error that names them all, where stock has one for each.',
] as const;

const wire = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  extensions: z.unknown().optional(),
});

/** An answer without {@link differences}. */
export interface Comparable {
  readonly status: number;
  /** As text, so that the order of fields counts too. */
  readonly data: string | undefined;
  readonly extensions: unknown;
  readonly errors: readonly { message: string; path: string; code: string }[];
}

/** Codes of what GraphQL's own library found. */
const protocolCodes = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']);

/** Takes out of an answer in what gateways may differ; the same for both, so that it cannot hide anything of one. */
export async function comparable(response: Response): Promise<Comparable> {
  const { data, errors = [], extensions } = wire.parse(await response.json());
  const seen = new Set<string>();
  return {
    status: response.status,
    data: data === undefined ? undefined : JSON.stringify(data, null, 1),
    extensions,
    errors: errors
      .map(({ message, path = [], extensions: more }) => {
        const code = isErrorCode(more?.code) ? more.code : 'INTERNAL';
        const isProtocols = protocolCodes.has(code) || (code === 'BAD_USER_INPUT' && path.length === 0);
        return {
          message: code === 'INTERNAL' || isProtocols ? '' : message,
          path: path.filter((step) => step !== '@').join('.'),
          code,
        };
      })
      .filter((error) => {
        const isKnown = error.code === 'BAD_USER_INPUT' && seen.has(JSON.stringify(error));
        seen.add(JSON.stringify(error));
        return !isKnown;
      })
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  };
}
