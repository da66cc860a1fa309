import { fileURLToPath } from 'node:url';
import { createClient, LoginDocument, StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { dataOf, findChromium, startTestSupergraph, waitFor } from '@doctorpy/testkit';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import WebSocket from 'ws';
import { openAnswerBook } from './simulate/answer-book.js';
import { simulate } from './simulate/simulate.js';

/**
 * `npm run screenshots`: pictures of the live leaderboard for docs/images, on a throw-away platform where simulated
 * learners play (`npm run build` first).
 */
const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));

/** One picture. */
interface Picture {
  readonly name: string;
  readonly context: BrowserContextOptions;
  readonly query: string;
  /** Whether the demo learner looks. */
  readonly isSignedIn: boolean;
}

const pictures: readonly Picture[] = [
  {
    name: 'leaderboard-phone',
    context: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true },
    query: '?periode=semaine&langue=fr',
    isSignedIn: true,
  },
  {
    name: 'leaderboard-desktop',
    context: { viewport: { width: 1280, height: 900 } },
    query: '?periode=semaine&langue=fr',
    isSignedIn: true,
  },
  {
    name: 'leaderboard-dark-english',
    context: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    query: '?periode=mois&categorie=python_basics&langue=en',
    isSignedIn: true,
  },
  {
    name: 'leaderboard-projector',
    context: { viewport: { width: 1920, height: 1080 } },
    query: '?periode=jour&langue=fr',
    isSignedIn: false,
  },
];

const { path, problem } = await findChromium();
if (path === null) throw new Error(problem);
const platform = await startTestSupergraph({
  environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000', AUTH_REGISTER_LIMIT_PER_IP: '1000' },
});
const [email] = platform.demo.emails;
const stop = new AbortController();
try {
  const options = { url: platform.url, learners: 60, rate: 12, seconds: null, once: false };
  const { tally, done } = simulate(options, stop.signal);
  done.catch((error: unknown) => console.error(error));
  await demoLearnerPlays();
  await waitFor(() => tally.answers() >= 250, { what: 'learners to have played', timeoutMs: 300_000 });
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  for (const picture of pictures) await take(browser, picture);
  await browser.close();
} finally {
  stop.abort();
  await platform.stop();
}

async function take(browser: Browser, { name, context: options, query, isSignedIn }: Picture): Promise<void> {
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  const page = await context.newPage();
  await page.goto(new URL(`/leaderboard${query}`, platform.url).href);
  if (isSignedIn) {
    await page.getByRole('button', { name: /Se connecter|Sign in/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Adresse|address/).fill(email);
    await dialog.getByLabel(/Mot de passe|Password/).fill(platform.demo.password);
    await dialog.getByRole('button', { name: /Se connecter|Sign in/ }).click();
    await page.locator('[aria-current]').waitFor();
  }
  await page.evaluate('document.fonts.ready');
  // A moment in which somebody has just scored, and all have reached their places.
  const isSettled = `(() => {
    const [noted] = document.querySelector('.gain')?.getAnimations() ?? [];
    const isLegible = noted && noted.currentTime > 400 && noted.currentTime < 2500;
    return isLegible && document.querySelector('.ranking').getAnimations({ subtree: true }).every(
      (animation) => animation.animationName === 'noted' || animation.playState !== 'running');
  })()`;
  await waitFor(async () => (await page.evaluate(isSettled)) === true, { what: 'somebody to score', everyMs: 20 });
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
  console.log(`docs/images/${name}.png`);
}

async function demoLearnerPlays(): Promise<void> {
  let token: string | null = null;
  const client = createClient({ url: platform.url, accessToken: () => token, webSocketImpl: WebSocket });
  const input = { email, password: platform.demo.password };
  token = dataOf(await client.execute(LoginDocument, { input })).login.accessToken;
  const book = openAnswerBook();
  for (const { id } of book.quests.slice(0, 2)) {
    const { startQuest } = dataOf(await client.execute(StartQuestDocument, { questId: id }));
    for (const { question } of startQuest.questions.slice(0, 5)) {
      const answer = [...(book.answer(id, question.key, true) ?? [])];
      const answered = { progressId: startQuest.id, questionId: question.key, answer };
      dataOf(await client.execute(SubmitAnswerDocument, { input: answered }));
    }
  }
}
