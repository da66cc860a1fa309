/** Names of variables that carry, or lead to, something worth stealing. */
const SECRET_NAMES =
  /SECRET|TOKEN|PASSW|CREDENTIAL|PRIVATE|JWT|SIGNING|COOKIE|SESSION_KEY|_KEYS?$|^KEY|_PAT$|_AUTH$|(DATABASE|REDIS|MONGO|POSTGRES|AMQP|SMTP|OLLAMA)\w*(URL|URI|DSN)|_DSN$/i;

/** A URL that carries a user and a password. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i;

/** The names, sorted, of the variables that look like secrets. Never their values. */
export function secretsIn(env: Record<string, string | undefined>): string[] {
  return Object.entries(env)
    .filter(([name, value]) => SECRET_NAMES.test(name) || URL_WITH_PASSWORD.test(value ?? ''))
    .map(([name]) => name)
    .sort();
}
