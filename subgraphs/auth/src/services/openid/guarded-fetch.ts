import type { CustomFetch } from 'openid-client';

/** No document, token or key set of a provider is larger, in bytes. */
const LARGEST_ANSWER = 256 * 1024;

/**
 * A fetch for what providers answer: redirects are not followed, and an answer is read up to a limit. The time limit
 * comes with the signal of each request.
 * @throws Error when the answer is larger than 256 KiB
 */
export const guardedFetch: CustomFetch = async (url, options) => {
  const { body, ...request } = options;
  const response = await fetch(url, { ...request, body: body ?? null, redirect: 'manual' });
  const text = await readUpTo(response, LARGEST_ANSWER);
  const empty = text.length === 0 || [101, 204, 205, 304].includes(response.status);
  const { status, headers } = response;
  // The body was decoded on its way in.
  const plain = new Headers(headers);
  for (const name of ['content-encoding', 'content-length']) plain.delete(name);
  return new Response(empty ? null : new Uint8Array(text), { status, headers: plain });
};

async function readUpTo(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new Error(`An OpenID provider answered with more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
