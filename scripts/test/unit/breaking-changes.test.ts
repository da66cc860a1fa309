import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { breakingChanges } from '../../breaking-changes.js';

const api = await readFile(new URL('../../../schema/api.graphql', import.meta.url), 'utf8');

it.each([
  ['a field is removed', 'me: User', 'moi: User', /'me'.*'Query'/],
  ['a field may become null', 'rank: Int!', 'rank: Int', /LeaderboardEntry.rank/],
  ['an argument becomes required', 'quest(id: ID!)', 'quest(id: ID!, level: Int!)', /level/],
  ['an enum value disappears', '\n  DAILY\n', '\n', /DAILY/],
])('says that clients break when %s', async (_what, before, after, message) => {
  expect(api).toContain(before);
  expect(await breakingChanges(api, api.replace(before, after))).toEqual([expect.stringMatching(message)]);
});

it('lets the contract grow', async () => {
  const grown = api
    .replace('me: User', 'me: User\n  motto: String')
    .replace('first: Int! = 10', 'first: Int! = 10, of: ID');
  expect(await breakingChanges(api, grown)).toEqual([]);
});
