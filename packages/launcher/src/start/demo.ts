import { z } from 'zod';

/** The accounts auth makes in development when it is given a DEMO_PASSWORD; the first one is a plain learner. */
export const demoEmails = ['learner@doctorpy.test', 'author@doctorpy.test', 'admin@doctorpy.test'] as const;

const answer = z.object({
  data: z.object({ login: z.object({ accessToken: z.string(), accessTokenExpiresAt: z.string() }) }),
});

/** A ready Authorization header and when it expires. */
export interface DemoAuthorization {
  header: string;
  expiresAt: Date;
}

/**
 * Signs the demo learner in through the gateway at `url`, as any client would.
 * @throws Error with the gateway's answer when that is refused
 */
export async function demoAuthorization(url: string, password: string): Promise<DemoAuthorization> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation DemoLogin($input: LoginInput!) { login(input: $input) { accessToken accessTokenExpiresAt } }',
      operationName: 'DemoLogin',
      variables: { input: { email: demoEmails[0], password } },
    }),
    signal: AbortSignal.timeout(10_000),
  });
  const body: unknown = await response.json();
  const parsed = answer.safeParse(body);
  if (!parsed.success) throw new Error(JSON.stringify(body));
  const { accessToken, accessTokenExpiresAt } = parsed.data.data.login;
  return { header: `Bearer ${accessToken}`, expiresAt: new Date(accessTokenExpiresAt) };
}
