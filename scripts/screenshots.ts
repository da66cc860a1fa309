import { fileURLToPath } from 'node:url';
import { findChromium, startTestSupergraph, waitFor } from '@doctorpy/testkit';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { simulate } from './simulate/simulate.js';

/**
 * `npm run screenshots`: pictures of the live leaderboard for docs/images, on a throw-away platform where simulated
 * learners play (`npm run build` first).
 */
const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));

/** What each picture shows, by the name of its file. */
const pictures: Readonly<Record<string, { context: BrowserContextOptions; query: string; isSignedIn?: boolean }>> = {
  'leaderboard-phone': {
    context: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true },
    query: '?periode=semaine&langue=fr',
    isSignedIn: true,
  },
  'leaderboard-desktop': { context: { viewport: { width: 1280, height: 900 } }, query: '?periode=semaine&langue=fr' },
  'leaderboard-dark-english': {
    context: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    query: '?periode=mois&categorie=python_basics&langue=en',
  },
  'leaderboard-projector': { context: { viewport: { width: 1920, height: 1080 } }, query: '?periode=jour&langue=fr' },
};

const { path, problem } = await findChromium();
if (path === null) throw new Error(problem);
const platform = await startTestSupergraph({
  environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000', AUTH_REGISTER_LIMIT_PER_IP: '1000' },
});
const stop = new AbortController();
try {
  const options = { url: platform.url, learners: 60, rate: 25, seconds: null, once: false };
  const { tally, done } = simulate(options, stop.signal);
  done.catch((error: unknown) => console.error(error));
  await waitFor(() => tally.answers() >= 700, { what: 'learners to have played', timeoutMs: 180_000 });
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  for (const name of Object.keys(pictures)) await take(browser, name);
  await browser.close();
} finally {
  stop.abort();
  await platform.stop();
}

async function take(browser: Browser, name: string): Promise<void> {
  const picture = pictures[name];
  if (!picture) return;
  const context = await browser.newContext({ locale: 'fr-FR', ...picture.context });
  const page = await context.newPage();
  await page.goto(new URL(`/leaderboard${picture.query}`, platform.url).href);
  if (picture.isSignedIn) {
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByLabel('Adresse e-mail').fill(platform.demo.emails[0]);
    await page.getByLabel('Mot de passe').fill(platform.demo.password);
    await page.getByRole('dialog').getByRole('button', { name: 'Se connecter' }).click();
  }
  // A moment in which somebody has just scored.
  await page.locator('.gain').first().waitFor();
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
  console.log(`docs/images/${name}.png`);
}
