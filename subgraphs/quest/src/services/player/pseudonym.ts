import { createHash } from 'node:crypto';
import type { Language } from '@doctorpy/service-kit/caller';

/**
 * What leaderboards call an anonymous player: the same as long as they stay anonymous. It follows from the alias alone,
 * which is random, so that nothing leads from it to the learner.
 */
export function pseudonymOf(alias: string, language: Language): string {
  const code = createHash('sha256').update(alias).digest('hex').slice(0, 6).toUpperCase();
  return language === 'fr' ? `Python anonyme ${code}` : `Anonymous Python ${code}`;
}
