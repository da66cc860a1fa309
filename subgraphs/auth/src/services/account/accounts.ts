import { languages } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import { IANAZone } from 'luxon';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { emailTaken, userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { AuditLog } from '../audit/audit-log.js';
import { type ProblemCode, readFields, readFieldsAsync } from '../field-problems.js';
import type { EmailVerifications } from '../recovery/email-verifications.js';
import type { AddressReserved } from '../recovery/reserved-addresses.js';
import type { AttemptLimits } from '../session/attempt-limits.js';
import type { SessionGrant, Sessions } from '../session/sessions.js';
import { type Account, type RequestOrigin, toAccount } from './account.js';
import { displayNameSchema } from './display-name.js';
import { emailSchema } from './email.js';
import type { PasswordRule } from './password-rule.js';
import type { Passwords } from './passwords.js';

/** What a newcomer tells; nothing in it can set a role. */
export interface Registration {
  email: string;
  password: string;
  displayName: string;
  language?: string | null;
  timeZone?: string | null;
}

/** What a person may change about themselves; what is absent or null stays. */
export interface ProfileChange {
  displayName?: string | null;
  language?: string | null;
  timeZone?: string | null;
}

/** Makes and changes accounts, and gives them by id. */
export interface Accounts {
  /**
   * Makes a LEARNER's account and signs it in.
   * @throws DomainError BAD_USER_INPUT (every problem at once), CONFLICT (the address is taken), RATE_LIMITED
   */
  register(registration: Registration, origin: RequestOrigin): Promise<SessionGrant>;
  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND */
  updateProfile(userId: string, change: ProfileChange, origin: RequestOrigin): Promise<Account>;
  /** The accounts of these ids, in their order; null for an unknown one. */
  byIds(ids: readonly string[]): Promise<(Account | null)[]>;
}

/** What accounts need. */
export interface AccountDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  deliverEvents: () => void;
  sessions: Sessions;
  passwords: Passwords;
  passwordRule: PasswordRule;
  limits: AttemptLimits;
  emailVerifications: EmailVerifications;
  addressReserved: AddressReserved;
  /** The time zone of whoever does not name one. */
  timeZone: string;
}

const languageSchema = z.enum(languages, { error: 'UNKNOWN_LANGUAGE' satisfies ProblemCode });
const timeZoneSchema = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), { error: 'UNKNOWN_TIME_ZONE' satisfies ProblemCode });

/** The accounts of one database. */
export function createAccounts(deps: AccountDeps): Accounts {
  const { connection, models, outbox, audit, deliverEvents, sessions, passwords, limits } = deps;
  const { passwordRule, emailVerifications, addressReserved } = deps;
  const { accounts } = models;

  return {
    async register(registration, origin) {
      const { ip } = origin.caller;
      await limits.register(ip);
      const { email, password, displayName, language, timeZone } = await readFieldsAsync(
        {
          email: emailSchema,
          password: passwordRule(registration),
          displayName: displayNameSchema,
          language: languageSchema.nullish(),
          timeZone: timeZoneSchema.nullish(),
        },
        registration,
      );
      await limits.registerAddress({ ip, email });
      const record = {
        _id: uuid(),
        email,
        emailVerified: false,
        displayName,
        passwordHash: await passwords.hash(password),
        roles: ['LEARNER' as const],
        authVersion: 1,
        language: language ?? origin.caller.language,
        timeZone: timeZone ?? deps.timeZone,
      };
      const grant = await inTransaction(connection, async (transaction) => {
        if (await addressReserved(transaction, email)) throw emailTaken();
        const [stored] = await accounts.create([record], { session: transaction }).catch((error: unknown) => {
          throw isDuplicateKey(error) ? emailTaken() : error;
        });
        if (!stored) throw new Error('An account was not stored.');
        const actor = { ...eventOrigin(origin), actorId: record._id };
        await outbox.append(transaction, 'USER_REGISTERED', { userId: record._id }, actor);
        const fact = { action: 'ACCOUNT_REGISTERED', actorId: record._id, targetId: record._id } as const;
        await audit.record(transaction, origin, fact);
        const account = toAccount(stored.toObject());
        await emailVerifications.order(transaction, account);
        return sessions.open(transaction, account, origin, { method: 'PASSWORD' });
      }).catch(async (error: unknown) => {
        if (error instanceof DomainError && error.code === 'CONFLICT') await limits.addressTaken(ip);
        throw error;
      });
      deliverEvents();
      emailVerifications.deliver();
      return grant;
    },

    async updateProfile(userId, change, origin) {
      const read = readFields(
        {
          displayName: displayNameSchema.nullish(),
          language: languageSchema.nullish(),
          timeZone: timeZoneSchema.nullish(),
        },
        change,
      );
      const wanted = Object.fromEntries(
        Object.entries(read).filter(([, value]) => value !== null && value !== undefined),
      );
      const account = await inTransaction(connection, async (transaction) => {
        const record = await accounts.findById(userId, null, { session: transaction });
        if (!record) throw userNotFound();
        record.set(wanted);
        if (record.isModified()) {
          const details = { fields: record.modifiedPaths().join(', ') };
          await record.save({ session: transaction });
          await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
          await audit.record(transaction, origin, { action: 'PROFILE_CHANGED', targetId: userId, details });
        }
        return toAccount(record.toObject());
      });
      deliverEvents();
      return account;
    },

    async byIds(ids) {
      const found = await accounts.find({ _id: { $in: [...ids] } }).lean();
      const byId = new Map(found.map((record) => [record._id, toAccount(record)]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  };
}
