import { readFile } from 'node:fs/promises';
import { LoginDocument } from '@doctorpy/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, isLeafType, isRequiredArgument, parse } from 'graphql';
import { literal } from '../../gateway/test/literal.js';
import { type Asker, askers, readAccessTables } from '../../scripts/access.js';
import { codesOf, dataOf, type Platform, startPlatform } from './support/platform.js';
import { post } from './support/raw.js';

const root = new URL('../../', import.meta.url);
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));
const listed = readAccessTables(await readFile(new URL('docs/reference/access.md', root), 'utf8'));
const operations = [...listed].filter(([coordinate]) => /^(Query|Mutation)\./.test(coordinate));
const subscriptions = [...listed].filter(([coordinate]) => coordinate.startsWith('Subscription.'));

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
}, 120_000);
afterAll(() => platform?.stop());

/** Signs in anew: some operations end the session they come with. */
async function tokenOf(asker: Asker): Promise<string | null> {
  const email = platform.demo.emails[askers.indexOf(asker) - 1];
  if (email === undefined) return null;
  const input = { email, password: platform.demo.password };
  return dataOf(await platform.client().execute(LoginDocument, { input })).login.accessToken;
}

/** The operation with the arguments it cannot do without; their values are of nothing that exists. */
function documentOf(coordinate: string): string {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const field = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()]
    .find((type) => type?.name === typeName)
    ?.getFields()[fieldName];
  if (!field) throw new Error(`The API has no ${coordinate}.`);
  const required = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literal(type)}`);
  const call = required.length === 0 ? fieldName : `${fieldName}(${required.join(', ')})`;
  return `${typeName.toLowerCase()} { ${call} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`;
}

const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

describe('the platform answers every role as docs/reference/access.md says', () => {
  it.each(operations)('about %s', async (coordinate, { answers }) => {
    const found: Record<string, string> = {};
    for (const asker of askers) {
      const token = await tokenOf(asker);
      const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
      const { json } = await post(platform.url, { query: documentOf(coordinate) }, headers);
      // Allowed and wrong for another reason, such as an id that nothing has, is allowed.
      const refused = codesOf(json).find((code) => refusals.has(code) && !ownAnswers.has(`${coordinate} ${code}`));
      found[asker] = refused ?? 'yes';
    }
    expect(found).toEqual(answers);
  });

  it.each(subscriptions)('about %s, on a WebSocket', async (coordinate, { answers }) => {
    for (const asker of askers) {
      if (answers[asker] === 'yes') continue;
      const document = parse(documentOf(coordinate));
      const events = platform.client(await tokenOf(asker)).subscribe(document);
      // The client throws the errors of a subscription that was refused.
      await expect(events.next()).rejects.toMatchObject([{ extensions: { code: answers[asker] } }]);
    }
  });
});

/** Codes of access that an operation anybody may call gives for its own reasons: this one for an unknown token. */
const ownAnswers = new Set(['Mutation.refreshSession UNAUTHENTICATED']);
