import { Counter, type Registry } from 'prom-client';

/** What auth measures beside what every service does: how it is attacked, and what it refuses. */
export interface AuthMetrics {
  /** Sign-ins, and passwords asked for again, that failed. */
  readonly signInFailures: Counter<'cause'>;
  /** Attempts told to wait, by the limit that said so. */
  readonly signInsDelayed: Counter<'limit'>;
  /** Windows in which many accounts were tried with wrong passwords. */
  readonly stuffingAlerts: Counter;
  /** New passwords refused, by problem code. */
  readonly passwordsRefused: Counter<'code'>;
  /** Questions to the list of leaked passwords. */
  readonly breachChecks: Counter<'outcome'>;
}

/** Registers them; without a registry (the command line, the seed) they are counted for nobody. */
export function createAuthMetrics(registry?: Registry): AuthMetrics {
  const registers = registry ? [registry] : [];
  return {
    signInFailures: new Counter({
      name: 'auth_sign_in_failures_total',
      help: 'Wrong passwords and refused accounts, by cause',
      labelNames: ['cause'],
      registers,
    }),
    signInsDelayed: new Counter({
      name: 'auth_sign_ins_delayed_total',
      help: 'Sign-in attempts told to wait, by limit',
      labelNames: ['limit'],
      registers,
    }),
    stuffingAlerts: new Counter({
      name: 'auth_credential_stuffing_alerts_total',
      help: 'Alerts that many accounts are being tried with wrong passwords',
      registers,
    }),
    passwordsRefused: new Counter({
      name: 'auth_passwords_refused_total',
      help: 'New passwords refused, by problem code',
      labelNames: ['code'],
      registers,
    }),
    breachChecks: new Counter({
      name: 'auth_breach_checks_total',
      help: 'Questions to the list of leaked passwords, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
