import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readAccessRules } from '../../src/access/index.js';
import { maxAgeOf, readCacheHints, watchCaller } from '../../src/cache-control/index.js';
import { anonymous } from '../../src/caller/index.js';

const schema = buildSubgraphSchema(
  parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    directive @access(rule: String!) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION
    directive @cacheControl(maxAge: Int!) on OBJECT | INTERFACE | FIELD_DEFINITION
    type Query {
      quest: Quest @access(rule: "PUBLIC")
      news: Quest @access(rule: "PUBLIC") @cacheControl(maxAge: 10)
      board: Board @access(rule: "PUBLIC")
      now: Int @access(rule: "PUBLIC")
      me: User @access(rule: "VIEWER")
    }
    type Mutation { publish: Quest @access(rule: "PUBLIC") }
    type Quest @key(fields: "id") @access(rule: "PUBLIC") @cacheControl(maxAge: 300) {
      id: ID!
      title: String
      questions: [Question]
      mine: Int @access(rule: "VIEWER")
    }
    interface Question @access(rule: "PUBLIC") @cacheControl(maxAge: 60) { prompt: String secret: String }
    type Choice implements Question @key(fields: "prompt") @access(rule: "PUBLIC") {
      prompt: String
      secret: String @access(rule: "ADMIN")
    }
    type Board @access(rule: "PUBLIC") { total: Int }
    type User @key(fields: "id") @cacheControl(maxAge: 30) {
      id: ID! @access(rule: "PUBLIC")
      name: String @access(rule: "PUBLIC")
      email: String @access(rule: "SELF")
    }
  `),
);
const facts = { schema, hints: readCacheHints(schema), rules: readAccessRules(schema) };
const maxAge = (text: string) => maxAgeOf(parse(text), facts);
const entities = (selection: string) =>
  maxAge(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`);

describe('an answer may be given to anybody', () => {
  it('for the least that its fields allow', () => {
    expect(maxAge('{ quest { id title } }')).toBe(300);
    expect(maxAge('{ quest { title questions { prompt } } }')).toBe(60);
    expect(maxAge('{ quest { title } other: news { title } }')).toBe(10);
    expect(maxAge('query ($yes: Boolean!) { quest { title } news @include(if: $yes) { title } }')).toBe(10);
    expect(maxAge('{ quest { ...F } } fragment F on Quest { title questions { prompt } }')).toBe(60);
    expect(entities('... on User { name }')).toBe(30);
    expect(entities('... on Quest { title } ... on User { name }')).toBe(30);
    expect(entities('... on Choice { prompt }')).toBe(60);
  });

  it('not at all when any of them is not for all, or is not hinted', () => {
    for (const text of [
      '{ me { id } }',
      '{ quest { title mine } }',
      '{ quest { questions { secret } } }',
      '{ quest { ...F } } fragment F on Quest { mine }',
      '{ board { total } }',
      '{ quest { title } board { total } }',
      '{ now }',
      '{ __typename }',
      '{ _service { sdl } }',
      '{ __schema { types { name } } }',
      'mutation { publish { title } }',
    ]) {
      expect([text, maxAge(text)]).toEqual([text, 0]);
    }
    expect(entities('... on User { name email }')).toBe(0);
    expect(entities('... on Quest { title } ... on User { email }')).toBe(0);
  });
});

describe('a watched caller', () => {
  it('tells when somebody looks at who it is, and not when at its language', () => {
    const watched = watchCaller({ ...anonymous, userId: 'lea' });
    expect([watched.caller.language, watched.wasLookedAt()]).toEqual(['fr', false]);
    expect([watched.caller.userId, watched.wasLookedAt()]).toEqual(['lea', true]);
  });

  it.each([
    ['copied', (caller: object) => ({ ...caller })],
    ['written down', (caller: object) => JSON.stringify(caller)],
    ['searched', (caller: object) => 'userId' in caller],
    ['taken apart', (caller: object) => Object.values(caller)],
  ])('tells when it is %s', (_how, look) => {
    const watched = watchCaller(anonymous);
    look(watched.caller);
    expect(watched.wasLookedAt()).toBe(true);
  });
});
