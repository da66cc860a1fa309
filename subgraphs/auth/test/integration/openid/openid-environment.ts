import { randomUUID } from 'node:crypto';
import type { Caller } from '@doctorpy/service-kit/caller';
import { dataOf, type GraphQLAnswer } from '@doctorpy/testkit';
import {
  startTestIdentityProvider,
  type TestIdentityProvider,
  type TestPerson,
} from '@doctorpy/testkit/identity-provider';
import { callerOf, type SignedUp } from '../environment.js';
import { type MailEnvironment, mailEnvironment, PUBLIC_URL } from '../recovery/mail-environment.js';

/** Auth that knows two real OpenID providers. `google` tells addresses at its userinfo endpoint, `school` in the ID token. */
export interface OpenIdEnvironment extends MailEnvironment {
  google: TestIdentityProvider;
  school: TestIdentityProvider;
  /** Somebody new whom a provider knows. */
  person(at?: ProviderName, facts?: TestPerson): { subject: string; email: string };
  /** Begins a sign-in, as a browser does. */
  begin(at?: ProviderName, caller?: Partial<Caller>): Promise<Begun>;
  /** Visits the provider as somebody, and gives what a browser would finish with. */
  visit(begun: Begun, subject: string, at?: ProviderName): Promise<Finish>;
  finish(input: Finish & Record<string, unknown>, caller?: Partial<Caller>): Promise<GraphQLAnswer>;
  link(input: Finish & Record<string, unknown>, caller: Partial<Caller>): Promise<GraphQLAnswer>;
  unlink(input: { id: string; password?: string }, caller: Partial<Caller>): Promise<GraphQLAnswer>;
  /** All of it: the answer to the last step. */
  signIn(subject: string, at?: ProviderName): Promise<GraphQLAnswer>;
  /** The same when it goes well. */
  signedIn(subject: string, at?: ProviderName): Promise<Omit<SignedUp, 'email'>>;
  accounts(email: string): Promise<number>;
}

export type ProviderName = 'google' | 'school';

export interface Begun {
  authorizationUrl: string;
  state: string;
  binding: string;
}

/** What a browser finishes with. */
export type Finish = {
  provider: ProviderName;
  state: string;
  code: string;
  iss: string | null;
  binding: string;
};

export async function openIdEnvironment(settings: Record<string, string> = {}): Promise<OpenIdEnvironment> {
  const redirectUris = ['google', 'school'].map((name) => `${PUBLIC_URL}/connexion/${name}`);
  const google = await startTestIdentityProvider({ redirectUris });
  const school = await startTestIdentityProvider({ redirectUris, emailInIdToken: true, requirePkce: false });
  const providers = { google, school };
  const auth = await mailEnvironment({
    ...providerSettings(providers),
    AUTH_OIDC_LIMIT_PER_IP: '10000',
    ...settings,
  });

  const environment: OpenIdEnvironment = {
    ...auth,
    google,
    school,
    person(at = 'google', facts = {}) {
      const subject = randomUUID();
      const email = `${subject.slice(0, 13)}@example.org`;
      providers[at].people.set(subject, { email, email_verified: true, ...facts });
      return { subject, email: facts.email ?? email };
    },
    async begin(at = 'google', caller = {}) {
      return dataOf(await auth.ask(START, { provider: at }, caller)).startOpenIdSignIn;
    },
    async visit({ authorizationUrl, binding }, subject, at = 'google') {
      const { searchParams } = await providers[at].signIn(authorizationUrl, subject);
      const [state, code] = [searchParams.get('state') ?? '', searchParams.get('code') ?? ''];
      return { provider: at, state, code, iss: searchParams.get('iss'), binding };
    },
    finish: (input, caller) => auth.ask(FINISH, { input }, caller),
    link: (input, caller) => auth.ask(LINK, { input }, caller),
    unlink: (input, caller) => auth.ask(UNLINK, { input }, caller),
    async signIn(subject, at) {
      return environment.finish(await environment.visit(await environment.begin(at), subject, at));
    },
    async signedIn(subject, at) {
      const { accessToken, refreshToken, user } = dataOf(await environment.signIn(subject, at)).finishOpenIdSignIn;
      return { userId: user.id, accessToken, refreshToken, caller: callerOf(accessToken) };
    },
    accounts: (email) => auth.connection.collection('accounts').countDocuments({ email }),
    async close() {
      await auth.close();
      await Promise.all([google.stop(), school.stop()]);
    },
  };
  return environment;
}

/** The variables that tell auth of providers. */
export function providerSettings(providers: Readonly<Record<string, TestIdentityProvider>>): Record<string, string> {
  const each = Object.entries(providers).flatMap(([name, { issuer, clientId, clientSecret }]) => [
    [`AUTH_OIDC_${name.toUpperCase()}_ISSUER`, issuer],
    [`AUTH_OIDC_${name.toUpperCase()}_CLIENT_ID`, clientId],
    [`AUTH_OIDC_${name.toUpperCase()}_CLIENT_SECRET`, clientSecret],
  ]);
  return { AUTH_OIDC_PROVIDERS: Object.keys(providers).join(','), ...Object.fromEntries(each) };
}

export const START = `mutation ($provider: ID!) {
  startOpenIdSignIn(provider: $provider) { authorizationUrl state binding expiresAt }
}`;
export const ME = '{ me { id email emailVerified displayName hasPassword identities { id provider email } } }';
export const FINISH = `mutation ($input: FinishOpenIdSignInInput!) {
  finishOpenIdSignIn(input: $input) { accessToken refreshToken user { id email emailVerified displayName } }
}`;
const LINK = 'mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { id provider email } }';
const UNLINK = 'mutation ($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) }';
