import { type Browser, chromium, type Page } from 'playwright-core';

/** A page in a real browser that remembers what it asked for and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Hosts (`name:port`) of every request and WebSocket so far. */
  hosts(): ReadonlySet<string>;
  /** Console errors and uncaught exceptions so far, with where they came from. */
  errors(): readonly { readonly text: string; readonly url: string }[];
  /** Addresses of the WebSockets it opened, and what it sent through them, in order. */
  readonly sockets: { readonly url: string; readonly sent: string[] }[];
}

/** Starts Chromium without a window. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
}

/** Opens a page of a French user, in a profile of its own. */
export async function openPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // Below a test's own limit, so that the failure names what never appeared.
  page.setDefaultTimeout(15_000);
  const hosts = new Set<string>();
  const errors: { text: string; url: string }[] = [];
  const sockets: WatchedPage['sockets'] = [];
  const note = (url: string) => {
    // data: and blob: addresses have no host: nothing leaves the page.
    if (new URL(url).host) hosts.add(new URL(url).host);
  };
  page.on('request', (request) => note(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push({ text: message.text(), url: message.location().url });
  });
  page.on('pageerror', (error) => errors.push({ text: String(error), url: page.url() }));
  page.on('websocket', (socket) => {
    note(socket.url());
    const sent: string[] = [];
    sockets.push({ url: socket.url(), sent });
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  return { page, hosts: () => hosts, errors: () => errors, sockets };
}
