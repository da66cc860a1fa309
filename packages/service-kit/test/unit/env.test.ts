import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { list, parseEnv } from '../../src/env/index.js';

const schema = z.object({
  ROLES: list.pipe(z.array(z.enum(['AUTHOR', 'ADMIN'], 'must name AUTHOR or ADMIN'))),
  SECONDS: z.coerce.number().int().min(1).default(1),
  ADDRESS: z.string('must be an address'),
});

describe('wrong configuration', () => {
  it('is told of all variables at once, each by its own name', () => {
    expect(() => parseEnv(schema, { ROLES: 'KING,QUEEN', SECONDS: 'abc' })).toThrow(
      [
        'Configuration is incomplete:',
        '- ROLES: must name AUTHOR or ADMIN',
        '- SECONDS: must be a number',
        '- ADDRESS: is not set (must be an address)',
        'Set these',
      ].join('\n'),
    );
  });
});
