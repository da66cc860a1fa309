import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { invalidCredentials } from '../errors.js';
import { accountModel } from '../models/account.model.js';
import { type RequestOrigin, toAccount } from './account.js';
import type { AttemptLimits } from './attempt-limits.js';
import { normaliseEmail } from './email.js';
import type { Passwords } from './password.js';
import type { SessionGrant, SessionService } from './session-service.js';

/** Signs people in. */
export interface LoginService {
  /**
   * Opens a session for whoever knows the password.
   * @throws DomainError INVALID_CREDENTIALS (the same, after the same work, for an unknown address), RATE_LIMITED
   */
  login(credentials: { email: string; password: string }, origin: RequestOrigin): Promise<SessionGrant>;
}

/** What the service needs. */
export interface LoginServiceDeps {
  connection: Connection;
  sessions: SessionService;
  passwords: Passwords;
  limits: AttemptLimits;
  deliverEvents: () => void;
}

/** No password is longer (it could not have been registered), so longer ones need no look-up and no hash. */
const LONGEST_INPUT = 1_024;

/** The login service of one database. */
export function createLoginService(deps: LoginServiceDeps): LoginService {
  const { connection, sessions, passwords, limits, deliverEvents } = deps;
  const accounts = accountModel(connection);
  return {
    async login(credentials, origin) {
      if (credentials.email.length > LONGEST_INPUT || credentials.password.length > LONGEST_INPUT) {
        throw invalidCredentials();
      }
      const attempt = { ip: origin.caller.ip, email: normaliseEmail(credentials.email) };
      await limits.login(attempt);
      const record = await accounts.findOne({ email: attempt.email }).lean();
      const fits = await passwords.verify(record?.passwordHash ?? null, credentials.password);
      if (!record || !fits) throw invalidCredentials();
      await limits.loginSucceeded(attempt);
      const grant = await inTransaction(connection, (transaction) =>
        sessions.open(transaction, toAccount(record), origin),
      );
      deliverEvents();
      return grant;
    },
  };
}
