import { generateSecret, generateURI, verifySync } from 'otplib';

/** Seconds a code is shown for (RFC 6238 §5.2), and how far a phone's clock may be off: one code earlier or later. */
const PERIOD_SECONDS = 30;
/** RFC 4226 §4 R6 recommends 160 bits. */
const SECRET_BYTES = 20;

/** A new secret for an authenticator app: 160 random bits in base32. */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** The `otpauth:` address that an authenticator app takes: typed in, opened as a link, or read from a QR code. */
export function otpauthUrl(secret: string, email: string): string {
  return generateURI({ issuer: 'DoctorPy', label: email, secret, period: PERIOD_SECONDS, digits: 6 });
}

/**
 * The time step of a code that an app with this secret shows now, or showed or will show within one step of it.
 * @param lastStep codes of this step and of those before it are used up
 * @returns null when it is no such code
 */
export function totpStep({ secret, code, at, lastStep }: TotpAttempt): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(at.getTime() / 1000);
  const result = verifySync({ secret, token, epoch, period: PERIOD_SECONDS, epochTolerance: PERIOD_SECONDS });
  // Compared here and not by the library, which throws where a clock that was put back makes the last step a future one.
  return result.valid && 'timeStep' in result && result.timeStep > lastStep ? result.timeStep : null;
}

/** A code, and what it is held against. */
export interface TotpAttempt {
  secret: string;
  code: string;
  at: Date;
  lastStep: number;
}
