import { describe, expect, it } from '@jest/globals';
import { type AnswerKind, createAnswerHead } from '../../src/http/fast-lane/answer-head.js';

const page = 'https://front.test';
const kind: AnswerKind = { protocol: 'http', origin: undefined, language: 'fr', contentType: 'application/json' };

describe('the headers of an answer', () => {
  const headsOf = (kinds: readonly AnswerKind[]) => {
    const head = createAnswerHead((origin) => origin === page);
    return kinds.map((one) => head(one, 'r-1', 2));
  };

  it('are those of its kind, whichever was answered before', () => {
    const kinds = [undefined, '', page, 'https://evil.test'].map((origin) => ({ ...kind, origin }));
    const alone = kinds.map((one) => headsOf([one])[0]);
    expect(headsOf(kinds)).toEqual(alone);
    expect(headsOf([...kinds].reverse())).toEqual(alone.reverse());
  });

  it('allow a page only what names an allowed origin, or none', () => {
    const allows = ([head]: string[][]) => head?.includes('access-control-allow-credentials');
    expect(allows(headsOf([kind]))).toBe(true);
    expect(allows(headsOf([{ ...kind, origin: '' }]))).toBe(false);
    expect(allows(headsOf([{ ...kind, origin: page }]))).toBe(true);
  });
});
