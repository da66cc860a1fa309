import type { FileNews, FileReport } from '../services/indexing/files/file-indexing.js';

/** A line about a file, or null where there is nothing to say. Failures begin with what went wrong. */
export function lineOf({ outcome, shown, passages, note, done, total }: FileNews): string | null {
  if (outcome === 'unchanged') return null;
  const progress = total > 0 ? `[${String(done).padStart(String(total).length)}/${total}] ` : '';
  const details = [
    passages === undefined ? null : passages === 1 ? '1 passage' : `${passages} passages`,
    note ?? null,
  ].filter((part) => part !== null);
  return `${progress}${outcome.padEnd(9)} ${shown}${details.length > 0 ? ` (${details.join('; ')})` : ''}`;
}

/** The last line of a run. */
export function summaryOf(report: FileReport, dryRun: boolean): string {
  const { added, changed, unchanged, removed, skipped, failed } = report;
  const counts = { added, changed, unchanged, removed, skipped, failed };
  const text = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${text.join(', ')}${dryRun ? ' (dry run: nothing was written)' : ''}`;
}
