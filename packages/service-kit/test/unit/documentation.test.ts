import { readFileSync } from 'node:fs';
import { errorCodes } from '@doctorpy/service-kit/errors';
import { eventCatalogue } from '@doctorpy/service-kit/events';
import { describe, expect, it } from '@jest/globals';

/** The tables of a reference page: the first cell of each line → its other cells. */
function rowsOf(page: string): Map<string, string[]> {
  const text = readFileSync(new URL(`../../../../docs/reference/${page}`, import.meta.url), 'utf8');
  return new Map(
    [...text.matchAll(/^\| `([A-Z_]+)`(?: ¹)?\s+\|(.*)\|$/gm)].map(([, name = '', rest = '']) => [
      name,
      rest.split('|').map((cell) => cell.trim()),
    ]),
  );
}

describe('docs/reference/errors.md', () => {
  it('explains every code of the registry and no other', () => {
    expect([...rowsOf('errors.md').keys()].sort()).toEqual(Object.keys(errorCodes).sort());
  });
});

describe('docs/reference/events.md', () => {
  const rows = rowsOf('events.md');

  it('explains every event of the catalogue and no other', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(eventCatalogue).sort());
  });

  it.each(Object.entries(eventCatalogue))('names the producer and the payload of %s', (name, { producer, payload }) => {
    const [written, fields = ''] = rows.get(name) ?? [];
    expect(written).toBe(producer);
    expect([...fields.matchAll(/`(\w+)`/g)].map(([, field]) => field)).toEqual(Object.keys(payload.shape));
  });
});
