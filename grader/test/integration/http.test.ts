import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
let dispatcher: Agent;
beforeAll(async () => {
  running = await startGrader();
  dispatcher = new Agent({ connect: { socketPath: running.socketPath } });
}, 60_000);
afterAll(async () => {
  await dispatcher.close();
  await running.stop();
});

const send = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: string, type = 'application/json') => {
  const options = { method, dispatcher, headers: { 'content-type': type } };
  const answer = await request(`http://grader${path}`, body === undefined ? options : { ...options, body });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.json() };
};
const compare = (body: unknown) => send('POST', '/compare', JSON.stringify(body));

describe('the grader over HTTP', () => {
  it('is reachable by its owner alone', async () => {
    expect((await stat(running.socketPath)).mode & 0o777).toBe(0o600);
  });

  it('says that it lives and that it is ready', async () => {
    expect(await send('GET', '/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await send('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('compares and checks', async () => {
    const answer = await compare({ submission: 'age=25  # mon âge', accepted: ['age = (25)'] });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'MATCH', index: 0 } });
    expect(await send('POST', '/check', '{"code": "x = 1"}')).toMatchObject({
      status: 200,
      body: { outcome: 'VALID' },
    });
  });

  it('takes a submission of 10,000 characters and refuses one more', async () => {
    const accepted = ['x'];
    expect(await compare({ submission: `#${'é'.repeat(9_999)}`, accepted })).toMatchObject({ status: 200 });
    expect(await compare({ submission: `#${'🐍'.repeat(9_999)}`, accepted })).toMatchObject({ status: 200 });
    expect(await compare({ submission: `#${'é'.repeat(10_000)}`, accepted })).toMatchObject({
      status: 400,
      body: { outcome: 'REFUSED', code: 'SUBMISSION_TOO_LONG' },
    });
  });

  it('refuses a body of more than 256 kB, announced or not, and stays up', async () => {
    const large = JSON.stringify({ submission: 'x', accepted: Array(50).fill('y'.repeat(6_000)) });
    expect(await send('POST', '/compare', large)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    const chunks = async function* () {
      for (let count = 0; count < 80; count += 1) yield Buffer.alloc(4_096, 32);
    };
    const answer = await request('http://grader/compare', {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: Readable.from(chunks()),
    });
    expect(answer.statusCode).toBe(413);
    await answer.body.dump();
    expect(await send('GET', '/readyz')).toMatchObject({ status: 200 });
  });

  it.each<[string, unknown]>([
    ['no solution', { submission: 'x', accepted: [] }],
    ['an unknown field', { submission: 'x', accepted: ['x'], execute: true }],
    ['operators where a text is due', { submission: { $gt: '' }, accepted: ['x'] }],
    ['nothing', null],
    ['a list', []],
  ])('refuses %s', async (_name, body) => {
    expect(await compare(body)).toMatchObject({ status: 400, body: { outcome: 'REFUSED', code: 'BAD_REQUEST' } });
  });

  it('refuses what is not JSON, or not said to be', async () => {
    expect(await send('POST', '/compare', '{')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    expect(await send('POST', '/compare', '{}', 'text/plain')).toMatchObject({ status: 415 });
  });

  it('refuses other paths and methods', async () => {
    expect(await send('GET', '/etc/passwd')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await send('GET', '/__proto__')).toMatchObject({ status: 404 });
    expect(await send('GET', '/compare')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await send('PUT', '/livez', '')).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  });

  it('tells an author that a solution is not Python', async () => {
    expect(await compare({ submission: 'x = 1', accepted: ['x = 1', 'x = = 1'] })).toMatchObject({
      status: 422,
      body: { outcome: 'REFUSED', code: 'UNUSABLE_SOLUTION', message: expect.stringContaining('1') },
    });
  });
});

describe('a grader that cannot judge', () => {
  it('answers 504 when an interpreter takes too long, and judges again afterwards', async () => {
    const program =
      'import sys\nfor line in sys.stdin:\n  while "slow" in line: pass\n  print(\'{"outcome":"VALID"}\', flush=True)';
    const slow = await startGrader({ program, deadlineMs: 3_000 });
    try {
      const agent = new Agent({ connect: { socketPath: slow.socketPath } });
      const check = (code: string) =>
        request('http://grader/check', {
          method: 'POST',
          dispatcher: agent,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code }),
        });
      const answer = await check('slow');
      expect(answer.statusCode).toBe(504);
      expect(await answer.body.json()).toMatchObject({ outcome: 'INFRASTRUCTURE', code: 'DEADLINE' });
      const next = await check('quick');
      expect(await next.body.json()).toEqual({ outcome: 'VALID' });
      await agent.close();
    } finally {
      await slow.stop();
    }
  });

  it.each([
    ['a verdict on a solution that was never sent', '{"outcome":"MATCH","index":7}'],
    ['a mistake nobody foresaw', '{"outcome":"MISTAKE","id":"x"}'],
    ['one field too many', '{"outcome":"MATCH","index":0,"score":100}'],
    ['an unknown outcome', '{"outcome":"CORRECT"}'],
    ['no JSON', 'MATCH'],
  ])('does not believe a guest that answers with %s', async (_name, line) => {
    const program = `import sys\nfor line in sys.stdin:\n  print('${line}', flush=True)`;
    const lying = await startGrader({ program });
    try {
      const answer = lying.client.compare({ submission: 'x', accepted: ['x'] });
      await expect(answer).rejects.toMatchObject({ name: 'GraderUnavailableError', reason: 'FAILED' });
      expect(lying.events).toContain('grader.interpreter.thrown_away: MALFORMED_EVIDENCE');
    } finally {
      await lying.stop();
    }
  });

  it('does not pass on a name that the learner did not write', async () => {
    const observation = '{"kind":"UNEXPECTED_NAME","line":1,"name":"secret","found":null}';
    const line = `{"outcome":"DIFFERENT","observations":[${observation}]}`;
    const telling = await startGrader({
      program: `import sys\nfor line in sys.stdin:\n  print('${line}', flush=True)`,
    });
    try {
      const answer = await telling.client.compare({ submission: 'x = 1', accepted: ['secret = 1'] });
      expect(answer).toEqual({ outcome: 'DIFFERENT', observations: [] });
    } finally {
      await telling.stop();
    }
  });

  it('asks for a pause when too many requests wait', async () => {
    const busy = await startGrader({ interpreters: 1, maxQueue: 1 });
    try {
      const submission = `x = ${Array(1_200).fill('[1, 2]').join(', ')}`;
      const answers = await Promise.allSettled(
        Array.from({ length: 12 }, () => busy.client.compare({ submission, accepted: ['x = 1'] })),
      );
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(answers.length - refused.length).toBeGreaterThanOrEqual(1);
      expect(refused.length).toBeGreaterThanOrEqual(1);
      for (const { reason } of refused) expect(reason).toMatchObject({ reason: 'OVERLOADED', retryAfterSeconds: 1 });
    } finally {
      await busy.stop();
    }
  });
});
