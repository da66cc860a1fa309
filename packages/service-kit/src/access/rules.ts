import {
  type DirectiveNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { type Caller, roleMissing, unauthenticated } from '../caller/index.js';
import type { DomainError } from '../errors/index.js';

/** Access rules, from the most open to the strictest. */
export const accessRules = ['PUBLIC', 'VIEWER', 'SIGNED_IN', 'SELF', 'AUTHOR', 'ADMIN'] as const;
/** Who may see a field: see DESIGN “Access”. */
export type AccessRule = (typeof accessRules)[number];

/** The stricter of two rules. */
export function stricter(a: AccessRule, b: AccessRule): AccessRule {
  return accessRules.indexOf(a) >= accessRules.indexOf(b) ? a : b;
}

/**
 * The rule of every field of every object and interface type: its own, or else its type's; the strictest where a
 * directive is repeated. Keys are schema coordinates, `User.email`.
 * @throws Error naming every field without a rule, and every unknown rule
 */
export function readAccessRules(schema: GraphQLSchema): Map<string, AccessRule> {
  const rules = new Map<string, AccessRule>();
  const problems: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(isObjectType(type) || isInterfaceType(type)) || isMachinery(type)) continue;
    const ofType = declared(directivesOf(type), type.name, problems);
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      const coordinate = `${type.name}.${field.name}`;
      const rule = declared(field.astNode?.directives ?? [], coordinate, problems) ?? ofType;
      if (rule) rules.set(coordinate, rule);
      else problems.push(`${coordinate} has no @access(rule:)`);
    }
  }
  if (problems.length > 0) throw new Error(`Access is not declared for every field:\n- ${problems.join('\n- ')}`);
  return rules;
}

/**
 * What stands between a caller and a field as far as roles tell; ownership (SELF) is for the owning subgraph.
 * @returns null when nothing does
 */
export function roleProblem(
  rule: AccessRule,
  caller: Pick<Caller, 'userId' | 'roles' | 'withheldRoles'>,
): DomainError | null {
  switch (rule) {
    case 'PUBLIC':
    case 'VIEWER':
      return null;
    case 'SIGNED_IN':
    case 'SELF':
      return caller.userId === null ? unauthenticated() : null;
    case 'AUTHOR':
    case 'ADMIN':
      if (caller.userId === null) return unauthenticated();
      return roleMissing(caller, rule);
  }
}

function isMachinery(type: GraphQLObjectType | GraphQLInterfaceType): boolean {
  return isIntrospectionType(type) || type.name.startsWith('_');
}

function directivesOf(type: GraphQLObjectType | GraphQLInterfaceType): readonly DirectiveNode[] {
  return [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
}

function declared(directives: readonly DirectiveNode[], where: string, problems: string[]): AccessRule | null {
  let strictest: AccessRule | null = null;
  for (const directive of directives) {
    if (directive.name.value !== 'access') continue;
    const value = directive.arguments?.find((argument) => argument.name.value === 'rule')?.value;
    const rule = accessRules.find((known) => value?.kind === 'StringValue' && known === value.value);
    if (rule) strictest = strictest ? stricter(strictest, rule) : rule;
    else problems.push(`${where} has an unknown access rule`);
  }
  return strictest;
}
