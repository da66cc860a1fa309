import type { Caller } from './index.js';

/** The same caller, of whom nothing can be changed any more: what is made of one may be kept with it. */
export function unchangeable(caller: Caller): Caller {
  Object.freeze(caller.roles);
  if (caller.withheldRoles) Object.freeze(caller.withheldRoles);
  return Object.freeze(caller);
}

/**
 * Remembers what is made of a caller for as long as that object lives. One that could be changed is never remembered,
 * so that what is found is always what would be made now; another session, role, language or address is another object.
 */
export function rememberForCaller<T extends string>(make: (caller: Caller) => T): (caller: Caller) => T {
  const known = new WeakMap<Caller, T>();
  return (caller) => {
    const found = known.get(caller);
    if (found !== undefined) return found;
    const made = make(caller);
    if (isUnchangeable(caller)) known.set(caller, made);
    return made;
  };
}

function isUnchangeable(caller: Caller): boolean {
  const { roles, withheldRoles } = caller;
  if (!Object.isFrozen(caller) || !Object.isFrozen(roles)) return false;
  return withheldRoles === undefined || Object.isFrozen(withheldRoles);
}
