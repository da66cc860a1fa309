import { suspensionAt } from '../../../services/suspension/in-force.js';
import type { UserResolvers } from './../../types.generated.js';

/** The suspension of an account, while it is in force. */
export const User: Pick<UserResolvers, 'suspension' | '__resolveReference'> = {
  suspension: (user, _args, { services }) =>
    'suspension' in user && user.suspension ? suspensionAt({ suspension: user.suspension }, services.now()) : null,
};
