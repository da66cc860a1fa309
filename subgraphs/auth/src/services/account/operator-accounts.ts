import type { Role } from '@doctorpy/service-kit/caller';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { emailTaken } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { AuditLog } from '../audit/audit-log.js';
import { readFieldsAsync } from '../field-problems.js';
import type { AddressReserved } from '../recovery/reserved-addresses.js';
import { type Account, type RequestOrigin, toAccount } from './account.js';
import { displayNameSchema } from './display-name.js';
import { emailSchema } from './email.js';
import type { PasswordRule } from './password-rule.js';
import type { Passwords } from './passwords.js';

/** An account that an operator of the platform makes for somebody, who need not verify the address then. */
export interface OperatorAccount {
  email: string;
  displayName: string;
  password: string;
  role: Role;
}

/** Makes accounts for operators, under the rules that hold for everybody's. */
export interface OperatorAccounts {
  /** @throws DomainError BAD_USER_INPUT (every problem at once), CONFLICT (the address is taken) */
  create(account: OperatorAccount, origin: RequestOrigin): Promise<Account>;
}

/** What making them needs. */
export interface OperatorAccountDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  passwords: Passwords;
  passwordRule: PasswordRule;
  addressReserved: AddressReserved;
  timeZone: string;
}

/** The accounts of one database. */
export function createOperatorAccounts(deps: OperatorAccountDeps): OperatorAccounts {
  const { connection, models, outbox, audit, passwords, passwordRule, addressReserved, timeZone } = deps;
  return {
    async create(account, origin) {
      const { email, displayName, password } = await readFieldsAsync(
        { email: emailSchema, displayName: displayNameSchema, password: passwordRule(account) },
        { ...account },
      );
      const { role } = account;
      const record = {
        _id: uuid(),
        email,
        emailVerified: true,
        displayName,
        passwordHash: await passwords.hash(password),
        roles: role === 'LEARNER' ? [role] : ['LEARNER' as const, role],
        authVersion: 1,
        language: origin.caller.language,
        timeZone,
      };
      return inTransaction(connection, async (transaction) => {
        if (await addressReserved(transaction, email)) throw emailTaken();
        const [stored] = await models.accounts.create([record], { session: transaction }).catch((error: unknown) => {
          throw isDuplicateKey(error) ? emailTaken() : error;
        });
        if (!stored) throw new Error('An account was not stored.');
        const userId = record._id;
        await outbox.append(transaction, 'USER_REGISTERED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'ACCOUNT_CREATED', targetId: userId, details: { role } });
        return toAccount(stored.toObject());
      });
    },
  };
}
