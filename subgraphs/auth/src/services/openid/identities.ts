import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { emailNotVerified, identityNotFound, identityTaken, lastWayIn, wrongPassword } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { IdentityRecord } from '../../models/identity.model.js';
import type { Models } from '../../models/index.js';
import { type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditFact, AuditLog } from '../audit/audit-log.js';
import type { Mails } from '../mail/mails.js';
import type { EmailVerifications } from '../recovery/email-verifications.js';
import type { OwnerProof } from '../recovery/owner-proof.js';
import type { AskedForSecondFactor } from '../second-factor/demand.js';
import type { SecondFactorProof } from '../second-factor/second-factors.js';
import type { FlowAnswer, Flows } from './flows.js';
import type { Claims } from './provider.js';
import type { Providers } from './providers.js';
import { inTransactionOfFirst } from './transaction-of-first.js';

/** An identity as its owner sees it. */
export interface IdentityView {
  id: string;
  userId: string;
  provider: string;
  email: string | null;
  linkedAt: Date;
  lastUsedAt: Date;
}

/** Further ways into an account that exists. */
export interface Identities {
  /** Those of each user, in the order of `userIds`, oldest first. */
  listOf(userIds: readonly string[]): Promise<IdentityView[][]>;
  /**
   * Lets whoever the provider vouches for into the caller's account. The caller proves to be its owner once more: with
   * the password, or without one by having signed in just now. Linking again what is linked does nothing.
   * @throws DomainError BAD_USER_INPUT, CONFLICT, EMAIL_NOT_VERIFIED, MFA_REQUIRED, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  link(userId: string, answer: LinkAnswer, origin: RequestOrigin): Promise<IdentityView>;
  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, CONFLICT (the last way in), RATE_LIMITED */
  unlink(userId: string, which: { id: string; password?: string | null }, origin: RequestOrigin): Promise<void>;
}

/** What a browser shows to link. */
export interface LinkAnswer extends FlowAnswer, SecondFactorProof {
  password?: string | null;
}

/** What linking needs. */
export interface IdentityDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  providers: Providers;
  flows: Flows;
  proveOwner: OwnerProof;
  emailVerifications: EmailVerifications;
  mails: Mails;
  askedForSecondFactor: AskedForSecondFactor;
  deliverEvents: () => void;
  now: () => Date;
}

const PASSWORD_PATH = ['input', 'password'];

/** The identities of one database. */
export function createIdentities(deps: IdentityDeps): Identities {
  const { connection, models, outbox, audit, providers, flows, proveOwner, emailVerifications, mails } = deps;
  const { askedForSecondFactor, deliverEvents, now } = deps;
  const { accounts, identities } = models;

  /** Writes to the account as it was proved: whoever changes its ways in at the same moment makes one of the two start over. */
  async function holdOwner(
    transaction: ClientSession,
    { _id, email, passwordHash }: AccountRecord,
    change: { emailVerified?: true } = {},
  ): Promise<void> {
    const held = { $set: { ...change, updatedAt: now() } };
    const { matchedCount } = await accounts.updateOne({ _id, email, passwordHash }, held, { session: transaction });
    if (matchedCount === 0) throw wrongPassword(PASSWORD_PATH);
  }

  async function tell(transaction: ClientSession, origin: RequestOrigin, fact: AuditFact & { targetId: string }) {
    await outbox.append(transaction, 'USER_UPDATED', { userId: fact.targetId }, eventOrigin(origin));
    await audit.record(transaction, origin, fact);
  }

  async function insert(
    transaction: ClientSession,
    { _id: userId, email: to }: AccountRecord,
    { provider, claims }: { provider: string; claims: Claims },
    origin: RequestOrigin,
  ): Promise<IdentityRecord> {
    const linkedAt = now();
    const record = { _id: uuid(), userId, provider, ...claims, linkedAt, lastUsedAt: linkedAt };
    await identities.insertMany([record], { session: transaction });
    await mails.order(transaction, { kind: 'identity-linked', to, userId });
    await tell(transaction, origin, { action: 'IDENTITY_LINKED', targetId: userId, details: { provider } });
    return record;
  }

  return {
    async listOf(userIds) {
      const found = await identities
        .find({ userId: { $in: [...userIds] } })
        .sort({ linkedAt: 1, _id: 1 })
        .lean();
      const views = found.map(toView);
      return userIds.map((userId) => views.filter((view) => view.userId === userId));
    },

    async link(userId, answer, origin) {
      const { id: provider, exchange } = providers.byId(answer.provider);
      // Before the provider is asked: a wrong password must not cost the sign-in there.
      const owner = await proveOwner({ userId, password: answer.password, path: PASSWORD_PATH }, origin);
      const claims = await flows.claims(answer, (secrets) => exchange(answer, secrets));
      const vouched = claims.emailVerified && claims.email === owner.email;
      if (!owner.emailVerified && !vouched) {
        await emailVerifications.remind(toAccount(owner));
        throw emailNotVerified();
      }
      const { issuer, subject } = claims;
      const linked = await askedForSecondFactor(owner, answer, origin, (demand) =>
        inTransactionOfFirst(connection, async (transaction) => {
          await holdOwner(transaction, owner, vouched ? { emailVerified: true } : {});
          await demand(transaction, owner);
          await flows.end(transaction, answer);
          const existing = await identities.findOne({ issuer, subject }, null, { session: transaction }).lean();
          if (existing && existing.userId !== userId) throw identityTaken();
          return existing ?? insert(transaction, owner, { provider, claims }, origin);
        }),
      );
      deliverEvents();
      mails.deliver();
      return toView(linked);
    },

    async unlink(userId, { id, password }, origin) {
      const owner = await proveOwner({ userId, password, path: PASSWORD_PATH }, origin);
      await inTransaction(connection, async (transaction) => {
        await holdOwner(transaction, owner);
        const gone = await identities.findOneAndDelete({ _id: id, userId }, { session: transaction }).lean();
        if (!gone) throw identityNotFound();
        if (owner.passwordHash === null) {
          // One of a provider that is no longer configured opens nothing.
          const usable = { userId, provider: { $in: providers.all.map((provider) => provider.id) } };
          if (!(await identities.exists(usable).session(transaction))) throw lastWayIn();
        }
        const details = { provider: gone.provider };
        await tell(transaction, origin, { action: 'IDENTITY_UNLINKED', targetId: userId, details });
      });
      deliverEvents();
    },
  };
}

function toView({ _id: id, userId, provider, email, linkedAt, lastUsedAt }: IdentityRecord): IdentityView {
  return { id, userId, provider, email, linkedAt, lastUsedAt };
}
