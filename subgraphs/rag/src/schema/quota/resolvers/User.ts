import type { UserResolvers } from './../../types.generated.js';

export const User: Pick<UserResolvers, 'askQuota' | '__resolveReference'> = {
  askQuota: ({ id }, _args, { caller, loaders }) =>
    id === caller.userId ? loaders.askQuotas.load({ userId: id, roles: caller.roles }) : null,
};
