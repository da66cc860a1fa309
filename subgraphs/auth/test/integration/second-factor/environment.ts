import type { Caller } from '@doctorpy/service-kit/caller';
import { dataOf, type GraphQLAnswer } from '@doctorpy/testkit';
import { generateSync } from 'otplib';
import { callerOf, LOGIN, PASSWORD, type SignedUp } from '../environment.js';
import { type MailEnvironment, mailEnvironment } from '../recovery/mail-environment.js';

/** An authenticator app whose clock goes with the server's, and who uses it. */
export interface Authenticator {
  /** The code that an app shows now. Every call moves both clocks by one code, so that none is used already. */
  code(secret: string): string;
  /** Somebody who has enabled a second factor, from the session of `person`; without one, a newcomer with {@link PASSWORD}. */
  enrolled(person?: SignedUp): Promise<Enrolled>;
  /** Enables a second factor from a session, with a password where the account has one. */
  enrol(caller: Caller, password?: string | null): Promise<Enrolment>;
  signIn(email: string, proof?: Record<string, unknown>): Promise<GraphQLAnswer>;
}

/** Auth with mails, and an authenticator app. */
export type SecondFactorEnvironment = MailEnvironment & Authenticator;

export type Enrolled = SignedUp & Enrolment;

export interface Enrolment {
  secret: string;
  codes: string[];
  /** The code that enabled it. */
  firstCode: string;
}

export const START = `mutation ($password: String) {
  startTotpEnrolment(input: { password: $password }) { secret otpauthUrl qrCodeDataUrl expiresAt }
}`;
export const CONFIRM = `mutation ($code: String!) {
  confirmTotpEnrolment(input: { totpCode: $code }) { codes user { secondFactor { enabledAt recoveryCodesLeft required } } }
}`;
export const DISABLE = `mutation ($input: DisableTotpInput!) {
  disableTotp(input: $input) { id secondFactor { enabledAt recoveryCodesLeft } }
}`;
export const REGENERATE = `mutation ($code: String, $recovery: String) {
  regenerateRecoveryCodes(input: { password: "${PASSWORD}", totpCode: $code, recoveryCode: $recovery }) { codes }
}`;
export const STATE = '{ me { roles secondFactor { enabledAt recoveryCodesLeft required } } }';

export async function secondFactorEnvironment(settings: Record<string, string> = {}): Promise<SecondFactorEnvironment> {
  return withAuthenticator(await mailEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '1000', ...settings }));
}

/** Gives people of an environment an authenticator app. Its clock moves with this environment's alone. */
export function withAuthenticator<Environment extends MailEnvironment>(auth: Environment): Environment & Authenticator {
  let shift = 0;
  const passSeconds = (seconds: number) => {
    shift += seconds;
    auth.passSeconds(seconds);
  };
  const code = (secret: string) => {
    passSeconds(30);
    return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + shift });
  };
  const enrol = async (caller: Caller, password: string | null = PASSWORD) => {
    const { secret } = dataOf(await auth.ask(START, { password }, caller)).startTotpEnrolment;
    const firstCode = code(secret);
    const { codes } = dataOf(await auth.ask(CONFIRM, { code: firstCode }, caller)).confirmTotpEnrolment;
    return { secret, firstCode, codes };
  };
  return {
    ...auth,
    passSeconds,
    code,
    enrol,
    async enrolled(given) {
      const person = given ?? (await auth.newcomer());
      return { ...person, ...(await enrol(person.caller)) };
    },
    signIn: (email, proof = {}) => auth.ask(LOGIN, { input: { email, password: PASSWORD, ...proof } }),
  };
}

/** The caller that a sign-in makes. */
export function callerFrom({ data }: GraphQLAnswer): Caller {
  return callerOf(data.login.accessToken);
}
