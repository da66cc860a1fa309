import type { ServerResponse } from 'node:http';
import { anonymous } from '@doctorpy/service-kit/caller';
import { waitFor } from '@doctorpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { GatewayContext } from '../../src/context.js';
import { createSharedReads } from '../../src/subgraphs/shared-reads.js';
import { type FaultySubgraph, hang, json, startFaultySubgraph } from '../faulty-subgraph.js';

let quest: FaultySubgraph;
/** Requests that wait for an answer. */
let open: ServerResponse[];
beforeEach(async () => {
  open = [];
  quest = await startFaultySubgraph({ reads: createSharedReads({ longestMs: 60_000 }) });
  quest.behave((_request, response) => open.push(response));
});
afterEach(() => quest.stop());

const learner = { ...anonymous, userId: 'lea', sessionId: 's1', roles: ['LEARNER' as const] };
const as = (caller: Partial<GatewayContext['caller']>) => ({ caller: { ...learner, ...caller } });
const arrived = (count: number) => waitFor(() => open.length === count, { what: `${count} requests` });
const answerAll = (data: object = { me: { id: '1', tags: ['a'] } }) => {
  for (const response of open.splice(0)) json(response, { data });
};

describe('equal reads at the same time', () => {
  it('are one request, and everybody has an answer of their own', async () => {
    const asked = [quest.ask(undefined, as({})), quest.ask(undefined, as({})), quest.ask(undefined, as({}))];
    await arrived(1);
    answerAll();
    const [first, ...others] = await Promise.all(asked);
    Object.assign(first?.data ?? {}, { me: 'changed by the executor' });
    for (const other of others) expect(other).toEqual({ data: { me: { id: '1', tags: ['a'] } } });
    expect(quest.received).toHaveLength(1);
  });

  it('are one for visitors whose addresses and browsers differ, since no answer does', async () => {
    const asked = ['1', '2'].map((ip) => quest.ask(undefined, { caller: { ...anonymous, ip, userAgent: ip } }));
    await arrived(1);
    answerAll();
    await Promise.all(asked);
    expect(quest.received).toHaveLength(1);
  });

  it.each<[string, Partial<GatewayContext['caller']>]>([
    ['another user', { userId: 'zoe' }],
    ['another session of the same user', { sessionId: 's2' }],
    ['other roles', { roles: ['LEARNER', 'ADMIN'] }],
    ['a role that waits for a second factor', { withheldRoles: ['ADMIN'] }],
    ['another language', { language: 'en' }],
    ['a visitor', { userId: null, sessionId: null, roles: [] }],
  ])('are not shared with %s', async (_, caller) => {
    const asked = [quest.ask(undefined, as({})), quest.ask(undefined, as(caller))];
    await arrived(2);
    answerAll();
    await Promise.all(asked);
  });

  it('are not shared by other fields or variables', async () => {
    const asked = [quest.ask('{ me { id } }', as({})), quest.ask('{ me { name } }', as({}))];
    await arrived(2);
    answerAll();
    await Promise.all(asked);
  });
});

it('changes are never shared', async () => {
  const asked = [quest.ask('mutation { startQuest }', as({})), quest.ask('mutation { startQuest }', as({}))];
  await arrived(2);
  answerAll({ startQuest: true });
  await Promise.all(asked);
});

it('who asks after a change is not answered from before it, whoever made it', async () => {
  const before = quest.ask(undefined, as({}));
  await arrived(1);
  const [older] = open.splice(0);
  const change = quest.ask('mutation { startQuest }', as({ userId: 'zoe' }));
  await arrived(1);
  answerAll({ startQuest: true });
  await change;
  const after = quest.ask(undefined, as({}));
  await arrived(1);
  answerAll({ me: { id: 'new' } });
  expect(await after).toMatchObject({ data: { me: { id: 'new' } } });
  if (older) json(older, { data: { me: { id: 'old' } } });
  expect(await before).toMatchObject({ data: { me: { id: 'old' } } });
});

it('who asks after an event is not answered from before it', async () => {
  const reads = createSharedReads({ longestMs: 60_000 });
  const told = await startFaultySubgraph({ reads });
  told.behave((_request, response) => open.push(response));
  const before = told.ask(undefined, as({}));
  await arrived(1);
  reads.wrote();
  const after = told.ask(undefined, as({}));
  await arrived(2);
  answerAll();
  await Promise.all([before, after]);
  await told.stop();
});

it('who leaves takes nothing from those who wait', async () => {
  const client = new AbortController();
  const left = quest.ask(undefined, { ...as({}), clientLeft: client.signal });
  const stays = quest.ask(undefined, as({}));
  await arrived(1);
  client.abort();
  expect((await left).errors).toHaveLength(1);
  answerAll();
  expect(await stays).toMatchObject({ data: { me: { id: '1' } } });
});

it('a request that nobody waits for any more is given up', async () => {
  const clients = [new AbortController(), new AbortController()];
  const asked = clients.map(({ signal }) => quest.ask(undefined, { ...as({}), clientLeft: signal }));
  await arrived(1);
  let isClosed = false;
  open[0]?.once('close', () => {
    isClosed = true;
  });
  for (const client of clients) client.abort();
  await Promise.all(asked);
  await waitFor(() => isClosed, { what: 'the request to be given up' });
});

it('a failure is told to those who waited for it, and to nobody after them', async () => {
  const asked = [quest.ask(undefined, as({})), quest.ask(undefined, as({}))];
  await arrived(1);
  for (const response of open.splice(0)) json(response, { message: 'not GraphQL' }, 500);
  for (const { errors } of await Promise.all(asked)) expect(errors).toHaveLength(1);
  const next = quest.ask(undefined, as({}));
  await arrived(1);
  answerAll();
  expect(await next).toMatchObject({ data: { me: { id: '1' } } });
});

it('an answer is kept no longer than it takes to hand it out', async () => {
  const first = quest.ask(undefined, as({}));
  await arrived(1);
  answerAll();
  await first;
  const second = quest.ask(undefined, as({}));
  await arrived(1);
  answerAll();
  await second;
  expect(quest.received).toHaveLength(2);
});

it('a subgraph that hangs is found out all the same', async () => {
  const hanging = await startFaultySubgraph({ reads: createSharedReads(), queryTimeoutMs: 100 });
  hanging.behave(hang);
  for (let index = 0; index < 5; index += 1) {
    const { errors } = await hanging.ask(undefined, as({}));
    expect(errors?.[0]?.extensions?.code).toBe('TIMEOUT');
  }
  const isOpen = async () => (await hanging.metric('gateway_subgraph_circuit_opened_total')) === 1;
  await waitFor(isOpen, { what: 'the circuit to open' });
  await hanging.stop();
});
