import type   { UserResolvers } from './../../types.generated.js';
    export const User: Pick<UserResolvers, 'roles'|'__resolveReference'> = {
    /* Implement User resolver logic here */
  };