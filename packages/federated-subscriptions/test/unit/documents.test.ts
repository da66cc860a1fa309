import { describe, expect, it } from '@jest/globals';
import { createDocumentParser } from '../../src/documents.js';

describe('a document', () => {
  it('is the same for everybody who sends the same text', () => {
    const parse = createDocumentParser(undefined);
    const document = parse('subscription { tick }');
    expect(parse('subscription { tick }')).toBe(document);
    expect(parse('subscription { tock }')).not.toBe(document);
  });

  it('that cannot be read, or is too long, is refused every time', () => {
    const parse = createDocumentParser(5);
    for (const query of ['subscription {', 'subscription { a b c d e }', 'subscription {']) {
      expect(parse(query)).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    }
  });
});
