import type { Logger } from '@doctorpy/service-kit/logging';
import type { AuthEnv } from '../../env.js';
import type { AuthMetrics } from '../auth-metrics.js';
import { createBreachedPasswords } from './breached-passwords.js';
import { createPasswordRule, type PasswordRule } from './password-rule.js';
import { createPasswordStrength } from './password-strength.js';

/** What the policy is made of. */
export interface PasswordPolicyDeps {
  env: Pick<AuthEnv, 'AUTH_PWNED_PASSWORDS_URL'>;
  metrics: AuthMetrics;
  log: Logger;
  now: () => Date;
}

/** The rule for new passwords as this installation is configured: offline, and with a list of leaks where one is named. */
export function createPasswordPolicy({ env, metrics, log, now }: PasswordPolicyDeps): PasswordRule {
  const url = env.AUTH_PWNED_PASSWORDS_URL;
  const breached = url ? createBreachedPasswords({ url, now, log, metrics }) : null;
  return createPasswordRule({ estimateStrength: createPasswordStrength(), breached, metrics });
}
