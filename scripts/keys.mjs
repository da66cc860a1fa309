// `npm run --silent keys >> .env`: the secrets of an installation that is not run by `npm start`.
// Prints, as lines of an .env file, those that .env and the environment do not hold yet. Plain JavaScript and Node's own
// modules only, so that it runs before anything is installed.
import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../.env', import.meta.url));
if (existsSync(file)) process.loadEnvFile(file);

const { SECRET_KEY: secretKey = random(), AUTH_SECRET_KEY: authSecretKey = random() } = present(process.env);
const lines = {
  SECRET_KEY: secretKey,
  AUTH_SECRET_KEY: authSecretKey,
  ...Object.fromEntries(
    ['auth', 'rag', 'quest'].map((subgraph) => {
      const pair = `gateway>${subgraph}`;
      return [`SERVICE_KEYS_${subgraph.toUpperCase()}`, `"${pair}=${derive(pair)}"`];
    }),
  ),
  SERVICE_KEYS_RAG_QUEST: `"rag>quest=${derive('rag>quest')}"`,
};
for (const [name, value] of Object.entries(lines)) {
  if (!process.env[name]) console.log(`${name}=${value}`);
}

/**
 * As services derive a pair's key from SECRET_KEY: HKDF-SHA-256 with the pair as info.
 * @param {string} pair
 */
function derive(pair) {
  return Buffer.from(hkdfSync('sha256', secretKey, '', pair, 32)).toString('hex');
}

function random() {
  return randomBytes(32).toString('hex');
}

/** @param {NodeJS.ProcessEnv} environment */
function present(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
}
