import { z } from 'zod';

/** The accounts auth's seed makes in development, and their one password. Worth nothing anywhere else. */
export const demoAccounts = {
  password: 'doctorpy-demo-only',
  emails: ['learner@demo.doctorpy.org', 'author@demo.doctorpy.org', 'admin@demo.doctorpy.org'],
} as const;

const answer = z.object({ data: z.object({ login: z.object({ accessToken: z.string() }) }) });

/**
 * Signs the demo learner in through the gateway at `url`, as any client would.
 * @returns the value of an Authorization header
 * @throws Error with the gateway's answer when that is refused
 */
export async function demoAuthorization(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation DemoLogin($input: LoginInput!) { login(input: $input) { accessToken } }',
      variables: { input: { email: demoAccounts.emails[0], password: demoAccounts.password } },
    }),
    signal: AbortSignal.timeout(10_000),
  });
  const body: unknown = await response.json();
  const parsed = answer.safeParse(body);
  if (!parsed.success) throw new Error(JSON.stringify(body));
  return `Bearer ${parsed.data.data.login.accessToken}`;
}
