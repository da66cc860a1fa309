import { type AccessRule, roleProblem, stricter } from '@doctorpy/service-kit/access';
import type { DomainError } from '@doctorpy/service-kit/errors';
import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  type OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { GatewayContext } from '../context.js';

/** The rules an operation touches. */
export type OperationRules = ReadonlySet<AccessRule>;

/** {@link rulesOf}, once for each document. */
export type RulesOfDocument = (document: DocumentNode, schema: GraphQLSchema) => OperationRules;

/** What is found out about a document is kept with it: a document belongs to one supergraph. */
export function createRulesOfDocument(rules: ReadonlyMap<string, AccessRule>): RulesOfDocument {
  const known = new WeakMap<DocumentNode, OperationRules>();
  return (document, schema) => {
    const touched = known.get(document) ?? rulesOf(document, schema, rules);
    known.set(document, touched);
    return touched;
  };
}

/**
 * Every access rule behind the fields a document selects. Behind an interface or union the strictest rule of all
 * possible types counts. `@skip` and `@include` are not looked at: what is written must be allowed.
 */
export function rulesOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  rules: ReadonlyMap<string, AccessRule>,
): OperationRules {
  const found = new Set<AccessRule>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const parent = typeInfo.getParentType();
        if (!parent || node.name.value.startsWith('__') || isIntrospectionType(parent)) return;
        const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
        const declared = types.flatMap((type) => rules.get(`${type.name}.${node.name.value}`) ?? []);
        // Undeclared means denied; composition should have refused it already.
        found.add(declared.length === 0 ? 'ADMIN' : declared.reduce(stricter));
      },
    }),
  );
  return found;
}

/**
 * What stands between the caller and an operation, as far as the gateway can tell: roles, and the token. Ownership
 * (SELF) is decided by the subgraph that owns the object. A token that was sent but not accepted is only overlooked
 * where the answer is the same for everyone. While an outage keeps the gateway from telling whose token is still good,
 * nothing changes and a token opens nothing.
 */
export function accessProblem(
  rules: OperationRules,
  operation: OperationTypeNode,
  context: GatewayContext,
): DomainError | null {
  const { outage, tokenProblem } = context;
  if (outage && (operation === 'mutation' || (tokenProblem && [...rules].some((rule) => rule !== 'PUBLIC')))) {
    return outage;
  }
  if (tokenProblem && [...rules].some((rule) => rule !== 'PUBLIC' && rule !== 'SELF')) return tokenProblem;
  for (const rule of rules) {
    const problem = rule === 'SELF' ? null : roleProblem(rule, context.caller);
    if (problem) return problem;
  }
  return null;
}
