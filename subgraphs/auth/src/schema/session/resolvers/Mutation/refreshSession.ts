import { badUserInput } from '@doctorpy/service-kit/errors';
import { signedIn } from '../../../../context.js';
import { problem } from '../../../../services/field-problems.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Exchanges a refresh token for new tokens. */
export const refreshSession: NonNullable<MutationResolvers['refreshSession']> = async (
  _parent,
  { refreshToken },
  context,
) => {
  if (!refreshToken) throw badUserInput([problem(['refreshToken'], 'REFRESH_TOKEN_REQUIRED')]);
  return signedIn(context, await context.services.refreshes.refresh(refreshToken, context));
};
