import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { type Caller, roleMissing, unauthenticated } from '../caller/index.js';
import type { RequestContext } from '../context/index.js';
import type { DomainError } from '../errors/index.js';
import { type AccessRule, readAccessRules, roleProblem } from './rules.js';

/** Tells whose an object is: type name → (resolver parent → user id, or null when it is nobody's). */
export type Owners = Readonly<Record<string, (parent: never) => string | null>>;

/**
 * Guards every field of a subgraph by its `@access` rule, in place: the resolver behind a refused field never runs.
 * A root field's SELF means signed in; on any other type SELF asks `ownerOf`.
 * @throws Error at start when a field has no rule, or a type with SELF fields has no owner
 */
export function enforceAccess(schema: GraphQLSchema, ownerOf: Owners): void {
  const rules = readAccessRules(schema);
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const rule = rules.get(`${type.name}.${field.name}`);
      if (!rule || rule === 'PUBLIC' || rule === 'VIEWER') continue;
      const owner = rule === 'SELF' && !roots.has(type) ? ownerOf[type.name] : undefined;
      if (rule === 'SELF' && !roots.has(type) && !owner) {
        throw new Error(`${type.name}.${field.name} is SELF, but ownerOf.${type.name} does not say whose it is.`);
      }
      field.resolve = guard(rule, owner, field.resolve ?? defaultFieldResolver);
      if (field.subscribe) field.subscribe = guard(rule, owner, field.subscribe);
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

function guard(rule: AccessRule, owner: ((parent: never) => string | null) | undefined, resolve: Resolver): Resolver {
  const problemOf = owner
    ? (parent: unknown, caller: Caller) => ownershipProblem(owner, parent, caller)
    : (_parent: unknown, caller: Caller) => roleProblem(rule, caller);
  return (parent, args, context, info) => {
    const problem = problemOf(parent, context.caller);
    if (problem) throw problem;
    return resolve(parent, args, context, info);
  };
}

/** Null for the owner, who is signed in, and for ADMIN. */
function ownershipProblem(
  owner: (parent: never) => string | null,
  parent: unknown,
  caller: Caller,
): DomainError | null {
  const { userId } = caller;
  if (userId === null) return unauthenticated();
  return owner(parent as never) === userId ? null : roleMissing(caller, 'ADMIN');
}
