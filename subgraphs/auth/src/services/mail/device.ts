import type { Language } from '@doctorpy/service-kit/caller';
import Bowser from 'bowser';

/**
 * A User-Agent header in words, such as “Firefox, Windows”. The header says what its sender likes: only names that are
 * known get into a mail.
 */
export function deviceIn(userAgent: string | null, language: Language): string {
  const unknown = { fr: 'appareil inconnu', en: 'unknown device' }[language];
  if (!userAgent) return unknown;
  const { browser, os } = Bowser.parse(userAgent);
  const names = [browser.name, os.name].filter((name) => name !== undefined && known.has(name));
  return names.join(', ') || unknown;
}

const known: ReadonlySet<string> = new Set([
  ...Object.values(Bowser.BROWSER_MAP ?? {}),
  ...Object.values(Bowser.OS_MAP ?? {}),
]);
