import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutbox } from '../../../src/events/index.js';
import { outboxModel } from '../../../src/events/outbox.model.js';
import { inTransaction } from '../../../src/mongo/index.js';
import { type EventEnvironment, eventEnvironment, origin } from './environment.js';

let env: EventEnvironment;
beforeAll(async () => {
  env = await eventEnvironment();
});
afterAll(() => env.close());

const registered = (userId: string) => ({ name: 'USER_REGISTERED', payload: { userId } }) as const;

describe('events of one act', () => {
  it('are written together, in their order, and wait for the relay', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const written = await inTransaction(env.connection, (session) =>
      outbox.appendAll(session, [registered('u1'), registered('u2')], origin),
    );
    const stored = await outboxModel(env.connection).find().sort({ _id: 1 }).lean();
    expect(stored.map(({ _id }) => _id)).toEqual(written.map(({ id }) => id));
    expect(stored).toMatchObject([
      { payload: { userId: 'u1' }, publishedAt: null, position: null, announced: false },
      { payload: { userId: 'u2' }, publishedAt: null, position: null, announced: false },
    ]);
  });

  it('are refused outside a transaction, and all of them when one does not fit the catalogue', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const before = await outboxModel(env.connection).countDocuments();
    const session = await env.connection.startSession();
    await expect(outbox.appendAll(session, [registered('u3')], origin)).rejects.toThrow('outside a transaction');
    await session.endSession();
    const broken = inTransaction(env.connection, (transaction) =>
      outbox.appendAll(transaction, [registered('u4'), registered('')], origin),
    );
    await expect(broken).rejects.toThrow();
    expect(await outboxModel(env.connection).countDocuments()).toBe(before);
  });
});
