import { createServer, type Server } from 'node:http';
import { findChromium } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openPage, startBrowser } from '../support/browser.js';
import type { Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { pagesPort as port } from './origins.js';

const chromium = await findChromium();
if (chromium.problem) process.stderr.write(`The browser tests are skipped. ${chromium.problem}\n`);
const describeInBrowser = chromium.path ? describe : describe.skip;

/** What a page's script sees: an answer, or that the browser kept it from it. */
interface Sent {
  readonly data?: Readonly<
    Record<string, { readonly refreshToken: string | null; readonly user: { readonly id: string } }>
  >;
  readonly blocked?: string;
}

describeInBrowser(chromium.path ? 'in a browser' : `in a browser (skipped: ${chromium.problem})`, () => {
  let platform: Platform;
  let browser: Browser;
  let pages: Server;
  beforeAll(async () => {
    platform = await sharedPlatform();
    // A front end of another port (the same site) and, by its other name, a page of another site.
    pages = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>page</p>'));
    await new Promise<void>((resolve) => pages.listen(port, resolve));
    browser = await startBrowser(chromium.path ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });

  /** What a page's script gets when it sends this the way docs/guides/front-end.md says. */
  const send = (page: Page, query: string, headers: Record<string, string> = { 'doctorpy-session': 'cookie' }) =>
    page.evaluate(
      async ({ url, body, extra }) => {
        const sent = fetch(url, {
          method: 'POST',
          credentials: 'include',
          headers: { 'content-type': 'application/json', ...extra },
          body,
        });
        return sent.then(
          async (response) => (await response.json()) as Sent,
          (error): Sent => ({ blocked: String(error) }),
        );
      },
      { url: platform.url, body: JSON.stringify({ query }), extra: headers },
    );
  const register = (email: string) =>
    `mutation { register(input: { email: "${email}", password: "cheval correct agrafe pile", displayName: "Léa" }) { refreshToken user { id } } }`;
  const REFRESH = 'mutation { refreshSession { accessToken refreshToken user { id } } }';

  it('a front end stays signed in by a cookie that its scripts cannot read', async () => {
    const { page } = await openPage(browser);
    await page.goto(`http://localhost:${port}/`);
    const registered = await send(page, register('chromium@doctorpy.test'));
    expect(registered).toMatchObject({ data: { register: { refreshToken: null } } });
    const [cookie] = await page.context().cookies(platform.url);
    expect(cookie).toMatchObject({
      name: '__Host-doctorpy-session',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    });
    expect(await page.evaluate('document.cookie')).toBe('');

    // As after closing and opening the tab: nothing is left but the cookie, twice in a row and in two tabs at once.
    const tab = await page.context().newPage();
    await tab.goto(`http://localhost:${port}/`);
    const answers = await Promise.all([send(page, REFRESH), send(tab, REFRESH)]);
    answers.push(await send(page, REFRESH));
    const id = registered.data?.register?.user.id;
    for (const answer of answers)
      expect(answer).toMatchObject({ data: { refreshSession: { refreshToken: null, user: { id } } } });
  });

  it('a page of another site can do nothing with it: cookie CSRF', async () => {
    const { page } = await openPage(browser);
    await page.goto(`http://localhost:${port}/`);
    await send(page, register('chromium-csrf@doctorpy.test'));
    const before = await page.context().cookies(platform.url);

    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await send(page, REFRESH)).toEqual({ blocked: expect.stringContaining('Failed to fetch') });
    expect(await send(page, REFRESH, {})).toEqual({ blocked: expect.stringContaining('Failed to fetch') });
    const answer = page.waitForResponse((response) => response.url().startsWith(platform.url));
    await page.setContent(
      `<form method="POST" action="${platform.url}"><input name="query" value="${REFRESH}"></form>`,
    );
    await page.evaluate('document.forms[0].submit()');
    expect((await answer).status()).toBeGreaterThanOrEqual(400);
    await page.waitForURL(`${platform.url}**`);
    expect(await page.context().cookies(platform.url)).toEqual(before);

    await page.goto(`http://localhost:${port}/`);
    expect(await send(page, REFRESH)).toMatchObject({ data: { refreshSession: { refreshToken: null } } });
  });
});
