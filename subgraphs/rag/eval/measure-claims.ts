import { readVocabulary } from '../src/services/retrieval/glossary-files.js';
import { claimQuality, halves, judgeLabelled } from './claims.js';

/**
 * Measures how well invented sentences of answers are told from those that passages support, over claims.yaml. Prints
 * every sentence that is judged wrong; the last line is JSON.
 */
const judged = await judgeLabelled(await readVocabulary(new URL('../content/glossary/', import.meta.url)));
for (const { isKept, isSupported, sentence, support, verdict } of judged) {
  if (isKept === isSupported) continue;
  process.stdout.write(`${isSupported ? 'lost' : 'let through'} ${support.toFixed(2)} ${verdict}: ${sentence}\n`);
}
const { tuned, heldOut } = halves(judged);
const report = {
  all: claimQuality(judged),
  fr: claimQuality(judged.filter(({ language }) => language === 'fr')),
  en: claimQuality(judged.filter(({ language }) => language === 'en')),
  tuned: claimQuality(tuned),
  heldOut: claimQuality(heldOut),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
