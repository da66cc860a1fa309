import { readFile } from 'node:fs/promises';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { GatewayContext } from '../../src/context.js';
import { expiredToken } from '../../src/identity/access-token.js';
import { accessProblem, rulesOf } from '../../src/plugins/operation-access.js';
import { revocationsUnknown } from '../../src/revocation/errors.js';
import { readSupergraph } from '../../src/supergraph.js';

const root = new URL('../../../schema/', import.meta.url);
const supergraphSdl = await readFile(new URL('supergraph.graphql', root), 'utf8');
const api = buildSchema(await readFile(new URL('api.graphql', root), 'utf8'));
const { accessRules } = readSupergraph(supergraphSdl);

function problem(
  document: string,
  caller: Partial<Caller>,
  tokenProblem: GatewayContext['tokenProblem'] = null,
  outage: GatewayContext['outage'] = null,
) {
  const context: GatewayContext = {
    caller: { ...anonymous, ...caller },
    tokenProblem,
    tokenExpiresAt: null,
    authVersion: null,
    outage,
    clientLeft: null,
    browserSession: null,
    requestId: 'r',
    traceparent: null,
    log: silentLogger(),
  };
  const parsed = parse(document);
  const operation = getOperationAST(parsed)?.operation ?? OperationTypeNode.QUERY;
  return accessProblem(rulesOf(parsed, api, accessRules), operation, context)?.code ?? null;
}

const learner: Partial<Caller> = { userId: 'lea', roles: ['LEARNER'] };
const author: Partial<Caller> = { userId: 'camille', roles: ['AUTHOR'] };
const admin: Partial<Caller> = { userId: 'ada', roles: ['ADMIN'] };
const withheld: Partial<Caller> = { userId: 'ada', roles: ['LEARNER'], withheldRoles: ['ADMIN'] };
const INDEX = 'mutation { indexDocument(input: { title: "t", content: "c" }) { id } }';
const USERS = '{ users { totalCount } }';

describe('the gateway', () => {
  it.each([
    ['reads public fields', '{ quests { totalCount } }', {}, null],
    ['asks who the caller is', '{ me { id } }', {}, null],
    ['asks what a type is', '{ __type(name: "Quest") { name fields { name } } __schema { types { name } } }', {}, null],
    ['searches passages', '{ searchPassages(query: "liste") { text } }', {}, 'UNAUTHENTICATED'],
    ['searches passages', '{ searchPassages(query: "liste") { text } }', learner, null],
    ['indexes', INDEX, {}, 'UNAUTHENTICATED'],
    ['indexes', INDEX, learner, 'FORBIDDEN'],
    ['indexes', INDEX, author, null],
    ['indexes', INDEX, admin, null],
    ['lists users', USERS, author, 'FORBIDDEN'],
    ['lists users', USERS, admin, null],
    ['lists users without the second factor it takes', USERS, withheld, 'MFA_REQUIRED'],
    ['indexes without the second factor it takes', INDEX, withheld, 'MFA_REQUIRED'],
    ['searches passages', '{ searchPassages(query: "liste") { text } }', withheld, null],
    ['lists users through a fragment', '{ ...F } fragment F on Query { users { totalCount } }', learner, 'FORBIDDEN'],
    ['lists users skipped by a variable', '{ users @skip(if: true) { totalCount } }', learner, 'FORBIDDEN'],
  ] as const)('decides on somebody who %s: %s as %j', (_what, document, caller, expected) => {
    expect(problem(document, caller)).toBe(expected);
  });

  it('lets a client with an expired token sign in again and read what is public, and nothing else', () => {
    const login = 'mutation { login(input: { email: "a", password: "b" }) { accessToken user { roles } } }';
    expect(problem(login, {}, expiredToken())).toBeNull();
    expect(problem('{ quests { totalCount } }', {}, expiredToken())).toBeNull();
    expect(problem('{ me { id } }', {}, expiredToken())).toBe('TOKEN_EXPIRED');
    expect(problem('mutation { logout }', {}, expiredToken())).toBe('TOKEN_EXPIRED');
  });

  const LOGIN = 'mutation { login(input: { email: "a", password: "b" }) { accessToken } }';
  const NAMES = '{ leaderboard(first: 3) { entries { user { displayName email } } } }';
  it.each([
    ['anybody', 'read what is public', '{ quests { totalCount } }', false, null],
    ['a token', 'read what is public', '{ quests { totalCount } }', true, null],
    ['anybody', 'ask who they are', '{ me { id } }', false, null],
    ['a token', 'ask who they are', '{ me { id } }', true, 'SERVICE_UNAVAILABLE'],
    ['a token', 'read what is its owner’s', NAMES, true, 'SERVICE_UNAVAILABLE'],
    [
      'a token',
      'follow what is its owner’s',
      'subscription { achievementUnlocked { id } }',
      true,
      'SERVICE_UNAVAILABLE',
    ],
    ['anybody', 'sign in', LOGIN, false, 'SERVICE_UNAVAILABLE'],
    ['a token', 'sign out', 'mutation { logout }', true, 'SERVICE_UNAVAILABLE'],
  ])('decides whether %s may %s while revocations are unknown', (_who, _what, document, hasToken, expected) => {
    const outage = revocationsUnknown();
    expect(problem(document, {}, hasToken ? outage : null, outage)).toBe(expected);
  });

  it('holds the strictest rule of all types behind an interface', () => {
    const sdl = `directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
      interface Thing @access(rule: "PUBLIC") { id: ID! }
      type Open implements Thing @access(rule: "PUBLIC") { id: ID! }
      type Secret implements Thing @access(rule: "ADMIN") { id: ID! }
      type Query { thing: Thing @access(rule: "PUBLIC") }`;
    const schema = buildSchema(sdl);
    expect([...rulesOf(parse('{ thing { id } }'), schema, readSupergraph(sdl).accessRules)]).toContain('ADMIN');
  });

  it('has a rule for every field of the public schema', () => {
    const fields = Object.values(api.getTypeMap()).flatMap((type) =>
      !type.name.startsWith('__') && 'getFields' in type && type.astNode?.kind !== 'InputObjectTypeDefinition'
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    );
    expect(fields.length).toBeGreaterThan(150);
    expect(fields.filter((coordinate) => !accessRules.has(coordinate))).toEqual([]);
  });

  it('refuses to read a supergraph with an undeclared field', () => {
    const undeclared = supergraphSdl.replace(
      /^type Query.*\{/m,
      (line) => `${line}\n  secret: String @join__field(graph: AUTH)`,
    );
    expect(undeclared).not.toBe(supergraphSdl);
    expect(() => readSupergraph(undeclared)).toThrow('Query.secret has no @access(rule:)');
  });
});
