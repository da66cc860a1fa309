import { anonymous } from '@doctorpy/service-kit/caller';
import { waitFor } from '@doctorpy/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDeadlines } from '../../src/subgraphs/deadline.js';
import { createRetryBudget } from '../../src/subgraphs/retry-budget.js';
import type { SignedDataSourceOptions } from '../../src/subgraphs/signed-data-source.js';
import {
  answer,
  type Behaviour,
  breakOff,
  type FaultySubgraph,
  hang,
  json,
  startFaultySubgraph,
} from '../faulty-subgraph.js';

const good = { data: { me: { id: '1' } } };
const RETRIES = 'gateway_subgraph_retries_total';
const CIRCUIT = 'gateway_subgraph_circuit_state';
const REQUESTS = 'gateway_subgraph_request_duration_seconds';

let subgraph: FaultySubgraph | null = null;
afterEach(async () => {
  await subgraph?.stop();
  subgraph = null;
});

async function start(behaviour: Behaviour, options: Partial<SignedDataSourceOptions> = {}): Promise<FaultySubgraph> {
  const started = await startFaultySubgraph(options);
  subgraph = started;
  started.behave(behaviour);
  return started;
}

/** Does `first` once, and `then` ever after. */
function once(first: Behaviour, then: Behaviour): Behaviour {
  let done = false;
  return (...request) => {
    const next = done ? then : first;
    done = true;
    return next(...request);
  };
}

const codeOf = ({ errors }: Awaited<ReturnType<FaultySubgraph['ask']>>) =>
  errors?.map(({ extensions }) => extensions?.code);

describe('a query whose connection breaks', () => {
  it('is sent a second time, signed anew', async () => {
    const { ask, received, metric } = await start(once(breakOff, answer));
    expect(await ask()).toEqual(good);
    expect(received).toHaveLength(2);
    expect(received[0]?.body).toBe(received[1]?.body);
    expect(JSON.stringify(received[0]?.headers)).not.toBe(JSON.stringify(received[1]?.headers));
    expect(await metric(RETRIES, { outcome: 'sent' })).toBe(1);
  });

  it('is sent no third time', async () => {
    const { ask, received } = await start(breakOff);
    expect(codeOf(await ask())).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(received).toHaveLength(2);
  });

  it('is sent again when a subgraph that stops says so', async () => {
    const { ask } = await start(once((_request, response) => json(response, {}, 503), answer));
    expect(await ask()).toEqual(good);
  });
});

describe('a mutation', () => {
  it('is never sent twice', async () => {
    const { ask, received } = await start(once(breakOff, answer));
    expect(codeOf(await ask('mutation { startQuest }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(received).toHaveLength(1);
  });

  it('is not cut off when the client leaves', async () => {
    let respond = () => {};
    const { ask, received } = await start((_request, response) => {
      respond = () => json(response, good);
    });
    const client = new AbortController();
    const asked = ask('mutation { startQuest }', { clientLeft: client.signal });
    await waitFor(() => received.length === 1, { what: 'the request' });
    client.abort();
    respond();
    expect(await asked).toEqual(good);
  });
});

describe('the budget of second attempts', () => {
  it('is a tenth of what came, after the first ten', () => {
    const budget = createRetryBudget();
    const spent = Array.from({ length: 200 }, () => {
      budget.earn();
      return budget.spend();
    }).filter(Boolean);
    expect(spent.length).toBeGreaterThanOrEqual(29);
    expect(spent.length).toBeLessThanOrEqual(31);
  });
});

describe('a query whose client leaves', () => {
  it('is cut off', async () => {
    let isCutOff = false;
    const { ask, received } = await start((request) => {
      request.socket.once('close', () => {
        isCutOff = true;
      });
    });
    const client = new AbortController();
    const asked = ask(undefined, { clientLeft: client.signal });
    await waitFor(() => received.length === 1, { what: 'the request' });
    client.abort();
    await asked;
    await waitFor(() => isCutOff, { what: 'the connection to be closed' });
  });

  it('does not count against the subgraph', async () => {
    const { ask, behave, metric } = await start(hang);
    for (let index = 0; index < 10; index += 1) {
      const client = new AbortController();
      const asked = ask(undefined, { clientLeft: client.signal });
      client.abort();
      await asked;
    }
    behave(answer);
    expect(await ask()).toEqual(good);
    expect(await metric(CIRCUIT)).toBe(0);
  });
});

describe('a subgraph that hangs', () => {
  it('is given up at the deadline, with TIMEOUT in the caller’s language', async () => {
    const { ask, received } = await start(hang, { queryTimeoutMs: 100 });
    const { errors } = await ask('{ me { id } quests { id } }');
    expect(errors).toMatchObject([
      { path: ['me'], message: expect.stringContaining('trop de temps'), extensions: { code: 'TIMEOUT' } },
      { path: ['quests'], extensions: { code: 'TIMEOUT' } },
    ]);
    const english = await ask(undefined, { caller: { ...anonymous, language: 'en' } });
    expect(english.errors).toMatchObject([{ message: expect.stringContaining('too long') }]);
    expect(received).toHaveLength(2);
  });

  it('gives mutations a deadline of their own', async () => {
    const { ask } = await start((_request, response) => setTimeout(() => json(response, good), 300), {
      queryTimeoutMs: 50,
    });
    expect(codeOf(await ask())).toEqual(['TIMEOUT']);
    expect(await ask('mutation { startQuest }')).toEqual(good);
  });

  it('does not keep more requests than it may: the others wait, then are refused at once', async () => {
    const { ask, received, metric } = await start(hang, { concurrency: 3, queue: 2, queryTimeoutMs: 500 });
    const held = Array.from({ length: 5 }, () => ask());
    await waitFor(() => received.length === 3, { what: 'three requests under way' });
    expect(await metric('gateway_subgraph_requests_waiting')).toBe(2);
    expect(codeOf(await ask())).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(await metric(REQUESTS, { outcome: 'overloaded' })).toBe(1);
    expect((await Promise.all(held)).map(codeOf)).toEqual(Array.from({ length: 5 }, () => ['TIMEOUT']));
  });

  it('serves those who wait once it moves again, also behind some who gave up', async () => {
    const responses: (() => void)[] = [];
    const { ask, behave } = await start((_request, response) => responses.push(() => json(response, good)), {
      concurrency: 1,
      queue: 3,
    });
    const client = new AbortController();
    const [first, left, last] = [ask(), ask(undefined, { clientLeft: client.signal }), ask()];
    await waitFor(() => responses.length === 1, { what: 'the first request' });
    client.abort();
    await left;
    behave(answer);
    responses[0]?.();
    expect(await Promise.all([first, last])).toEqual([good, good]);
  });
});

describe('the circuit of a subgraph', () => {
  it('opens after five failures in a row, refuses without asking, and closes after one good trial', async () => {
    const { ask, received, behave, metric } = await start(breakOff);
    for (let index = 0; index < 5; index += 1) await ask('mutation { startQuest }');
    expect(received).toHaveLength(5);
    expect(await metric(CIRCUIT)).toBe(1);
    expect(await metric('gateway_subgraph_circuit_opened_total')).toBe(1);

    expect(codeOf(await ask())).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(received).toHaveLength(5);
    expect(await metric(REQUESTS, { outcome: 'circuit_open' })).toBe(1);

    behave(answer);
    await waitFor(async () => !(await ask()).errors, { what: 'the circuit to close' });
    expect(await metric(CIRCUIT)).toBe(0);
  });

  it('is tried by one request, while all others are refused at once', async () => {
    const { ask, received, behave, metric } = await start(breakOff);
    for (let index = 0; index < 5; index += 1) await ask('mutation { startQuest }');
    let respond = () => {};
    behave((_request, response) => {
      respond = () => json(response, good);
    });
    const results: ReturnType<typeof ask>[] = [];
    await waitFor(
      () => {
        results.push(ask());
        return received.length === 6;
      },
      { what: 'a trial to be under way' },
    );
    expect((await Promise.all([ask(), ask(), ask()])).map(codeOf)).toEqual(
      Array.from({ length: 3 }, () => ['SUBGRAPH_UNAVAILABLE']),
    );
    expect(received).toHaveLength(6);
    respond();
    const answered = (await Promise.all(results)).filter(({ errors }) => !errors);
    expect(answered).toEqual([good]);
    expect(await metric(CIRCUIT)).toBe(0);
  });

  it('is not opened again by failures of what was sent before it opened', async () => {
    const held: (() => void)[] = [];
    const { ask, received, behave, metric } = await start((request) => held.push(() => request.socket.destroy()));
    const before = Array.from({ length: 6 }, () => ask('mutation { startQuest }'));
    await waitFor(() => held.length === 6, { what: 'six requests under way' });
    behave(breakOff);
    for (let index = 0; index < 5; index += 1) await ask('mutation { startQuest }');
    expect(await metric(CIRCUIT)).toBe(1);
    behave(answer);
    await waitFor(async () => !(await ask()).errors, { what: 'the circuit to close' });
    for (const fail of held) fail();
    expect((await Promise.all(before)).map(codeOf)).toEqual(Array.from({ length: 6 }, () => ['SUBGRAPH_UNAVAILABLE']));
    expect(await metric(CIRCUIT)).toBe(0);
    expect(received.length).toBeGreaterThan(11);
  });

  it('stays closed while some answers come, errors among them', async () => {
    let count = 0;
    const { ask, metric } = await start((request, response, body) => {
      count += 1;
      if (count % 3 === 0)
        json(response, { data: null, errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND' } }] });
      else breakOff(request, response, body);
    });
    for (let index = 0; index < 12; index += 1) await ask('mutation { startQuest }');
    expect(await metric(CIRCUIT)).toBe(0);
  });
});

describe('an answer that is no GraphQL', () => {
  const cases: [string, Behaviour][] = [
    ['HTML', (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>10.0.0.7</h1>')],
    [
      'text that says it is JSON',
      (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('10.0.0.7'),
    ],
    [
      'a good answer that says it is a page',
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('{"data":{"me":"10.0.0.7"}}'),
    ],
    ['JSON of another shape', (_request, response) => json(response, { hello: '10.0.0.7' })],
    ['errors of another shape', (_request, response) => json(response, { errors: ['10.0.0.7'] })],
    ['a refusal of our signature', (_request, response) => json(response, { errors: [{ message: '10.0.0.7' }] }, 401)],
    ['more than may be', (_request, response) => json(response, { data: { me: '10.0.0.7'.repeat(20_000) } })],
  ];
  for (const [what, behaviour] of cases) {
    it(`is SUBGRAPH_UNAVAILABLE, and nothing of it shows: ${what}`, async () => {
      const { ask, received } = await start(behaviour, { maxResponseBytes: 100_000 });
      const result = await ask();
      expect(codeOf(result)).toEqual(['SUBGRAPH_UNAVAILABLE']);
      expect(JSON.stringify(result)).not.toMatch(/10\.0\.0\.7|127\.0\.0\.1|quest/);
      expect(received).toHaveLength(1);
    });
  }
});

describe('what is sent', () => {
  it('asks for no compression, and carries what the caller’s request is traced by', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const { ask, received } = await start(answer);
    await ask(undefined, { traceparent });
    expect(received[0]?.headers).toMatchObject({ traceparent, 'content-type': 'application/json' });
    expect(received[0]?.headers['accept-encoding']).toBeUndefined();
  });
});

describe('a deadline', () => {
  it('is over at once for a client that has left already', () => {
    const deadline = createDeadlines()(60_000, AbortSignal.abort());
    expect(deadline.signal.reason).toMatchObject({ kind: 'client_left' });
    deadline.end();
  });

  it('does not pass while this process stands still, with the answer perhaps unread', async () => {
    const deadline = createDeadlines()(20, null);
    const { signal } = deadline;
    const until = performance.now() + 800;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
    expect(signal.aborted).toBe(false);
    await waitFor(() => signal.aborted, { what: 'the deadline' });
    expect(signal.reason).toMatchObject({ kind: 'timeout' });
    deadline.end();
  });
});
