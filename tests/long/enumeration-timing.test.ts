import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOGIN } from '../../subgraphs/auth/test/integration/environment.js';
import {
  type MailEnvironment,
  mailEnvironment,
} from '../../subgraphs/auth/test/integration/recovery/mail-environment.js';

let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment();
});
afterAll(() => auth.close());

const SAMPLES = 400;
/** Below this share of the median a difference is lost in a network's own noise, however many samples are taken. */
const TOO_SMALL_TO_SEE = 0.05;
/** How many standard deviations a rank sum is away from where it would be by chance; 4 happens once in 15,000 runs. */
const BY_CHANCE = 4;

/** Milliseconds of both, asked in turn and in either order, so that whatever else happens happens to both. */
async function interleaved(one: () => Promise<unknown>, other: () => Promise<unknown>) {
  const times: [number[], number[]] = [[], []];
  const measure = async (which: 0 | 1) => {
    const start = performance.now();
    await (which === 0 ? one() : other());
    times[which].push(performance.now() - start);
  };
  for (let n = 0; n < 20; n += 1) await Promise.all([one(), other()]);
  for (let n = 0; n < SAMPLES; n += 1) {
    const first = n % 2 === 0 ? 0 : 1;
    await measure(first);
    await measure(first === 0 ? 1 : 0);
  }
  return times;
}

/** Can somebody with these two samples tell them apart, by the rank sum of Mann and Whitney and by enough to matter? */
function compared([one, other]: [number[], number[]]) {
  const all = [...one.map((ms) => ({ ms, mine: true })), ...other.map((ms) => ({ ms, mine: false }))];
  all.sort((a, b) => a.ms - b.ms);
  const rankSum = all.reduce((sum, { mine }, index) => (mine ? sum + index + 1 : sum), 0);
  const [n, m] = [one.length, other.length];
  const deviations = (rankSum - (n * (n + m + 1)) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  const difference = Math.abs(median(one) - median(other)) / median([...one, ...other]);
  return { deviations, difference, tellApart: Math.abs(deviations) > BY_CHANCE && difference > TOO_SMALL_TO_SEE };
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

describe('user enumeration by timing', () => {
  it('sees no difference at login between an unknown address and a wrong password', async () => {
    const { email } = await auth.newcomer();
    const login = (address: string) => auth.ask(LOGIN, { input: { email: address, password: 'not the password' } });
    const result = compared(
      await interleaved(
        () => login(email),
        () => login('personne@example.org'),
      ),
    );
    expect(result).toMatchObject({ tellApart: false });
  }, 600_000);

  it('sees no difference at requestPasswordReset between an unknown address and a known one', async () => {
    const { email } = await auth.newcomer();
    const ask = (address: string) => auth.mutate('requestPasswordReset', { email: address });
    const result = compared(
      await interleaved(
        () => ask(email),
        () => ask('personne@example.org'),
      ),
    );
    expect(result).toMatchObject({ tellApart: false });
  }, 600_000);

  it('would see it if unknown addresses were answered without a password hash', async () => {
    const { email } = await auth.newcomer();
    const login = (address: string, password: string) => auth.ask(LOGIN, { input: { email: address, password } });
    const result = compared(
      await interleaved(
        () => login(email, 'not the password'),
        // Longer than any password: refused before anything is hashed.
        () => login('personne@example.org', 'x'.repeat(2_000)),
      ),
    );
    expect(result).toMatchObject({ tellApart: true });
  }, 600_000);
});
