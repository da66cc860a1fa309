import { createOutbox } from '@doctorpy/service-kit/events';
import type { Connection } from 'mongoose';
import { createModels } from '../models/index.js';
import { createDirectory } from './account/directory.js';
import { createOperatorAccounts } from './account/operator-accounts.js';
import { createPasswordRule } from './account/password-rule.js';
import { createPasswordStrength } from './account/password-strength.js';
import { createPasswords } from './account/passwords.js';
import { createAuditLog } from './audit/audit-log.js';
import { createAuthMetrics } from './auth-metrics.js';
import { createMails } from './mail/mails.js';
import { createAddressReserved } from './recovery/reserved-addresses.js';
import { createRevocations } from './revocation/revocations.js';
import { createAdminGuard } from './role/admin-guard.js';
import { createRoles } from './role/roles.js';
import { createSecondFactorResets } from './second-factor/resets.js';
import { createEndSessions } from './session/end-sessions.js';
import { createSuspensions } from './suspension/suspensions.js';

/** What an operator works with at the command line. */
export type Administration = ReturnType<typeof createAdministration>;

/** What the command line has at hand. */
export interface AdministrationDeps {
  connection: Connection;
  timeZone: string;
  /** @default false */
  mailsAreOn?: boolean;
}

/**
 * Wires the services that need a database and nothing else: no Redis, no secrets. The events and revocations they write
 * are delivered by the running service within a second or two, or by the next one that starts; so are mails, where it
 * sends any (`mailsAreOn`).
 */
export function createAdministration({ connection, timeZone, mailsAreOn = false }: AdministrationDeps) {
  const now = () => new Date();
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'auth' });
  const audit = createAuditLog({ models, now });
  const adminGuard = createAdminGuard({ models, now });
  const revocations = createRevocations({ models, now });
  const endSessions = createEndSessions({ models, outbox, audit, revocations, now });
  const shared = { connection, models, outbox, audit, adminGuard, revocations, deliverEvents: () => {} };
  return {
    directory: createDirectory({ models }),
    /** Made when asked for: dictionaries and a hasher take a second, and most commands make no account. */
    operatorAccounts: async () =>
      createOperatorAccounts({
        ...shared,
        passwords: await createPasswords('recommended'),
        passwordRule: createPasswordRule({
          estimateStrength: createPasswordStrength(),
          breached: null,
          metrics: createAuthMetrics(),
        }),
        addressReserved: createAddressReserved(models),
        timeZone,
      }),
    roles: createRoles(shared),
    suspensions: createSuspensions({ ...shared, endSessions, now }),
    secondFactorResets: createSecondFactorResets({
      ...shared,
      endSessions,
      mails: createMails({ models, now, enabled: mailsAreOn, deliver: () => {} }),
    }),
    now,
  };
}
