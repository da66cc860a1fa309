import { randomBytes } from 'node:crypto';
import { PASSWORD, startAuthServices } from '../measure/auth-services.js';
import { measured } from '../measure/measured.js';
import { estimate, inTurns, shown } from '../measure/paired.js';

/**
 * `npm run bench:refresh`: refreshes per second of auth against the bare writes that a refresh cannot do without (keep
 * the successor, mark the token used, note the session's use), sent by the same driver over the same connections to the
 * same collections, each acknowledged as auth's are. Both keep as many sessions busy at once. Prints the median of the
 * paired ratios with its 95 % interval. The first number of the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 40);
const SESSIONS = 16;
const EACH = 6;

await measured(startAuthServices, async ({ services, connection, origin }) => {
  const registered = Array.from({ length: SESSIONS }, (_, index) =>
    services.accounts.register(
      { email: `learner${index}@example.org`, password: PASSWORD, displayName: 'Léa', language: 'fr' },
      origin,
    ),
  );
  const tokens = (await Promise.all(registered)).map(({ refreshToken }) => refreshToken);
  const refreshes = () =>
    perSecond(async (session) => {
      const { refreshToken } = await services.refreshes.refresh(tokens[session] ?? '', origin);
      tokens[session] = refreshToken;
    });

  const refreshTokens = connection.collection<Stored>('refresh_tokens');
  const sessions = connection.collection<Stored>('sessions');
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 30 * 86_400_000);
  const ids = Array.from({ length: SESSIONS }, (_, index) => `bare-${index}`);
  const newest = ids.map(() => randomBytes(32).toString('hex'));
  const blank = { lastUsedAt: now, idleExpiresAt: expiresAt, revokedAt: null, ip: null, expiresAt };
  await sessions.insertMany(ids.map((_id) => ({ _id, ...blank, userId: _id, createdAt: now, userAgent: null })));
  await refreshTokens.insertMany(
    newest.map((_id, index) => ({ _id, sessionId: ids[index], createdAt: now, usedAt: null, expiresAt })),
  );
  const bareWrites = () =>
    perSecond(async (session) => {
      const [before = '', after] = [newest[session], randomBytes(32).toString('hex')];
      const [sessionId = '', at] = [ids[session], new Date()];
      await refreshTokens.insertOne({ _id: after, sessionId, createdAt: at, usedAt: null, expiresAt });
      await refreshTokens.updateOne({ _id: before, usedAt: null }, { $set: { usedAt: at } });
      const change = { lastUsedAt: at, idleExpiresAt: expiresAt, ip: origin.caller.ip };
      await sessions.updateOne({ _id: sessionId, revokedAt: null }, { $set: change });
      newest[session] = after;
    });

  for (let round = 0; round < 5; round += 1) await inTurns(1, bareWrites, refreshes);
  console.log(`${ROUNDS} rounds of 4 × ${SESSIONS * EACH}, ${SESSIONS} sessions at once`);
  const { first, second, ratios } = await inTurns(ROUNDS, bareWrites, refreshes);
  console.log(`bare writes: ${shown(estimate(first), 0)} per second`);
  console.log(`refreshes: ${shown(estimate(second), 0)} per second`);
  console.log(`refreshes by bare writes: ratio ${shown(estimate(ratios))}`);
});

interface Stored {
  _id: string;
  [field: string]: unknown;
}

/** Runs a step {@link EACH} times in a row in all sessions at once. @returns steps per second */
async function perSecond(step: (session: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: SESSIONS }, async (_, session) => {
      for (let turn = 0; turn < EACH; turn += 1) await step(session);
    }),
  );
  return (SESSIONS * EACH * 1000) / (performance.now() - startedAt);
}
