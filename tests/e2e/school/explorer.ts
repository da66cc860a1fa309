import { readFile } from 'node:fs/promises';
import { StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { repositoryRoot } from '@doctorpy/launcher';
import { findChromium } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import type { Browser } from 'playwright-core';
import { openPage, startBrowser, type WatchedPage } from '../support/browser.js';
import { dataOf, type Platform, type TestLearner } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
const SANDBOX = 'https://sandbox.embed.apollographql.com';

const chromium = await findChromium();
if (chromium.problem) process.stderr.write(`The browser tests are skipped. ${chromium.problem}\n`);
const describeInBrowser = chromium.path ? describe : describe.skip;

describeInBrowser(chromium.path ? 'in a browser' : `in a browser (skipped: ${chromium.problem})`, () => {
  let platform: Platform;
  let browser: Browser;
  let gatewayHost: string;
  beforeAll(async () => {
    platform = await sharedPlatform();
    gatewayHost = new URL(platform.url).host;
    browser = await startBrowser(chromium.path ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
  });

  describe('the address of the API', () => {
    it('shows the way to the offline explorer where Apollo Sandbox is out of reach', async () => {
      const { page, errors } = await openPage(browser);
      await page.route(`${CDN}/**`, (route) => route.abort());
      await page.goto(platform.url);
      await page.getByRole('heading', { name: 'Apollo Sandbox n’est pas joignable' }).waitFor();
      expect(errors().filter(({ url }) => !url.startsWith(CDN))).toEqual([]);
      await page.getByRole('link', { name: 'Ouvrir l’explorateur hors ligne' }).click();
      await page.getByText('Envoyer requête').waitFor();
      expect(new URL(page.url()).pathname).toBe('/explorer/');
    });

    it('gives Apollo Sandbox both endpoints and operations of this API', async () => {
      const { page, errors, hosts } = await openPage(browser);
      await page.route(`${CDN}/**`, (route) => route.fulfill({ contentType: 'text/javascript', body: recordOptions }));
      await page.route(`${SANDBOX}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'Sandbox' }));
      await page.goto(platform.url);
      await page.frameLocator('#sandbox iframe').getByText('Sandbox').waitFor();
      const options = JSON.parse((await page.locator('html').getAttribute('data-options')) ?? 'null');
      expect(options).toMatchObject({
        target: '#sandbox',
        initialEndpoint: platform.url,
        initialSubscriptionEndpoint: platform.webSocketUrl,
        runTelemetry: false,
      });
      const schema = buildSchema(await readFile(`${repositoryRoot}/schema/api.graphql`, 'utf8'));
      expect(validate(schema, parse(options.initialState.document))).toEqual([]);
      expect(options.initialState.document).toMatch(/^subscription /m);
      expect(await page.getByRole('link', { name: 'Explorateur hors ligne' }).isVisible()).toBe(true);
      expect(await page.locator('#message').isVisible()).toBe(false);
      expect(await page.evaluate(sendOperations, options)).toEqual(['application/json; charset=utf-8', 'open']);
      expect([...hosts()].sort()).toEqual([new URL(CDN).host, new URL(SANDBOX).host, gatewayHost].sort());
      expect(errors()).toEqual([]);
    });

    it('fits a phone', async () => {
      const { page } = await openPage(browser);
      await page.setViewportSize({ width: 320, height: 568 });
      await page.route(`${CDN}/**`, (route) => route.abort());
      await page.goto(platform.url);
      await page.locator('#failed').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    });
  });

  describe('the offline explorer', () => {
    let explorer: WatchedPage;
    let lea: TestLearner;
    beforeAll(async () => {
      lea = await platform.learner('Léa Explore');
      explorer = await openPage(browser);
      await explorer.page.goto(new URL('/explorer/', platform.url).href);
    }, 60_000);

    it('runs a query and shows the answer', async () => {
      await explorer.page.getByText('(Send query Quetes)').click();
      await explorer.page.locator('app-query-result').getByText('python_variables_101').waitFor();
    });

    it('follows the live leaderboard over graphql-ws', async () => {
      const { page, sockets } = explorer;
      await page.getByText('(Send subscription ClassementEnDirect)').click();
      await page.locator('app-query-result').getByText('leaderboardChanged').first().waitFor();
      expect(await page.locator('app-query-result').getByText('Léa Explore').count()).toBe(0);
      await score(lea);
      await page.locator('app-query-result').getByText('Léa Explore').first().waitFor();
      expect(sockets.map(({ url }) => url)).toEqual([platform.webSocketUrl]);
      expect(sockets[0]?.sent.map((frame) => JSON.parse(frame).type)).toEqual(['connection_init', 'subscribe']);
    });

    it('sends the Authorization header that is ready to be filled in', async () => {
      const { page } = explorer;
      await page.locator('[track-id="show_set_headers"]').click();
      const fields = page.getByRole('dialog').locator('.cm-content');
      await fields.first().getByText('Authorization').waitFor();
      const authorization = `Bearer ${lea.accessToken}`;
      await fields.nth(1).fill(authorization);
      await page.getByRole('dialog').getByText('Valider').click();
      const sent = page.waitForRequest((request) => request.headers().authorization === authorization);
      await page.getByText('(Send query Classement)').click();
      expect((await sent).url()).toBe(platform.url);
    });

    it('runs a script before a query', async () => {
      const { page } = explorer;
      await page.getByText('Pré-requête').click();
      await page.getByText('Activer le script de pré-requête').click();
      await page.locator('app-pre-request-editor .cm-content').fill('altair.log("bon" + "jour")');
      await page.getByText('Requête', { exact: true }).click();
      await page.getByText('(Send query Quetes)').click();
      await page.getByText('Journaux').click();
      await page.getByText('bonjour').first().waitFor();
    });

    it('lends its origin to the frame of those scripts alone', async () => {
      const { page } = await openPage(browser);
      await page.goto(new URL('/explorer/iframe-sandbox/index.html?action=evaluator', platform.url).href);
      expect(await page.evaluate('self.origin')).toBe('null');
    });

    it('asked nobody but the gateway, and nothing went wrong in it', () => {
      expect([...explorer.hosts()]).toEqual([gatewayHost]);
      expect(explorer.errors()).toEqual([]);
    });
  });

  it('neither page can be framed by another, nor loads what it does not need', async () => {
    for (const path of ['/graphql', '/explorer/']) {
      const { headers } = await fetch(new URL(path, platform.url), { headers: { accept: 'text/html' } });
      expect(headers.get('x-frame-options')).toBe('DENY');
      const policy = headers.get('content-security-policy');
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(/script-src ([^;]*)/.exec(policy ?? '')?.[1]).not.toMatch(/unsafe|\*/);
    }
  });
});

/** Stands in for Sandbox's library, which test machines may not reach: keeps what it was given, opens its frame. */
const recordOptions = `window.EmbeddedSandbox = class {
  constructor(options) {
    document.documentElement.dataset.options = JSON.stringify(options);
    const frame = document.createElement('iframe');
    frame.src = '${SANDBOX}/sandbox/explorer';
    document.querySelector(options.target).append(frame);
  }
};`;

/** Runs in the page: reaches both endpoints the way Sandbox does, which has the page that frames it send everything. */
async function sendOperations(options: { initialEndpoint: string; initialSubscriptionEndpoint: string }) {
  const body = JSON.stringify({ query: '{ __typename }' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(options.initialEndpoint, { method: 'POST', headers, body });
  const socket = new WebSocket(options.initialSubscriptionEndpoint, 'graphql-transport-ws');
  const outcome = await new Promise<string>((resolve) => {
    for (const type of ['open', 'error'] as const) socket.addEventListener(type, () => resolve(type));
  });
  socket.close();
  return [answer.headers.get('content-type'), outcome];
}

async function score(learner: TestLearner): Promise<void> {
  const { startQuest } = dataOf(await learner.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  expect(dataOf(await learner.client.execute(SubmitAnswerDocument, { input })).submitAnswer.correct).toBe(true);
}
