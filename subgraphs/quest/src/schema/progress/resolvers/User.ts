import type   { UserResolvers } from './../../types.generated.js';
    export const User: Pick<UserResolvers, 'id'|'progress'|'stats'|'__resolveReference'> = {
    /* Implement User resolver logic here */
  };