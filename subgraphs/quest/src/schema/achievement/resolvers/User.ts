import type   { UserResolvers } from './../../types.generated.js';
    export const User: Pick<UserResolvers, 'achievements'|'__resolveReference'> = {
    /* Implement User resolver logic here */
  };