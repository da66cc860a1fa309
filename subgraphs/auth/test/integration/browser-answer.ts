import { BROWSER_SESSION, sessionChange } from '@doctorpy/service-kit/browser-session';
import type { GraphQLAnswer } from '@doctorpy/testkit';

/** What becomes of the cookie: undefined when it stays, null when it goes. */
export function cookieOf({ extensions = {} }: GraphQLAnswer) {
  return BROWSER_SESSION in extensions ? sessionChange.parse(extensions[BROWSER_SESSION]) : undefined;
}

/** The refresh token that the cookie is to hold. */
export function tokenOf(answer: GraphQLAnswer): string {
  return cookieOf(answer)?.token ?? '';
}
