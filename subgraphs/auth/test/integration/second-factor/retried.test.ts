import { anonymous } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, inTransaction } from '@doctorpy/service-kit/mongo';
import { testDatabase } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, mongo } from 'mongoose';
import { secondFactorWrong } from '../../../src/errors.js';
import type { Account } from '../../../src/services/account/account.js';
import { createAskedForSecondFactor } from '../../../src/services/second-factor/demand.js';

let connection: Connection;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  ({ drop } = database);
  connection = await connectMongo({ url: database.url, database: database.database, log: silentLogger() });
});
afterAll(async () => {
  await connection.close();
  await drop();
});

const origin = { caller: anonymous, requestId: 'request', traceparent: null };
const account: Account = {
  id: 'somebody',
  email: 'somebody@example.org',
  emailVerified: true,
  displayName: 'Somebody',
  hasPassword: true,
  roles: ['LEARNER'],
  authVersion: 1,
  language: 'fr',
  timeZone: 'Europe/Paris',
  createdAt: new Date(0),
  suspension: null,
  secondFactorAt: new Date(0),
  deletion: null,
};

describe('a sign-in whose transaction the database has started over', () => {
  it('counts as one attempt, which is forgotten after the commit', async () => {
    const { ask, happened } = recorder({ fits: true });
    await ask(account, { totpCode: '123456' }, origin, async (demand) => {
      await inTransaction(connection, async (transaction) => {
        await demand(transaction, account);
        if (happened.filter((what) => what === 'looked at').length === 1) throw startOver();
      });
      happened.push('committed');
    });
    expect(happened).toEqual(['counted', 'looked at', 'looked at', 'committed', 'forgotten']);
  });

  it('audits a wrong code once', async () => {
    const { ask, happened } = recorder({ fits: false });
    const asked = ask(account, { totpCode: '123456' }, origin, (demand) =>
      inTransaction(connection, async (transaction) => {
        await demand(transaction, account).catch((error: unknown) => {
          throw happened.filter((what) => what === 'looked at').length === 1 ? startOver() : error;
        });
      }),
    );
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(happened).toEqual(['counted', 'looked at', 'looked at', 'audited SECOND_FACTOR', 'noted']);
  });

  it('forgets nothing when it ends before a code was looked at', async () => {
    const { ask, happened } = recorder({ fits: true });
    await ask(account, { totpCode: '123456' }, origin, async () => undefined);
    expect(happened).toEqual(['counted']);
  });
});

/** Writes down what happens, with a code that is right or not. */
function recorder({ fits }: { fits: boolean }) {
  const happened: string[] = [];
  const happens = (what: string) => async () => {
    happened.push(what);
  };
  const ask = createAskedForSecondFactor({
    secondFactors: {
      countAttempt: happens('counted'),
      forgetAttempts: happens('forgotten'),
      noteWrongCode: happens('noted'),
      forgetWrongCodes: happens('cleared'),
      recoveryCodesLeft: async () => [0],
      async demand() {
        happened.push('looked at');
        if (!fits) throw secondFactorWrong();
      },
    },
    failures: { count: ({ cause }) => happened.push(`audited ${cause}`) },
  });
  return { ask, happened };
}

/** As two writers of one document make the database say. */
function startOver(): Error {
  const error = new mongo.MongoServerError({ message: 'WriteConflict' });
  error.addErrorLabel('TransientTransactionError');
  return error;
}
