import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { secretsIn } from './environment.js';
import { createGrader } from './server.js';

/** A guest's memory: 2048 pages of 64 kB. Also given on the command line; here it holds whoever starts us. */
const MAX_MEMORY_PAGES = 2048;
/** sysexits.h: wrong usage, wrong configuration. */
const EX_USAGE = 64;
const EX_CONFIG = 78;

const log = pino({ name: 'grader', base: { service: 'grader' } });

/** A start that cannot succeed without somebody's hand; the supervisor must not repeat it. */
function giveUp(exitCode: number, message: string): never {
  log.fatal({ exitCode, message }, 'grader.not_started');
  process.exit(exitCode);
}

function socketFromArguments(): string {
  try {
    const { values } = parseArgs({ options: { socket: { type: 'string' } }, strict: true });
    if (values.socket) return values.socket;
  } catch (error) {
    giveUp(EX_USAGE, String(error));
  }
  return giveUp(EX_USAGE, 'Say where to listen: main.js --socket <path>.');
}

const secrets = secretsIn(process.env);
if (secrets.length > 0) {
  giveUp(
    EX_CONFIG,
    `The grader runs with an empty environment, but found ${secrets.join(', ')}. Start it with: env -i`,
  );
}
for (const name of Object.keys(process.env)) delete process.env[name];
setFlagsFromString(`--wasm-max-mem-pages=${MAX_MEMORY_PAGES}`);

const socketPath = socketFromArguments();
const grader = await createGrader({ socketPath, log }).catch((error: unknown) =>
  giveUp(EX_CONFIG, error instanceof Error ? error.message : String(error)),
);
const stop = async (signal: NodeJS.Signals): Promise<void> => {
  log.info({ signal }, 'grader.stopping');
  await grader.close();
  process.exit(0);
};
process.once('SIGTERM', (signal) => void stop(signal));
process.once('SIGINT', (signal) => void stop(signal));

try {
  await grader.listen();
} catch (error) {
  giveUp(EX_CONFIG, error instanceof Error ? error.message : String(error));
}
