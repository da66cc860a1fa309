// `npm run test:ollama`: the tests that ask a real Ollama, with small models from Python packages. The server is that of
// OLLAMA_URL, or else one of our own: DOCTORPY_OLLAMA, `ollama` on PATH, or built from its sources once (some minutes).
//   npm run test:ollama                           all of them
//   npm run test:ollama -- <jest arguments>       what is asked for
//   node scripts/test-ollama.mjs --at-hand        run nothing; end with 0 when nothing would have to be built, 1 when not
import { join } from 'node:path';
import { prepareOrExit, root, run } from './prepare.mjs';

const args = process.argv.slice(2);
await prepareOrExit();
const { findOllama, LaunchError, ollamaAtHand } = await import('@doctorpy/launcher');
const { ollamaWeights } = await import('@doctorpy/testkit');
const report = (/** @type {string} */ line) => console.log(line);

try {
  if (args.includes('--at-hand')) process.exit((await ollamaAtHand()) ? 0 : 1);
  const { OLLAMA_URL } = process.env;
  const env = OLLAMA_URL ? process.env : { ...process.env, DOCTORPY_OLLAMA: await findOllama({ report }) };
  await ollamaWeights({ report });
  process.exitCode = await run(process.execPath, [join(root, 'scripts', 'test.mjs'), '--only=ollama', ...args], {
    env,
  });
} catch (error) {
  console.log(`failed: ${error instanceof LaunchError ? error.message : error}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
