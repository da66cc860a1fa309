import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/** How a service logs. */
export interface LoggerOptions {
  readonly service: string;
  /** pino level, `silent` for none; `info` when absent or unknown (configuration is checked after the logger exists). */
  readonly level: string | undefined;
  /** Where lines go; standard output when omitted. */
  readonly destination?: DestinationStream;
}

/**
 * A JSON logger whose lines are events with fields: `log.info({ questId }, 'quest.seeded')`.
 * Anything that could be a credential is cut out, wherever it is nested one level deep.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const secrets = [
    'password',
    'accessToken',
    'refreshToken',
    'authorization',
    'cookie',
    'token',
    'secret',
    'currentPassword',
    'newPassword',
    'passwordHash',
    'totpCode',
    'recoveryCode',
    'recoveryCodes',
    'otpauthUrl',
    'qrCodeDataUrl',
    'sealedSecret',
  ];
  return pino(
    {
      level: levels.find((known) => known === level) ?? 'info',
      base: { service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination(1),
  );
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A logger that writes nothing, for tests and tools. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
