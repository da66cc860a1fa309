import { findChromium, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { simulate } from '../../scripts/simulate/simulate.js';
import { openPage, startBrowser, type WatchedPage } from './support/browser.js';
import { countGlides, linesOf, playersOn, refuseLogout, violations } from './support/leaderboard-page.js';
import { type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { lineOf, scores } from './support/playing.js';

const chromium = await findChromium();
if (chromium.problem) process.stderr.write(`The browser tests are skipped. ${chromium.problem}\n`);
const describeInBrowser = chromium.path ? describe : describe.skip;

/** Of the quest that is played. */
const TOPIC = 'python_basics';
/** All time: no midnight changes it under the test. */
const EVER = '?periode=toujours';

describeInBrowser(
  chromium.path ? 'the leaderboard page' : `the leaderboard page (skipped: ${chromium.problem})`,
  () => {
    let platform: Platform;
    let browser: Browser;
    let first: WatchedPage;
    let second: WatchedPage;
    let ana: TestLearner;
    let bob: TestLearner;
    beforeAll(async () => {
      platform = await startPlatform({ environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000' } });
      browser = await startBrowser(chromium.path ?? '');
      [first, second] = await Promise.all([openPage(browser), openPage(browser)]);
      await second.page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await platform?.stop();
    });

    const address = (query: string) => new URL(`/leaderboard${query}`, platform.url).href;
    const open = async ({ page }: WatchedPage, query: string) => {
      await page.addInitScript({ content: countGlides });
      await page.goto(address(query));
      await page.locator('[data-link="live"]').waitFor();
    };
    const shows = (page: Page, lines: readonly string[]) =>
      waitFor(async () => (await linesOf(page)).join() === lines.join(), {
        what: `the lines ${lines}`,
        timeoutMs: 15_000,
      });

    it('is a blank sheet to begin with, and says so', async () => {
      await Promise.all([open(first, EVER), open(second, EVER)]);
      await first.page.getByRole('heading', { name: 'La page est blanche' }).waitFor();
      expect(await violations(first.page)).toEqual([]);
    });

    it('shows in every browser the points that learners earn, as they earn them', async () => {
      [ana, bob] = [await platform.learner('Ana'), await platform.learner('Bob')];
      const points = await scores(ana, 1);
      for (const { page } of [first, second]) await shows(page, [`1 Ana ${points}`]);
    });

    it('lets rows glide to their new rank, except for who asked for less motion', async () => {
      await shows(first.page, [await lineOf(platform, ana)]);
      await scores(bob, 3);
      const lines = [await lineOf(platform, bob), await lineOf(platform, ana)];
      expect(lines.map((line) => line.slice(0, 5))).toEqual(['1 Bob', '2 Ana']);
      for (const { page } of [first, second]) await shows(page, lines);
      expect(await first.page.evaluate('glides')).toBeGreaterThan(0);
      expect(await second.page.evaluate('glides')).toBe(0);
      await first.page.getByText('Bob prend la tête.').waitFor({ state: 'attached' });
    });

    it('keeps period and topic in the address, and goes back', async () => {
      const { page } = first;
      await page.getByRole('radio', { name: 'Mois' }).check();
      await page.getByLabel('Thème').selectOption({ label: 'Objets et classes' });
      await page.getByRole('heading', { name: 'La page est blanche' }).waitFor();
      expect(new URL(page.url()).search).toBe('?periode=mois&categorie=python_objects');
      await page.getByLabel('Thème').selectOption(TOPIC);
      await waitFor(async () => (await linesOf(page)).length === 2, { what: 'the ranking of the topic' });
      await page.goBack();
      await page.goBack();
      await page.goBack();
      expect(await page.getByRole('radio', { name: 'Toujours' }).isChecked()).toBe(true);
      await waitFor(async () => (await linesOf(page)).length === 2, { what: 'the ranking from before' });
    });

    it('says that there is no ranking for a topic that does not exist', async () => {
      const { page } = first;
      await page.goto(address(`${EVER}&categorie=alchimie`));
      await page.getByRole('heading', { name: 'Ce classement n’existe pas' }).waitFor();
      await page.getByRole('button', { name: 'Voir tous les thèmes' }).click();
      await waitFor(async () => (await linesOf(page)).length === 2, { what: 'the whole ranking' });
    });

    it('speaks English on request, and remembers', async () => {
      const { page } = second;
      await page.getByRole('button', { name: 'Read this page in English' }).click();
      await page.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(new URL(page.url()).searchParams.get('langue')).toBe('en');
      await open(second, EVER);
      await page.getByRole('option', { name: 'Python basics' }).waitFor({ state: 'attached' });
      expect(await page.title()).toBe('Leaderboard · DoctorPy');
      expect(await violations(page)).toEqual([]);
    });

    it('shows the viewer their own place, on the sheet and below it', async () => {
      const { page } = first;
      const zoe = await platform.learner('Zoé');
      await page.getByRole('button', { name: 'Se connecter' }).click();
      expect(await violations(page)).toEqual([]);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Adresse e-mail').fill(zoe.email);
      await dialog.getByLabel('Mot de passe').fill('ce n’est pas celui-là');
      await dialog.getByRole('button', { name: 'Se connecter' }).click();
      await dialog.getByRole('alert').getByText('mot de passe').waitFor();
      await dialog.getByLabel('Mot de passe').fill(zoe.password);
      await dialog.getByRole('button', { name: 'Se connecter' }).click();
      await page.getByText('Vous n’êtes pas encore dans ce classement').waitFor();

      const crowd = await Promise.all(Array.from({ length: 18 }, (_, index) => platform.learner(`Élève ${index + 1}`)));
      await Promise.all(crowd.map((learner) => scores(learner, 1)));
      await scores(zoe, 1);
      const place = page.getByRole('region', { name: 'Votre place' });
      await place.locator('[aria-current]').getByText('Zoé').waitFor();
      expect(await place.getByRole('listitem').count()).toBeGreaterThanOrEqual(2);
      expect((await linesOf(page)).length).toBeGreaterThanOrEqual(20);

      // After a reload nothing is left but the cookie.
      await open(first, EVER);
      await place.getByText('Zoé').waitFor();
      expect(await page.evaluate('document.cookie + Object.keys(localStorage).join()')).toBe('');

      await scores(zoe, 4);
      await page.locator('.ranking [data-rank="1"][aria-current]').getByText('Zoé').waitFor();
      expect(await place.count()).toBe(0);
      expect(await violations(page)).toEqual([]);
    });

    it('signs out for certain, or says that it did not: others use this computer too', async () => {
      const { page } = first;
      const signOut = page.getByRole('button', { name: 'Se déconnecter' });
      const stuck = page.getByRole('alert').getByText('votre session reste ouverte');
      const stop = await refuseLogout(page, 'SUBGRAPH_UNAVAILABLE');
      await signOut.click();
      await stuck.waitFor();
      expect(await violations(page)).toEqual([]);
      await stop();
      await open(first, EVER);
      await signOut.waitFor();

      // The access token has had its time: the cookie gives another one, and with that the session ends.
      await refuseLogout(page, 'TOKEN_EXPIRED', 1);
      await signOut.click();
      await page.getByRole('button', { name: 'Se connecter' }).waitFor();
      expect(await page.locator('[aria-current]').count()).toBe(0);
      const cookies = await page.context().cookies(platform.url);
      expect(cookies.map(({ name }) => name)).toEqual([]);
      await open(first, EVER);
      await page.getByRole('button', { name: 'Se connecter' }).waitFor();
    });

    it('fits a phone, and fills the wall behind a projector', async () => {
      const { page } = first;
      await page.setViewportSize({ width: 320, height: 568 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await page.setViewportSize({ width: 1920, height: 1080 });
      await waitFor(async () => (await linesOf(page)).length === 20, { what: 'a full sheet' });
      const [tenth, eleventh] = [10, 11].map((rank) => page.locator(`.ranking [data-rank="${rank}"]`));
      const [low, high] = [await tenth?.boundingBox(), await eleventh?.boundingBox()];
      expect(high?.x).toBeGreaterThan(low?.x ?? 0);
      expect((low?.y ?? 0) + (low?.height ?? 0)).toBeLessThanOrEqual(1080);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    it('asked nobody but the gateway, and nothing went wrong in it', () => {
      for (const { hosts, errors } of [first, second]) {
        expect([...hosts()]).toEqual([new URL(platform.url).host]);
        expect(errors()).toEqual([]);
      }
    });

    it('catches up by itself after Redis and the gateway were restarted under it', async () => {
      const { page } = first;
      await platform.redis.restart();
      await earnsAgain(ana);
      await waitFor(async () => (await linesOf(page)).includes(await lineOf(platform, ana)), {
        what: 'the points earned after Redis came back',
        timeoutMs: 30_000,
      });

      const killed = platform.pids().gateway ?? 0;
      process.kill(killed, 'SIGKILL');
      await page.locator('[data-link="reconnecting"]').waitFor();
      await page.getByText('Voici le dernier classement reçu.').waitFor();
      expect(await linesOf(page)).toHaveLength(20);
      await earnsAgain(ana);
      await page.locator('[data-link="live"]').waitFor({ timeout: 30_000 });
      await waitFor(async () => (await linesOf(page)).includes(await lineOf(platform, ana)), {
        what: 'the points earned while the page was cut off',
        timeoutMs: 30_000,
      });
      await page.getByText('Voici le dernier classement reçu.').waitFor({ state: 'detached' });
    }, 90_000);

    it('moves while simulated learners play', async () => {
      const { page } = first;
      const stop = new AbortController();
      const before = await playersOn(page);
      const options = { url: platform.url, learners: 3, rate: 50, seconds: null, once: true };
      const { tally, done } = simulate(options, stop.signal);
      await waitFor(async () => (await playersOn(page)) > before, { what: 'one more learner', timeoutMs: 40_000 });
      stop.abort();
      await done;
      expect(tally.refusals()).toEqual({ count: 0, last: null });
    });

    it('is served with a policy that allows nothing but its own files, which browsers keep', async () => {
      const page = await fetch(address(''));
      const policy = page.headers.get('content-security-policy');
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const etag = page.headers.get('etag') ?? '';
      expect((await fetch(address(''), { headers: { 'if-none-match': etag } })).status).toBe(304);

      const assets = [...(await page.text()).matchAll(/(?:src|href)="(leaderboard\/assets\/[^"]+)"/g)].map(
        ([, path]) => path,
      );
      expect(assets).toHaveLength(3);
      for (const path of assets) {
        const asset = await fetch(new URL(path ?? '', page.url), { headers: { 'accept-encoding': 'br' } });
        expect(asset.status).toBe(200);
        expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        expect(asset.headers.get('content-encoding')).toBe('br');
      }
      const slash = await fetch(address('/'), { redirect: 'manual' });
      expect([slash.status, slash.headers.get('location')]).toEqual([302, '../leaderboard']);
      expect((await fetch(address('/assets/../../package.json'))).status).toBe(404);
    });

    /** Answers one more question rightly, as soon as the platform takes it. */
    function earnsAgain(learner: TestLearner): Promise<unknown> {
      return waitFor(async () => (await scores(learner, 1).catch(() => 0)) > 0, {
        what: `more points for ${learner.displayName}`,
        timeoutMs: 40_000,
        everyMs: 300,
      });
    }
  },
);
