import { LeaderboardChangedDocument, StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, type Platform } from '../support/platform.js';
import { post } from '../support/raw.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;

beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

/** The log lines of a service that belong to one request. */
async function linesOf(service: 'gateway' | 'quest' | 'rag' | 'auth', requestId: string): Promise<{ msg: string }[]> {
  const lines = (await platform.log(service)).split('\n').filter((line) => line.includes(requestId));
  return lines.map((line) => JSON.parse(line));
}

describe('a request', () => {
  it('can be followed by its id through the gateway, the subgraph and the event it caused', async () => {
    const lea = await platform.learner('Léa');
    const query = 'mutation { startQuest(questId: "python_variables_101") { id } }';
    const { headers } = await post(platform.url, { query }, { authorization: `Bearer ${lea.accessToken}` });
    const requestId = headers.get('x-request-id') ?? 'none';
    for (const service of ['gateway', 'quest', 'rag'] as const) {
      await waitFor(async () => (await linesOf(service, requestId)).length > 0, {
        what: `${service} to log ${requestId}`,
      });
    }
    expect((await linesOf('gateway', requestId)).map(({ msg }) => msg)).toContain('operation.answered');
  });

  it('can be followed over a WebSocket too', async () => {
    const noe = await platform.learner('Noé');
    const { startQuest } = dataOf(await noe.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
    const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
    dataOf(await noe.client.execute(SubmitAnswerDocument, { input }));
    const stream = platform.client().subscribe(LeaderboardChangedDocument);
    await stream.next();
    const requested = (await platform.log('gateway'))
      .split('\n')
      .filter((line) => line.includes('subscription.requested'));
    const { requestId } = JSON.parse(requested.at(-1) ?? '{}');
    // The ranking's names come from auth, asked on behalf of the subscription.
    await waitFor(async () => (await linesOf('auth', requestId)).length > 0, { what: `auth to log ${requestId}` });
    await stream.return?.();
  });

  it('leaves no password, token or e-mail address in any log', async () => {
    const mia = await platform.learner('Mia');
    for (const service of ['gateway', 'auth', 'quest', 'rag'] as const) {
      const log = await platform.log(service);
      for (const secret of [
        mia.password,
        mia.accessToken,
        mia.refreshToken,
        mia.email,
        platform.secrets.authSecretKey,
      ]) {
        expect(log.includes(secret)).toBe(false);
      }
    }
  });
});

describe('a service', () => {
  it('gives Prometheus its measurements on the operations port', async () => {
    const { accessToken } = await platform.learner('Ada');
    const query = '{ me { id } categories { id } promptTemplates { id } }';
    await post(platform.url, { query }, { authorization: `Bearer ${accessToken}` });
    for (const service of ['gateway', 'auth', 'quest', 'rag'] as const) {
      const metrics = await (await fetch(`http://127.0.0.1:${platform.opsPorts[service]}/metrics`)).text();
      expect(metrics).toContain('process_cpu_seconds_total');
      expect(metrics).toContain(`service="${service}"`);
    }
  });
});
