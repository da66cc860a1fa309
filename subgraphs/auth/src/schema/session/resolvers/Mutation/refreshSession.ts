import { badUserInput, DomainError } from '@doctorpy/service-kit/errors';
import { type AuthContext, signedIn } from '../../../../context.js';
import { noSessionCookie } from '../../../../errors.js';
import { problem } from '../../../../services/field-problems.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Exchanges a refresh token for new tokens. */
export const refreshSession: NonNullable<MutationResolvers['refreshSession']> = async (
  _parent,
  { refreshToken },
  context,
) => {
  const { browser, services } = context;
  const token = browser ? tokenOf(browser, refreshToken) : refreshToken;
  if (!token) throw badUserInput([problem(['refreshToken'], 'REFRESH_TOKEN_REQUIRED')]);
  try {
    return signedIn(context, await services.refreshes.refresh(token, context));
  } catch (error) {
    if (error instanceof DomainError && final.has(error.code)) browser?.clear();
    throw error;
  }
};

function tokenOf(browser: NonNullable<AuthContext['browser']>, argument: string | null | undefined): string {
  if (argument != null) throw badUserInput([problem(['refreshToken'], 'REFRESH_TOKEN_IN_COOKIE')]);
  if (browser.presented === null) throw noSessionCookie();
  return browser.presented;
}

/** After these a token will never be good again, so a browser need not show it any more. */
const final: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED']);
