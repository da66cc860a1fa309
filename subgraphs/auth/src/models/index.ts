import type { Connection } from 'mongoose';
import { accountModel } from './account.model.js';
import { auditEntryModel } from './audit-entry.model.js';
import { identityModel } from './identity.model.js';
import { mailModel } from './mail.model.js';
import { openIdFlowModel } from './open-id-flow.model.js';
import { recoveryGrantModel } from './recovery-grant.model.js';
import { refreshTokenModel } from './refresh-token.model.js';
import { revocationModel } from './revocation.model.js';
import { roleGuardModel } from './role-guard.model.js';
import { secondFactorModel } from './second-factor.model.js';
import { sessionModel } from './session.model.js';
import { signingKeyModel } from './signing-key.model.js';

/** Every collection this service owns. */
export type Models = ReturnType<typeof createModels>;

/** The collections of one connection. */
export function createModels(connection: Connection) {
  return {
    accounts: accountModel(connection),
    auditLog: auditEntryModel(connection),
    identities: identityModel(connection),
    mails: mailModel(connection),
    openIdFlows: openIdFlowModel(connection),
    recoveryGrants: recoveryGrantModel(connection),
    refreshTokens: refreshTokenModel(connection),
    revocations: revocationModel(connection),
    roleGuard: roleGuardModel(connection),
    secondFactors: secondFactorModel(connection),
    sessions: sessionModel(connection),
    signingKeys: signingKeyModel(connection),
  };
}
