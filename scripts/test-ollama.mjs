// `npm run test:ollama`: the tests that ask a real Ollama, with small models from Python packages. The server is that of
// OLLAMA_URL, or else one of our own: DOCTORPY_OLLAMA, `ollama` on PATH, or built from its sources once (some minutes).
//   npm run test:ollama                           all of them
//   npm run test:ollama -- <jest arguments>       what is asked for
//   node scripts/test-ollama.mjs --at-hand        run nothing; say which it would be, and end with 1 when it had to be built
import { join } from 'node:path';
import { prepareOrExit, root, run } from './prepare.mjs';

const args = process.argv.slice(2);
await prepareOrExit();
const { findOllama, LaunchError, ollamaAtHand } = await import('@doctorpy/launcher');
const { ollamaWeights } = await import('@doctorpy/testkit');
const report = (/** @type {string} */ line) => console.log(line);

try {
  const { OLLAMA_URL } = process.env;
  if (args.includes('--at-hand')) {
    const found = OLLAMA_URL ? await answering(OLLAMA_URL) : await ollamaAtHand();
    const missing = OLLAMA_URL
      ? `Nothing answers at OLLAMA_URL, ${OLLAMA_URL}`
      : 'There is none in DOCTORPY_OLLAMA, on PATH or built before; npm run test:ollama builds it';
    console.log(found ? `There is ${found}` : missing);
    process.exit(found ? 0 : 1);
  }
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

/** That address, when an Ollama answers there. */
async function answering(/** @type {string} */ url) {
  const answer = await fetch(new URL('/api/version', url), { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.ok ? url : undefined;
}
