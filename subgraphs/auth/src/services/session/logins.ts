import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { accountSuspended, emailNotVerified, invalidCredentials } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type RequestOrigin, toAccount } from '../account/account.js';
import { normaliseEmail } from '../account/email.js';
import type { Passwords } from '../account/passwords.js';
import type { Rehash } from '../account/rehash.js';
import type { LoginFailures } from '../audit/login-failures.js';
import type { Mails } from '../mail/mails.js';
import type { EmailVerifications } from '../recovery/email-verifications.js';
import type { AskedForSecondFactor } from '../second-factor/demand.js';
import type { SecondFactorProof } from '../second-factor/second-factors.js';
import { suspensionAt } from '../suspension/in-force.js';
import type { AttemptLimits } from './attempt-limits.js';
import type { SessionGrant, Sessions } from './sessions.js';

/** Signs people in. */
export interface Logins {
  /**
   * Opens a session for whoever knows the password, and has the second factor of an account that has one.
   * @throws DomainError INVALID_CREDENTIALS (the same, after the same work, for an unknown address), RATE_LIMITED,
   * ACCOUNT_SUSPENDED, MFA_REQUIRED, INVALID_CREDENTIALS about the code (all said only to somebody who knows the
   * password), EMAIL_NOT_VERIFIED (where that is required; a new link is sent)
   */
  login(credentials: Credentials, origin: RequestOrigin): Promise<SessionGrant>;
}

/** What somebody types to sign in. */
export type Credentials = SecondFactorProof & { email: string; password: string };

/** What signing in needs. */
export interface LoginDeps {
  connection: Connection;
  models: Models;
  sessions: Sessions;
  passwords: Passwords;
  rehash: Rehash;
  limits: AttemptLimits;
  failures: LoginFailures;
  askedForSecondFactor: AskedForSecondFactor;
  mails: Pick<Mails, 'deliver'>;
  deliverEvents: () => void;
  now: () => Date;
  emailVerifications: EmailVerifications;
  /** Is a verified address needed to sign in? */
  verifiedOnly: boolean;
}

/** No password is longer (it could not have been registered), so longer ones need no look-up and no hash. */
const LONGEST_INPUT = 1_024;

/** Sign-ins to the accounts of one database. */
export function createLogins(deps: LoginDeps): Logins {
  const {
    connection,
    models,
    sessions,
    passwords,
    rehash,
    limits,
    failures,
    askedForSecondFactor,
    deliverEvents,
    now,
  } = deps;
  const { accounts } = models;
  return {
    async login(credentials, origin) {
      if (credentials.email.length > LONGEST_INPUT || credentials.password.length > LONGEST_INPUT) {
        throw invalidCredentials();
      }
      const email = normaliseEmail(credentials.email);
      const record = await accounts.findOne({ email }).lean();
      const attempt = { ip: origin.caller.ip, email, userId: record?._id ?? null };
      const counted = await limits.login(attempt);
      const fits = await passwords.verify(record?.passwordHash ?? null, credentials.password);
      if (!record || !fits) {
        failures.count({ userId: attempt.userId, email, cause: 'CREDENTIALS' }, origin);
        throw invalidCredentials();
      }
      const at = now();
      const suspension = suspensionAt(record, at);
      if (suspension) {
        failures.count({ userId: record._id, cause: 'SUSPENDED' }, origin);
        throw accountSuspended(record, suspension, at);
      }
      await counted.succeeded();
      if (deps.verifiedOnly && !record.emailVerified) {
        await deps.emailVerifications.remind(toAccount(record));
        throw emailNotVerified();
      }
      const proved = await rehash(record, credentials.password);
      const grant = await askedForSecondFactor(record, credentials, origin, (demand) =>
        inTransaction(connection, (transaction) =>
          sessions.open(
            transaction,
            toAccount(record),
            origin,
            { method: 'PASSWORD', passwordHash: proved },
            // Whoever enables a second factor writes to the account too: none of it there means none.
            async (_, account) => {
              if (account.secondFactorAt) await demand(transaction, account);
            },
          ),
        ),
      );
      deliverEvents();
      deps.mails.deliver();
      return grant;
    },
  };
}
