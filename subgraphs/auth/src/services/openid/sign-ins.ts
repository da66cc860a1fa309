import { networkOf } from '@doctorpy/service-kit/caller';
import type { Connection } from 'mongoose';
import { accountSuspended, emailNotVerified } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AttemptLimiter } from '../attempt-limiter.js';
import type { LoginFailures } from '../audit/login-failures.js';
import type { Mails } from '../mail/mails.js';
import type { EmailVerifications } from '../recovery/email-verifications.js';
import type { AskedForSecondFactor } from '../second-factor/demand.js';
import type { SecondFactorProof } from '../second-factor/second-factors.js';
import type { SessionGrant, Sessions } from '../session/sessions.js';
import { suspensionAt } from '../suspension/in-force.js';
import type { Arrivals } from './arrivals.js';
import type { FlowAnswer, Flows } from './flows.js';
import type { Claims } from './provider.js';
import type { Providers } from './providers.js';
import { inTransactionOfFirst } from './transaction-of-first.js';

/** What a browser keeps while it is at the provider. */
export interface StartedSignIn {
  authorizationUrl: string;
  state: string;
  binding: string;
  expiresAt: Date;
}

/** Signs people in through OpenID providers. */
export interface OpenIdSignIns {
  /** @throws DomainError NOT_FOUND, RATE_LIMITED, SERVICE_UNAVAILABLE */
  start(provider: string, origin: RequestOrigin): Promise<StartedSignIn>;
  /**
   * Opens a session for whoever the provider vouches for; the first time it makes an account. After MFA_REQUIRED and
   * CONFLICT the same answer may be given again, without a new round trip to the provider.
   * @throws DomainError BAD_USER_INPUT, CONFLICT, ACCOUNT_SUSPENDED, EMAIL_NOT_VERIFIED, MFA_REQUIRED,
   * SERVICE_UNAVAILABLE
   */
  finish(answer: SignInAnswer, origin: RequestOrigin): Promise<SessionGrant>;
}

/** What a browser shows to be signed in. */
export interface SignInAnswer extends FlowAnswer, SecondFactorProof {
  claimAddress?: boolean | null;
}

/** What signing in needs. */
export interface OpenIdSignInDeps {
  connection: Connection;
  models: Pick<Models, 'accounts' | 'identities'>;
  providers: Providers;
  flows: Flows;
  arrivals: Arrivals;
  sessions: Sessions;
  failures: LoginFailures;
  emailVerifications: EmailVerifications;
  mails: Pick<Mails, 'deliver'>;
  /** Of starts, by network; a finished sign-in is taken back. */
  starts: AttemptLimiter;
  askedForSecondFactor: AskedForSecondFactor;
  /** Is a verified address needed to sign in? */
  verifiedOnly: boolean;
  deliverEvents: () => void;
  now: () => Date;
}

/** Sign-ins to the accounts of one database. */
export function createOpenIdSignIns(deps: OpenIdSignInDeps): OpenIdSignIns {
  const { connection, providers, flows, arrivals, sessions, failures, emailVerifications, mails, starts } = deps;
  const { askedForSecondFactor, verifiedOnly, deliverEvents, now } = deps;
  const { accounts, identities } = deps.models;

  /** Who has signed in so before. */
  async function known({ issuer, subject }: Claims): Promise<AccountRecord | null> {
    const identity = await identities.findOne({ issuer, subject }).lean();
    return identity && accounts.findById(identity.userId).lean();
  }

  return {
    async start(name, { caller: { ip } }) {
      const provider = providers.byId(name);
      await starts.count(networkOf(ip));
      const { state, binding, secrets, expiresAt } = await flows.begin(provider.id);
      return { authorizationUrl: await provider.authorizationUrl(state, secrets), state, binding, expiresAt };
    },

    async finish(answer, origin) {
      const { id: provider, exchange } = providers.byId(answer.provider);
      const claims = await flows.claims(answer, (secrets) => exchange(answer, secrets));
      const claimAddress = answer.claimAddress === true;
      const before = await known(claims);
      let suspendedId: string | null = null;
      const { account, isNew, grant } = await askedForSecondFactor(before, answer, origin, (demand) =>
        inTransactionOfFirst(connection, async (transaction) => {
          suspendedId = null;
          const arrived = await arrivals(transaction, { provider, claims, claimAddress }, origin);
          const { account } = arrived;
          const at = now();
          const suspension = suspensionAt(account, at);
          if (suspension) {
            suspendedId = account.id;
            throw accountSuspended(account, suspension, at);
          }
          // The account stays: its owner comes back once the address is proved.
          if (verifiedOnly && !account.emailVerified) return { ...arrived, grant: null };
          await demand(transaction, account);
          await flows.end(transaction, answer);
          const opened = await sessions.open(transaction, account, origin, { method: 'OPENID', provider });
          return { ...arrived, grant: opened };
        }),
      ).catch((error: unknown) => {
        if (suspendedId !== null) failures.count({ userId: suspendedId, cause: 'SUSPENDED' }, origin);
        throw error;
      });
      deliverEvents();
      mails.deliver();
      if (!account.emailVerified && (isNew || !grant)) await emailVerifications.remind(account);
      if (!grant) throw emailNotVerified();
      await starts.takeBack(networkOf(origin.caller.ip));
      return grant;
    },
  };
}
