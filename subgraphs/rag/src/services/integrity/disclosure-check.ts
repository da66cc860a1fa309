import type { Logger } from '@doctorpy/service-kit/logging';
import { z } from 'zod';
import type { AskQuest } from '../quest-calls.js';

/** What quest says of one text. */
export type Disclosure = DisclosureReport['disclosures'][number];
/** What quest says of texts; see docs/reference/internal-calls.md. */
export type DisclosureReport = z.infer<typeof reportSchema>;

/** Asks quest whether texts would give somebody the answers of their quest. */
export interface DisclosureCheck {
  /** @returns null when quest could not be asked, which is logged */
  ask(userId: string, texts: readonly string[], log: Logger): Promise<DisclosureReport | null>;
}

const reportSchema = z.object({
  disclosures: z.array(z.enum(['CLEAR', 'DISCLOSES', 'UNCHECKED'])),
});

/** Creates a DisclosureCheck. */
export function createDisclosureCheck(askQuest: AskQuest): DisclosureCheck {
  return {
    async ask(userId, texts, log) {
      try {
        const report = await askQuest('/internal/disclosure-check', { userId, texts }, reportSchema);
        if (report.disclosures.length !== texts.length) throw new Error('quest did not judge every text');
        return report;
      } catch (err) {
        log.warn({ err }, 'disclosure_check.failed');
        return null;
      }
    },
  };
}
