import type { Caller } from '@doctorpy/service-kit/caller';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Variables } from '../plugins/operation-cost.js';
import type { OperationCost, OperationGuard } from '../plugins/operation-guard.js';
import type { PersistedOperations, SentOperation } from './persisted-operations.js';

/** An operation as a client sent it, over any transport. */
export interface ReceivedOperation extends SentOperation {
  readonly operationName?: string | null | undefined;
  readonly variables?: Variables | null | undefined;
}

/** An operation that may be planned. */
export interface AdmittedOperation {
  readonly query: string;
  readonly kind: OperationTypeNode;
  readonly cost: OperationCost;
}

/**
 * Lets an operation in: finds its document, has the guard check it, and keeps it if it came to be kept.
 * @throws DomainError what the persisted operations and the guard throw
 */
export type Admit = (
  operation: ReceivedOperation,
  caller: Pick<Caller, 'userId' | 'roles'>,
) => Promise<AdmittedOperation>;

/** The one way in, for every transport. */
export function createAdmission(guard: OperationGuard, persisted: PersistedOperations): Admit {
  return async (operation, caller) => {
    const query = await persisted.resolve(operation);
    const document = guard.parse(query);
    const { operationName, variables } = operation;
    const cost = guard.check({ document, operationName, variables, caller });
    await persisted.remember(operation);
    const kind = getOperationAST(document, operationName)?.operation ?? OperationTypeNode.QUERY;
    return { query, kind, cost };
  };
}
