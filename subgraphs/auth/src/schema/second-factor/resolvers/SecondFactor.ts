import type { SecondFactorResolvers } from './../../types.generated.js';

/** The second factor of an account, as far as its owner may read it: that it is there, never what it is. */
export const SecondFactor: SecondFactorResolvers = {
  enabledAt: ({ secondFactorAt }) => secondFactorAt,
  recoveryCodesLeft: ({ id, secondFactorAt }, _args, { loaders }) =>
    secondFactorAt === null ? 0 : loaders.recoveryCodesLeft.load(id),
  required: (account, _args, { services }) => services.rolePolicy.needsSecondFactor(account),
};
