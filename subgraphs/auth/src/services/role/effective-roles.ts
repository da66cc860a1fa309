import { hasRole, type Role } from '@doctorpy/service-kit/caller';
import type { Account } from '../account/account.js';

/** Of the roles an account holds, those it may use, and those it may not use for want of a second factor. */
export interface EffectiveRoles {
  roles: Role[];
  withheldRoles: Role[];
}

/** What the roles of an account are worth: decided here for every way of getting an access token. */
export interface RolePolicy {
  /** The roles that an access token of this account says. */
  effective(account: Pick<Account, 'roles' | 'secondFactorAt'>): EffectiveRoles;
  /** Does a role of this account need a second factor? */
  needsSecondFactor(account: Pick<Account, 'roles'>): boolean;
}

/** A policy under which `secondFactorRoles`, and the roles that include one of them, need a second factor. */
export function createRolePolicy(secondFactorRoles: readonly Role[]): RolePolicy {
  const needs = (role: Role) => secondFactorRoles.some((needing) => hasRole({ roles: [role] }, needing));
  return {
    effective({ roles, secondFactorAt }) {
      if (secondFactorAt) return { roles: [...roles], withheldRoles: [] };
      return { roles: roles.filter((role) => !needs(role)), withheldRoles: roles.filter(needs) };
    },
    needsSecondFactor: ({ roles }) => roles.some(needs),
  };
}
