import { type Caller, hasRole } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type CheckVariables, limitVariables, variablesCheck } from './check-variables.js';
import { type DocumentLimits, sizeProblems, tooComplex } from './limits.js';
import { costEstimate, type Variables } from './operation-cost.js';
import { wordProtocolError } from './word-protocol-errors.js';

/** Most an operation of a caller may cost, by the most powerful role they may use. */
export interface CostBudgets {
  readonly anonymous: number;
  readonly LEARNER: number;
  readonly AUTHOR: number;
  readonly ADMIN: number;
}

/** What the guard of operations needs. */
export interface OperationGuardOptions {
  /** The public schema in force; null before the supergraph is loaded. */
  readonly schema: () => GraphQLSchema | null;
  readonly limits: DocumentLimits;
  readonly maxTokens: number;
  readonly budgets: CostBudgets;
  /** Whether `__schema` and `__type` may be asked for. */
  readonly introspection: boolean;
}

/** An operation before it runs, on whatever transport it came. */
export interface GuardedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Variables | null | undefined;
  readonly caller: Pick<Caller, 'userId' | 'roles'>;
}

/** What an operation was estimated to cost, and what its caller may spend on one. */
export interface OperationCost {
  readonly estimated: number;
  readonly budget: number;
}

/** The one gate that every operation passes before it is planned, on every transport. */
export interface OperationGuard {
  /**
   * Reads a document, counting its tokens.
   * @throws DomainError GRAPHQL_PARSE_FAILED, or QUERY_TOO_COMPLEX for too many tokens
   */
  parse(source: string): DocumentNode;
  /**
   * Checks size, schema, variables and cost, in this order, so that a hostile document meets the cheapest check first.
   * @throws DomainError QUERY_TOO_COMPLEX, OPERATION_RESOLUTION_FAILURE, BAD_USER_INPUT, or a {@link RefusedDocument}
   */
  check(operation: GuardedOperation): OperationCost;
}

/** A document with several things wrong; as an error, the first of them. */
export class RefusedDocument extends DomainError {
  readonly problems: readonly GraphQLError[];

  constructor(problems: readonly [GraphQLError, ...GraphQLError[]]) {
    const [{ originalError, message }] = problems;
    const first = originalError instanceof DomainError ? originalError : null;
    const code = first?.code ?? 'GRAPHQL_VALIDATION_FAILED';
    super(code, first?.text ?? wordProtocolError(code, message));
    this.problems = problems;
  }
}

interface Verdict {
  readonly schema: GraphQLSchema | null;
  readonly refusal: RefusedDocument | null;
  /** By name; those that were asked for. */
  readonly operations: Map<string, PreparedOperation>;
}

/** An operation of a document that was found good. */
interface PreparedOperation {
  readonly checkVariables: CheckVariables;
  readonly cost: (variables: Variables) => number;
}

/** Documents kept parsed and judged, and the bytes that they may take together. */
const MAX_KEPT = 1000;
const MAX_KEPT_BYTES = 100_000_000;
/** What a document takes, estimated high: 490 bytes for each token were measured, 44 for each character of a comment. */
const BYTES_PER_TOKEN = 500;
const BYTES_PER_CHARACTER = 50;
/** Problems of a document that are told; finding more only costs time. */
const MAX_PROBLEMS = 20;

/** Makes the gate. What it finds out about a document is kept, so that a known one costs a look-up and its variables. */
export function createOperationGuard(options: OperationGuardOptions): OperationGuard {
  const { limits, budgets, maxTokens } = options;
  const parsed = new LRUCache<string, DocumentNode>({
    max: MAX_KEPT,
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: ({ tokenCount = 0 }, { length }) =>
      BYTES_PER_TOKEN * tokenCount + BYTES_PER_CHARACTER * length + 1,
  });
  const verdicts = new WeakMap<DocumentNode, Verdict>();
  const rules = [...specifiedRules, ...(options.introspection ? [] : [noIntrospection])];

  const judge = (document: DocumentNode, schema: GraphQLSchema | null): RefusedDocument | null => {
    const tooLarge = sizeProblems(document, limits).map(
      (problem) => new GraphQLError(problem.message, { originalError: problem }),
    );
    if (isNotEmpty(tooLarge)) return new RefusedDocument(tooLarge);
    const invalid = schema ? problemsOf(schema, document, rules).map(coded) : [];
    return isNotEmpty(invalid) ? new RefusedDocument(invalid) : null;
  };

  return {
    parse(source) {
      const known = parsed.get(source);
      if (known) return known;
      const document = parseWithin(source, maxTokens);
      parsed.set(source, document);
      return document;
    },

    check({ document, operationName, variables, caller }) {
      limitVariables(variables ?? {});
      const schema = options.schema();
      let verdict = verdicts.get(document);
      if (!verdict || verdict.schema !== schema) {
        verdict = { schema, refusal: judge(document, schema), operations: new Map() };
        verdicts.set(document, verdict);
      }
      if (verdict.refusal) throw verdict.refusal;
      const budget = budgetOf(caller, budgets);
      const prepared = verdict.operations.get(operationName ?? '') ?? prepare(document, operationName, schema);
      verdict.operations.set(operationName ?? '', prepared);
      prepared.checkVariables(variables ?? {});
      const estimated = prepared.cost(variables ?? {});
      if (estimated > budget) throw tooComplex({ fr: 'points de coût', en: 'points of cost' }, estimated, budget);
      return { estimated, budget };
    },
  };
}

/** @throws DomainError when the document has no operation of that name */
function prepare(
  document: DocumentNode,
  operationName: string | null | undefined,
  schema: GraphQLSchema | null,
): PreparedOperation {
  const operation = operationOf(document, operationName);
  if (!schema) return { checkVariables: () => undefined, cost: () => 0 };
  return {
    checkVariables: variablesCheck(schema, operation),
    cost: costEstimate(schema, document, operation),
  };
}

/** One error for each entrance, where the library's own rule has one for each field behind it. */
const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const name = node.name.value;
    if (name !== '__schema' && name !== '__type') return;
    context.reportError(new GraphQLError(`Introspection is switched off: ${name} is not answered.`, { nodes: [node] }));
  },
});

/** The library's rule for subscriptions throws where the condition of `@skip` or `@include` is no boolean. */
function problemsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  try {
    return validate(schema, document, rules, { maxErrors: MAX_PROBLEMS });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function coded({ message, nodes, source, positions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
}

function parseWithin(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/more tha[nt] \d+ tokens/.test(error.message)) {
      throw new DomainError('QUERY_TOO_COMPLEX', {
        fr: `La requête est trop longue : au plus ${maxTokens} mots et signes GraphQL. Divisez-la, ou demandez moins.`,
        en: `The operation is too long: at most ${maxTokens} tokens allowed. Split it, or ask for less.`,
      });
    }
    throw new DomainError('GRAPHQL_PARSE_FAILED', wordProtocolError('GRAPHQL_PARSE_FAILED', error.message));
  }
}

/** The operation that is meant. */
function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  throw new DomainError(
    'OPERATION_RESOLUTION_FAILURE',
    name
      ? {
          fr: 'Le document ne contient aucune opération du nom indiqué dans operationName.',
          en: 'The document holds no operation of the name given in operationName.',
        }
      : {
          fr: 'Le document contient plusieurs opérations, ou aucune : indiquez laquelle exécuter dans operationName.',
          en: 'The document holds several operations, or none: name the one to run in operationName.',
        },
  );
}

function budgetOf(caller: Pick<Caller, 'userId' | 'roles'>, budgets: CostBudgets): number {
  if (hasRole(caller, 'ADMIN')) return budgets.ADMIN;
  if (hasRole(caller, 'AUTHOR')) return budgets.AUTHOR;
  return caller.userId === null ? budgets.anonymous : budgets.LEARNER;
}

function isNotEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}
