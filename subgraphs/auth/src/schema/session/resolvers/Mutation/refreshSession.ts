import { badUserInput } from '@doctorpy/service-kit/errors';
import { problem } from '../../../../services/field-problems.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Exchanges a refresh token for new tokens. */
export const refreshSession: NonNullable<MutationResolvers['refreshSession']> = (
  _parent,
  { refreshToken },
  context,
) => {
  if (!refreshToken) throw badUserInput([problem(['refreshToken'], 'REFRESH_TOKEN_REQUIRED')]);
  return context.refreshes.refresh(refreshToken, context);
};
