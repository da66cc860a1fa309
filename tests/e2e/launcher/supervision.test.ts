import { startTestSupergraph, type TestSupergraph, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

describe('the platform as processes', () => {
  let supergraph: TestSupergraph;
  beforeAll(async () => {
    supergraph = await startTestSupergraph();
  }, 90_000);
  afterAll(() => supergraph?.stop(), 30_000);

  it('answers through the gateway as soon as it says it is ready', async () => {
    expect(await ask(supergraph.url)).toEqual({ data: { __typename: 'Query' } });
  });

  it('is healthy on every service', async () => {
    for (const port of Object.values(supergraph.ports)) {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  });

  it('starts every killed process again and answers as before', async () => {
    const before = supergraph.pids();
    for (const pid of Object.values(before)) process.kill(pid, 'SIGKILL');
    for (const name of Object.keys(before)) {
      await waitFor(() => supergraph.reported().includes(`${name} is ready again`), {
        what: `${name} is ready again`,
        timeoutMs: 60_000,
      });
      expect(supergraph.pids()[name]).not.toBe(before[name]);
    }
    expect(await ask(supergraph.url)).toEqual({ data: { __typename: 'Query' } });
  }, 90_000);
});

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return response.json();
}
