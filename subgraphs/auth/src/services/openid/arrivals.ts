import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { addressUnproved, emailTaken, providerEmailMissing } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Grants } from '../recovery/grants.js';
import type { AddressReserved } from '../recovery/reserved-addresses.js';
import { drawHandle } from './handle.js';
import type { Claims } from './provider.js';
import type { ReclaimAddress } from './reclaim-address.js';

/** Somebody whom a provider vouches for. */
export interface Arrival {
  provider: string;
  claims: Claims;
  /** May an account that never proved the address be closed for it? */
  claimAddress: boolean;
}

/**
 * The account of whoever arrives from a provider: the one that issuer and subject are linked to, or a new one. Never one
 * that merely has the same address.
 * @throws DomainError CONFLICT, ACCOUNT_SUSPENDED, BAD_USER_INPUT; a duplicate key when two arrive at once for the first
 * time: then the transaction is tried again
 */
export type Arrivals = (
  transaction: ClientSession,
  arrival: Arrival,
  origin: RequestOrigin,
) => Promise<{ account: Account; isNew: boolean }>;

/** What receiving them needs. */
export interface ArrivalDeps {
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  grants: Grants;
  addressReserved: AddressReserved;
  reclaimAddress: ReclaimAddress;
  /** The time zone of newcomers. */
  timeZone: string;
  now: () => Date;
}

/** Arrivals at the accounts of one database. */
export function createArrivals(deps: ArrivalDeps): Arrivals {
  const { models, outbox, audit, grants, addressReserved, reclaimAddress, timeZone, now } = deps;
  const { accounts, identities } = models;

  async function known(
    transaction: ClientSession,
    { provider, claims }: Arrival,
    origin: RequestOrigin,
  ): Promise<Account | null> {
    const { issuer, subject, email, emailVerified } = claims;
    const used = { $set: { provider, email, emailVerified, lastUsedAt: now() } };
    const identity = await identities.findOneAndUpdate({ issuer, subject }, used, { session: transaction }).lean();
    if (!identity) return null;
    const { userId } = identity;
    const record = await accounts.findById(userId, null, { session: transaction }).lean();
    if (!record) {
      await identities.deleteOne({ _id: identity._id }, { session: transaction });
      return null;
    }
    const provesAddress = emailVerified && email === record.email && !record.emailVerified;
    if (!provesAddress) return toAccount(record);
    await accounts.updateOne({ _id: userId, email }, { $set: { emailVerified: true } }, { session: transaction });
    await grants.withdraw(transaction, userId, ['VERIFY_EMAIL']);
    await outbox.append(transaction, 'USER_UPDATED', { userId }, { ...eventOrigin(origin), actorId: userId });
    await audit.record(transaction, origin, { action: 'EMAIL_VERIFIED', actorId: userId, targetId: userId });
    return toAccount({ ...record, emailVerified: true });
  }

  async function newcomer(transaction: ClientSession, arrival: Arrival, origin: RequestOrigin): Promise<Account> {
    const { provider, claims } = arrival;
    const { issuer, subject, email, emailVerified } = claims;
    if (email === null) throw providerEmailMissing();
    const userId = uuid();
    const holder = await accounts.findOne({ email }, null, { session: transaction }).lean();
    if (holder) {
      const claim = { holder, claimantId: userId, proved: emailVerified, agreed: arrival.claimAddress };
      await reclaimAddress(transaction, claim, origin);
    }
    if (await addressReserved(transaction, email)) {
      // Whoever proves the address comes before an account that had it and never did.
      if (!emailVerified || (await addressReserved(transaction, email, { proved: true }))) throw emailTaken();
      if (!arrival.claimAddress) throw addressUnproved();
    }
    const record = {
      _id: userId,
      email,
      emailVerified,
      displayName: drawHandle(origin.caller.language),
      passwordHash: null,
      roles: ['LEARNER' as const],
      authVersion: 1,
      language: origin.caller.language,
      timeZone,
    };
    const [stored] = await accounts.create([record], { session: transaction });
    if (!stored) throw new Error('An account was not stored.');
    const linkedAt = now();
    const identity = { issuer, subject, userId, provider, email, emailVerified, linkedAt, lastUsedAt: linkedAt };
    await identities.insertMany([{ _id: uuid(), ...identity }], { session: transaction });
    await outbox.append(transaction, 'USER_REGISTERED', { userId }, { ...eventOrigin(origin), actorId: userId });
    const own = { actorId: userId, targetId: userId, details: { provider } };
    await audit.record(
      transaction,
      origin,
      { action: 'ACCOUNT_REGISTERED', ...own },
      { action: 'IDENTITY_LINKED', ...own },
    );
    return toAccount(stored.toObject());
  }

  return async (transaction, arrival, origin) => {
    const account = await known(transaction, arrival, origin);
    if (account) return { account, isNew: false };
    return { account: await newcomer(transaction, arrival, origin), isNew: true };
  };
}
