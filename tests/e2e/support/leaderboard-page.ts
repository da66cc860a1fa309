import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { waitFor } from '@doctorpy/testkit';
import type { Page, Route } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What stands on the sheet: rank, name and points of each line. */
export function linesOf(page: Page): Promise<string[]> {
  return page.evaluate(`
    [...document.querySelectorAll('.paper > .ranking .line')].map((line) =>
      ['.rank > [aria-hidden]', '.marked', '.score > [aria-hidden]']
        .map((part) => line.querySelector(part).textContent.replace(' pts', '').trim())
        .join(' '))`);
}

/** Answers `logout` with that code in place of the gateway, so many times. @returns what ends it */
export async function refuseLogout(
  page: Page,
  code: string,
  times = Number.POSITIVE_INFINITY,
): Promise<() => Promise<void>> {
  let left = times;
  const refuse = (route: Route) => {
    if (left === 0 || !route.request().postData()?.includes('mutation Logout')) return route.fallback();
    left -= 1;
    return route.fulfill({ json: { data: null, errors: [{ message: code, extensions: { code } }] } });
  };
  await page.route('**/graphql', refuse);
  return () => page.unroute('**/graphql', refuse);
}

/** How many learners the page says there are. */
export async function playersOn(page: Page): Promise<number> {
  return Number(/(\d+) élèves/.exec((await page.locator('.about').textContent()) ?? '')?.[1] ?? 0);
}

/** What axe finds wrong with the page as it stands, by rule and place. */
export async function violations(page: Page): Promise<unknown[]> {
  // Colours are judged as they will be, not half-way through a fade.
  const isStill = `document.getAnimations().every(({ playState }) => playState !== 'running')`;
  await waitFor(async () => (await page.evaluate(isStill)) === true, { what: 'the page to stand still' });
  await page.evaluate(axe);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  );
}

/** Runs in the page before its own scripts: counts the rows that were moved. */
export const countGlides = `
  window.glides = 0;
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...what) {
    if (JSON.stringify(what[0]).includes('translate')) window.glides += 1;
    return animate.apply(this, what);
  };`;
