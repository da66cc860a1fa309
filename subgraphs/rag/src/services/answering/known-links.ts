/** The places a generated answer may lead to: pages of the product itself. */
export interface KnownLinks {
  /** The address to show for one that a model wrote; null when it leads anywhere else. */
  known(address: string): string | null;
  /** Whether an address in an example of code may stay: the product's own, or one that leads nowhere. */
  inCode(address: string): boolean;
}

/** Names that are reserved for examples (RFC 2606), and this machine. */
const exampleHosts: ReadonlySet<string> = new Set([
  'example.com',
  'example.org',
  'example.net',
  'localhost',
  '127.0.0.1',
]);

/**
 * Knows the pages of the passages an answer rests on, and those of the product's own address without a query: what stands
 * in a query can be told to whoever reads the logs there.
 * @param options.pages paths or addresses of the documents quoted
 * @param options.publicUrl where learners reach the product; null when that was not said
 */
export function createKnownLinks(options: { pages: readonly string[]; publicUrl: string | null }): KnownLinks {
  const home = options.publicUrl === null ? null : new URL(options.publicUrl);
  const pages = new Set(options.pages);
  // Absolute or not, a page of the product is one page.
  for (const page of options.pages) if (home && page.startsWith('/')) pages.add(new URL(page, home).href);

  return {
    known(address) {
      const bare = address.trim();
      if (pages.has(bare.replace(/#[\w-]*$/, ''))) return bare;
      const url = URL.canParse(bare) ? new URL(bare) : null;
      if (!url || !home || url.origin !== home.origin || url.username !== '' || url.search !== '') return null;
      return url.href;
    },
    inCode(address) {
      const url = URL.canParse(address) ? new URL(address) : null;
      return url !== null && (exampleHosts.has(url.hostname) || url.hostname === home?.hostname);
    },
  };
}
