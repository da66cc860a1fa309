import type { RagContext } from '../../context.js';
import type { ScoredPassage } from '../../services/retrieval/engine.js';

/**
 * The passages whose documents are still there, in their order. A document deleted through another replica may linger in
 * this one's index for a moment.
 */
export async function withDocuments(
  found: readonly ScoredPassage[],
  { documents }: Pick<RagContext['loaders'], 'documents'>,
): Promise<ScoredPassage[]> {
  const records = await documents.loadMany(found.map(({ passage }) => passage.documentId));
  return found.filter((_hit, index) => records[index] !== null);
}
