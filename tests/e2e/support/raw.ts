import type { Answer } from '@doctorpy/client';

/** Sends a request body just as it is given, for what no typed client would send. */
export async function post(
  url: string,
  body: string | object,
  headers: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: the shape of data is the test's own business
): Promise<{ status: number; headers: Headers; json: Answer<any> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Answer<never> };
}
