/** A second factor, told from its account. */
export type { Account as SecondFactorMapper } from '../../services/account/account.js';
