import type { Caller } from '@doctorpy/service-kit/caller';
import type { GraphQLAnswer } from '@doctorpy/testkit';
import { generateSync } from 'otplib';
import { callerOf, LOGIN, PASSWORD, type SignedUp } from '../environment.js';
import { type MailEnvironment, mailEnvironment } from '../recovery/mail-environment.js';

/** Auth with mails, and an authenticator app whose clock goes with the server's. */
export interface SecondFactorEnvironment extends MailEnvironment {
  /** The code that an app shows now. Every call moves both clocks by one code, so that none is used already. */
  code(secret: string): string;
  /** A person who has enabled a second factor, from the session of `caller`. */
  enrolled(person?: SignedUp): Promise<Enrolled>;
  signIn(email: string, proof?: Record<string, unknown>): Promise<GraphQLAnswer>;
}

export interface Enrolled extends SignedUp {
  secret: string;
  codes: string[];
  /** The code that enabled it. */
  firstCode: string;
}

export const START = `mutation ($password: String!) {
  startTotpEnrolment(input: { password: $password }) { secret otpauthUrl qrCodeDataUrl expiresAt }
}`;
export const CONFIRM = `mutation ($code: String!) {
  confirmTotpEnrolment(input: { totpCode: $code }) { codes user { secondFactor { enabledAt recoveryCodesLeft required } } }
}`;
export const DISABLE = `mutation ($input: DisableTotpInput!) {
  disableTotp(input: $input) { id secondFactor { enabledAt recoveryCodesLeft } }
}`;
export const REGENERATE = `mutation ($code: String!) {
  regenerateRecoveryCodes(input: { password: "${PASSWORD}", totpCode: $code }) { codes }
}`;
export const STATE = '{ me { roles secondFactor { enabledAt recoveryCodesLeft required } } }';

export async function secondFactorEnvironment(settings: Record<string, string> = {}): Promise<SecondFactorEnvironment> {
  const auth = await mailEnvironment({ AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: '1000', ...settings });
  let shift = 0;
  const passSeconds = (seconds: number) => {
    shift += seconds;
    auth.passSeconds(seconds);
  };
  const code = (secret: string) => {
    passSeconds(30);
    return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + shift });
  };
  return {
    ...auth,
    passSeconds,
    code,
    async enrolled(given) {
      const person = given ?? (await auth.newcomer());
      const { data } = await auth.ask(START, { password: PASSWORD }, person.caller);
      const { secret } = data.startTotpEnrolment;
      const firstCode = code(secret);
      const confirmed = await auth.ask(CONFIRM, { code: firstCode }, person.caller);
      return { ...person, secret, firstCode, codes: confirmed.data.confirmTotpEnrolment.codes };
    },
    signIn: (email, proof = {}) => auth.ask(LOGIN, { input: { email, password: PASSWORD, ...proof } }),
  };
}

/** The caller that a sign-in makes. */
export function callerFrom({ data }: GraphQLAnswer): Caller {
  return callerOf(data.login.accessToken);
}
