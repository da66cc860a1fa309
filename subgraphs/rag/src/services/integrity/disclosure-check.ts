import { anonymous } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type ServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';

/** What quest says of one text. */
export type Disclosure = DisclosureReport['disclosures'][number];
/** What quest says of texts; see docs/reference/internal-calls.md. */
export type DisclosureReport = z.infer<typeof reportSchema>;

/** Asks quest whether texts would give somebody the answers of their quest. */
export interface DisclosureCheck {
  /** @returns null when quest could not be asked, which is logged */
  ask(userId: string, texts: readonly string[], log: Logger): Promise<DisclosureReport | null>;
}

/** Milliseconds for one call: programs may have to be tried. */
const PATIENCE_MS = 5000;
const PATH = '/internal/disclosure-check';

const reportSchema = z.object({
  inPlay: z.boolean(),
  disclosures: z.array(z.enum(['CLEAR', 'DISCLOSES', 'UNCHECKED'])),
});

/** @param questUrl any address of the quest subgraph */
export function createDisclosureCheck({ questUrl, keys }: { questUrl: string; keys: ServiceKeys }): DisclosureCheck {
  const url = new URL(PATH, questUrl);
  return {
    async ask(userId, texts, log) {
      const body = JSON.stringify({ userId, texts });
      const signed = signRequest(
        keys,
        { pair: 'rag>quest', method: 'POST', path: PATH, body },
        { caller: anonymous, requestId: uuid() },
      );
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...signed },
          body,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (!response.ok) throw new Error(`quest answered ${response.status}`);
        const report = reportSchema.parse(await response.json());
        if (report.disclosures.length !== texts.length) throw new Error('quest did not judge every text');
        return report;
      } catch (err) {
        log.warn({ err }, 'disclosure_check.failed');
        return null;
      }
    },
  };
}
