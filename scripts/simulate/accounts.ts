import { randomUUID } from 'node:crypto';
import { nameOf } from './names.js';

/** Who the learners of one run register as. */
export interface Accounts {
  /** The account of the learner of that number, from 0. */
  of(index: number): { readonly email: string; readonly password: string; readonly displayName: string };
  /** How to find them again and act as them. */
  readonly description: string;
}

/** Accounts that no other run has; all of a run share a password. */
export function createAccounts(): Accounts {
  const run = randomUUID().slice(0, 8);
  const emailOf = (number: number | string) => `simulation-${run}-${number}@doctorpy.test`;
  const password = `cheval correct agrafe ${run}`;
  return {
    of: (index) => ({ email: emailOf(index), password, displayName: nameOf(index) }),
    description: `Run ${run}: the learners are ${emailOf('<number>')}, numbered from 0, with the password “${password}”.`,
  };
}
