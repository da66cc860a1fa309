import { describe, expect, it } from '@jest/globals';
import { OBSERVATION_KINDS } from '../../src/contract.js';
import { wordObservation } from '../../src/wording/observation.js';
import { explainSyntaxError } from '../../src/wording/syntax-hint.js';

describe('the words for an observation', () => {
  it.each(OBSERVATION_KINDS)('say %s in both languages, politely', (kind) => {
    const { text } = wordObservation({ kind, line: 3, name: 'ma_variable', found: 'list' });
    expect(text.fr).toMatch(/^Ligne 3 : .+\.$/);
    expect(text.en).toMatch(/^Line 3: .+\.$/);
    expect(text.fr).not.toMatch(/\b(tu|ton|ta|tes|toi)\b/i);
  });

  it('begin with a capital when there is no line to point at', () => {
    const { text } = wordObservation({ kind: 'EMPTY', line: null, name: null, found: null });
    expect(text.fr).toMatch(/^La réponse/);
  });
});

describe('the explanation of a syntax error', () => {
  const fault = { outcome: 'SYNTAX_ERROR', error: 'SyntaxError', line: 1, column: 1 } as const;

  it('falls back on a general sentence for a complaint nobody has worded', () => {
    const { kind, hint } = explainSyntaxError({ ...fault, message: 'some new complaint' }, 'x');
    expect(kind).toBe('OTHER');
    expect(hint.fr).toMatch(/^Ligne 1 : Python ne comprend pas/);
  });

  it('does not take the content of a text for code', () => {
    const { kind } = explainSyntaxError({ ...fault, message: 'invalid syntax' }, 'x = "a && b" y');
    expect(kind).toBe('OTHER');
  });

  it('survives a line number beyond the source', () => {
    expect(explainSyntaxError({ ...fault, line: 99, message: 'invalid syntax' }, 'x').line).toBe(99);
  });
});
