import { enforceAccess, readAccessRules } from '@doctorpy/service-kit/access';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { describe, expect, it } from '@jest/globals';
import { makeExecutable } from './make-executable.js';

const DIRECTIVE = 'directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION';
const SDL = `${DIRECTIVE}
  type User { id: ID! @access(rule: "PUBLIC") email: String @access(rule: "SELF") }
  type Report @access(rule: "ADMIN") { total: Int! note: String @access(rule: "PUBLIC") }
  type Query {
    lea: User @access(rule: "PUBLIC")
    mine: String @access(rule: "SIGNED_IN")
    draft: String @access(rule: "AUTHOR")
    report: Report @access(rule: "PUBLIC")
  }`;
const resolvers = {
  Query: {
    lea: () => ({ id: 'lea', email: 'lea@doctorpy.test' }),
    mine: () => 'mine',
    draft: () => 'draft',
    report: () => ({ total: 3, note: 'n' }),
  },
};
const as = (userId: string | null, ...roles: Caller['roles'][number][]): Caller => ({ ...anonymous, userId, roles });

/** An administrator whose role is withheld for want of a second factor. */
const withheld = (role: Caller['roles'][number]): Caller => ({ ...as('ada', role), withheldRoles: ['ADMIN'] });

function ask(query: string, caller: Caller) {
  const { schema, run } = makeExecutable(SDL, resolvers);
  enforceAccess(schema, { User: (user: { id: string }) => user.id });
  return run(query, caller);
}

describe('access to a field', () => {
  it.each([
    ['nobody', as(null), null, 'UNAUTHENTICATED'],
    ['somebody else', as('zoe', 'LEARNER'), null, 'FORBIDDEN'],
    ['an author', as('zoe', 'AUTHOR'), null, 'FORBIDDEN'],
    ['the owner', as('lea', 'LEARNER'), 'lea@doctorpy.test', undefined],
    ['an administrator', as('ada', 'ADMIN'), 'lea@doctorpy.test', undefined],
    ['an administrator without the second factor they need', withheld('LEARNER'), null, 'MFA_REQUIRED'],
  ])('that is SELF: %s', async (_who, caller, email, code) => {
    const result = await ask('{ lea { id email } }', caller);
    expect(result.data?.lea).toEqual({ id: 'lea', email });
    expect(result.codes[0]).toBe(code);
  });

  it.each([
    ['{ mine }', as(null), 'UNAUTHENTICATED'],
    ['{ mine }', as('lea', 'LEARNER'), undefined],
    ['{ draft }', as('lea', 'LEARNER'), 'FORBIDDEN'],
    ['{ draft }', as('ada', 'ADMIN'), undefined],
    ['{ report { total } }', as('lea', 'AUTHOR'), 'FORBIDDEN'],
    ['{ report { total } }', as('ada', 'ADMIN'), undefined],
    ['{ report { total } }', withheld('LEARNER'), 'MFA_REQUIRED'],
    ['{ draft }', withheld('LEARNER'), 'MFA_REQUIRED'],
    ['{ draft }', withheld('AUTHOR'), undefined],
  ])('%s', async (query, caller, code) => {
    expect((await ask(query, caller)).codes[0]).toBe(code);
  });
});

describe('a schema', () => {
  it('does not start with an undeclared field', () => {
    const { schema } = makeExecutable(`${DIRECTIVE} type Query { a: Int @access(rule: "PUBLIC") b: Int }`, {});
    expect(() => readAccessRules(schema)).toThrow('Query.b has no @access(rule:)');
  });

  it('does not start with an unknown rule', () => {
    const { schema } = makeExecutable(`${DIRECTIVE} type Query { a: Int @access(rule: "EVERYBODY") }`, {});
    expect(() => readAccessRules(schema)).toThrow('Query.a has an unknown access rule');
  });

  it('does not start when nobody says whose a SELF object is', () => {
    const { schema } = makeExecutable(SDL, resolvers);
    expect(() => enforceAccess(schema, {})).toThrow('ownerOf.User');
  });
});
