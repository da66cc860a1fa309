import type { DomainError } from '@doctorpy/service-kit/errors';
import { GraphQLError } from 'graphql';

/** A refusal of the whole operation is a well-formed GraphQL answer, so HTTP says 200. */
export function refusal(problem: DomainError): GraphQLError {
  return new GraphQLError(problem.message, {
    originalError: problem,
    extensions: { code: problem.code, http: { status: 200 } },
  });
}
