import { Pool } from 'undici';

/** Somebody who asks one address for JSON, with as little work as possible. */
export interface Load {
  /** @throws Error when the answer is not one with data and without errors */
  ask(body: string): Promise<string>;
  /** Sends all, so many at a time as there are connections. @throws Error at the first that goes wrong */
  askAll(bodies: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens up to `connections` connections that are kept, one request at a time on each, as clients and proxies do. */
export function createLoad(
  url: string,
  { connections, headers = {} }: { connections: number; headers?: Readonly<Record<string, string>> },
): Load {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };

  const ask = async (body: string): Promise<string> => {
    const response = await pool.request({ path: pathname, method: 'POST', headers: all, body });
    const text = await response.body.text();
    const isGood = response.statusCode === 200 && text.includes('"data"') && !text.includes('"errors"');
    if (!isGood) throw new Error(`${url} answered HTTP ${response.statusCode}: ${text.slice(0, 500)}`);
    return text;
  };
  return {
    ask,
    async askAll(bodies) {
      let next = 0;
      const worker = async () => {
        for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await ask(body);
      };
      await Promise.all(Array.from({ length: connections }, worker));
    },
    close: () => pool.close(),
  };
}
