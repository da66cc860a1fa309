import type   { UserResolvers } from './../../types.generated.js';
    export const User: Pick<UserResolvers, 'createdAt'|'displayName'|'email'|'emailVerified'|'id'|'language'|'timeZone'|'__resolveReference'> = {
    /* Implement User resolver logic here */
  };