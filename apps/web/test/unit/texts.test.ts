import { describe, expect, it } from '@jest/globals';
import { daysOf } from '../../src/texts/span.js';
import { texts } from '../../src/texts/texts.js';

describe('the texts', () => {
  it('say everything in both languages, and nothing twice the same but what must be', () => {
    const [french, english] = [sentences(texts.fr), sentences(texts.en)];
    expect([...english.keys()]).toEqual([...french.keys()]);
    for (const [place, sentence] of french) {
      expect(sentence).not.toBe('');
      if (!['points', 'pointsUnit', 'otherLanguage.code'].includes(place)) {
        expect({ place, sentence }).not.toEqual({ place, sentence: english.get(place) });
      }
    }
  });

  it('count as people do', () => {
    expect([0, 1, 2].map(texts.fr.players)).toEqual(['personne pour l’instant', '1 élève', '2 élèves']);
    expect([1, 2].map(texts.fr.points)).toEqual(['1 point', '2 points']);
    expect([1, 2, 21].map(texts.fr.rank)).toEqual(['1ᵉʳ', '2ᵉ', '21ᵉ']);
    expect([1, 2, 3, 4, 11, 22].map(texts.en.rank)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd']);
  });
});

describe('the days of a period', () => {
  // Midnights in Paris, in winter.
  const week = { period: 'WEEKLY', startsAt: '2026-11-15T23:00:00.000Z', endsAt: '2026-11-22T23:00:00.000Z' } as const;

  it('are those of the platform, wherever the reader is', () => {
    expect(daysOf(week, 'fr')).toBe('16–22 novembre');
    expect(daysOf(week, 'en')).toMatch(/^16\W+22 November$/);
    expect(daysOf({ ...week, period: 'DAILY', endsAt: '2026-11-16T23:00:00.000Z' }, 'fr')).toBe('lundi 16 novembre');
    const month = {
      period: 'MONTHLY',
      startsAt: '2026-10-31T23:00:00.000Z',
      endsAt: '2026-11-30T23:00:00.000Z',
    } as const;
    expect(daysOf(month, 'fr')).toBe('novembre 2026');
  });

  it('are none for all time', () => {
    expect(daysOf({ period: 'ALL_TIME', startsAt: null, endsAt: null }, 'fr')).toBeNull();
  });
});

/** Every sentence by its place; functions as they speak of 3. */
function sentences(part: object, place = ''): Map<string, string> {
  return new Map(
    Object.entries(part).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      const here = place === '' ? name : `${place}.${name}`;
      if (typeof value === 'function') return [[here, String(value(3))]];
      if (typeof value === 'object' && value !== null) return [...sentences(value, here)];
      return [[here, String(value)]];
    }),
  );
}
