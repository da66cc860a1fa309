import { type TestSupergraph, waitFor } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sharedPlatform } from '../support/shared-platform.js';

describe('the platform as processes', () => {
  let supergraph: TestSupergraph;
  beforeAll(async () => {
    supergraph = await sharedPlatform();
  }, 120_000);

  it('answers through the gateway after all that', async () => {
    expect(await ask(supergraph.url)).toEqual({ data: { __typename: 'Query' } });
  });

  it('is healthy on every service', async () => {
    for (const port of Object.values(supergraph.ports)) expect(await isReady(port)).toBe(true);
  });

  it('starts every killed process again and answers as before', async () => {
    const before = supergraph.pids();
    for (const pid of Object.values(before)) process.kill(pid, 'SIGKILL');
    for (const name of Object.keys(before)) {
      await waitFor(() => supergraph.pids()[name] !== before[name], { what: `${name} has a new process` });
    }
    for (const [name, port] of Object.entries(supergraph.ports)) {
      await waitFor(() => isReady(port), { what: `${name} is ready again`, timeoutMs: 60_000 });
    }
    expect(await ask(supergraph.url)).toEqual({ data: { __typename: 'Query' } });
  }, 90_000);
});

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  await response.arrayBuffer();
  return response.status === 200;
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return response.json();
}
