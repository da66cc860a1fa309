import { languages } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import { IANAZone } from 'luxon';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { emailTaken, userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type ProblemCode, problem, readFields } from '../field-problems.js';
import type { EmailChanges } from '../recovery/email-changes.js';
import type { EmailVerifications } from '../recovery/email-verifications.js';
import type { AttemptLimits } from '../session/attempt-limits.js';
import type { SessionGrant, Sessions } from '../session/sessions.js';
import { type Account, type RequestOrigin, toAccount } from './account.js';
import { displayNameSchema } from './display-name.js';
import { emailSchema } from './email.js';
import { newPasswordSchema, type Passwords } from './passwords.js';

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

/** Makes, finds and changes accounts. */
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
  /** A page of accounts, oldest first, whose address or display name contains `search`. */
  page(query: { first: number; after?: string | null; search?: string | null }): Promise<Page<Account>>;
}

/** What accounts need. */
export interface AccountDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  deliverEvents: () => void;
  sessions: Sessions;
  passwords: Passwords;
  limits: AttemptLimits;
  emailVerifications: EmailVerifications;
  emailChanges: EmailChanges;
  /** The time zone of whoever does not name one. */
  timeZone: string;
}

const languageSchema = z.enum(languages, { error: 'UNKNOWN_LANGUAGE' satisfies ProblemCode });
const timeZoneSchema = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), { error: 'UNKNOWN_TIME_ZONE' satisfies ProblemCode });
const LONGEST_SEARCH = 100;

/** The accounts of one database. */
export function createAccounts(deps: AccountDeps): Accounts {
  const { connection, models, outbox, deliverEvents, sessions, passwords, limits } = deps;
  const { emailVerifications, emailChanges } = deps;
  const { accounts } = models;

  return {
    async register(registration, origin) {
      await limits.register(origin.caller.ip);
      const { email, password, displayName, language, timeZone } = readFields(
        {
          email: emailSchema,
          password: newPasswordSchema(registration),
          displayName: displayNameSchema,
          language: languageSchema.nullish(),
          timeZone: timeZoneSchema.nullish(),
        },
        registration,
      );
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
        if (await emailChanges.reserved(transaction, email)) throw emailTaken();
        const [stored] = await accounts.create([record], { session: transaction }).catch((error: unknown) => {
          throw isDuplicateKey(error) ? emailTaken() : error;
        });
        if (!stored) throw new Error('An account was not stored.');
        const actor = { ...eventOrigin(origin), actorId: record._id };
        await outbox.append(transaction, 'USER_REGISTERED', { userId: record._id }, actor);
        const account = toAccount(stored.toObject());
        await emailVerifications.order(transaction, account);
        return sessions.open(transaction, account, origin);
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
          await record.save({ session: transaction });
          await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
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

    async page({ first, after, search }) {
      const size = pageSize(first);
      const [lastId] = decodeCursor(after, 1) ?? [];
      const matching = searchFilter(search);
      const [found, totalCount] = await Promise.all([
        accounts
          .find({ ...matching, ...(lastId !== undefined && { _id: { $gt: lastId } }) })
          .sort({ _id: 1 })
          .limit(size + 1)
          .lean(),
        accounts.countDocuments(matching),
      ]);
      const continued = lastId !== undefined;
      return connectionFrom(found.map(toAccount), { first: size, totalCount, cursorOf: ({ id }) => [id], continued });
    },
  };
}

function searchFilter(search: string | null | undefined) {
  const text = search?.trim();
  if (!text) return {};
  if (text.length > LONGEST_SEARCH) throw badUserInput([problem(['search'], 'SEARCH_LENGTH')]);
  const pattern = new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return { $or: [{ email: pattern }, { displayName: pattern }] };
}
