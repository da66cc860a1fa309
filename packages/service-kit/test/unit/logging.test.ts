import { createLogger } from '@doctorpy/service-kit/logging';
import { expect, it } from '@jest/globals';

it('secrets and codes of second factors are cut out of log lines', () => {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
  const input = { email: 'a@b.c', totpCode: '123456', recoveryCode: '0123-4567-89AB-CDEF' };
  log.info({ input, totpCode: '123456', variables: { input } }, 'somebody.signed_in');
  log.info({ secret: 'GEZDGNBV', otpauthUrl: 'otpauth://totp/x?secret=GEZDGNBV', recoveryCodes: ['0123-4567'] }, 'x');
  const text = lines.join('');
  expect(text).toContain('a@b.c');
  for (const cut of ['123456', '0123-4567', 'GEZDGNBV']) expect(text).not.toContain(cut);
});
