import { createPasswords } from '../../subgraphs/auth/src/services/account/passwords.js';
import { PASSWORD, startAuthServices } from '../measure/auth-services.js';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';

/**
 * `npm run bench:login`: which part of a sign-in's CPU is argon2id. Signs in, and only compares the password with its
 * hash, in turns in one process; the CPU time is that of the process with all its threads (argon2 has its own), without
 * the database's. Prints the median of the paired ratios with its 95 % interval. The first number of the command line is
 * that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 40);
const TIMES = 10;

await measured(startAuthServices, async ({ services, connection, origin }) => {
  const email = 'lea@example.org';
  await services.accounts.register({ email, password: PASSWORD, displayName: 'Léa', language: 'fr' }, origin);
  const account = await connection.collection('accounts').findOne({ email });
  const hash = String(account?.passwordHash);
  const passwords = await createPasswords('recommended');
  const login = () => cpuOf(() => services.logins.login({ email, password: PASSWORD }, origin));
  const comparison = () => cpuOf(() => passwords.verify(hash, PASSWORD));

  for (let round = 0; round < 5; round += 1) await inTurns(1, login, comparison);
  console.log(`${ROUNDS} rounds of 4 × ${TIMES}, one after the other; CPU of auth's process`);
  const { first, second, ratios } = await inTurns(ROUNDS, login, comparison);
  console.log(`signing in: ${shown(estimate(first), 2)} ms`);
  console.log(`argon2id alone: ${shown(estimate(second), 2)} ms`);
  console.log(`argon2id by signing in: ratio ${shown(estimate(ratios))}`);
});

/** CPU of this process for one of {@link TIMES} runs, in milliseconds. */
async function cpuOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < TIMES; time += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / TIMES;
}
